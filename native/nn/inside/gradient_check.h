// Gradient check: back-propagation against central differences, in double, with the batch code that trains. Batch
// normalisation uses the batch's own statistics, and dropout draws the same mask for both.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "kernel_table.h"
#include "network/network.h"
#include "network/row_set.h"

namespace chainrule {

enum class learned_tensor { weight, bias, gamma, beta };

/// `index` counts the tensor's numbers in PyTorch's order: unit * inputs + input for weights, else the unit.
struct parameter_position {
    std::size_t layer;
    learned_tensor tensor;
    std::size_t index;
};

struct checked_gradient {
    parameter_position position{0, learned_tensor::weight, 0};
    double back_propagated = 0, central_difference = 0;
    /// |difference| without the part that rounding of the losses can cause, divided by the larger of the two.
    double error = 0;
};

struct gradient_check {
    std::size_t parameters = 0, checked = 0;
    double loss = 0;
    checked_gradient worst;
    /// Worst error of each layer.
    std::vector<double> layers;
};

struct gradient_check_request {
    /// At most about this many parameters are checked: each tensor gets its share, at least one, chosen by `seed`.
    std::size_t most_parameters;
    std::uint64_t seed;
};

/// Throws failure loss_not_finite, and "cancelled" soon after `cancelled` is set. rows.rows is at least 1.
gradient_check check_gradients(const kernel_table<double>& kernels, const network& net,
                               std::vector<layer_tensors<double>> tensors, const loss_config& config,
                               const row_set<double>& rows, const gradient_check_request& request,
                               const std::atomic<bool>& cancelled);

}  // namespace chainrule
