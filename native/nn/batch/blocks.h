// The ways of a batch through a small network: its blocks of rows go through everything while they are in cache, each
// with gradients of its own, which a fixed tree joins. Threads share out the blocks, then the joined gradients. How a
// block goes through the layers is the derived class's: fused_blocks or plain_blocks.
#pragma once

#include <vector>

#include "batch/batch_gradient.h"

namespace chainrule {

template <class Real> class blocks : public batch_gradient<Real> {
protected:
    blocks(const batch_context<Real>& context, arena& memory);

    /// Losses of rows [begin, end) of the batch, which are one block, and their gradients into `gradient`, at the
    /// parameters' places. `part` is the thread that does it.
    virtual void pass_block(std::size_t part, share rows, const mini_batch<Real>& batch, Real* gradient) = 0;

    using batch_gradient<Real>::kernels_;
    using batch_gradient<Real>::net_;
    using batch_gradient<Real>::plan_;
    using batch_gradient<Real>::transposed_;
    using batch_gradient<Real>::row_losses_;
    /// Per block [parameter_floats]; joined ones are the first's.
    std::vector<std::span<Real>> gradients_;

private:
    /// Blocks of a batch, and the threads among which they are shared out.
    struct shared_blocks {
        std::size_t count, threads;
    };

    double run_batch(const mini_batch<Real>& batch, gradient_sink<Real>& sink) final;
    void join_own(share mine, std::size_t blocks);
    void join_rest(std::size_t offset, std::size_t count, const shared_blocks& all);
    void hand_over(std::size_t part, const shared_blocks& all, const Real* parameters, gradient_sink<Real>& sink);
};

}  // namespace chainrule
