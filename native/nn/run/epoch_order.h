// The order in which an epoch takes the rows: a permutation that its number and the seed alone decide, so that a run
// that goes on has nothing to carry over.
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

    /// Fisher and Yates from the identity.
    void shuffle(std::uint64_t seed, std::uint64_t epoch) {
        std::iota(order_.begin(), order_.begin() + static_cast<std::ptrdiff_t>(rows_), 0u);
        const random_stream random(seed, random_purpose::shuffle, epoch);
        for (std::size_t left = rows_; left > 1; --left) {
            std::swap(order_[left - 1], order_[random.below(left, left)]);
        }
    }
    /// From the epoch's row `row` on; after the last come rows_ahead more, which are the first of the data.
    const std::uint32_t* from(std::size_t row) const { return order_.data() + row; }

private:
    std::size_t rows_;
    std::span<std::uint32_t> order_;
};

}  // namespace chainrule
