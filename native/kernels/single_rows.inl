// Steps of single rows. A wide layer's gradients are the products of its inputs and its slopes, each what the sum over
// one row would be, and go into the step without being stored. The first layer's weights are read once for the step of
// one row and the sums of the next, which is most of what there is to do.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

constexpr size_t swept_panels = 2;

/// The steps of weights and of biases, which may decay less.
struct layer_steps {
    const step_of& weights;
    const step_of& biases;
};

/// A layer whose outputs take whole panels: its weights, its input now and, for the sums, the next row's (or null).
struct sweep {
    const fused_layer<real>& layer;
    const real* input;
    const real* next;
};

/// The new weight at `i` of all parameters, stored.
template <class Rule> CHAINRULE_INLINE vec step_at(const step_of& p, size_t i, vec gradient, Rule rule) {
    const vec weight = load(p.weight + i);
    const vec after = rule(p, i, weight, gradient);
    store(p.weight + i, after);
    return after;
}

template <size_t Panels, bool sums_next, class Rule>
void sweep_panels(const sweep& s, size_t panel, const layer_steps& steps, Rule rule) {
    constexpr size_t vectors = Panels * panel_vectors;
    // Copies of its own: whatever is stored below, they stay in registers.
    const step_of p = steps.weights;
    const fused_layer<real> layer = s.layer;
    const real* input = s.input;
    const real* next = s.next;
    const size_t panel_stride = layer.inputs * panel_width;
    vec slopes[vectors], sums[vectors];
    for (size_t v = 0; v < vectors; ++v) {
        const size_t column = panel * panel_width + v * width;
        slopes[v] = load(layer.d_sums + column);
        const size_t bias = layer.bias + column;
        // As a sum over one row: a slope of -0 becomes 0.
        sums[v] =
            layer.has_bias ? step_at(steps.biases, bias, add(constant(0), slopes[v]), rule) : load(p.weight + bias);
    }
    size_t place = layer.weight + panel * panel_stride;
    for (size_t k = 0; k < layer.inputs; ++k, place += panel_width) {
        const vec value = broadcast(input[k]);
        const vec next_value = sums_next ? broadcast(next[k]) : constant(0);
        for (size_t v = 0; v < vectors; ++v) {
            const size_t at = place + v / panel_vectors * panel_stride + v % panel_vectors * width;
            const vec weight = step_at(p, at, fma(value, slopes[v], constant(0)), rule);
            if constexpr (sums_next) sums[v] = fma(next_value, weight, sums[v]);
        }
    }
    if constexpr (sums_next) {
        for (size_t v = 0; v < vectors; ++v) store(layer.sums + panel * panel_width + v * width, sums[v]);
    }
}

template <bool sums_next> void sweep_layer(const sweep& s, optimizer_kind kind, const layer_steps& steps) {
    with_rule(kind, steps.weights, [&](auto rule) {
        const size_t panels = panels_of_layer(s.layer.outputs);
        size_t panel = 0;
        for (; panel + swept_panels <= panels; panel += swept_panels) {
            sweep_panels<swept_panels, sums_next>(s, panel, steps, rule);
        }
        for (; panel < panels; ++panel) sweep_panels<1, sums_next>(s, panel, steps, rule);
    });
}

/// A narrow layer's weights lie in panels of inputs; those of padding have no gradient.
void step_narrow_layer(const fused_network<real>& net, const fused_layer<real>& layer, const real* input,
                       bool side_by_side, optimizer_kind kind, const layer_steps& steps) {
    with_rule(kind, steps.weights, [&](auto rule) {
        const step_of p = steps.weights;
        const size_t outputs = layer.outputs, inputs = layer.inputs;
        const real* slopes = side_by_side ? net.d_output : layer.d_sums;
        const size_t stride = side_by_side ? net.across : 1;
        size_t place = layer.weight;
        for (size_t panel = 0; panel < inputs; panel += panel_width, place += outputs * panel_width) {
            for (size_t v = 0; v < panel_width; v += width) {
                const vec values = load(input + panel + v);
                for (size_t o = 0; o < outputs; ++o) {
                    const vec gradient = fma(values, broadcast(slopes[o * stride]), constant(0));
                    step_at(p, place + o * panel_width + v, within(panel + v, inputs, gradient, constant(0)), rule);
                }
            }
        }
        if (!layer.has_bias) return;
        alignas(64) real bias[panel_width] = {};
        for (size_t o = 0; o < outputs; ++o) bias[o] = real(0) + slopes[o * stride];
        for (size_t v = 0; v < panel_width; v += width) step_at(steps.biases, layer.bias + v, load(bias + v), rule);
    });
}

/// The step with the slopes of the row just passed. `next` are the features of the next row, whose sums in the first
/// layer are made too, or null.
void step_layers(const fused_network<real>& net, const real* features, const real* next, optimizer_kind kind,
                 const layer_steps& steps) {
    // The first layer last: its next sums may take the place of its outputs, which the second layer's step reads.
    for (size_t i = net.count; i-- > 0;) {
        const fused_layer<real>& layer = net.layers[i];
        const real* input = input_of(net, features, i).data;
        if (is_narrow_layer(layer)) {
            step_narrow_layer(net, layer, input, i + 1 == net.count, kind, steps);
        } else if (i == 0 && next != nullptr) {
            sweep_layer<true>({layer, input, next}, kind, steps);
        } else {
            sweep_layer<false>({layer, input, nullptr}, kind, steps);
        }
    }
}

/// `p` has everything but the rows.
size_t train_single_rows(const fused_network<real>& net, const fused_steps<real>& all, fused_rows<real>& p) {
    const bool sweeps = !is_narrow_layer(net.layers[0]);
    const auto no_sums = [](const real*, size_t) {};
    step_of spared{};
    for (size_t step = 0; step < all.rows; ++step) {
        set_rows(all, step, all.steps[step].scale, p);
        p.first_sums_done = sweeps && step > 0;
        if (!pass_batch(net, all, p, all.steps[step].total, no_sums)) return step;
        const bool has_next = sweeps && step + 1 < all.rows;
        const real* next = has_next ? features_of(net, p, 1) : nullptr;
        const step_of& of_weights = all.steps[step].step;
        if (all.spares_biases) spared = without_decay(of_weights);
        step_layers(net, features_of(net, p, 0), next, all.optimizer,
                    {of_weights, all.spares_biases ? spared : of_weights});
        transpose_layers(net, all.parameters);
    }
    return all.rows;
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
