// Where rows of a batch go through the layers: their features, targets and weights, gathered from wherever the order
// has them, and the buffers of the passes. Used by every way but the fused ones. One thread has a place of its own, or
// all share one, each with rows or columns of its own.
#pragma once

#include <span>

#include "batch/mini_batch.h"
#include "network/row_pass.h"

namespace chainrule {

/// Rows [first, first + count) of the batch, which are rows from buffer_first of a place with buffer_rows rows.
struct buffered_rows {
    std::size_t first, count, buffer_first, buffer_rows;
};

/// Copies rows of the features to where they are in a place whose features begin at `to`; none where they lie in order
/// already.
template <class Real> void gather_features(const mini_batch<Real>& batch, const buffered_rows& rows, Real* to);

/// `count` rows of features from the batch's row `first`, where they lie in order already, or as they were gathered.
template <class Real> const_matrix_view<Real> features_of(const mini_batch<Real>& batch, const Real* gathered,
                                                          std::size_t first, std::size_t count);

template <class Real> class row_buffers {
public:
    /// Room for `rows` rows.
    row_buffers(const batch_context<Real>& context, std::size_t rows, arena& memory);

    void gather_targets(const mini_batch<Real>& batch, const buffered_rows& rows);
    /// Features, targets and weights. Returns the place's features.
    const_matrix_view<Real> gather(const mini_batch<Real>& batch, const buffered_rows& rows);
    /// Losses of the rows into row_losses[rows.first ...], and their slopes with respect to the network's outputs.
    void take_losses(const mini_batch<Real>& batch, const buffered_rows& rows, Real* row_losses);
    /// Forward, loss and backward; `transposed` as in row_pass.
    void pass_rows(const mini_batch<Real>& batch, const buffered_rows& rows, const std::vector<const Real*>& transposed,
                   Real* row_losses);

    /// What the layer's first `count` rows in the place were computed from (the batch's rows from `first`).
    const_matrix_view<Real> input_of(const mini_batch<Real>& batch, std::size_t first, std::size_t count,
                                     std::size_t index);
    /// Gradients of a layer over the place's first `count` rows (the batch's rows from `first`), at the parameters'
    /// places in `gradient`: of the weights of some inputs, and of everything that there is one of per output, in some
    /// panels.
    void sum_layer(const mini_batch<Real>& batch, std::size_t first, std::size_t count, std::size_t index, share inputs,
                   share panels, Real* gradient, bool accumulate);

    row_pass<Real> pass;
    std::span<Real> features;

private:
    const kernel_table<Real>& kernels_;
    const network& net_;
    const loss_config objective_;
    /// Numbers from one row's targets to the next.
    const std::size_t target_stride_;
    std::span<Real> targets_, weights_;
};

/// How the rows' buffers and the batch's rows are numbered, for row_pass.
template <class Real> row_range range_of(const mini_batch<Real>& batch, const buffered_rows& rows) {
    return {rows.buffer_first, rows.buffer_first + rows.count, rows.first - rows.buffer_first, batch.draw};
}

}  // namespace chainrule
