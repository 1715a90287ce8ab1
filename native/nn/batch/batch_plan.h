// How the work of one mini-batch is divided. `block_rows` fixes the order of sums, and so depends only on the network's
// shape and the batch size; all other numbers decide only who computes what and when, and may depend on the number of
// threads.
#pragma once

#include <cstddef>

#include "network/network.h"

namespace chainrule {

/// Inputs are divided among threads in multiples of this, so that each has whole cache lines of weights.
constexpr std::size_t input_grain = panel_width;

/// How a batch is computed; see batch_gradient.h.
enum class batch_strategy { whole_steps, fused_blocks, plain_blocks, wide, layered };

struct batch_plan {
    batch_strategy strategy;
    /// Rows over which a weight gradient is summed in ascending order; the sums of blocks are added by a fixed tree.
    std::size_t block_rows;
    /// The number of blocks in a full batch; 1 for the wide and the layered strategy.
    std::size_t blocks;
    /// Rows that go through all layers at a time.
    std::size_t chunk_rows;
    /// Threads that work on a batch; 1 for a small batch, which is faster on a single thread.
    std::size_t parts;
};

batch_plan plan_batch(const network& net, std::size_t batch_rows, std::size_t threads);

/// Whether `threads` threads that take `rows` rows through a wide layer divide its columns rather than the rows.
/// Divided by rows, each thread reads weights that the others updated; divided by columns, it reads inputs and
/// gradients that the others computed.
bool shares_columns(const dense& layer, bool is_first, std::size_t rows, std::size_t threads);

/// How many threads make their own copy of a batch's features: all but the first where threads divide the first layer's
/// columns, since each needs all rows then; else 0. A copy takes less time than reading what another core has just
/// written.
std::size_t own_features(const network& net, const batch_plan& plan);

}  // namespace chainrule
