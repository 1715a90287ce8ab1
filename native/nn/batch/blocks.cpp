// See blocks.h.
#include "batch/blocks.h"

#include <algorithm>
#include <cmath>

#include "batch/shared_work.h"

namespace chainrule {
namespace {

/// Calls join(block, distance) for each pair of the tree that adds up the blocks' gradients, in the tree's order: the
/// gradient of block + distance is added to that of block. The tree depends only on the number of blocks.
template <class Join> void for_each_pair(std::size_t blocks, Join join) {
    for (std::size_t distance = 1; distance < blocks; distance *= 2) {
        for (std::size_t block = 0; block + distance < blocks; block += 2 * distance) join(block, distance);
    }
}

/// Whether one thread has all blocks that a pair of the tree adds up.
bool is_pair_of(share mine, std::size_t block, std::size_t distance, std::size_t blocks) {
    const std::size_t end = block + 2 * distance < blocks ? block + 2 * distance : blocks;
    return mine.begin <= block && end <= mine.end;
}

}  // namespace

template <class Real> blocks<Real>::blocks(const batch_context<Real>& context, arena& memory)
    : batch_gradient<Real>(context, memory) {
    for (std::size_t i = 0; i < plan_.blocks; ++i) gradients_.push_back(memory.take<Real>(net_.parameter_floats()));
}

template <class Real> double blocks<Real>::run_batch(const mini_batch<Real>& batch, gradient_sink<Real>& sink) {
    const shared_blocks all = {ceil_divide(batch.count, plan_.block_rows), batch.threads};
    thread_pool& pool = this->context_.pool;
    auto rows = [&](std::size_t part) {
        const share mine = share_of(all.count, part, all.threads, 1);
        for (std::size_t block = mine.begin; block < mine.end; ++block) {
            const std::size_t begin = block * plan_.block_rows;
            pass_block(part, {begin, std::min(begin + plan_.block_rows, batch.count)}, batch, gradients_[block].data());
        }
        join_own(mine, all.count);
    };
    pool.run(all.threads, rows);
    const double total = sum_of_losses(row_losses_.data(), batch.count);
    if (!std::isfinite(total)) return total;
    auto sums = [&](std::size_t part) { hand_over(part, all, batch.parameters, sink); };
    pool.run(all.threads, sums);
    return total;
}

/// Adds up a thread's own blocks while they are in its cache.
template <class Real> void blocks<Real>::join_own(share mine, std::size_t blocks) {
    for_each_pair(blocks, [&](std::size_t block, std::size_t distance) {
        if (!is_pair_of(mine, block, distance, blocks)) return;
        kernels_.add(gradients_[block].data(), gradients_[block + distance].data(), net_.parameter_floats());
    });
}

/// Does the additions of the tree that join_own left, for the gradients [offset, offset + count).
template <class Real> void blocks<Real>::join_rest(std::size_t offset, std::size_t count, const shared_blocks& all) {
    for_each_pair(all.count, [&](std::size_t block, std::size_t distance) {
        for (std::size_t part = 0; part < all.threads; ++part) {
            if (is_pair_of(share_of(all.count, part, all.threads, 1), block, distance, all.count)) return;
        }
        kernels_.add(gradients_[block].data() + offset, gradients_[block + distance].data() + offset, count);
    });
}

/// One thread's share of the last additions, the hand-over to the sink and the update of the transposed copies. Weights
/// are divided evenly, or by whole inputs where a transposed copy has to be updated.
template <class Real> void blocks<Real>::hand_over(std::size_t part, const shared_blocks& all, const Real* parameters,
                                                   gradient_sink<Real>& sink) {
    const auto finish = [&](std::size_t offset, std::size_t count, bool weights) {
        join_rest(offset, count, all);
        sink.take(offset, count, weights, gradients_[0].data() + offset);
    };
    for (std::size_t index = 0; index < net_.layers().size(); ++index) {
        const dense& layer = net_.layers()[index];
        if (transposed_.copies()[index].empty()) {
            const share mine = share_of(layer.weight_floats(), part, all.threads, panel_width);
            if (mine.begin < mine.end) finish(layer.weight + mine.begin, mine.end - mine.begin, true);
            if (part == 0) transposed_.update(index, {0, layer.inputs}, {0, layer.outputs}, parameters);
        } else if (const share mine = share_of(layer.inputs, part, all.threads, input_grain); mine.begin < mine.end) {
            for_each_weight_strip(layer, mine, finish);
            transposed_.update(index, mine, {0, layer.outputs}, parameters);
        }
        if (part == 0) for_each_vector_strip(layer, {0, panels_of(layer.outputs)}, finish);
    }
}

template class blocks<float>;
template class blocks<double>;

}  // namespace chainrule
