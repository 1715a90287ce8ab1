// Makes the arguments of the dropout kernels (kernels/layers/dropout.inl) from a layer and a step.
#pragma once

#include "kernel_table.h"
#include "network/network.h"
#include "random.h"

namespace chainrule {

/// `step` is the step's number, from 1.
inline dropout_draw draw_of(std::uint64_t seed, std::uint64_t step) {
    return {key_of_purpose(seed, random_purpose::dropout), step};
}

template <class Real> layer_dropout<Real> dropout_of(const dense& layer, std::size_t number) {
    constexpr double draws = 16777216.0;
    return {number, layer.outputs, static_cast<std::uint32_t>(layer.dropout * draws),
            static_cast<Real>(1.0 / (1.0 - layer.dropout))};
}

}  // namespace chainrule
