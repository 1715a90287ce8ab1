// One step of a small network: gathers the rows, runs the pass, and applies the optimizer's update. Here a batch is one
// block and one chunk of rows.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

/// Rows are prefetched this many rows ahead: reading a row from memory takes longer than a step of a small batch.
/// all.following is at least as large.
constexpr size_t least_rows_ahead = 16;

void transpose_layers(const fused_network<real>& net, const real* parameters) {
    for (size_t i = 1; i < net.count; ++i) {
        const fused_layer<real>& layer = net.layers[i];
        if (layer.transposed == nullptr) continue;
        transpose_panels(parameters + layer.weight, layer.inputs, layer.outputs, 0, layer.inputs, 0, layer.outputs,
                         layer.transposed);
    }
}

/// Gathers the rows and takes them through the network. Returns false where the loss is not finite.
template <class Work> CHAINRULE_INLINE bool pass_batch(const fused_network<real>& net, const fused_steps<real>& all,
                                                       const fused_rows<real>& p, batch_total& total, Work work) {
    const real* features = gather(net, p);
    pass_rows(net, p, features, [&](size_t layer) { work(features, layer); });
    total.loss = all.sum_losses(p.row_loss, p.count);
    return total.loss - total.loss == 0;
}

/// The same step for parameters without decay and penalties.
CHAINRULE_INLINE step_of without_decay(step_of step) {
    step.weight_decay = step.l1 = 0;
    step.keep = 1;
    return step;
}

/// Updates all parameters. The bias gradient of a layer without a bias stays 0.
void step_parameters(const fused_network<real>& net, const fused_steps<real>& all, const step_of& step) {
    if (!all.spares_biases) return step_strip(all.optimizer, step, 0, all.parameter_numbers, all.gradients);
    const step_of spared = without_decay(step);
    for (size_t i = 0; i < net.count; ++i) {
        const fused_layer<real>& layer = net.layers[i];
        step_strip(all.optimizer, step, layer.weight, layer.bias - layer.weight, all.gradients);
        step_strip(all.optimizer, spared, layer.bias, padded_columns(layer.outputs), all.gradients);
    }
}

bool step_batch(const fused_network<real>& net, const fused_steps<real>& all, const fused_rows<real>& p,
                fused_step<real>& step) {
    const auto sum = [&](const real* features, size_t layer) { sum_gradients(net, p, features, layer); };
    if (!pass_batch(net, all, p, step.total, sum)) return false;
    step_parameters(net, all, step.step);
    transpose_layers(net, all.parameters);
    return true;
}

/// The rows of step `number`, which begins with row `first` of all.
void set_rows(const fused_steps<real>& all, size_t number, size_t first, fused_rows<real>& p) {
    const size_t left = all.rows - first;
    p.first = first;
    p.count = left < all.batch_rows ? left : all.batch_rows;
    if (all.order != nullptr) {
        p.order = all.order + first;
        p.fetch_first = p.count < least_rows_ahead ? least_rows_ahead : p.count;
        const size_t after = left + all.following - p.fetch_first;
        p.fetch_count = !all.fetches ? 0 : after < p.count ? after : p.count;
    }
    p.scale = all.steps[number].scale;
    p.draw = {all.draw.key, all.draw.step + number};
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
