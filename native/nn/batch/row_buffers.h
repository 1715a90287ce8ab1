// Buffers in which rows of a batch go through the layers: their features, targets and weights, gathered in the batch's
// order, and the buffers of the forward and backward pass. All batch strategies but the fused ones use them. Either
// each thread has buffers of its own, or all threads share one set and each works on its own rows or columns of it.
#pragma once

#include <span>

#include "batch/mini_batch.h"
#include "network/row_pass.h"

namespace chainrule {

/// Rows [first, first + count) of the batch. They are rows [buffer_first, buffer_first + count) of the buffers, which
/// hold buffer_rows rows in all.
struct buffered_rows {
    std::size_t first, count, buffer_first, buffer_rows;
};

/// Copies the rows' features into a buffer that begins at `to`, at row buffer_first. Copies nothing where the batch has
/// no order: then its rows are contiguous in the data.
template <class Real> void gather_features(const mini_batch<Real>& batch, const buffered_rows& rows, Real* to);

/// Features [count][inputs] of the batch's rows from `first` on: in the data where the batch has no order, else in
/// `gathered`, which gather_features filled.
template <class Real> const_matrix_view<Real> features_of(const mini_batch<Real>& batch, const Real* gathered,
                                                          std::size_t first, std::size_t count);

template <class Real> class row_buffers {
public:
    /// Buffers for `rows` rows.
    row_buffers(const batch_context<Real>& context, std::size_t rows, arena& memory);

    void gather_targets(const mini_batch<Real>& batch, const buffered_rows& rows);
    /// Copies features, targets and weights of the rows into the buffers. Returns all features in the buffers.
    const_matrix_view<Real> gather(const mini_batch<Real>& batch, const buffered_rows& rows);
    /// Writes the rows' losses into row_losses[rows.first ...], and d loss / d output into the pass's buffers.
    void take_losses(const mini_batch<Real>& batch, const buffered_rows& rows, Real* row_losses);
    /// Forward pass, loss and backward pass of the rows; `transposed` as in row_pass.
    void pass_rows(const mini_batch<Real>& batch, const buffered_rows& rows, const std::vector<const Real*>& transposed,
                   Real* row_losses);

    /// Input [count][inputs] of layer `index` for the first `count` rows in the buffers, which are the batch's rows
    /// from `first` on.
    const_matrix_view<Real> input_of(const mini_batch<Real>& batch, std::size_t first, std::size_t count,
                                     std::size_t index);
    /// Sums a layer's gradients over the first `count` rows in the buffers (the batch's rows from `first` on) into
    /// `gradient`, at the parameters' offsets: those of the weights of some inputs, and those of bias, gamma and beta
    /// of some panels of outputs. `accumulate`: adds to what `gradient` holds.
    void sum_layer(const mini_batch<Real>& batch, std::size_t first, std::size_t count, std::size_t index, share inputs,
                   share panels, Real* gradient, bool accumulate);

    row_pass<Real> pass;
    std::span<Real> features;

private:
    const kernel_table<Real>& kernels_;
    const network& net_;
    const loss_config objective_;
    /// Numbers from the targets of one row to those of the next.
    const std::size_t target_stride_;
    std::span<Real> targets_, weights_;
};

/// The same rows, as row_pass numbers them.
template <class Real> row_range range_of(const mini_batch<Real>& batch, const buffered_rows& rows) {
    return {rows.buffer_first, rows.buffer_first + rows.count, rows.first - rows.buffer_first, batch.draw};
}

}  // namespace chainrule
