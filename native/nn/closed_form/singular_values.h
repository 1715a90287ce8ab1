// Singular values of a small dense matrix, without its vectors: reflections from both sides make it bidiagonal (Golub &
// Kahan 1965), and bisection on Sturm counts finds each value (Golub & Van Loan, 8.4 and 8.6). Slower than QR
// iterations, but short, and every singular value of the bidiagonal, the smallest too, has full relative precision.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace chainrule {

/// Singular values of an n x n matrix stored by columns, largest first. Overwrites the matrix. Takes 8/3 n^3 flops.
std::vector<double> singular_values(std::span<double> matrix, std::size_t n);

}  // namespace chainrule
