// The state of a run, in blocks of numbers that lie as the parameters do: what a step changes, what is kept at an
// epoch's end, and what a checkpoint is made of.
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

/// Where a run stands: finished epochs and steps, the best epoch and how many came after it, and what schedule and
/// optimizer keep beside their numbers.
struct run_position {
    std::uint64_t epoch = 0, step = 0, since_best = 0;
    std::optional<best_epoch> best;
    plateau schedule;
    lbfgs_memory memory;
};

template <class Real> struct training_state {
    /// `slots` as slot_count says.
    training_state(const network& net, std::size_t slots, arena& memory);
    void copy_from(const training_state& other);
    /// Throws failure invalid_argument where its scalars do not fit an L-BFGS that remembers `history_size` steps.
    void restore(const network& net, const checkpoint<Real>& from, std::size_t history_size);

    run_position at;
    /// [parameter_floats], and so is each slot of the optimizer's state: all zeros before the first step.
    std::span<Real> parameters;
    std::vector<std::span<Real>> slots;
};

/// `best` are the parameters of the best epoch; all blocks have parameter_floats() numbers.
template <class Real> checkpoint<Real> checkpoint_of(const network& net, const run_position& at, const Real* parameters,
                                                     const Real* best, const std::vector<const Real*>& slots);

}  // namespace chainrule
