// The mean loss over some rows and its derivative by every parameter, in double and as in a prediction: rows go through
// row_walk one by one, so batch normalisation uses its running statistics and dropout is off. It is how loss_plane's
// loss changes along each parameter; training's own gradients are batch_gradient's.
#pragma once

#include <atomic>
#include <vector>

#include "kernel_table.h"
#include "network/network.h"
#include "network/row_set.h"

namespace chainrule {

struct loss_gradient {
    double loss = 0;
    /// In the shape of the weights; without the running statistics of batch normalisation.
    std::vector<layer_tensors<double>> layers;
};

/// Over `rows`, weighted where they have row weights. Throws failure "cancelled" soon after `cancelled` is set.
loss_gradient gradient_of_loss(const kernel_table<double>& kernels, const network& net,
                               const std::vector<layer_tensors<double>>& tensors, const loss_config& config,
                               const row_set<double>& rows, const std::atomic<bool>& cancelled);

}  // namespace chainrule
