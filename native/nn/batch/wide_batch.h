// The way of a batch through a wide network: its rows go through all layers, as many at a time as fit a place that all
// threads share; then all weight gradients are summed over the rows, piece by piece, and each piece is handed over
// while it is in cache. Data that one core has written is slow to read from another, so the work is divided to avoid
// this. Where a layer is wide compared with the number of rows, threads divide its columns: each weight, its gradient
// and its optimizer state stay with one thread. Otherwise they divide the rows, and for the weight gradients the
// inputs.
#pragma once

#include <vector>

#include "batch/batch_gradient.h"
#include "batch/row_buffers.h"

namespace chainrule {

template <class Real> class wide_batch final : public batch_gradient<Real> {
public:
    wide_batch(const batch_context<Real>& context, arena& memory);

private:
    /// Rows [first, first + count) of a batch, which are in the place together.
    struct chunk {
        std::size_t first, count;
        bool last;
        /// Room for one piece. A batch that is one chunk needs no more: each piece is summed in the same few lines, and
        /// handed over. Else null: pieces lie one behind the other until the last chunk.
        Real* gradient;
    };
    /// Inputs [begin, begin + inputs) of the panels [first, first + panels) of a layer.
    struct piece {
        std::size_t index, begin, inputs, first, panels;
        /// Where the weights of a panel lie, and how many.
        std::size_t offset(const dense& layer, std::size_t panel) const {
            return layer.weight + ((first + panel) * layer.inputs + begin) * panel_width;
        }
        std::size_t floats() const { return inputs * panel_width; }
    };

    double run_batch(const mini_batch<Real>& batch, gradient_sink<Real>& sink) override;

    // Rows through the layers and back.
    void pass_chunk(const mini_batch<Real>& batch, std::size_t first, std::size_t count);
    void forward_shared(const mini_batch<Real>& batch, const buffered_rows& all);
    void forward_own_rows(std::size_t index, const mini_batch<Real>& batch, const buffered_rows& rows);
    void backward_shared(const mini_batch<Real>& batch, const buffered_rows& all);
    /// The chunks of a batch are all shared out alike.
    bool shares_columns(std::size_t index, const mini_batch<Real>& batch) const {
        const std::size_t rows = batch.count < plan_.chunk_rows ? batch.count : plan_.chunk_rows;
        return chainrule::shares_columns(net_.layers()[index], index == 0, rows, batch.threads);
    }
    /// Whether what follows the product is each column's own affair too: a normalisation looks at whole rows.
    bool keeps_columns(std::size_t index, const mini_batch<Real>& batch) const {
        return shares_columns(index, batch) && !net_.layers()[index].is_normalized();
    }
    bool keeps_own_features(const mini_batch<Real>& batch) const {
        return shares_columns(0, batch) && batch.threads <= own_features_.size() + 1;
    }
    Real* features_at(std::size_t part, const mini_batch<Real>& batch);
    /// What a part of the threads reads as a layer's input.
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
    /// At the parameters' places.
    std::span<Real> gradient_;
    /// One piece per part.
    std::span<Real> pieces_;
    /// Features that the second part and those after it bring together for themselves.
    std::vector<std::span<Real>> own_features_;
};

}  // namespace chainrule
