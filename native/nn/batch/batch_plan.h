// How the work of one mini-batch is cut up. `block_rows` decides the order of sums, and so is a function of the spec's
// shapes alone; everything else only decides who computes what and when, and may look at the number of threads.
#pragma once

#include <cstddef>

#include "network/network.h"

namespace chainrule {

/// Threads get whole panels of inputs, which are whole cache lines of their weights; rows are shared out evenly.
constexpr std::size_t input_grain = panel_width;

struct batch_plan {
    /// Rows over which a weight gradient is one ascending chain; chains are joined by a fixed tree.
    std::size_t block_rows;
    /// Most blocks in a batch.
    std::size_t blocks;
    /// true: each thread takes whole blocks through forward, backward and weight gradient while they are in cache.
    /// false (one block): threads share the rows of forward and backward, then the inputs of the weight gradients.
    bool by_blocks;
    /// by_blocks, and in one call of the kernels (see fused_place.h).
    bool fused;
    /// Batch normalisation needs sums over all rows of the batch between the layers; not by_blocks then.
    bool layered;
    /// Rows that go through all layers at a time.
    std::size_t chunk_rows;
    /// Threads that work on a batch; a small one is quicker on a single thread.
    std::size_t parts;
};

batch_plan plan_batch(const network& net, std::size_t batch_rows, std::size_t threads);

/// Whether `threads` threads that take `rows` rows through a wide layer share its columns rather than the rows. By rows
/// each reads the weights that the others changed; by columns the others' share of the inputs and slopes instead.
bool shares_columns(const dense& layer, bool is_first, std::size_t rows, std::size_t threads);

/// How many parts bring features together for themselves: all but the first of those that share the first layer's
/// columns and so need all rows. A copy costs each of them less than to wait for what another core has just written.
std::size_t own_features(const network& net, const batch_plan& plan);

/// Rows at a time, and threads, for forward passes alone.
struct evaluation_plan {
    std::size_t chunk_rows;
    std::size_t parts;
};
evaluation_plan plan_evaluation(const network& net, std::size_t rows, std::size_t threads);

}  // namespace chainrule
