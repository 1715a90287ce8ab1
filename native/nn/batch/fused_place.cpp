// See fused_place.h.
#include "batch/fused_place.h"

#include <algorithm>

#include "batch/row_pass.h"
#include "network/dropout.h"

namespace chainrule {
namespace {

/// Numbers of a layer's buffers: activation, slopes, the sums where the activation's slope is told from them, and with
/// dropout outputs and factors.
std::size_t layer_floats(const dense& layer, std::size_t rows) {
    const std::size_t buffers = 2u + (needs_argument(layer.act) ? 1u : 0u) + (layer.dropout > 0 ? 2u : 0u);
    return checked_product(checked_product(rows, row_stride(layer.outputs)), buffers);
}

/// Numbers of a narrow last layer, side by side: its sums, outputs and slopes, and the values to be predicted.
std::size_t last_floats(const network& net, std::size_t rows) {
    return is_narrow(net.outputs()) ? checked_product(padded(rows), net.outputs()) : 0;
}

std::size_t target_floats(const network& net, loss kind, std::size_t rows) {
    if (takes_class_index(kind)) return padded(rows);
    return is_narrow(net.outputs()) ? last_floats(net, rows) : checked_product(rows, padded(net.outputs()));
}

std::size_t all_layer_floats(const network& net, std::size_t rows) {
    const std::size_t buffers = needs_argument(net.layers().back().act) ? 3 : 2;
    std::size_t floats = checked_product(buffers, last_floats(net, rows));
    for (const dense& layer : net.layers()) floats = checked_sum(floats, layer_floats(layer, rows));
    return floats;
}

}  // namespace

bool can_be_fused(const network& net) {
    const auto is_plain = [](const dense& layer) { return !layer.is_normalized(); };
    return std::all_of(net.layers().begin(), net.layers().end(), is_plain) && !(net.layers().back().dropout > 0);
}

template <class Real> fused_place<Real>::fused_place(const network& net, const loss_config& objective, std::size_t rows,
                                                     const std::vector<Real*>& transposed)
    : features_(checked_sum(checked_product(rows, net.inputs()), panel_width)),
      targets_(target_floats(net, objective.kind, rows)),
      weights_(padded(rows)),
      layer_rows_(all_layer_floats(net, rows)) {
    Real* free = layer_rows_.data();
    const auto take = [&](std::size_t floats) {
        Real* taken = free;
        free += floats;
        return taken;
    };
    network_.output = take(last_floats(net, rows));
    network_.sums = needs_argument(net.layers().back().act) ? take(last_floats(net, rows)) : network_.output;
    network_.d_output = take(last_floats(net, rows));
    network_.across = padded(rows);
    network_.features = features_.data();
    network_.targets = targets_.data();
    network_.weights = weights_.data();
    network_.objective = objective;
    for (std::size_t i = 0; i < net.layers().size(); ++i) {
        const dense& layer = net.layers()[i];
        const std::size_t floats = rows * row_stride(layer.outputs);
        fused_layer<Real> to{};
        to.inputs = layer.inputs;
        to.outputs = layer.outputs;
        to.act = layer.act;
        to.has_bias = layer.has_bias;
        to.weight = layer.weight;
        to.bias = layer.bias;
        to.stride = row_stride(layer.outputs);
        to.active = take(floats);
        to.d_sums = take(floats);
        to.sums = needs_argument(layer.act) ? take(floats) : to.active;
        const bool drops = layer.dropout > 0;
        to.output = drops ? take(floats) : to.active;
        to.factors = drops ? take(floats) : nullptr;
        to.dropout = dropout_of<Real>(layer, i);
        to.transposed = transposed[i];
        layers_.push_back(to);
    }
    network_.layers = layers_.data();
    network_.count = layers_.size();
}

template <class Real> std::size_t fused_place<Real>::floats_needed(const network& net, loss kind, std::size_t rows) {
    std::size_t floats = checked_sum(all_layer_floats(net, rows), target_floats(net, kind, rows));
    floats = checked_sum(floats, checked_product(rows, net.inputs()));
    return checked_sum(floats, padded(rows) + panel_width);
}

template class fused_place<float>;
template class fused_place<double>;

}  // namespace chainrule
