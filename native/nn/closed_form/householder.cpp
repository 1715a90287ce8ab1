// See householder.h.
#include "closed_form/householder.h"

#include <cmath>

namespace chainrule {

double dot(const double* a, const double* b, std::size_t count) {
    double lane[8] = {};
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        for (std::size_t j = 0; j < 8; ++j) lane[j] += a[i + j] * b[i + j];
    }
    for (std::size_t j = 0; i < count; ++i, ++j) lane[j] += a[i] * b[i];
    return ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}

double make_reflection(double& head, double* tail, std::size_t count) {
    const double below = dot(tail, tail, count);
    if (below == 0) return 0;
    const double norm = std::sqrt(head * head + below);
    // beta has the sign opposite to that of head, so that head - beta loses no digits.
    const double beta = head > 0 ? -norm : norm;
    const double pivot = head - beta;
    for (std::size_t i = 0; i < count; ++i) tail[i] /= pivot;
    head = beta;
    return -pivot / beta;
}

void reflect(double tau, const double* v, std::size_t count, double& head, double* tail) {
    if (tau == 0) return;
    const double amount = tau * (head + dot(v, tail, count));
    head -= amount;
    for (std::size_t i = 0; i < count; ++i) tail[i] -= amount * v[i];
}

}  // namespace chainrule
