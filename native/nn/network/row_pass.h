// Forward and backward pass of some rows through the layers, whole or layer by layer, and the buffers for it. Sums over
// rows (weight gradients, statistics of batch normalisation) are the caller's. Threads may divide the rows. In training
// each layer keeps what its backward pass reads; a buffer that a layer does not need does not exist:
//   sums -> normalized -> argument (of the activation) -> activation -> output (after dropout)
#pragma once

#include <span>
#include <vector>

#include "arena.h"
#include "kernel_table.h"
#include "network/dropout.h"
#include "network/network.h"

namespace chainrule {

/// Rows [first, last) of the buffers. Row r of the buffers is row batch_row + r of its batch; dropout uses that number.
struct row_range {
    std::size_t first, last;
    std::size_t batch_row = 0;
    dropout_draw draw{};

    std::size_t count() const { return last - first; }
};

template <class Real> class row_pass {
public:
    /// Buffers for `rows` rows. `training`: with gradients, dropout and the batch's own statistics; otherwise with
    /// running statistics and no dropout. `kernels` and `net` must outlive it.
    row_pass(const kernel_table<Real>& kernels, const network& net, std::size_t rows, bool training, arena& memory);

    /// Bytes that the constructor takes from its arena. Throws failure out_of_memory where that overflows.
    static std::size_t bytes(const network& net, std::size_t rows, bool training);

    /// Takes `input` [rows][inputs], whose rows are numbered as those of the buffers, through all layers. Not for
    /// training with batch normalisation.
    void forward(const Real* parameters, const_matrix_view<Real> input, const row_range& rows);
    /// Computes d_sums of all layers from d_outputs of the last layer. `transposed`: transposed weights of each layer,
    /// null for the first, whose inputs need no gradient. Not with batch normalisation.
    void backward(const Real* parameters, const std::vector<const Real*>& transposed, const row_range& rows);

    // The same, one layer at a time: with batch normalisation, sums over all rows are needed between these calls.
    void forward_sums(std::size_t index, const Real* parameters, const_matrix_view<Real> input, const row_range& rows);
    void forward_rest(std::size_t index, const Real* parameters, const row_range& rows);
    /// Takes the gradient of the layer's outputs back through dropout and activation, and through layer normalisation,
    /// to d_sums. With batch normalisation it ends at d_outputs; backward_batch_norm does the rest.
    void backward_rest(std::size_t index, const Real* parameters, const row_range& rows);
    void backward_batch_norm(std::size_t index, const Real* parameters, const row_range& rows);
    /// Computes d_outputs of the layer below from d_sums of layer `index`.
    void backward_product(std::size_t index, const Real* transposed, const row_range& rows);

    // The same for some columns: `columns` columns from `first` on, both multiples of panel_width, padding included.
    /// The forward product, for some of the layer's outputs; not for a narrow layer.
    void forward_columns(std::size_t index, const Real* parameters, const_matrix_view<Real> input,
                         const row_range& rows, std::size_t first, std::size_t columns);
    /// The data gradient, for some of the layer's inputs.
    void backward_columns(std::size_t index, const Real* transposed, const row_range& rows, std::size_t first,
                          std::size_t columns);
    /// Activation and dropout: the same as forward_rest for a layer without normalisation.
    void activate_columns(std::size_t index, const row_range& rows, std::size_t first, std::size_t columns);
    /// The same as backward_rest for a layer without normalisation.
    void activate_columns_backward(std::size_t index, const row_range& rows, std::size_t first, std::size_t columns);

    /// The layer's outputs, which the next layer reads; those of the last layer are the network's outputs.
    matrix_view<Real> outputs(std::size_t index, std::size_t rows);
    /// The gradient of the loss with respect to the layer's outputs; backward_rest turns it in place into that with
    /// respect to the activation's argument.
    matrix_view<Real> d_outputs(std::size_t index, std::size_t rows) { return view(index, d_outputs_[index], rows); }
    matrix_view<Real> d_sums(std::size_t index, std::size_t rows);
    matrix_view<Real> normalized(std::size_t index, std::size_t rows);
    /// The pre-activations before normalisation, as forward_sums left them.
    matrix_view<Real> sums(std::size_t index, std::size_t rows);

    /// One number per column of a layer with batch normalisation.
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

/// Bytes that a pass keeps of one float32 row, for plans that want rows to stay in cache.
std::size_t bytes_of_row(const network& net, bool training);

}  // namespace chainrule
