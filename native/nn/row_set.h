// Rows to train or evaluate on, in native memory: features [rows][inputs] and targets [rows][columns], both without
// padding. Also the loss settings that tell what targets mean. Copied in once, then read only.
#pragma once

#include <cstdint>

#include "aligned_buffer.h"
#include "kernel_table.h"
#include "matrix_view.h"

namespace chainrule {

template <class Real> struct row_set {
    std::size_t rows = 0;
    std::size_t inputs = 0;
    /// Outputs of the network; 1 for categorical cross entropy, whose target is the class index.
    std::size_t target_columns = 0;
    aligned_buffer<Real> features;
    aligned_buffer<Real> targets;

    const_matrix_view<Real> feature_rows(std::size_t first, std::size_t count) const {
        return {features.data() + first * inputs, count, inputs, inputs};
    }
};

/// Columns of the targets for a network with `outputs` outputs.
constexpr std::size_t target_columns_of(loss kind, std::size_t outputs) {
    return kind == loss::categorical_cross_entropy ? 1 : outputs;
}

/// By what the slope of a row's loss is multiplied so that the batch's loss is the mean over rows (and outputs).
template <class Real> Real gradient_scale(loss kind, std::size_t rows, std::size_t outputs) {
    const double terms = static_cast<double>(rows) * static_cast<double>(target_columns_of(kind, outputs));
    return static_cast<Real>(1.0 / terms);
}

}  // namespace chainrule
