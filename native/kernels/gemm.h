// The three products of a dense layer, on the layouts that they share. B, I, O: rows of a batch, inputs, outputs.
// Activations and deltas are row-major with columns padded to whole panels. Weights lie in panels of 16 outputs:
// weight (o, i) is at (o / 16) * I * 16 + i * 16 + o % 16, padded with zeros. Transposed weights, and those of a narrow
// layer, whose panels would be mostly padding, lie in panels of 16 inputs: (i / 16) * O * 16 + o * 16 + i % 16.
#pragma once

#include <cstddef>

#include "kernel_table.h"
#include "matrix_view.h"

namespace chainrule {

constexpr std::size_t panels_of(std::size_t columns) { return (columns + panel_width - 1) / panel_width; }
constexpr std::size_t padded(std::size_t columns) { return panels_of(columns) * panel_width; }

constexpr bool is_narrow(std::size_t outputs) { return outputs <= narrow_outputs; }

/// Where weight (o, i) lies, and how many numbers all of them take.
constexpr std::size_t weight_place(std::size_t o, std::size_t i, std::size_t inputs, std::size_t outputs) {
    return is_narrow(outputs) ? (i / panel_width * outputs + o) * panel_width + i % panel_width
                              : (o / panel_width * inputs + i) * panel_width + o % panel_width;
}
constexpr std::size_t weight_numbers(std::size_t inputs, std::size_t outputs) {
    return is_narrow(outputs) ? padded(inputs) * outputs : inputs * padded(outputs);
}

/// output(B, O) = input(B, I) W^T + bias, over i ascending.
template <class Real> void multiply_forward(const kernel_table<Real>&, const_matrix_view<Real> input,
                                            const Real* weight, const Real* bias, matrix_view<Real> output);

/// d_input(B, I) = d_output(B, O) W, over o ascending; `transposed` as transpose_panels makes it, or a narrow layer's
/// weights.
template <class Real> void multiply_data_gradient(const kernel_table<Real>&, const_matrix_view<Real> d_output,
                                                  const Real* transposed, matrix_view<Real> d_input);

/// d_weight (+)= d_output^T input, over the rows ascending, for the inputs in [first_input, last_input); the first
/// is a multiple of 16. `ahead` is asked for meanwhile (not by a narrow layer).
template <class Real> void multiply_weight_gradient(const kernel_table<Real>&, const_matrix_view<Real> input,
                                                    const_matrix_view<Real> d_output, std::size_t first_input,
                                                    std::size_t last_input, Real* d_weight, bool accumulate,
                                                    const memory_ahead& ahead = {});

}  // namespace chainrule
