// See least_squares.h.
#include "closed_form/least_squares.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "check.h"
#include "closed_form/householder.h"
#include "closed_form/singular_values.h"

namespace chainrule {
namespace {

/// Rows that are reflected into the triangle at a time: 2 KB of a column, so that a hundred columns stay in the L2
/// cache.
constexpr std::size_t block_rows = 256;

/// A feature counts as a combination of others when the part of it that they do not explain is smaller than this times
/// its norm. Rounding to Real leaves an error of up to half an epsilon in each column that takes part; these errors add
/// up like a random walk. The second term is for the rounding errors of the reflections.
template <class Real> double collinearity_tolerance(std::size_t rows, std::size_t inputs) {
    const double of_data = (1 + std::sqrt(static_cast<double>(inputs))) * std::numeric_limits<Real>::epsilon();
    const double of_work = static_cast<double>(std::max(rows, inputs)) * std::numeric_limits<double>::epsilon();
    return std::max(of_data, of_work);
}

void stop_if(const std::atomic<bool>& cancelled) {
    if (cancelled.load(std::memory_order_relaxed)) throw failure("cancelled", "The solution was no longer wanted.");
}

template <class Real> double weight_of(const weighted_rows<Real>& data, std::size_t row) {
    return data.weights == nullptr ? 1.0 : static_cast<double>(data.weights[row]);
}

/// Adds weighted means of columns to `means`, which are 0 at first; a second pass corrects the rounding errors of the
/// first.
template <class Real>
void take_column_means(const weighted_rows<Real>& data, const Real* values, double total, std::span<double> means) {
    for (int pass = 0; pass < 2; ++pass) {
        std::vector<double> sums(means.size());
        for (std::size_t row = 0; row < data.rows; ++row) {
            const double weight = weight_of(data, row);
            for (std::size_t j = 0; j < means.size(); ++j) {
                sums[j] += weight * (static_cast<double>(values[row * means.size() + j]) - means[j]);
            }
        }
        for (std::size_t j = 0; j < means.size(); ++j) means[j] += sums[j] / total;
    }
}

}  // namespace

least_squares::least_squares(std::size_t inputs, std::size_t outputs, arena memory)
    : memory_(std::move(memory)), inputs_(inputs), outputs_(outputs) {
    const auto take = [&](std::size_t count) { return memory_.take<double>(count); };
    feature_means_ = take(inputs);
    target_means_ = take(outputs);
    raw_norms_ = take(inputs);
    norms_ = take(inputs);
    triangle_ = take(checked_product(inputs, checked_sum(inputs, outputs)));
    residuals_ = take(outputs);
    order_ = memory_.take<std::size_t>(inputs);
    right_tau_ = take(inputs);
    // The largest possible product of the rank and the number of columns beyond it.
    right_tails_ = take(checked_product(inputs / 2, inputs - inputs / 2));
    coefficients_ = take(checked_product(outputs, inputs));
    intercepts_ = take(outputs);
    block_ = take(checked_product(block_rows, checked_sum(inputs, outputs)));
    square_ = take(checked_product(inputs, inputs));
}

std::size_t least_squares::bytes_needed(std::size_t inputs, std::size_t outputs) {
    return least_squares(inputs, outputs, arena()).memory_.taken();
}

template <class Real> least_squares::least_squares(const weighted_rows<Real>& data, const std::atomic<bool>& cancelled)
    : least_squares(data.inputs, data.outputs, arena(bytes_needed(data.inputs, data.outputs))) {
    if (data.rows == 0) refuse("rows must be at least 1; found 0.");
    if (data.outputs == 0) refuse("outputs must be at least 1; found 0.");
    take_means(data);
    take_rows(data, cancelled);
    const double tolerance = collinearity_tolerance<Real>(data.rows, inputs_);
    pivot(tolerance, cancelled);
    find_collinear(tolerance);
    solve();
    find_singular_values();
}

template <class Real> void least_squares::take_means(const weighted_rows<Real>& data) {
    for (std::size_t row = 0; row < data.rows; ++row) total_weight_ += weight_of(data, row);
    if (!(total_weight_ > 0)) refuse("weights must not all be 0.");
    take_column_means(data, data.features, total_weight_, feature_means_);
    take_column_means(data, data.targets, total_weight_, target_means_);
    for (std::size_t row = 0; row < data.rows; ++row) {
        const double weight = weight_of(data, row);
        for (std::size_t j = 0; j < inputs_; ++j) {
            const double value = static_cast<double>(data.features[row * inputs_ + j]);
            raw_norms_[j] += weight * value * value;
        }
    }
    for (double& norm : raw_norms_) norm = std::sqrt(norm);
}

/// Leaves R and Q' times the targets in the triangle, and adds the squares of what no row of R explains to the
/// residuals.
template <class Real>
void least_squares::take_rows(const weighted_rows<Real>& data, const std::atomic<bool>& cancelled) {
    const std::size_t columns = inputs_ + outputs_;
    for (std::size_t first = 0; first < data.rows; first += block_rows) {
        const std::size_t count = std::min(block_rows, data.rows - first);
        for (std::size_t r = 0; r < count; ++r) {
            const std::size_t row = first + r;
            const double root = std::sqrt(weight_of(data, row));
            for (std::size_t j = 0; j < columns; ++j) {
                const bool feature = j < inputs_;
                const double value = static_cast<double>(feature ? data.features[row * inputs_ + j]
                                                                 : data.targets[row * outputs_ + j - inputs_]);
                block_[j * block_rows + r] =
                    root * (value - (feature ? feature_means_[j] : target_means_[j - inputs_]));
            }
        }
        for (std::size_t k = 0; k < inputs_; ++k) {
            stop_if(cancelled);
            double* v = block_.data() + k * block_rows;
            const double tau = make_reflection(column(k)[k], v, count);
            for (std::size_t j = k + 1; j < columns; ++j) {
                reflect(tau, v, count, column(j)[k], block_.data() + j * block_rows);
            }
        }
        for (std::size_t t = 0; t < outputs_; ++t) {
            const double* left = block_.data() + (inputs_ + t) * block_rows;
            residuals_[t] += dot(left, left, count);
        }
    }
}

/// QR of the triangle with column pivoting. Columns are compared as if each had the norm 1, so that units do not decide
/// what is collinear. Ends when every column left is, up to the tolerance, a combination of those before.
void least_squares::pivot(double tolerance, const std::atomic<bool>& cancelled) {
    for (std::size_t j = 0; j < inputs_; ++j) {
        order_[j] = j;
        norms_[j] = std::sqrt(dot(column(j), column(j), inputs_));
    }
    for (; rank_ < inputs_; ++rank_) {
        stop_if(cancelled);
        const std::size_t k = rank_;
        std::size_t chosen = inputs_;
        double largest = 0;
        for (std::size_t j = k; j < inputs_; ++j) {
            const double left = std::sqrt(dot(column(j) + k, column(j) + k, inputs_ - k));
            if (left <= tolerance * raw_norms_[order_[j]] || left <= largest * norms_[order_[j]]) continue;
            largest = left / norms_[order_[j]];
            chosen = j;
        }
        if (chosen == inputs_) break;
        std::swap_ranges(column(k), column(k) + inputs_, column(chosen));
        std::swap(order_[k], order_[chosen]);
        double* v = column(k) + k + 1;
        const double tau = make_reflection(column(k)[k], v, inputs_ - k - 1);
        for (std::size_t j = k + 1; j < inputs_ + outputs_; ++j) {
            reflect(tau, v, inputs_ - k - 1, column(j)[k], column(j) + k + 1);
        }
    }
    for (std::size_t t = 0; t < outputs_; ++t) {
        const double* left = column(inputs_ + t) + rank_;
        residuals_[t] += dot(left, left, inputs_ - rank_);
    }
}

/// The factors of each column beyond the rank on the columns before: R11^-1 times the column.
void least_squares::find_collinear(double tolerance) {
    // Factors that rounding of the column alone could cause are left out.
    const double least = 64 * tolerance;
    for (std::size_t j = rank_; j < inputs_; ++j) {
        collinear_column found{order_[j], {}};
        std::vector<double> factor(column(j), column(j) + rank_);
        for (std::size_t k = rank_; k-- > 0;) {
            factor[k] /= column(k)[k];
            for (std::size_t i = 0; i < k; ++i) factor[i] -= column(k)[i] * factor[k];
        }
        for (std::size_t k = 0; k < rank_; ++k) {
            const double share = std::fabs(factor[k]) * norms_[order_[k]];
            if (share > least * raw_norms_[order_[j]]) found.on.push_back({order_[k], factor[k]});
        }
        std::sort(found.on.begin(), found.on.end(), [](auto& a, auto& b) { return a.column < b.column; });
        collinear_.push_back(std::move(found));
    }
    std::sort(collinear_.begin(), collinear_.end(), [](auto& a, auto& b) { return a.column < b.column; });
}

/// Reflections from the right give [R11 R12] = [T 0] Z. Then T z = Q'y is solved; the coefficients are Z'(z, 0).
void least_squares::solve() {
    const std::size_t beyond = inputs_ - rank_;
    for (std::size_t k = rank_; k-- > 0;) {
        double* v = right_tails_.data() + k * beyond;
        for (std::size_t j = 0; j < beyond; ++j) v[j] = column(rank_ + j)[k];
        const double tau = right_tau_[k] = make_reflection(column(k)[k], v, beyond);
        for (std::size_t i = 0; i < k && tau != 0; ++i) {
            double amount = column(k)[i];
            for (std::size_t j = 0; j < beyond; ++j) amount += v[j] * column(rank_ + j)[i];
            amount *= tau;
            column(k)[i] -= amount;
            for (std::size_t j = 0; j < beyond; ++j) column(rank_ + j)[i] -= amount * v[j];
        }
    }
    std::ranges::copy(target_means_, intercepts_.begin());
    for (std::size_t t = 0; t < outputs_; ++t) {
        std::vector<double> z(column(inputs_ + t), column(inputs_ + t) + inputs_);
        std::fill(z.begin() + static_cast<std::ptrdiff_t>(rank_), z.end(), 0.0);
        for (std::size_t k = rank_; k-- > 0;) {
            z[k] /= column(k)[k];
            for (std::size_t i = 0; i < k; ++i) z[i] -= column(k)[i] * z[k];
        }
        for (std::size_t k = 0; k < rank_; ++k) {
            reflect(right_tau_[k], right_tails_.data() + k * beyond, beyond, z[k], z.data() + rank_);
        }
        double* to = coefficients_.data() + t * inputs_;
        for (std::size_t j = 0; j < inputs_; ++j) to[order_[j]] = z[j];
        intercepts_[t] -= dot(to, feature_means_.data(), inputs_);
        loss_ += residuals_[t];
    }
    loss_ /= total_weight_ * static_cast<double>(outputs_);
}

void least_squares::find_singular_values() {
    const double root = std::sqrt(total_weight_);
    for (std::size_t j = 0; j < rank_; ++j) {
        for (std::size_t i = 0; i <= j; ++i) square_[j * rank_ + i] = column(j)[i] / root;
    }
    singular_values_ = chainrule::singular_values(square_.first(rank_ * rank_), rank_);
}

template least_squares::least_squares(const weighted_rows<float>&, const std::atomic<bool>&);
template least_squares::least_squares(const weighted_rows<double>&, const std::atomic<bool>&);

}  // namespace chainrule
