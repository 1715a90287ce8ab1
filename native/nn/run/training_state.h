// The state of a run: parameters and optimizer state in blocks of the same layout, and the position. A step changes it,
// an epoch's end saves it, and checkpoints are made from it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "arena.h"
#include "network/network.h"
#include "optimizer/lbfgs.h"
#include "optimizer/schedule.h"
#include "run/checkpoint.h"

namespace chainrule {

/// Position of a run: finished epochs and steps, the best epoch and the number of epochs since it, and what schedule
/// and L-BFGS remember.
struct run_position {
    std::uint64_t epoch = 0, step = 0, since_best = 0;
    std::optional<best_epoch> best;
    plateau schedule;
    lbfgs_memory memory;
};

template <class Real> struct training_state {
    /// `slots` is slot_count() of the optimizer.
    training_state(const network& net, std::size_t slots, arena& memory);
    void copy_from(const training_state& other);
    /// Throws failure invalid_argument where the checkpoint's scalars do not fit an L-BFGS that remembers
    /// `history_size` steps.
    void restore(const network& net, const checkpoint<Real>& from, std::size_t history_size);

    run_position at;
    /// [parameter_floats]; each slot of optimizer state has the same layout and is all zeros before the first step.
    std::span<Real> parameters;
    std::vector<std::span<Real>> slots;
};

/// Makes a checkpoint of copies. `best`: the parameters of the best epoch. All blocks have parameter_floats() numbers.
template <class Real> checkpoint<Real> checkpoint_of(const network& net, const run_position& at, const Real* parameters,
                                                     const Real* best, const std::vector<const Real*>& slots);

}  // namespace chainrule
