// Rows to train or evaluate on, in native memory: features [rows][inputs] and targets [rows][target_columns], both
// without padding, and row weights. Filled once, then only read; several runs may share the features.
#pragma once

#include <cstdint>

#include "aligned_buffer.h"
#include "kernel_table.h"
#include "matrix_view.h"
#include "shared_buffer.h"

namespace chainrule {

template <class Real> struct row_set {
    std::size_t rows = 0;
    std::size_t inputs = 0;
    /// The network's outputs; 1 where the target is a class index.
    std::size_t target_columns = 0;
    shared_buffer<Real> features;
    aligned_buffer<Real> targets;
    /// One per row, or empty: then every row has weight 1.
    aligned_buffer<Real> weights;

    const_matrix_view<Real> feature_rows(std::size_t first, std::size_t count) const {
        return {features.data() + first * inputs, count, inputs, inputs};
    }

    /// Sum of the weights of rows order[0 .. count), or of the first `count` rows where `order` is null.
    double weight_of(const std::uint32_t* order, std::size_t count) const {
        if (weights.size() == 0) return static_cast<double>(count);
        double sum = 0;
        for (std::size_t i = 0; i < count; ++i) {
            sum += static_cast<double>(weights.data()[order == nullptr ? i : order[i]]);
        }
        return sum;
    }
};

/// Columns of the targets for a network with `outputs` outputs.
constexpr std::size_t target_columns_of(loss kind, std::size_t outputs) {
    return takes_class_index(kind) ? 1 : outputs;
}

/// Factor of each row's loss gradient, so that the sums over rows are the gradients of the weighted mean over rows (and
/// of the mean over outputs). 0 where all weights are 0.
template <class Real> Real gradient_scale(loss kind, double weight, std::size_t outputs) {
    const double terms = weight * static_cast<double>(target_columns_of(kind, outputs));
    return terms > 0 ? static_cast<Real>(1.0 / terms) : Real(0);
}

}  // namespace chainrule
