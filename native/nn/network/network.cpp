// See network.h.
#include "network/network.h"

#include <algorithm>

#include "network/initialization.h"

namespace chainrule {
namespace {

/// Assigns offsets to the layer's vectors, from `offset` on; returns the offset after them.
std::size_t assign_offsets(dense& layer, std::size_t offset, std::size_t columns) {
    std::vector<std::size_t*> offsets = {&layer.bias};
    if (layer.is_normalized()) offsets.insert(offsets.end(), {&layer.gamma, &layer.beta});
    if (layer.norm == normalization::batch) offsets.insert(offsets.end(), {&layer.mean, &layer.variance});
    for (std::size_t* vector : offsets) {
        *vector = offset;
        offset = checked_sum(offset, columns);
    }
    return offset;
}

/// Calls visit(offset in the parameter block, index in PyTorch's order) for each weight of the layer.
template <class Visit> void for_each_weight(const dense& layer, Visit visit) {
    for (std::size_t o = 0; o < layer.outputs; ++o) {
        for (std::size_t i = 0; i < layer.inputs; ++i) {
            visit(layer.weight + weight_offset(o, i, layer.inputs, layer.outputs), o * layer.inputs + i);
        }
    }
}

/// Calls visit(vector of `tensors`, its offset) for each vector that the layer has.
template <class Tensors, class Visit> void for_each_vector(const dense& layer, Tensors& tensors, Visit visit) {
    visit(tensors.bias, layer.bias);
    if (!layer.is_normalized()) return;
    visit(tensors.gamma, layer.gamma);
    visit(tensors.beta, layer.beta);
    if (layer.norm != normalization::batch) return;
    visit(tensors.mean, layer.mean);
    visit(tensors.variance, layer.variance);
}

}  // namespace

network::network(const network_config& config) {
    if (config.inputs == 0) refuse("A network needs at least 1 input; found 0.");
    if (config.layers.empty()) refuse("A network needs at least 1 layer; found 0.");
    std::size_t inputs = config.inputs;
    std::size_t offset = 0;
    widest_ = inputs;
    for (const layer_config& settings : config.layers) {
        if (settings.units == 0) refuse("A layer needs at least 1 unit; found 0.");
        const std::size_t columns = checked_sum(settings.units, panel_width - 1) / panel_width * panel_width;
        dense layer{settings, inputs, settings.units, offset, 0};
        checked_product(checked_sum(inputs, panel_width), columns);
        offset = assign_offsets(layer, checked_sum(offset, layer.weight_floats()), columns);
        layers_.push_back(layer);
        checked_product(offset, sizeof(double));
        inputs = settings.units;
        widest_ = std::max(widest_, inputs);
    }
    parameter_floats_ = offset;
}

bool network::has_batch_norm() const {
    return std::any_of(layers_.begin(), layers_.end(),
                       [](const dense& layer) { return layer.norm == normalization::batch; });
}

bool network::has_dropout() const {
    return std::any_of(layers_.begin(), layers_.end(), [](const dense& layer) { return layer.dropout > 0; });
}

template <class Real> void network::initialize(std::uint64_t seed, Real* parameters) const {
    std::fill(parameters, parameters + parameter_floats_, Real(0));
    for (std::size_t index = 0; index < layers_.size(); ++index) {
        const dense& layer = layers_[index];
        const initial_weights weights(layer, layer.inputs, seed, index);
        for_each_weight(layer, [&](std::size_t at, std::size_t number) { parameters[at] = weights(number); });
        if (layer.is_normalized()) std::fill_n(parameters + layer.gamma, layer.outputs, Real(1));
        if (layer.norm == normalization::batch) std::fill_n(parameters + layer.variance, layer.outputs, Real(1));
    }
}

template <class Real> void network::pack(const std::vector<layer_tensors<Real>>& tensors, Real* parameters) const {
    std::fill(parameters, parameters + parameter_floats_, Real(0));
    for (std::size_t index = 0; index < layers_.size(); ++index) {
        const dense& layer = layers_[index];
        const layer_tensors<Real>& from = tensors[index];
        for_each_weight(layer, [&](std::size_t at, std::size_t number) { parameters[at] = from.weight[number]; });
        for_each_vector(layer, from, [&](const std::vector<Real>& values, std::size_t at) {
            std::copy_n(values.begin(), layer.outputs, parameters + at);
        });
    }
}

template <class Real> std::vector<layer_tensors<Real>> network::unpack(const Real* parameters) const {
    std::vector<layer_tensors<Real>> tensors(layers_.size());
    for (std::size_t index = 0; index < layers_.size(); ++index) {
        const dense& layer = layers_[index];
        layer_tensors<Real>& to = tensors[index];
        to.weight.resize(layer.outputs * layer.inputs);
        for_each_weight(layer, [&](std::size_t at, std::size_t number) { to.weight[number] = parameters[at]; });
        for_each_vector(layer, to, [&](std::vector<Real>& values, std::size_t at) {
            values.assign(parameters + at, parameters + at + layer.outputs);
        });
    }
    return tensors;
}

template void network::initialize(std::uint64_t, float*) const;
template void network::initialize(std::uint64_t, double*) const;
template void network::pack(const std::vector<layer_tensors<float>>&, float*) const;
template void network::pack(const std::vector<layer_tensors<double>>&, double*) const;
template std::vector<layer_tensors<float>> network::unpack(const float*) const;
template std::vector<layer_tensors<double>> network::unpack(const double*) const;

}  // namespace chainrule
