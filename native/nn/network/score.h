// Score of one row: 1 or 0 for a class (right or wrong), else the mean absolute error over the outputs, in the
// network's own units.
#pragma once

#include <cmath>
#include <cstddef>

#include "kernel_table.h"
#include "portable_math.h"

namespace chainrule {

/// Whether a row's targets are 0 or 1; the sign of the output predicts which.
constexpr bool takes_two_classes(loss kind) {
    return kind == loss::binary_cross_entropy || kind == loss::binary_hinge || kind == loss::binary_focal;
}

/// Whether the score is an accuracy (more is better) rather than an error.
constexpr bool scores_classes(loss kind) { return takes_class_index(kind) || takes_two_classes(kind); }

/// `output` [outputs] of one row; `target` [outputs], or one class index.
template <class Real> Real score_of(loss kind, const Real* output, const Real* target, std::size_t outputs) {
    if (takes_class_index(kind)) {
        std::size_t greatest = 0;
        for (std::size_t i = 1; i < outputs; ++i) {
            if (output[i] > output[greatest]) greatest = i;
        }
        return static_cast<Real>(greatest) == target[0] ? Real(1) : Real(0);
    }
    double sum = 0;
    for (std::size_t i = 0; i < outputs; ++i) {
        if (takes_two_classes(kind)) {
            sum += (output[i] > 0) == (target[i] > Real(0.5)) ? 1 : 0;
            continue;
        }
        // Poisson's output is the logarithm of what it predicts.
        const double said = static_cast<double>(output[i]);
        const double predicted = kind == loss::poisson ? portable::exp(said) : said;
        sum += std::fabs(predicted - static_cast<double>(target[i]));
    }
    return static_cast<Real>(sum / static_cast<double>(outputs));
}

}  // namespace chainrule
