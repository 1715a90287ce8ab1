// Batch strategy for networks with batch normalisation: all rows go through one layer before any goes on to the next,
// forward and backward, since a normalised layer needs means over all rows. Threads divide rows, then columns.
#pragma once

#include "batch/batch_gradient.h"
#include "batch/row_buffers.h"

namespace chainrule {

template <class Real> class layered_batch final : public batch_gradient<Real> {
public:
    layered_batch(const batch_context<Real>& context, arena& memory);

private:
    double run_batch(const mini_batch<Real>& batch, gradient_sink<Real>& sink) override;
    void forward(const mini_batch<Real>& batch);
    void backward(const mini_batch<Real>& batch);
    void take_column_statistics(std::size_t index, const mini_batch<Real>& batch);
    void sum_columns(std::size_t index, const mini_batch<Real>& batch);
    void hand_over_statistics(const mini_batch<Real>& batch, gradient_sink<Real>& sink);
    void hand_over(std::size_t part, const mini_batch<Real>& batch, gradient_sink<Real>& sink);
    bool is_normalized(std::size_t index) const { return net_.layers()[index].norm == normalization::batch; }

    using batch_gradient<Real>::kernels_;
    using batch_gradient<Real>::net_;
    using batch_gradient<Real>::transposed_;
    using batch_gradient<Real>::row_losses_;
    thread_pool& pool_;
    /// Buffers for all rows, shared by all threads.
    row_buffers<Real> buffers_;
    /// Gradients, at the parameters' offsets.
    std::span<Real> gradient_;
};

}  // namespace chainrule
