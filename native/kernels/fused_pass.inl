// Forward, loss, backward and the gradients' sums of some rows of a small network, without leaving the kernels: for
// such a network the calls of row_pass and batch_pass, which do the same step by step, cost as much as the arithmetic.
// What is computed, and in which order, is the same. Rows should be few enough to stay in the L1 cache.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

/// Asks for one of `parts` portions of the rows to fetch: a burst of all would hold the loads of the products up.
void fetch_rows(const fused_rows<real>& p, size_t columns, size_t part, size_t parts) {
#if defined(__GNUC__)
    constexpr size_t line = 64 / sizeof(real);
    const size_t end = p.fetch_count * (part + 1) / parts;
    for (size_t i = p.fetch_count * part / parts; i < end; ++i) {
        const real* row = p.data.features + p.order[p.fetch_first + i] * columns;
        for (size_t column = 0; column < columns; column += line) __builtin_prefetch(row + column);
        __builtin_prefetch(row + columns - 1);
    }
#else
    (void)p, (void)columns, (void)part, (void)parts;
#endif
}

CHAINRULE_INLINE bool is_narrow_layer(const fused_layer<real>& layer) { return layer.outputs <= narrow_outputs; }

/// Targets and weights to where the losses want them; `row_at(r)` is the row's number in the data.
template <class RowAt>
CHAINRULE_INLINE void gather_targets(const fused_network<real>& net, const fused_rows<real>& p, RowAt row_at) {
    const fused_layer<real>& last = net.layers[net.count - 1];
    const size_t columns = p.data.target_columns;
    const bool side_by_side = is_narrow_layer(last) || takes_class_index(net.objective.kind);
    const size_t row_stride = side_by_side ? 1 : padded_columns(columns);
    const size_t column_stride = side_by_side ? net.across : 1;
    if (side_by_side && p.count == 1) {
        // Stored as they will be loaded.
        const size_t row = row_at(0);
        for (size_t c = 0; c < columns; ++c) {
            store(net.targets + c * net.across, broadcast(p.data.targets[row * columns + c]));
        }
        if (p.data.weights != nullptr) store(net.weights, broadcast(p.data.weights[row]));
        return;
    }
    for (size_t c = 0; c < columns; ++c) {
        real* to = net.targets + c * column_stride;
        for (size_t r = 0; r < p.count; ++r) to[r * row_stride] = p.data.targets[row_at(r) * columns + c];
    }
    if (p.data.weights == nullptr) return;
    for (size_t r = 0; r < p.count; ++r) net.weights[r] = p.data.weights[row_at(r)];
}

/// Brings the rows together; what lies in order already is not copied. Returns the features.
CHAINRULE_INLINE const real* gather(const fused_network<real>& net, const fused_rows<real>& p) {
    const size_t columns = net.layers[0].inputs;
    if (p.order == nullptr) {
        gather_targets(net, p, [&](size_t r) { return p.first + r; });
        return p.data.features + p.first * columns;
    }
    gather_targets(net, p, [&](size_t r) { return size_t{p.order[r]}; });
    if (p.count == 1) return p.data.features + p.order[0] * columns;
    real* to = net.features;
    for (size_t r = 0; r < p.count; ++r, to += columns) {
        // Whole vectors: what is too much of one row is overwritten by the next.
        const real* row = p.data.features + p.order[r] * columns;
        for (size_t column = 0; column < columns; column += width) store(to + column, load(row + column));
    }
    return net.features;
}

/// What a layer is computed from.
struct layer_input {
    const real* data;
    size_t stride;
};

CHAINRULE_INLINE layer_input input_of(const fused_network<real>& net, const real* features, size_t index) {
    if (index == 0) return {features, net.layers[0].inputs};
    return {net.layers[index - 1].output, net.layers[index - 1].stride};
}

CHAINRULE_INLINE size_t panels_of_layer(size_t columns) { return (columns + panel_width - 1) / panel_width; }

void forward_layer(const fused_network<real>& net, const fused_rows<real>& p, const real* features, size_t index) {
    const fused_layer<real>& layer = net.layers[index];
    const layer_input input = input_of(net, features, index);
    product<real> sums{};
    sums.a = input.data;
    sums.a_row = input.stride;
    sums.a_k = 1;
    sums.b = p.parameters + layer.weight;
    sums.b_k = panel_width;
    sums.b_panel = layer.inputs * panel_width;
    sums.rows = p.count;
    sums.panels = panels_of_layer(layer.outputs);
    sums.k = layer.inputs;
    sums.start = p.parameters + layer.bias;
    if (is_narrow_layer(layer) && index + 1 == net.count) {
        sums.c = net.output;
        sums.c_row = 1;
        sums.c_panel = net.across;
        return multiply_narrow(sums, layer.outputs);
    }
    sums.c = layer.sums;
    sums.c_row = layer.stride;
    if (is_narrow_layer(layer)) {
        sums.c_panel = 1;
        multiply_narrow(sums, layer.outputs);
    } else {
        sums.c_panel = panel_width;
        multiply(sums);
    }
    activate(layer.act, layer.sums, layer.output, p.count * layer.stride);
}

