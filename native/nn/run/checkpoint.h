// All that a run needs to go on, as it leaves the engine and comes back: the state at the end of an epoch.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "network/network.h"

namespace chainrule {

struct best_epoch {
    std::uint64_t epoch;
    /// The watched value: less is better (of an accuracy it is what is missing to 1).
    double loss;
};

template <class Real> struct checkpoint {
    std::uint64_t epoch = 0;
    std::uint64_t step = 0;
    std::optional<best_epoch> best;
    std::uint64_t since_best = 0;
    std::vector<layer_tensors<Real>> layers;
    std::vector<layer_tensors<Real>> best_layers;
    /// Per slot of the optimizer's state (see slot_count), one set of tensors.
    std::vector<std::vector<layer_tensors<Real>>> slots;
    /// What schedule and optimizer keep beside them: scalar_count numbers, or none at all for a beginning.
    std::vector<double> scalars;
};

/// Four of the plateau, two of L-BFGS.
constexpr std::size_t scalar_count = 6;

}  // namespace chainrule
