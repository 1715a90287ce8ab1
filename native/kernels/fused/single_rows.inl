// Steps of one row each (batches of one). The gradients of a wide layer are products of its inputs and its d_sums; they
// go into the optimizer's update without being stored. The weights of the first layer are read once for the update of
// one row and the sums of the next row, which is most of the work.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

constexpr size_t swept_panels = 2;

/// The steps of weights and of biases, which may decay less.
struct layer_steps {
    const step_of& weights;
    const step_of& biases;
};

/// A wide layer: its weights, its input in the current row, the input in the next row, and whether the next row's sums
/// are wanted.
struct sweep {
    const fused_layer<real>& layer;
    const real* input;
    const real* next;
    bool sums_next;
};

/// Stores the new value of parameter `i` and returns it.
template <class Rule> CHAINRULE_INLINE vec step_at(const step_of& p, size_t i, vec gradient, Rule rule) {
    const vec weight = load(p.weight + i);
    const vec after = rule(p, i, weight, gradient);
    store(p.weight + i, after);
    return after;
}

template <size_t Panels, class Rule>
CHAINRULE_INLINE void sweep_panels(const sweep& s, size_t panel, const layer_steps& steps, Rule rule) {
    constexpr size_t vectors = Panels * panel_vectors;
    // A local copy: stores below cannot change it, so its constants stay in registers.
    const step_of p = steps.weights;
    const size_t inputs = s.layer.inputs;
    const real* input = s.input;
    const real* next = s.next;
    const size_t panel_stride = inputs * panel_width;
    vec slopes[vectors], sums[vectors];
    for (size_t v = 0; v < vectors; ++v) {
        const size_t column = panel * panel_width + v * width;
        slopes[v] = load(s.layer.d_sums + column);
        const size_t bias = s.layer.bias + column;
        // As in a sum over one row, a gradient of -0 becomes 0.
        sums[v] =
            s.layer.has_bias ? step_at(steps.biases, bias, add(constant(0), slopes[v]), rule) : load(p.weight + bias);
    }
    size_t offset = s.layer.weight + panel * panel_stride;
    for (size_t k = 0; k < inputs; ++k, offset += panel_width) {
        const vec value = broadcast(input[k]);
        const vec next_value = broadcast(next[k]);
        for (size_t v = 0; v < vectors; ++v) {
            const size_t at = offset + v / panel_vectors * panel_stride + v % panel_vectors * width;
            const vec weight = step_at(p, at, fma(value, slopes[v], constant(0)), rule);
            sums[v] = fma(next_value, weight, sums[v]);
        }
    }
    if (!s.sums_next) return;
    for (size_t v = 0; v < vectors; ++v) store(s.layer.sums + panel * panel_width + v * width, sums[v]);
}

template <class Rule> void sweep_layer(const sweep& s, const layer_steps& steps, Rule rule) {
    const size_t panels = panels_of_layer(s.layer.outputs);
    size_t panel = 0;
    for (; panel + swept_panels <= panels; panel += swept_panels) {
        sweep_panels<swept_panels>(s, panel, steps, rule);
    }
    for (; panel < panels; ++panel) sweep_panels<1>(s, panel, steps, rule);
}

/// Steps a narrow layer, whose weights are in panels of inputs. The padding has no gradient.
template <class Rule> void step_narrow_layer(const fused_network<real>& net, const fused_layer<real>& layer,
                                             const real* input, bool side_by_side, const layer_steps& steps,
                                             Rule rule) {
    const step_of p = steps.weights;
    const size_t outputs = layer.outputs, inputs = layer.inputs;
    const real* slopes = side_by_side ? net.d_output : layer.d_sums;
    const size_t stride = side_by_side ? net.across : 1;
    for (size_t k = 0; k < inputs; k += width) {
        const vec values = load(input + k);
        const size_t offset = layer.weight + narrow_offset(k, outputs);
        for (size_t o = 0; o < outputs; ++o) {
            const vec gradient = fma(values, broadcast(slopes[o * stride]), constant(0));
            const bool is_whole = k + width <= inputs;
            step_at(p, offset + o * panel_width, is_whole ? gradient : within(k, inputs, gradient, constant(0)), rule);
        }
    }
    if (!layer.has_bias) return;
    for (size_t v = 0; v < panel_width && v < outputs; v += width) {
        vec gradient = constant(0);
        for (size_t o = v; o < outputs && o < v + width; ++o) {
            const vec slope = add(constant(0), broadcast(slopes[o * stride]));
            gradient = at_column(v, static_cast<real>(o), slope, gradient);
        }
        step_at(steps.biases, layer.bias + v, gradient, rule);
    }
}

