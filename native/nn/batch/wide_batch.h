// Batch strategy for large networks. A chunk of rows, in buffers that all threads share, goes forward and backward;
// then the weight gradients are summed over the rows piece by piece, and each piece goes to the sink while it is in
// cache. A core reads slowly what another core has written, so the work is divided to avoid that: where a layer is wide
// compared with the number of rows, threads divide its columns, and each weight, its gradient and its optimizer state
// stay with one thread. Otherwise threads divide the rows, and the inputs for the weight gradients.
#pragma once

#include <vector>

#include "batch/batch_gradient.h"
#include "batch/row_buffers.h"

namespace chainrule {

template <class Real> class wide_batch final : public batch_gradient<Real> {
public:
    wide_batch(const batch_context<Real>& context, arena& memory);

private:
    /// Rows [first, first + count) of a batch, which are in the buffers together.
    struct chunk {
        std::size_t first, count;
        bool last;
        /// Where a piece is summed if the batch is a single chunk: a buffer for one piece, used again for each. Null if
        /// there are more chunks: then all pieces stay in gradient_ until the last chunk.
        Real* gradient;
    };
    /// Inputs [begin, begin + inputs) of the panels [first, first + panels) of a layer.
    struct piece {
        std::size_t index, begin, inputs, first, panels;
        /// Offset of a panel's weights in the parameter block, and their number.
        std::size_t offset(const dense& layer, std::size_t panel) const {
            return layer.weight + ((first + panel) * layer.inputs + begin) * panel_width;
        }
        std::size_t floats() const { return inputs * panel_width; }
    };

    double run_batch(const mini_batch<Real>& batch, gradient_sink<Real>& sink) override;

    // Forward and backward pass of a chunk's rows.
    void pass_chunk(const mini_batch<Real>& batch, std::size_t first, std::size_t count);
    void forward_shared(const mini_batch<Real>& batch, const buffered_rows& all);
    void forward_own_rows(std::size_t index, const mini_batch<Real>& batch, const buffered_rows& rows);
    void backward_shared(const mini_batch<Real>& batch, const buffered_rows& all);
    /// Whether threads divide the layer's columns; the same for all chunks of a batch.
    bool shares_columns(std::size_t index, const mini_batch<Real>& batch) const {
        const std::size_t rows = batch.count < plan_.chunk_rows ? batch.count : plan_.chunk_rows;
        return chainrule::shares_columns(net_.layers()[index], index == 0, rows, batch.threads);
    }
    /// Whether threads keep their columns after the product too: activation and dropout work column by column, but a
    /// normalisation needs whole rows.
    bool keeps_columns(std::size_t index, const mini_batch<Real>& batch) const {
        return shares_columns(index, batch) && !net_.layers()[index].is_normalized();
    }
    bool keeps_own_features(const mini_batch<Real>& batch) const {
        return shares_columns(0, batch) && batch.threads <= own_features_.size() + 1;
    }
    Real* features_at(std::size_t part, const mini_batch<Real>& batch);
    /// The input of layer `index` that thread `part` reads.
    const_matrix_view<Real> input_of(std::size_t part, const mini_batch<Real>& batch, std::size_t first,
                                     std::size_t count, std::size_t index);

    // Weight gradients over a chunk's rows, and after the last chunk their hand-over.
    void sum_chunk(std::size_t part, const chunk& rows, const mini_batch<Real>& batch, gradient_sink<Real>& sink);
    void sum_by_pieces(std::size_t part, std::size_t index, share inputs, share panels, const chunk& rows,
                       const mini_batch<Real>& batch, gradient_sink<Real>& sink);
    void sum_piece(std::size_t part, const piece& what, const chunk& rows, const mini_batch<Real>& batch,
                   gradient_sink<Real>& sink, const memory_ahead& ahead);
    memory_range* list_next_rows(const mini_batch<Real>& batch, std::size_t part, std::size_t piece, std::size_t pieces,
                                 memory_range* to) const;

    using batch_gradient<Real>::kernels_;
    using batch_gradient<Real>::net_;
    using batch_gradient<Real>::plan_;
    using batch_gradient<Real>::transposed_;
    using batch_gradient<Real>::row_losses_;
    thread_pool& pool_;
    row_buffers<Real> buffers_;
    /// Gradients, at the parameters' offsets.
    std::span<Real> gradient_;
    /// A buffer for one piece per thread.
    std::span<Real> pieces_;
    /// Copies of the features for every thread but the first; empty where threads share them.
    std::vector<std::span<Real>> own_features_;
};

}  // namespace chainrule
