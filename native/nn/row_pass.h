// Forward and backward of a few rows through all layers, up to but not including the weight gradients' sum over other
// rows: the buffers in which it happens and the two passes. One row_pass belongs to one thread at a time, or its rows
// are shared out.
#pragma once

#include <vector>

#include "aligned_buffer.h"
#include "kernel_table.h"
#include "network.h"

namespace chainrule {

template <class Real> class row_pass {
public:
    /// Room for `rows` rows; gradients only where asked for. `kernels` and `net` must outlive it.
    row_pass(const kernel_table<Real>& kernels, const network& net, std::size_t rows, bool with_gradients);

    /// Floats that the constructor would allocate; throws failure out_of_memory where that overflows.
    static std::size_t floats_needed(const network& net, std::size_t rows, bool with_gradients);

    /// Rows [first, last) of `input` (indexed from 0) through all layers.
    void forward(const Real* parameters, const_matrix_view<Real> input, std::size_t first, std::size_t last);

    /// Given output gradients in rows [first, last): gradients of every layer's sums. `transposed` has one entry per
    /// layer, null for the first, whose inputs need no gradient.
    void backward(const std::vector<const Real*>& transposed, std::size_t first, std::size_t last);

    /// Activations of layer `index`; the last one's are the network's outputs.
    matrix_view<Real> activations(std::size_t index, std::size_t rows) { return view(index, activations_, rows); }
    /// Gradients with respect to the sums (before activation) of layer `index`.
    matrix_view<Real> gradients(std::size_t index, std::size_t rows) { return view(index, gradients_, rows); }

private:
    matrix_view<Real> view(std::size_t index, std::vector<aligned_buffer<Real>>& buffers, std::size_t rows);

    const kernel_table<Real>& kernels_;
    const network& net_;
    std::vector<aligned_buffer<Real>> activations_;
    std::vector<aligned_buffer<Real>> gradients_;
};

/// Floats from one row of a layer's buffers to the next.
std::size_t row_stride(std::size_t columns);

}  // namespace chainrule
