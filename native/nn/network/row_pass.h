// Forward and backward of some rows through the layers, up to but not including sums over rows: the buffers in which it
// happens, and the two passes, whole or layer by layer. Rows may be shared out among threads. In training each layer
// keeps what its backward pass reads; buffers that a layer does not need do not exist:
//   sums -> normalized -> argument (of the activation) -> activation -> output (after dropout)
#pragma once

#include <span>
#include <vector>

#include "arena.h"
#include "kernel_table.h"
#include "network/dropout.h"
#include "network/network.h"

namespace chainrule {

/// Rows [first, last) of the buffers. Row r is row batch_row + r of its batch, which is what dropout draws by.
struct row_range {
    std::size_t first, last;
    std::size_t batch_row = 0;
    dropout_draw draw{};

    std::size_t count() const { return last - first; }
};

template <class Real> class row_pass {
public:
    /// Room for `rows` rows. `training`: with gradients, dropout and the batch's own statistics; else running
    /// statistics and no dropout. `kernels` and `net` must outlive it.
    row_pass(const kernel_table<Real>& kernels, const network& net, std::size_t rows, bool training, arena& memory);

    /// That it takes from its arena; throws failure out_of_memory where that overflows.
    static std::size_t bytes(const network& net, std::size_t rows, bool training);

    /// `input` (its rows numbered as the buffers') through all layers. Not for training with batch normalisation.
    void forward(const Real* parameters, const_matrix_view<Real> input, const row_range& rows);
    /// From d_output of the last layer to d_sums of all layers. `transposed` has one entry per layer, null for the
    /// first, whose inputs need no gradient. Not with batch normalisation.
    void backward(const Real* parameters, const std::vector<const Real*>& transposed, const row_range& rows);

    // The same, one layer at a time: batch normalisation takes its sums over all rows between them.
    void forward_sums(std::size_t index, const Real* parameters, const_matrix_view<Real> input, const row_range& rows);
    void forward_rest(std::size_t index, const Real* parameters, const row_range& rows);
    /// From d_output of the layer to d_sums, or with batch normalisation to d_output before dropout and activation.
    void backward_rest(std::size_t index, const Real* parameters, const row_range& rows);
    void backward_batch_norm(std::size_t index, const Real* parameters, const row_range& rows);
    /// From d_sums of layer `index` to d_output of the one below.
    void backward_product(std::size_t index, const Real* transposed, const row_range& rows);

    // The same of some columns alone: `columns` from `first` on, both multiples of panel_width, padding included.
    /// The product to the layer's outputs; not of a narrow layer.
    void forward_columns(std::size_t index, const Real* parameters, const_matrix_view<Real> input,
                         const row_range& rows, std::size_t first, std::size_t columns);
    /// The product to d_output of the layer's inputs.
    void backward_columns(std::size_t index, const Real* transposed, const row_range& rows, std::size_t first,
                          std::size_t columns);
    /// Activation and dropout: all of forward_rest where the layer is not normalised.
    void activate_columns(std::size_t index, const row_range& rows, std::size_t first, std::size_t columns);
    /// And of backward_rest.
    void activate_columns_backward(std::size_t index, const row_range& rows, std::size_t first, std::size_t columns);

    /// What the layer gives to the next; the last one's are the network's outputs.
    matrix_view<Real> outputs(std::size_t index, std::size_t rows);
    /// The loss's gradients with respect to what normalisation gives (or, without it, with respect to the sums).
    matrix_view<Real> d_outputs(std::size_t index, std::size_t rows) { return view(index, d_outputs_[index], rows); }
    matrix_view<Real> d_sums(std::size_t index, std::size_t rows);
    matrix_view<Real> normalized(std::size_t index, std::size_t rows);
    /// Sums before normalisation, as forward_sums left them.
    matrix_view<Real> sums(std::size_t index, std::size_t rows);

    /// Per column of a layer with batch normalisation.
    struct column_statistics {
        std::span<Real> mean, variance, inverse_deviation, mean_d_output, mean_product;
    };
    column_statistics& statistics(std::size_t index) { return statistics_[index]; }

private:
    matrix_view<Real> view(std::size_t index, std::span<Real> buffer, std::size_t rows) const;
    matrix_view<Real> argument(std::size_t index, std::size_t rows);
    normalization_rows<Real> normalization_of(std::size_t index, const Real* parameters, const row_range& rows);
    void use_running_statistics(const Real* parameters);

    const kernel_table<Real>& kernels_;
    const network& net_;
    const bool training_;
    // One per layer; empty where the layer has no such buffer.
    std::vector<std::span<Real>> normalized_, arguments_, activations_, outputs_, factors_, d_outputs_, d_sums_;
    std::vector<std::span<Real>> row_deviations_;
    std::vector<column_statistics> statistics_;
};

/// Numbers from one row of a layer's buffers to the next.
std::size_t row_stride(std::size_t columns);

/// A float32 row with all that a pass keeps of it, for plans that want rows to stay in cache.
std::size_t bytes_of_row(const network& net, bool training);

}  // namespace chainrule
