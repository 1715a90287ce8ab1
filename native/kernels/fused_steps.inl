// Whole steps of a small network, several in one call: rows brought together, pass, and the optimizer's step. A batch
// is one block and one chunk of rows here.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

/// A row takes longer from memory than a small batch's step; all.following is at least that.
constexpr size_t least_rows_ahead = 16;

/// The part of a step over all parameters that concerns `count` from `offset` on.
CHAINRULE_INLINE optimizer_step<real> part_of_step(const optimizer_step<real>& all, size_t offset, size_t count) {
    optimizer_step<real> part = all;
    part.weight += offset;
    if (part.first != nullptr) part.first += offset;
    if (part.second != nullptr) part.second += offset;
    if (part.third != nullptr) part.third += offset;
    part.count = count;
    return part;
}

/// After a single row a wide layer's gradients are the products of its inputs and its slopes, and go into the step
/// without being stored; each is what the sum over one row would be.
void step_wide_layer(const fused_layer<real>& layer, const real* input, optimizer_kind kind,
                     const optimizer_step<real>& all) {
    const real one = 1;
    const size_t numbers = layer.inputs * panel_width;
    for (size_t panel = 0; panel < panels_of_layer(layer.outputs); ++panel) {
        const real* slopes = layer.d_sums + panel * panel_width;
        step_by(kind, outer_gradients{part_of_step(all, layer.weight + panel * numbers, numbers), input, slopes});
        if (!layer.has_bias) continue;
        step_by(kind, outer_gradients{part_of_step(all, layer.bias + panel * panel_width, panel_width), &one, slopes});
    }
}

void step_strip(optimizer_kind kind, const optimizer_step<real>& all, size_t offset, size_t count,
                const real* gradients) {
    stored_gradients step{part_of_step(all, offset, count)};
    step.gradient = gradients + offset;
    step_by(kind, step);
}

void step_layer_of_single_row(const fused_network<real>& net, const fused_rows<real>& p, const real* features,
                              size_t index, optimizer_kind kind, const optimizer_step<real>& all) {
    const fused_layer<real>& layer = net.layers[index];
    if (!is_narrow_layer(layer)) return step_wide_layer(layer, input_of(net, features, index).data, kind, all);
    sum_gradients(net, p, features, index);
    step_strip(kind, all, layer.weight, padded_columns(layer.inputs) * layer.outputs, p.gradients);
    if (layer.has_bias) step_strip(kind, all, layer.bias, panel_width, p.gradients);
}

/// In eight chains, as nn's sum_of_losses.
double sum_in_chains(const real* x, size_t count) {
    double chains[8] = {};
    for (size_t i = 0; i < count; ++i) chains[i % 8] += static_cast<double>(x[i]);
    return ((chains[0] + chains[4]) + (chains[2] + chains[6])) + ((chains[1] + chains[5]) + (chains[3] + chains[7]));
}

double sum_of_weights(const fused_rows<real>& p) {
    if (p.data.weights == nullptr) return static_cast<double>(p.count);
    double sum = 0;
    for (size_t r = 0; r < p.count; ++r) {
        sum += static_cast<double>(p.data.weights[p.order == nullptr ? p.first + r : p.order[r]]);
    }
    return sum;
}

void transpose_layers(const fused_network<real>& net, const real* parameters) {
    for (size_t i = 1; i < net.count; ++i) {
        const fused_layer<real>& layer = net.layers[i];
        if (layer.transposed == nullptr) continue;
        transpose_panels(parameters + layer.weight, layer.inputs, layer.outputs, 0, layer.inputs, layer.transposed);
    }
}

/// One step with the rows of `p`; false where their loss is not finite, and then nothing has changed.
bool take_fused_step(const fused_network<real>& net, const fused_steps<real>& all, fused_rows<real>& p,
                     const optimizer_step<real>& step, batch_total& total) {
    const real* features = gather(net, p);
    const bool single = p.count == 1;
    pass_rows(net, p, features, [&](size_t layer) {
        if (!single) sum_gradients(net, p, features, layer);
    });
    total.loss = sum_in_chains(p.row_loss, p.count);
    if (!(total.loss - total.loss == 0)) return false;
    if (single) {
        for (size_t i = 0; i < net.count; ++i) {
            step_layer_of_single_row(net, p, features, i, all.optimizer, step);
        }
    } else {
        step_strip(all.optimizer, step, 0, all.parameter_numbers, p.gradients);
    }
    transpose_layers(net, all.parameters);
    return true;
}

size_t train_fused(const fused_network<real>& net, const fused_steps<real>& all) {
    fused_rows<real> p{};
    p.data = all.data;
    p.parameters = all.parameters;
    p.gradients = all.gradients;
    p.row_loss = all.row_loss;
    size_t done = 0;
    for (size_t first = 0; first < all.rows; first += p.count, ++done) {
        const size_t left = all.rows - first;
        p.first = first;
        p.count = left < all.batch_rows ? left : all.batch_rows;
        if (all.order != nullptr) {
            p.order = all.order + first;
            p.fetch_first = p.count < least_rows_ahead ? least_rows_ahead : p.count;
            const size_t after = left + all.following - p.fetch_first;
            p.fetch_count = after < p.count ? after : p.count;
        }
        batch_total& total = all.totals[done];
        total.weight = sum_of_weights(p);
        const double terms = total.weight * static_cast<double>(p.data.target_columns);
        p.scale = terms > 0 ? static_cast<real>(1.0 / terms) : real(0);
        if (!take_fused_step(net, all, p, all.steps[done], total)) break;
    }
    return done;
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
