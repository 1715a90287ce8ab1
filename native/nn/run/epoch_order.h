// The order in which an epoch takes the rows: a permutation that depends only on the seed and the epoch's number, so
// that a resumed run needs no state for it.
#pragma once

#include <numeric>
#include <span>
#include <utility>

#include "arena.h"
#include "batch/mini_batch.h"
#include "random.h"

namespace chainrule {

class epoch_order {
public:
    epoch_order(std::size_t rows, arena& memory)
        : rows_(rows), order_(memory.take<std::uint32_t>(checked_sum(rows, rows_ahead))) {}

    /// Fisher-Yates shuffle of the identity.
    void shuffle(std::uint64_t seed, std::uint64_t epoch) {
        std::iota(order_.begin(), order_.begin() + static_cast<std::ptrdiff_t>(rows_), 0u);
        const random_stream random(seed, random_purpose::shuffle, epoch);
        for (std::size_t left = rows_; left > 1; --left) {
            std::swap(order_[left - 1], order_[random.below(left, left)]);
        }
    }
    /// The order from the epoch's row number `row` on. After the last entry there are rows_ahead zeros, which are valid
    /// row numbers for prefetching.
    const std::uint32_t* from(std::size_t row) const { return order_.data() + row; }

private:
    std::size_t rows_;
    std::span<std::uint32_t> order_;
};

}  // namespace chainrule