/// From the slopes of a narrow last layer, side by side, to those of the layer below, each times its activation's
/// slope.
template <size_t Outputs, class Slope>
CHAINRULE_INLINE void backward_from(const fused_network<real>& net, const fused_rows<real>& p, Slope slope) {
    const fused_layer<real>& layer = net.layers[net.count - 1];
    const fused_layer<real>& below = net.layers[net.count - 2];
    for (size_t i = 0; i < layer.inputs; i += width) {
        const real* from = p.parameters + layer.weight + narrow_place(i, Outputs);
        vec weight[Outputs];
        for (size_t o = 0; o < Outputs; ++o) weight[o] = load(from + o * panel_width);
        for (size_t r = 0; r < p.count; ++r) {
            vec sum = broadcast(0);
            for (size_t o = 0; o < Outputs; ++o) {
                sum = fma(broadcast(net.d_output[o * net.across + r]), weight[o], sum);
            }
            const size_t at = r * below.stride + i;
            store(below.d_sums + at, slope(sum, at));
        }
    }
}

template <class Slope>
CHAINRULE_INLINE void backward_from_narrow(const fused_network<real>& net, const fused_rows<real>& p, Slope slope) {
    switch (net.layers[net.count - 1].outputs) {
        case 1: return backward_from<1>(net, p, slope);
        case 2: return backward_from<2>(net, p, slope);
        case 3: return backward_from<3>(net, p, slope);
        default: return backward_from<4>(net, p, slope);
    }
}

void backward_layer(const fused_network<real>& net, const fused_rows<real>& p, size_t index) {
    const fused_layer<real>& layer = net.layers[index];
    const fused_layer<real>& below = net.layers[index - 1];
    const real* argument = needs_argument(below.act) ? below.sums : below.output;
    if (is_narrow_layer(layer) && index + 1 == net.count) {
        if (below.act == activation::linear) return backward_from_narrow(net, p, [](vec sum, size_t) { return sum; });
        return with_formula(below.act, [&](auto f) {
            backward_from_narrow(net, p, [&](vec sum, size_t at) {
                return mul(sum, f.slope(load(argument + at), load(below.output + at)));
            });
        });
    }
    product<real> sums{};
    sums.a = layer.d_sums;
    sums.a_row = layer.stride;
    sums.a_k = 1;
    sums.b = is_narrow_layer(layer) ? p.parameters + layer.weight : layer.transposed;
    sums.b_k = panel_width;
    sums.b_panel = layer.outputs * panel_width;
    sums.c = below.d_sums;
    sums.c_row = below.stride;
    sums.c_panel = panel_width;
    sums.rows = p.count;
    sums.panels = panels_of_layer(layer.inputs);
    sums.k = layer.outputs;
    multiply(sums);
    activate_backward(below.act, argument, below.output, below.d_sums, p.count * below.stride);
}

/// Stored as the vectors that the step will load.
void sum_narrow_bias(const fused_network<real>& net, const fused_rows<real>& p, size_t outputs, real* into) {
    vec bias = constant(0);
    for (size_t o = 0; o < outputs; ++o) {
        real sum = p.accumulate ? into[o] : real(0);
        for (size_t r = 0; r < p.count; ++r) sum = sum + net.d_output[o * net.across + r];
        if (width < narrow_outputs) {
            into[o] = sum;
        } else {
            bias = at_column(0, static_cast<real>(o), broadcast(sum), bias);
        }
    }
    if (width >= narrow_outputs) store(into, bias);
}

void sum_gradients(const fused_network<real>& net, const fused_rows<real>& p, const real* features, size_t index) {
    const fused_layer<real>& layer = net.layers[index];
    const layer_input input = input_of(net, features, index);
    const bool across = is_narrow_layer(layer) && index + 1 == net.count;
    product<real> sums{};
    sums.a = input.data;
    sums.a_row = 1;
    sums.a_k = input.stride;
    sums.b = across ? net.d_output : layer.d_sums;
    sums.b_k = across ? 1 : layer.stride;
    sums.b_panel = across ? net.across : panel_width;
    sums.c = p.gradients + layer.weight;
    sums.c_row = panel_width;
    sums.c_panel = layer.inputs * panel_width;
    sums.rows = layer.inputs;
    sums.panels = panels_of_layer(layer.outputs);
    sums.k = p.count;
    sums.accumulate = p.accumulate;
    sums.rows_outer = true;
    if (is_narrow_layer(layer)) {
        if (!across) sums.b_panel = 1;
        sum_narrow(sums, layer.outputs);
    } else {
        multiply(sums);
    }
    if (!layer.has_bias) return;
    real* bias = p.gradients + layer.bias;
    if (across) return sum_narrow_bias(net, p, layer.outputs, bias);
    sum_rows(layer.d_sums, layer.stride, p.count, sums.panels, bias, p.accumulate);
}

/// Forward, the rows' losses, and from the last layer down to the first: slopes, then work(layer).
template <class Work> CHAINRULE_INLINE void pass_rows(const fused_network<real>& net, const fused_rows<real>& p,
                                                      const real* features, Work work) {
    const size_t parts = 2 * net.count;
    for (size_t i = 0; i < net.count; ++i) {
        fetch_rows(p, net.layers[0].inputs, i, parts);
        forward_layer(net, p, features, i);
    }
    if (is_narrow_layer(net.layers[net.count - 1])) {
        narrow_losses(net, p);
    } else {
        evaluate_loss(net.objective, rows_of_loss(net, p));
    }
    for (size_t i = net.count; i-- > 0;) {
        fetch_rows(p, net.layers[0].inputs, parts - 1 - i, parts);
        if (i > 0) backward_layer(net, p, i);
        work(i);
    }
}

void pass_fused(const fused_network<real>& net, const fused_rows<real>& p) {
    const real* features = gather(net, p);
    pass_rows(net, p, features, [&](size_t layer) { sum_gradients(net, p, features, layer); });
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
