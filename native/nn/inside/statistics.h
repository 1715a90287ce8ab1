// Statistics of a network over some rows, layer by layer: histograms of weights, activations and gradients, and the
// share of dead or saturated units. Rows go through row_walk one by one, so batch normalisation uses its running
// statistics and dropout is off. Nothing is updated.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

#include "kernel_table.h"
#include "network/network.h"
#include "network/row_set.h"

namespace chainrule {

/// Bins of equal width from min to max; a value at an edge counts in the bin above it, max in the last.
constexpr std::size_t histogram_bins = 32;
/// Outputs of sigmoid and tanh that are nearer to an end of their range than this share of it count as saturated: the
/// derivative there is below 4 % of the largest.
constexpr double saturation_share = 0.01;

/// Distribution of some values; all zero without values.
struct spread {
    std::uint64_t count = 0;
    double mean = 0;
    /// Standard deviation of the population (divided by n).
    double deviation = 0;
    double norm = 0;
    double min = 0, max = 0;
    std::vector<std::uint64_t> bins = std::vector<std::uint64_t>(histogram_bins);
};

spread spread_of(std::span<const double> values);

struct layer_statistics {
    spread weights, biases, activations;
    /// Gradients of the mean loss with respect to weights and biases, and of each row's loss with respect to its
    /// pre-activations.
    spread weight_gradients, bias_gradients, sum_gradients;
    /// Share of units that are 0 on every row; negative where the activation is not relu.
    double dead = -1;
    /// Share of outputs near a limit; negative where the activation is neither sigmoid nor tanh.
    double saturated = -1;
};

struct network_statistics {
    double loss = 0;
    std::vector<layer_statistics> layers;
};

/// Statistics over `rows`, weighted where they have row weights. Throws failure "cancelled" soon after `cancelled` is
/// set.
network_statistics take_statistics(const kernel_table<double>& kernels, const network& net,
                                   const std::vector<layer_tensors<double>>& tensors, const loss_config& config,
                                   const row_set<double>& rows, const std::atomic<bool>& cancelled);

/// Bytes that take_statistics allocates. Throws failure out_of_memory where that overflows.
double statistics_bytes(const network& net, std::size_t rows);

}  // namespace chainrule
