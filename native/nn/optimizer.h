// SGD, momentum and Adam in PyTorch's forms: their settings, how many state slots they keep per parameter, and the
// constants of one step. The arithmetic itself is in kernels/optimizer_step.inl.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernel_table.h"

namespace chainrule {

struct optimizer_config {
    optimizer_kind kind = optimizer_kind::sgd;
    double learning_rate = 0;
    double momentum = 0;
    double beta1 = 0, beta2 = 0, epsilon = 0;
    /// L2, added to the gradient of weights; biases are never decayed.
    double weight_decay = 0;
};

/// Buffers of the size of the parameters.
std::size_t slot_count(optimizer_kind kind);

/// Constants of step `number` (1 for the first), everything but pointers and count.
template <class Real> optimizer_step<Real> prepare_step(const optimizer_config& config, std::uint64_t number);

}  // namespace chainrule
