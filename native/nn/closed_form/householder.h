// Householder reflections in double, the one tool of least_squares and singular_values (Golub & Van Loan, 5.1). A
// vector is a head and a contiguous tail, so that the head may lie in a triangle and the tail in a block of rows below
// it. Sums have eight lanes joined by a fixed tree and the only function is sqrt: the same bits everywhere.
#pragma once

#include <cstddef>

namespace chainrule {

double dot(const double* a, const double* b, std::size_t count);

/// (head, tail) becomes (beta, v): H = I - tau (1, v)(1, v)' maps the old vector to (beta, 0). Returns tau; 0 is H = I.
double make_reflection(double& head, double* tail, std::size_t count);

/// (head, tail) becomes H (head, tail).
void reflect(double tau, const double* v, std::size_t count, double& head, double* tail);

}  // namespace chainrule
