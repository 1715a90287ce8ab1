// The way of a batch through a small network: blocks of rows go through everything while they are in cache, each with
// gradients of its own, which a fixed tree joins. Threads share out the blocks, then the joined gradients.
#include <cmath>

#include "batch/batch_pass.h"

namespace chainrule {
namespace {

/// Calls join(block, distance) for each pair of the tree by which blocks are joined, in its order: block is to take in
/// block + distance. Only the number of blocks decides it.
template <class Join> void for_each_pair(std::size_t blocks, Join join) {
    for (std::size_t distance = 1; distance < blocks; distance *= 2) {
        for (std::size_t block = 0; block + distance < blocks; block += 2 * distance) join(block, distance);
    }
}

/// Whether all blocks that a pair stands for are among those of a thread.
bool is_pair_of(share mine, std::size_t block, std::size_t distance, std::size_t blocks) {
    const std::size_t end = block + 2 * distance < blocks ? block + 2 * distance : blocks;
    return mine.begin <= block && end <= mine.end;
}

}  // namespace

template <class Real> void batch_pass<Real>::run_block(std::size_t part, std::size_t block, const batch& b) {
    workplace& place = workplaces_[part];
    const std::size_t begin = block * plan_.block_rows;
    const std::size_t end = begin + plan_.block_rows < b.count ? begin + plan_.block_rows : b.count;
    for (std::size_t first = begin; first < end; first += plan_.chunk_rows) {
        const std::size_t count = end - first < plan_.chunk_rows ? end - first : plan_.chunk_rows;
        pass_rows(place, b, {first, count, 0, count});
        for (std::size_t i = 0; i < net_.layers().size(); ++i) {
            const dense& layer = net_.layers()[i];
            sum_layer(place, b, first, count, i, {0, layer.inputs}, {0, panels_of(layer.outputs)}, first != begin);
        }
    }
}

template <class Real> void batch_pass<Real>::run_block_fused(std::size_t part, std::size_t block, const batch& b) {
    const std::size_t begin = block * plan_.block_rows;
    const std::size_t end = begin + plan_.block_rows < b.count ? begin + plan_.block_rows : b.count;
    fused_rows<Real> rows{};
    rows.data = fused_data_of(*b.data);
    rows.parameters = b.parameters;
    rows.gradients = block_gradients_[block].data();
    rows.scale = b.scale;
    rows.draw = b.draw;
    for (rows.first = begin; rows.first < end; rows.first += rows.count) {
        rows.count = end - rows.first < plan_.chunk_rows ? end - rows.first : plan_.chunk_rows;
        rows.batch_row = rows.first;
        rows.accumulate = rows.first != begin;
        rows.row_loss = row_losses_.data() + rows.first;
        if (b.order != nullptr) {
            rows.order = b.order + rows.first;
            rows.fetch_first = rows.count;
            const std::size_t after = b.count + rows_ahead - rows.first - rows.count;
            rows.fetch_count = after < rows.count ? after : rows.count;
        }
        kernels_.pass_fused(fused_places_[part].network_of_rows(), rows);
    }
}

/// A thread joins its own blocks while they are in its cache.
template <class Real> void batch_pass<Real>::join_own_blocks(share mine, std::size_t blocks) {
    for_each_pair(blocks, [&](std::size_t block, std::size_t distance) {
        if (!is_pair_of(mine, block, distance, blocks)) return;
        kernels_.add(block_gradients_[block].data(), block_gradients_[block + distance].data(),
                     net_.parameter_floats());
    });
}

/// What is left to join, of some of the gradients.
template <class Real>
void batch_pass<Real>::join_rest(std::size_t offset, std::size_t count, const split_blocks& blocks) {
    for_each_pair(blocks.count, [&](std::size_t block, std::size_t distance) {
        for (std::size_t part = 0; part < blocks.threads; ++part) {
            if (is_pair_of(share_of(blocks.count, part, blocks.threads, 1), block, distance, blocks.count)) return;
        }
        kernels_.add(block_gradients_[block].data() + offset, block_gradients_[block + distance].data() + offset,
                     count);
    });
}

/// A part's share of joining the blocks and handing them over: even, wherever no transposed copy wants whole inputs.
template <class Real>
void batch_pass<Real>::finish(std::size_t part, const split_blocks& blocks, const batch& b, gradient_sink<Real>& sink) {
    for (std::size_t index = 0; index < net_.layers().size(); ++index) {
        const dense& layer = net_.layers()[index];
        if (transposed_[index].size() == 0) {
            const share mine = share_of(layer.weight_floats(), part, b.threads, panel_width);
            if (mine.begin < mine.end) {
                finish_strip(layer.weight + mine.begin, mine.end - mine.begin, true, blocks, sink);
            }
            if (index > 0 && part == 0) transpose(layer, {0, layer.inputs}, {0, layer.outputs}, index, b.parameters);
        } else {
            finish_inputs(index, share_of(layer.inputs, part, b.threads, input_grain), blocks, b, sink);
        }
        if (part == 0) finish_vectors(layer, {0, panels_of(layer.outputs)}, blocks, sink);
    }
}

template <class Real> double batch_pass<Real>::run_by_blocks(const batch& b, gradient_sink<Real>& sink) {
    const std::size_t blocks = ceil_divide(b.count, plan_.block_rows);
    auto rows = [&](std::size_t part) {
        const share mine = share_of(blocks, part, b.threads, 1);
        for (std::size_t block = mine.begin; block < mine.end; ++block) {
            plan_.fused ? run_block_fused(part, block, b) : run_block(part, block, b);
        }
        join_own_blocks(mine, blocks);
    };
    pool_.run(b.threads, rows);
    const double total = sum_of_losses(row_losses_.data(), b.count);
    if (!std::isfinite(total)) return total;
    auto sums = [&](std::size_t part) { finish(part, {blocks, b.threads}, b, sink); };
    pool_.run(b.threads, sums);
    return total;
}

#define CHAINRULE_INSTANTIATE(Real)                                                      \
    template double batch_pass<Real>::run_by_blocks(const batch&, gradient_sink<Real>&); \
    template void batch_pass<Real>::join_rest(std::size_t, std::size_t, const split_blocks&)
CHAINRULE_INSTANTIATE(float);
CHAINRULE_INSTANTIATE(double);
#undef CHAINRULE_INSTANTIATE

}  // namespace chainrule
