// Base class of the batch strategies for small networks. A batch is cut into blocks of rows. Each block goes forward
// and backward while it is in cache and has a gradient buffer of its own; a fixed tree adds these buffers up. Threads
// share the blocks, then the parameters of the sum. The derived class decides how a block goes through the layers:
// fused_blocks or plain_blocks.
#pragma once

#include <vector>

#include "batch/batch_gradient.h"

namespace chainrule {

template <class Real> class blocks : public batch_gradient<Real> {
protected:
    blocks(const batch_context<Real>& context, arena& memory);

    /// Computes the losses of the batch's rows [begin, end), which are one block, and writes their summed gradients
    /// into `gradient`, at the parameters' offsets. `part` is the index of the calling thread.
    virtual void pass_block(std::size_t part, share rows, const mini_batch<Real>& batch, Real* gradient) = 0;

    using batch_gradient<Real>::kernels_;
    using batch_gradient<Real>::net_;
    using batch_gradient<Real>::plan_;
    using batch_gradient<Real>::transposed_;
    using batch_gradient<Real>::row_losses_;
    /// One gradient per block, [parameter_floats]. After joining, the first holds the sum of all.
    std::vector<std::span<Real>> gradients_;

private:
    /// The number of blocks in a batch, and of threads that share them.
    struct shared_blocks {
        std::size_t count, threads;
    };

    double run_batch(const mini_batch<Real>& batch, gradient_sink<Real>& sink) final;
    void join_own(share mine, std::size_t blocks);
    void join_rest(std::size_t offset, std::size_t count, const shared_blocks& all);
    void hand_over(std::size_t part, const shared_blocks& all, const Real* parameters, gradient_sink<Real>& sink);
};

}  // namespace chainrule
