// The loss over a plane through a network's weights: at weights + x * along_x + y * along_y, for all x and y of two
// lists. In double and as in a prediction: dropout is off, batch normalisation uses its running statistics.
#pragma once

#include <atomic>
#include <vector>

#include "kernel_table.h"
#include "network/network.h"
#include "network/row_set.h"

namespace chainrule {

/// Directions have the shape of the weights.
struct plane {
    std::vector<layer_tensors<double>> weights, along_x, along_y;
    std::vector<double> x, y;
};

/// Mean losses [y][x]; not finite where a loss is not. Throws failure "cancelled" soon after `cancelled` is set.
std::vector<double> losses_on_plane(const kernel_table<double>& kernels, const network& net, const plane& at,
                                    const loss_config& config, const row_set<double>& rows, std::size_t threads,
                                    const std::atomic<bool>& cancelled);

}  // namespace chainrule
