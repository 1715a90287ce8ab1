// See batch_plan.h. The constants below are from the shapes of common CPUs (32 to 48 KB of L1, 1 to 2 MB of L2 per
// core, some 20 useful fma per ns and core) and none of them is critical.
#include "batch/batch_plan.h"

#include <algorithm>

#include "batch/fused_buffers.h"
#include "gemm.h"
#include "network/row_pass.h"

namespace chainrule {
namespace {

// Part of the same-bits promise. A block's gradient is as large as the network: with 16 Ki floats, 32 of them are 2 MB.
constexpr std::size_t most_floats_by_blocks = 16 * 1024;
constexpr std::size_t least_block_rows = 64;
constexpr std::size_t most_blocks = 32;

// Bytes of a chunk's activations and gradients: a part of L2; what does not fit L1 is streamed.
constexpr std::size_t chunk_bytes = 48 * 1024;
// Without blocks a batch is taken whole up to this many rows, so that weights are read once per step.
constexpr std::size_t most_wide_rows = 1024;

// Two hand-overs between threads cost 2 to 5 us, weights that change cores some 20 us more; a thread does about
// 20e9 useful operations a second on small matrices.
constexpr double least_operations_by_blocks = 5e5;
constexpr double least_operations_wide = 8e6;

// Reading a number that another core wrote takes about 1 ns (64 bytes at a time). A hand-over takes as long as 4,000
// such numbers; one number takes as long as 20 multiplications in each of a layer's three products.
constexpr double numbers_of_hand_over = 4e3;
constexpr double operations_of_number = 20;

/// Rows per chunk if `rows` rows are cut into as few equal chunks as chunk_bytes allows.
std::size_t even_chunk(std::size_t rows, std::size_t bytes_per_row) {
    const std::size_t most = std::max<std::size_t>(chunk_bytes / bytes_per_row, 12);
    return ceil_divide(rows, ceil_divide(rows, most));
}

batch_strategy strategy_for(const network& net) {
    if (net.has_batch_norm()) return batch_strategy::layered;
    if (net.parameter_floats() > most_floats_by_blocks) return batch_strategy::wide;
    return can_be_fused(net) ? batch_strategy::fused_blocks : batch_strategy::plain_blocks;
}

}  // namespace

batch_plan plan_batch(const network& net, std::size_t batch_rows, std::size_t threads) {
    batch_plan plan{strategy_for(net), batch_rows, 1, batch_rows, 1};
    const double operations = 6.0 * static_cast<double>(net.parameter_floats()) * static_cast<double>(batch_rows);
    if (plan.strategy == batch_strategy::wide || plan.strategy == batch_strategy::layered) {
        if (plan.strategy == batch_strategy::wide) plan.chunk_rows = std::min(batch_rows, most_wide_rows);
        plan.parts = operations < least_operations_wide ? 1 : threads;
        return plan;
    }
    const std::size_t share = ceil_divide(ceil_divide(batch_rows, most_blocks), least_block_rows) * least_block_rows;
    plan.block_rows = std::min(batch_rows, share);
    plan.blocks = ceil_divide(batch_rows, plan.block_rows);
    plan.chunk_rows = even_chunk(plan.block_rows, bytes_of_row(net, true));
    plan.parts = operations < least_operations_by_blocks ? 1 : std::min(threads, plan.blocks);
    const bool is_one_chunk = plan.blocks == 1 && plan.chunk_rows == plan.block_rows;
    if (plan.strategy == batch_strategy::fused_blocks && is_one_chunk) plan.strategy = batch_strategy::whole_steps;
    return plan;
}

bool shares_columns(const dense& layer, bool is_first, std::size_t rows, std::size_t threads) {
    if (threads == 1 || is_narrow(layer.outputs)) return false;
    const double inputs = static_cast<double>(layer.inputs), outputs = static_cast<double>(layer.outputs);
    const double weights = inputs * outputs, n = static_cast<double>(rows);
    // With two threads: how many more numbers written by the other thread each reads by rows than by columns. Weights:
    // by rows a half forward, and another half backward except in the first layer; by columns a quarter backward.
    // Inputs for the weight gradient: by columns each thread reads all rows, which is a quarter more.
    const double saved = weights * (is_first ? 0.5 : 0.75) - n * inputs * 0.25;
    const double most_columns = static_cast<double>(ceil_divide(panels_of(layer.outputs), threads) * panel_width);
    const double idle = most_columns * static_cast<double>(threads) / outputs - 1.0;
    return saved > numbers_of_hand_over + n * weights * idle / operations_of_number;
}

std::size_t own_features(const network& net, const batch_plan& plan) {
    if (plan.strategy != batch_strategy::wide) return 0;
    return shares_columns(net.layers()[0], true, plan.chunk_rows, plan.parts) ? plan.parts - 1 : 0;
}

}  // namespace chainrule
