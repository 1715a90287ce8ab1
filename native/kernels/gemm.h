// The three matrix products of a dense layer, and the memory layouts that they share; only strides differ, so one tile
// kernel computes all. B, I, O: batch rows, inputs, outputs. Activations and their gradients are row-major, with
// columns padded to a multiple of 16. Weights are in panels of 16 outputs: weight (o, i) is at (o / 16) * I * 16 + i *
// 16 + o % 16; the padding is zero. Transposed weights are in panels of 16 inputs: (i / 16) * O * 16 + o * 16 + i % 16;
// so are those of a narrow layer, whose panels of outputs would be mostly padding.
#pragma once

#include <cstddef>

#include "kernel_table.h"
#include "matrix_view.h"

namespace chainrule {

constexpr std::size_t panels_of(std::size_t columns) { return (columns + panel_width - 1) / panel_width; }
constexpr std::size_t padded(std::size_t columns) { return panels_of(columns) * panel_width; }

constexpr bool is_narrow(std::size_t outputs) { return outputs <= narrow_outputs; }

/// Offset of weight (o, i) within its layer's weights, and how many numbers these take with padding.
constexpr std::size_t weight_offset(std::size_t o, std::size_t i, std::size_t inputs, std::size_t outputs) {
    return is_narrow(outputs) ? (i / panel_width * outputs + o) * panel_width + i % panel_width
                              : (o / panel_width * inputs + i) * panel_width + o % panel_width;
}
constexpr std::size_t weight_numbers(std::size_t inputs, std::size_t outputs) {
    return is_narrow(outputs) ? padded(inputs) * outputs : inputs * padded(outputs);
}

/// output(B, O) = input(B, I) W^T + bias, over i ascending.
template <class Real> void multiply_forward(const kernel_table<Real>& kernels, const_matrix_view<Real> input,
                                            const Real* weight, const Real* bias, matrix_view<Real> output) {
    product<Real> p{};
    p.a = input.data;
    p.a_row = input.stride;
    p.a_k = 1;
    p.b = weight;
    p.b_k = panel_width;
    p.b_panel = input.columns * panel_width;
    p.c = output.data;
    p.c_row = output.stride;
    p.c_panel = panel_width;
    p.rows = input.rows;
    p.panels = panels_of(output.columns);
    p.k = input.columns;
    p.start = bias;
    if (is_narrow(output.columns)) {
        p.c_panel = 1;
        return kernels.multiply_narrow(p, output.columns);
    }
    kernels.multiply(p);
}

/// d_input(B, I) = d_output(B, O) W, summed over o ascending. `transposed`: the transposed weights (see
/// transpose_panels), or a narrow layer's own weights.
template <class Real> void multiply_data_gradient(const kernel_table<Real>& kernels, const_matrix_view<Real> d_output,
                                                  const Real* transposed, matrix_view<Real> d_input) {
    product<Real> p{};
    p.a = d_output.data;
    p.a_row = d_output.stride;
    p.a_k = 1;
    p.b = transposed;
    p.b_k = panel_width;
    p.b_panel = d_output.columns * panel_width;
    p.c = d_input.data;
    p.c_row = d_input.stride;
    p.c_panel = panel_width;
    p.rows = d_output.rows;
    p.panels = panels_of(d_input.columns);
    p.k = d_output.columns;
    kernels.multiply(p);
}

/// d_weight (+)= d_output^T input, summed over rows ascending, for the inputs in [first_input, last_input); first_input
/// is a multiple of 16. `ahead` is prefetched meanwhile (not for a narrow layer).
template <class Real> void multiply_weight_gradient(const kernel_table<Real>& kernels, const_matrix_view<Real> input,
                                                    const_matrix_view<Real> d_output, std::size_t first_input,
                                                    std::size_t last_input, Real* d_weight, bool accumulate,
                                                    const memory_ahead& ahead = {}) {
    product<Real> p{};
    p.a = input.data + first_input;
    p.a_row = 1;
    p.a_k = input.stride;
    p.b = d_output.data;
    p.b_k = d_output.stride;
    p.b_panel = panel_width;
    p.c = d_weight + first_input * panel_width;
    p.c_row = panel_width;
    p.c_panel = input.columns * panel_width;
    p.rows = last_input - first_input;
    p.panels = panels_of(d_output.columns);
    p.k = input.rows;
    p.accumulate = accumulate;
    // A tile of inputs is a narrow strip of a tall matrix: all panels use its cache lines while they are in cache.
    p.rows_outer = true;
    p.ahead = ahead;
    if (is_narrow(d_output.columns)) {
        p.b_panel = 1;
        p.c = d_weight + first_input * d_output.columns;
        return kernels.sum_narrow(p, d_output.columns);
    }
    kernels.multiply(p);
}

}  // namespace chainrule
