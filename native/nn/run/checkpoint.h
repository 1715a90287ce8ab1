// A checkpoint as it leaves the engine and comes back: parameters, optimizer state and position at the end of an epoch.
// A run that starts from it gives the same bits as one that never stopped.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "network/network.h"

namespace chainrule {

struct best_epoch {
    std::uint64_t epoch;
    /// The monitored value; less is better, so an accuracy counts as 1 - accuracy.
    double loss;
};

template <class Real> struct checkpoint {
    std::uint64_t epoch = 0;
    std::uint64_t step = 0;
    std::optional<best_epoch> best;
    std::uint64_t since_best = 0;
    std::vector<layer_tensors<Real>> layers;
    std::vector<layer_tensors<Real>> best_layers;
    /// Optimizer state: one set of tensors per slot (see slot_count).
    std::vector<std::vector<layer_tensors<Real>>> slots;
    /// Single numbers that schedule and optimizer keep: scalar_count of them, or none for a new run.
    std::vector<double> scalars;
};

/// Four numbers of reduceOnPlateau, two of L-BFGS.
constexpr std::size_t scalar_count = 6;

}  // namespace chainrule
