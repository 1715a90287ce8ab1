// Computes loss and score of the validation rows after each epoch, piece by piece, so that a command waits for one
// piece at most.
#pragma once

#include <algorithm>
#include <optional>

#include "batch/batch_gradient.h"
#include "network/evaluation_pass.h"
#include "run/train_config.h"

namespace chainrule {

template <class Real> class validation {
public:
    /// For `rows` validation rows, perhaps 0. `kernels`, `net`, `pool` and `memory` must outlive it.
    validation(const kernel_table<Real>& kernels, const network& net, std::size_t rows, const evaluation_plan& plan,
               thread_pool& pool, arena& memory)
        : losses_(memory.take<Real>(rows)), scores_(memory.take<Real>(rows)) {
        if (rows > 0) pass_.emplace(kernels, net, plan, pool, memory);
    }

    void begin() { next_row_ = 0; }
    /// Evaluates the next piece, of at least `rows` rows; returns true after the last piece.
    bool take_piece(const row_set<Real>& data, const loss_config& objective, const Real* parameters, std::size_t rows) {
        const std::size_t first = next_row_;
        next_row_ = std::min(data.rows, first + std::max(rows, least_piece));
        pass_->losses(data, objective, parameters, first, next_row_, losses_.data(), scores_.data());
        return next_row_ == data.rows;
    }
    /// The weighted mean of the losses, and the mean of the scores (see score.h).
    double loss(const row_set<Real>& data) const {
        return sum_of_losses(losses_.data(), data.rows) / data.weight_of(nullptr, data.rows);
    }
    double score(const row_set<Real>& data) const {
        return sum_of_losses(scores_.data(), data.rows) / static_cast<double>(data.rows);
    }

private:
    static constexpr std::size_t least_piece = 4096;
    std::span<Real> losses_, scores_;
    std::optional<evaluation_pass<Real>> pass_;
    std::size_t next_row_ = 0;
};

}  // namespace chainrule
