// How the work of one mini-batch is cut up. `block_rows` decides the order of sums, and so is a function of the spec's
// shapes alone; everything else only decides who computes what and when, and may look at the number of threads.
#pragma once

#include <cstddef>

#include "network/network.h"

namespace chainrule {

/// Threads get whole panels of inputs, which are whole cache lines of their weights; rows are shared out evenly.
constexpr std::size_t input_grain = panel_width;

/// The ways through a batch; see batch_gradient.h.
enum class batch_way { whole_steps, fused_blocks, plain_blocks, wide, layered };

struct batch_plan {
    batch_way way;
    /// Rows over which a weight gradient is one ascending chain; chains are joined by a fixed tree.
    std::size_t block_rows;
    /// Most blocks in a batch; 1 of the wide and the layered way.
    std::size_t blocks;
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

}  // namespace chainrule
