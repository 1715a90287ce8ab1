// The state of a run at an epoch's end, as it is kept in memory: where the run stood, and blocks of numbers that lie as
// the parameters do. What leaves the engine is a checkpoint with tensors of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "network/network.h"
#include "run/lbfgs.h"
#include "run/schedule.h"
#include "run/train_config.h"

namespace chainrule {

/// All but the numbers.
struct kept_place {
    std::uint64_t epoch = 0, step = 0, since_best = 0;
    std::optional<best_epoch> best;
    plateau schedule;
    lbfgs_memory memory;
};

/// Blocks of parameter_floats() each; `slots` as slot_count says. Owned by somebody else.
template <class Real> struct kept_blocks {
    const Real* parameters;
    const Real* best;
    std::vector<const Real*> slots;
};

template <class Real>
checkpoint<Real> checkpoint_of(const network& net, const kept_place& place, const kept_blocks<Real>& blocks);

}  // namespace chainrule
