// See network.h. Initialisers as in Glorot and Bengio 2010 (6 / (inputs + outputs)) and He et al. 2015 (6 / inputs),
// both uniform; biases start at zero.
#include "network.h"

#include <algorithm>
#include <cmath>

#include "random.h"

namespace chainrule {
namespace {

/// Of weight (o, i) of a layer with `inputs` inputs.
std::size_t panel_index(std::size_t o, std::size_t i, std::size_t inputs) {
    return (o / panel_width * inputs + i) * panel_width + o % panel_width;
}

float uniform_limit(const dense& layer) {
    const double fan = static_cast<double>(layer.inputs) +
                       (layer.init == initializer::glorot_uniform ? static_cast<double>(layer.outputs) : 0.0);
    return static_cast<float>(std::sqrt(6.0 / fan));
}

}  // namespace

network::network(const network_config& config) {
    if (config.inputs == 0) refuse("A network needs at least 1 input; found 0.");
    if (config.layers.empty()) refuse("A network needs at least 1 layer; found 0.");
    std::size_t inputs = config.inputs;
    std::size_t offset = 0;
    widest_ = inputs;
    for (const layer_config& layer : config.layers) {
        if (layer.units == 0) refuse("A layer needs at least 1 unit; found 0.");
        const std::size_t columns = checked_sum(layer.units, panel_width - 1) / panel_width * panel_width;
        const std::size_t weight_floats = checked_product(inputs, columns);
        const std::size_t bias = checked_sum(offset, weight_floats);
        layers_.push_back({inputs, layer.units, layer.act, layer.init, offset, bias});
        offset = checked_sum(bias, columns);
        checked_product(offset, sizeof(double));
        inputs = layer.units;
        widest_ = std::max(widest_, inputs);
    }
    parameter_floats_ = offset;
}

template <class Real> void network::initialize(std::uint64_t seed, Real* parameters) const {
    std::fill(parameters, parameters + parameter_floats_, 0.0f);
    for (std::size_t index = 0; index < layers_.size(); ++index) {
        const dense& layer = layers_[index];
        if (layer.init == initializer::zeros) continue;
        const float limit = uniform_limit(layer);
        const random_stream random(seed, random_purpose::weights, index);
        for (std::size_t o = 0; o < layer.outputs; ++o) {
            for (std::size_t i = 0; i < layer.inputs; ++i) {
                // u - 1/2 is exact, so there is one rounding, the same everywhere.
                const float centred = random.uniform(o * layer.inputs + i) - 0.5f;
                parameters[layer.weight + panel_index(o, i, layer.inputs)] = centred * (2.0f * limit);
            }
        }
    }
}

template <class Real> void network::pack(const std::vector<layer_tensors<Real>>& tensors, Real* parameters) const {
    std::fill(parameters, parameters + parameter_floats_, 0.0f);
    for (std::size_t index = 0; index < layers_.size(); ++index) {
        const dense& layer = layers_[index];
        const layer_tensors<Real>& from = tensors[index];
        for (std::size_t o = 0; o < layer.outputs; ++o) {
            for (std::size_t i = 0; i < layer.inputs; ++i) {
                parameters[layer.weight + panel_index(o, i, layer.inputs)] = from.weight[o * layer.inputs + i];
            }
            parameters[layer.bias + o] = from.bias[o];
        }
    }
}

template <class Real> std::vector<layer_tensors<Real>> network::unpack(const Real* parameters) const {
    std::vector<layer_tensors<Real>> tensors(layers_.size());
    for (std::size_t index = 0; index < layers_.size(); ++index) {
        const dense& layer = layers_[index];
        layer_tensors<Real>& to = tensors[index];
        to.weight.resize(layer.outputs * layer.inputs);
        to.bias.assign(parameters + layer.bias, parameters + layer.bias + layer.outputs);
        for (std::size_t o = 0; o < layer.outputs; ++o) {
            for (std::size_t i = 0; i < layer.inputs; ++i) {
                to.weight[o * layer.inputs + i] = parameters[layer.weight + panel_index(o, i, layer.inputs)];
            }
        }
    }
    return tensors;
}

#define CHAINRULE_INSTANTIATE(Real)                                                    \
    template void network::initialize(std::uint64_t, Real*) const;                     \
    template void network::pack(const std::vector<layer_tensors<Real>>&, Real*) const; \
    template std::vector<layer_tensors<Real>> network::unpack(const Real*) const
CHAINRULE_INSTANTIATE(float);
CHAINRULE_INSTANTIATE(double);
#undef CHAINRULE_INSTANTIATE

}  // namespace chainrule