/// The optimizer's step with the gradients of the current row. `next`: the features of the next row, whose sums in the
/// first layer are computed too; or null.
template <class Rule>
void step_layers(const fused_network<real>& net, const real* features, const real* next, const layer_steps& steps) {
    constexpr Rule rule{};
    // The first layer last: its next sums may overwrite its outputs, which the second layer's step reads.
    for (size_t i = net.count; i-- > 0;) {
        const fused_layer<real>& layer = net.layers[i];
        const real* input = input_of(net, features, i).data;
        if (is_narrow_layer(layer)) {
            step_narrow_layer(net, layer, input, i + 1 == net.count, steps, rule);
        } else {
            const bool sums_next = i == 0 && next != nullptr;
            sweep_layer({layer, input, sums_next ? next : input, sums_next}, steps, rule);
        }
    }
}

/// Prefetches the row that is least_rows_ahead rows further on.
CHAINRULE_INLINE void fetch_single_row(const fused_steps<real>& all, size_t step, size_t columns) {
#if defined(__GNUC__)
    if (all.order == nullptr || step + least_rows_ahead >= all.rows + all.following) return;
    const size_t row = all.order[step + least_rows_ahead];
    const real* features = all.data.features + row * columns;
    for (size_t column = 0; column < columns; column += 64 / sizeof(real)) __builtin_prefetch(features + column);
    __builtin_prefetch(features + columns - 1);
    __builtin_prefetch(all.data.targets + row * all.data.target_columns);
#endif
}

CHAINRULE_INLINE void sum_single_row(const fused_network<real>& net, const fused_rows<real>& p, const real* features,
                                     size_t index) {
    const fused_layer<real>& layer = net.layers[index];
    if (!is_narrow_layer(layer)) return sum_layer(net, p, features, index);
    const bool side_by_side = index + 1 == net.count;
    multiply_narrow_row(
        {input_of(net, features, index).data, layer.inputs, p.parameters + layer.weight, p.parameters + layer.bias,
         side_by_side ? net.sums : layer.sums, side_by_side ? net.across : 1, side_by_side},
        layer.outputs);
}

/// The same as pass_rows, for a single row and without gradient sums. The first layer's sums may be computed already.
/// Returns the loss.
double pass_single_row(const fused_network<real>& net, const fused_rows<real>& p, const real* features,
                       bool first_sums_done) {
    for (size_t i = 0; i < net.count; ++i) {
        if (i > 0 || !first_sums_done) sum_single_row(net, p, features, i);
        activate_layer(net, p, i);
    }
    evaluate_rows(net, p);
    for (size_t i = net.count; i-- > 1;) backward_layer(net, p, i);
    return static_cast<double>(p.row_loss[0]);
}

/// A step with decay, if any step has it: decay is proportional to the learning rate, so it may round to 0 in the first
/// steps.
const step_of& most_decaying(const fused_steps<real>& all) {
    for (size_t step = 0; step < all.rows; ++step) {
        if (all.steps[step].step.keep != 1) return all.steps[step].step;
    }
    return all.steps[0].step;
}

/// The step_layers of an optimizer, looked up once for many rows: a look-up takes as long as a narrow layer's step.
auto step_layers_by(optimizer_kind kind, const step_of& like) {
    void (*found)(const fused_network<real>&, const real*, const real*, const layer_steps&) = nullptr;
    with_rule(kind, like, [&](auto rule) { found = step_layers<decltype(rule)>; });
    return found;
}

/// `p` has everything but the rows.
size_t train_single_rows(const fused_network<real>& net, const fused_steps<real>& all, fused_rows<real>& p) {
    const auto step_layers_of = step_layers_by(all.optimizer, most_decaying(all));
    const bool sweeps = !is_narrow_layer(net.layers[0]);
    p.count = 1;
    step_of spared{};
    for (size_t step = 0; step < all.rows; ++step) {
        fused_step<real>& now = all.steps[step];
        p.first = step;
        if (all.order != nullptr) p.order = all.order + step;
        p.scale = now.scale;
        p.draw = {all.draw.key, all.draw.step + step};
        const real* features = gather(net, p);
        fetch_single_row(all, step, net.layers[0].inputs);
        now.total.loss = pass_single_row(net, p, features, sweeps && step > 0);
        if (!(now.total.loss - now.total.loss == 0)) return step;
        const bool has_next = sweeps && step + 1 < all.rows;
        if (all.spares_biases) spared = without_decay(now.step);
        step_layers_of(net, features, has_next ? features_of(net, p, 1) : nullptr,
                       {now.step, all.spares_biases ? spared : now.step});
        if (now.step.settles) settle_moments(now.step, 0, all.parameter_numbers);
        transpose_layers(net, all.parameters);
    }
    return all.rows;
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
