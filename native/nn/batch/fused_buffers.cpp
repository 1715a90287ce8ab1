// See fused_buffers.h.
#include "batch/fused_buffers.h"

#include <algorithm>

#include "network/dropout.h"
#include "network/row_pass.h"

namespace chainrule {
namespace {

/// How many numbers the targets take: class indices, or values column by column for a narrow last layer, else padded
/// rows.
std::size_t target_floats(const network& net, loss kind, std::size_t rows) {
    if (takes_class_index(kind)) return padded(rows);
    return is_narrow(net.outputs()) ? checked_product(padded(rows), net.outputs())
                                    : checked_product(rows, padded(net.outputs()));
}

}  // namespace

bool can_be_fused(const network& net) {
    const auto is_plain = [](const dense& layer) { return !layer.is_normalized(); };
    return std::all_of(net.layers().begin(), net.layers().end(), is_plain) && !(net.layers().back().dropout > 0);
}

template <class Real>
fused_buffers<Real>::fused_buffers(const network& net, const loss_config& objective, std::size_t rows,
                                   const std::vector<std::span<Real>>& transposed, arena& memory) {
    const auto take = [&](std::size_t count) { return memory.take<Real>(count).data(); };
    network_.objective = objective;
    network_.features = take(checked_sum(checked_product(rows, net.inputs()), panel_width));
    network_.targets = take(target_floats(net, objective.kind, rows));
    network_.weights = take(padded(rows));
    network_.across = padded(rows);
    // Only a narrow last layer has these buffers, stored column by column.
    const std::size_t last = is_narrow(net.outputs()) ? checked_product(padded(rows), net.outputs()) : 0;
    network_.output = take(last);
    network_.sums = needs_argument(net.layers().back().act) ? take(last) : network_.output;
    network_.d_output = take(last);
    for (std::size_t i = 0; i < net.layers().size(); ++i) {
        const dense& layer = net.layers()[i];
        const std::size_t count = checked_product(rows, row_stride(layer.outputs));
        const bool drops = layer.dropout > 0;
        fused_layer<Real> to{};
        to.inputs = layer.inputs;
        to.outputs = layer.outputs;
        to.act = layer.act;
        to.has_bias = layer.has_bias;
        to.weight = layer.weight;
        to.bias = layer.bias;
        to.stride = row_stride(layer.outputs);
        to.active = take(count);
        to.d_sums = take(count);
        to.sums = needs_argument(layer.act) ? take(count) : to.active;
        to.output = drops ? take(count) : to.active;
        to.factors = drops ? take(count) : nullptr;
        to.dropout = dropout_of<Real>(layer, i);
        to.transposed = transposed[i].data();
        layers_.push_back(to);
    }
    network_.layers = layers_.data();
    network_.count = layers_.size();
}

template class fused_buffers<float>;
template class fused_buffers<double>;

}  // namespace chainrule
