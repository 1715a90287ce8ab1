// The analytical method: the linear network with the least mean squared error, solved instead of trained. In double
// over float or double rows, by Householder QR: blocks of rows are reflected into one triangle (Golub & Van Loan, 12.5;
// the "TSQR" of Demmel et al. with a chain for a tree), whose columns are then pivoted to reveal the rank (Businger &
// Golub 1965), and a second set of reflections from the right gives the solution of minimum norm, which gradient
// descent from zeros approaches too. The intercept is taken out by centring, not kept as a column of ones: it is then
// never part of a collinearity, and the condition number is that of the features alone. No penalty on the weights is
// taken into account.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "arena.h"

namespace chainrule {

/// Row-major matrices, all finite; weights null (all 1) or one per row, none negative, not all 0.
template <class Real> struct weighted_rows {
    const Real* features;
    const Real* targets;
    const Real* weights;
    std::size_t rows, inputs, outputs;
};

/// A column that is, up to rounding, a constant plus a sum of factor * column.
struct collinear_column {
    struct term {
        std::size_t column;
        double factor;
    };
    std::size_t column;
    /// Empty for a constant column.
    std::vector<term> on;
};

class least_squares {
public:
    /// Solves. Ends with failure "cancelled" soon after `cancelled` is set.
    template <class Real> least_squares(const weighted_rows<Real>& data, const std::atomic<bool>& cancelled);

    /// Bytes that the constructor allocates, but for some vectors of `inputs` or `outputs` numbers.
    static std::size_t bytes_needed(std::size_t inputs, std::size_t outputs);

    /// [outputs][inputs] and [outputs]: PyTorch's orientation.
    std::span<const double> coefficients() const { return coefficients_; }
    std::span<const double> intercepts() const { return intercepts_; }
    /// Mean over rows, by weight, and over outputs of the squared error.
    double loss() const { return loss_; }
    std::size_t rank() const { return rank_; }
    const std::vector<collinear_column>& collinear() const { return collinear_; }
    /// The `rank` singular values that are not 0, largest first, of the centred features divided by the square root of
    /// the total row weight. Their squares are the eigenvalues of the features' covariance.
    const std::vector<double>& singular_values() const { return singular_values_; }

private:
    /// Takes its buffers from `memory`.
    least_squares(std::size_t inputs, std::size_t outputs, arena memory);

    template <class Real> void take_means(const weighted_rows<Real>& data);
    template <class Real> void take_rows(const weighted_rows<Real>& data, const std::atomic<bool>& cancelled);
    double* column(std::size_t index) { return triangle_.data() + index * inputs_; }
    const double* column(std::size_t index) const { return triangle_.data() + index * inputs_; }
    void pivot(double tolerance, const std::atomic<bool>& cancelled);
    void find_collinear(double tolerance);
    void solve();
    void find_singular_values();

    arena memory_;
    std::size_t inputs_, outputs_, rank_ = 0;
    double total_weight_ = 0, loss_ = 0;
    std::span<double> feature_means_, target_means_;
    /// 2-norms of the columns before and after centring.
    std::span<double> raw_norms_, norms_;
    /// By columns, inputs_ high: R, and beside it Q' times the targets. After solve() the first rank_ rows of R are [T
    /// 0].
    std::span<double> triangle_, residuals_;
    /// The feature that each column of R belongs to.
    std::span<std::size_t> order_;
    /// Reflections from the right: rank_ of them, each over row k and the columns beyond rank_.
    std::span<double> right_tau_, right_tails_;
    std::span<double> coefficients_, intercepts_;
    /// A block of rows to be reflected into the triangle, by columns; and a copy of T, which singular_values
    /// overwrites.
    std::span<double> block_, square_;
    std::vector<double> singular_values_;
    std::vector<collinear_column> collinear_;
};

}  // namespace chainrule
