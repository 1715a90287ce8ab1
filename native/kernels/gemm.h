// The three products of a dense layer, on the layouts that they share. B, I, O: rows of a batch, inputs, outputs.
// Activations and deltas are row-major with columns padded to whole panels. Weights lie in panels of 16 outputs:
// weight (o, i) is at (o / 16) * I * 16 + i * 16 + o % 16, padded with zeros; transposed weights in panels of 16
// inputs.
#pragma once

#include <cstddef>

#include "kernel_table.h"
#include "matrix_view.h"

namespace chainrule {

constexpr std::size_t panels_of(std::size_t columns) { return (columns + panel_width - 1) / panel_width; }
constexpr std::size_t padded(std::size_t columns) { return panels_of(columns) * panel_width; }

/// output(B, O) = input(B, I) W^T + bias, over i ascending.
template <class Real> void multiply_forward(const kernel_table<Real>&, const_matrix_view<Real> input,
                                            const Real* weight, const Real* bias, matrix_view<Real> output);

/// d_input(B, I) = d_output(B, O) W, over o ascending; `transposed` as transpose_panels makes it.
template <class Real> void multiply_data_gradient(const kernel_table<Real>&, const_matrix_view<Real> d_output,
                                                  const Real* transposed, matrix_view<Real> d_input);

/// d_weight (+)= d_output^T input, over the rows ascending, for the inputs in [first_input, last_input).
template <class Real> void multiply_weight_gradient(const kernel_table<Real>&, const_matrix_view<Real> input,
                                                    const_matrix_view<Real> d_output, std::size_t first_input,
                                                    std::size_t last_input, Real* d_weight, bool accumulate);

}  // namespace chainrule
