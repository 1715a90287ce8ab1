// See singular_values.h.
#include "closed_form/singular_values.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "closed_form/householder.h"

namespace chainrule {
namespace {

/// Zeroes row k beyond the superdiagonal by a reflection from the right. Returns the superdiagonal entry.
double reflect_row(std::span<double> a, std::size_t n, std::size_t k) {
    std::vector<double> row(n - k - 1);
    for (std::size_t j = k + 1; j < n; ++j) row[j - k - 1] = a[j * n + k];
    const double tau = make_reflection(row[0], row.data() + 1, row.size() - 1);
    std::vector<double> along(n);
    for (std::size_t j = k + 1; j < n; ++j) {
        const double v = j == k + 1 ? 1.0 : row[j - k - 1];
        for (std::size_t i = k + 1; i < n; ++i) along[i] += a[j * n + i] * v;
    }
    for (std::size_t j = k + 1; j < n; ++j) {
        const double amount = tau * (j == k + 1 ? 1.0 : row[j - k - 1]);
        for (std::size_t i = k + 1; i < n; ++i) a[j * n + i] -= amount * along[i];
    }
    return row[0];
}

/// The off-diagonal of [0 B'; B 0] after a perfect shuffle: d0, e0, d1, e1, ..., whose eigenvalues are +-sigma.
std::vector<double> shuffled_bidiagonal(std::span<double> a, std::size_t n) {
    std::vector<double> off;
    for (std::size_t k = 0; k < n; ++k) {
        double* column = a.data() + k * n;
        const double tau = make_reflection(column[k], column + k + 1, n - k - 1);
        for (std::size_t j = k + 1; j < n; ++j) {
            reflect(tau, column + k + 1, n - k - 1, a[j * n + k], a.data() + j * n + k + 1);
        }
        off.push_back(column[k]);
        if (k + 1 < n) off.push_back(reflect_row(a, n, k));
    }
    return off;
}

/// How many eigenvalues below x the tridiagonal matrix has whose diagonal is 0 and whose off-diagonal squares are
/// given.
std::size_t count_below(const std::vector<double>& off_squared, double x) {
    constexpr double tiny = std::numeric_limits<double>::min();
    std::size_t below = 0;
    double pivot = -x;
    for (std::size_t i = 0;; ++i) {
        if (pivot < 0) ++below;
        if (i == off_squared.size()) return below;
        if (std::fabs(pivot) < tiny) pivot = pivot < 0 ? -tiny : tiny;
        pivot = -x - off_squared[i] / pivot;
    }
}

}  // namespace

std::vector<double> singular_values(std::span<double> matrix, std::size_t n) {
    std::vector<double> values(n);
    double largest = 0;
    for (double entry : matrix) largest = std::max(largest, std::fabs(entry));
    if (largest == 0) return values;
    // Scaled to a largest entry of 1, so that the squares neither overflow nor vanish.
    for (double& entry : matrix) entry /= largest;
    std::vector<double> off = shuffled_bidiagonal(matrix, n);
    double bound = 0;
    for (std::size_t i = 0; i < off.size(); ++i) {
        bound = std::max(bound, std::fabs(off[i]) + (i + 1 < off.size() ? std::fabs(off[i + 1]) : 0));
    }
    for (double& entry : off) entry *= entry;
    for (std::size_t k = 0; k < n; ++k) {
        // n eigenvalues are negative, so the k-th largest of 2n has 2n - 1 - k below it.
        double low = 0, high = bound * (1 + 4 * std::numeric_limits<double>::epsilon());
        while (true) {
            const double middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) break;
            (count_below(off, middle) > 2 * n - 1 - k ? high : low) = middle;
            if (high < 1e-300) break;
        }
        values[k] = high < 1e-300 ? 0 : high * largest;
    }
    return values;
}

}  // namespace chainrule
