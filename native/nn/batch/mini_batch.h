// One mini-batch of B = `count` rows, and what each batch strategy needs to work on batches.
#pragma once

#include <cstdint>

#include "batch/batch_plan.h"
#include "kernel_table.h"
#include "network/network.h"
#include "network/row_set.h"
#include "thread_pool.h"

namespace chainrule {

/// In an order, this many entries after those of a batch must be valid row numbers too: those rows are prefetched.
constexpr std::size_t rows_ahead = 64;

/// Rows order[0 .. count) of `data`, or its rows [0, count) where `order` is null. rows_ahead more entries follow in an
/// order; the first `next` of them are the next batch.
template <class Real> struct chosen_rows {
    const row_set<Real>& data;
    const std::uint32_t* order;
    std::size_t count;
    std::size_t next = 0;
};

template <class Real> struct mini_batch : chosen_rows<Real> {
    const Real* parameters;
    /// At most the plan's parts.
    std::size_t threads;
    /// Factor of the rows' loss gradients, so that they are gradients of the weighted mean loss.
    Real scale;
    dropout_draw draw;
};

/// What a batch strategy is constructed from; all references must outlive it.
template <class Real> struct batch_context {
    const kernel_table<Real>& kernels;
    const network& net;
    loss_config objective;
    batch_plan plan;
    /// Rows of the largest batch.
    std::size_t rows;
    /// Seed of dropout.
    std::uint64_t seed;
    thread_pool& pool;
};

}  // namespace chainrule
