// Singular values of a small dense matrix, without its vectors: reflections from both sides make it bidiagonal (Golub &
// Kahan 1965), and bisection on Sturm counts finds each value (Golub & Van Loan, 8.4 and 8.6). Slower than QR
// iterations, but short, and every singular value of the bidiagonal, the smallest too, has full relative precision.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace chainrule {

/// Of an n x n matrix by columns, which is not left as it was; largest first. Takes 8/3 n^3 flops.
std::vector<double> singular_values(std::span<double> matrix, std::size_t n);

}  // namespace chainrule
