// One mini-batch: which rows, and for which step. B is their number, `count`.
#pragma once

#include <cstdint>

#include "batch/batch_plan.h"
#include "kernel_table.h"
#include "network/network.h"
#include "network/row_set.h"
#include "thread_pool.h"

namespace chainrule {

/// Entries of an order after a batch's own that must be rows too: they are fetched before they are needed.
constexpr std::size_t rows_ahead = 64;

/// Rows order[0 .. count) of `data`, or where `order` is null its rows 0 .. count. After an order's entries rows_ahead
/// more follow, of which the first `next` are the next batch.
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
    /// By which slopes of the losses are multiplied: gradients are those of the weighted mean.
    Real scale;
    dropout_draw draw;
};

/// What a way through mini-batches is made of; all that is referred to must outlive it.
template <class Real> struct batch_context {
    const kernel_table<Real>& kernels;
    const network& net;
    loss_config objective;
    batch_plan plan;
    /// Of the largest batch.
    std::size_t rows;
    /// What dropout draws by.
    std::uint64_t seed;
    thread_pool& pool;
};

}  // namespace chainrule
