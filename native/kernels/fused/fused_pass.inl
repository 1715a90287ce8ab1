// Forward pass, loss, backward pass and gradient sums of some rows of a small network, in one call of the kernels. In
// such a network the calls of plain_blocks, which does the same layer by layer, cost as much as the arithmetic. The
// operations and their order are the same. Rows should be few enough to stay in the L1 cache.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

/// Prefetches rows a few at a time, between the products: all at once would delay the products' own loads.
class row_fetcher {
public:
    CHAINRULE_INLINE row_fetcher(const fused_rows<real>& p, size_t columns, size_t calls)
        : features_(p.data.features),
          columns_(columns),
          next_(p.order + p.fetch_first),
          end_(next_ + p.fetch_count),
          rows_per_call_(p.fetch_count < calls ? 1 : (p.fetch_count + calls - 1) / calls) {}

    CHAINRULE_INLINE void fetch_some() {
#if defined(__GNUC__)
        constexpr size_t line = 64 / sizeof(real);
        for (size_t i = 0; i < rows_per_call_ && next_ != end_; ++i, ++next_) {
            const real* row = features_ + *next_ * columns_;
            for (size_t column = 0; column < columns_; column += line) __builtin_prefetch(row + column);
            __builtin_prefetch(row + columns_ - 1);
        }
#endif
    }

private:
    const real* features_;
    size_t columns_;
    const uint32_t* next_;
    const uint32_t* end_;
    size_t rows_per_call_;
};

CHAINRULE_INLINE bool is_narrow_layer(const fused_layer<real>& layer) { return layer.outputs <= narrow_outputs; }

/// Copies targets and row weights into the layout that the losses read; `row_at(r)` is the row's index in the data.
template <class RowAt>
CHAINRULE_INLINE void gather_targets(const fused_network<real>& net, const fused_rows<real>& p, RowAt row_at) {
    const fused_layer<real>& last = net.layers[net.count - 1];
    const size_t columns = p.data.target_columns;
    const bool side_by_side = is_narrow_layer(last) || takes_class_index(net.objective.kind);
    const size_t row_stride = side_by_side ? 1 : padded_columns(columns);
    const size_t column_stride = side_by_side ? net.across : 1;
    if (side_by_side && p.count == 1) {
        // Stores whole vectors, since whole vectors are loaded: a CPU stalls when it loads a vector that was stored in
        // parts.
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

/// The features of row `r` of `p`, in the data. For prefetching, `r` may be beyond the last row of `p`.
CHAINRULE_INLINE const real* features_of(const fused_network<real>& net, const fused_rows<real>& p, size_t r) {
    return p.data.features + (p.order == nullptr ? p.first + r : size_t{p.order[r]}) * net.layers[0].inputs;
}

/// Copies a row in whole vectors, and in groups of four where at most half of a vector is left: a vector that crosses
/// two cache lines is stored twice. Numbers copied beyond the row are overwritten by the next row.
CHAINRULE_INLINE void copy_row(const real* from, size_t columns, real* to) {
    constexpr size_t four = 4;
    size_t column = 0;
    for (; column + width / 2 < columns; column += width) store(to + column, load(from + column));
    if constexpr (width > four) {
        for (; column < columns; column += four) memcpy(to + column, from + column, four * sizeof(real));
    } else {
        for (; column < columns; column += width) store(to + column, load(from + column));
    }
}

/// Gathers the rows' features; copies nothing where there is no order. Returns the features.
CHAINRULE_INLINE const real* gather(const fused_network<real>& net, const fused_rows<real>& p) {
    const size_t columns = net.layers[0].inputs;
    if (p.order == nullptr) {
        gather_targets(net, p, [&](size_t r) { return p.first + r; });
        return features_of(net, p, 0);
    }
    gather_targets(net, p, [&](size_t r) { return size_t{p.order[r]}; });
    if (p.count == 1) return features_of(net, p, 0);
    real* to = net.features;
    for (size_t r = 0; r < p.count; ++r, to += columns) {
        copy_row(features_of(net, p, r), columns, to);
    }
    return net.features;
}

/// The input of a layer.
struct layer_input {
    const real* data;
    size_t stride;
};

CHAINRULE_INLINE layer_input input_of(const fused_network<real>& net, const real* features, size_t index) {
    if (index == 0) return {features, net.layers[0].inputs};
    return {net.layers[index - 1].output, net.layers[index - 1].stride};
}

CHAINRULE_INLINE size_t panels_of_layer(size_t columns) { return (columns + panel_width - 1) / panel_width; }

void sum_layer(const fused_network<real>& net, const fused_rows<real>& p, const real* features, size_t index) {
    const fused_layer<real>& layer = net.layers[index];
    const layer_input input = input_of(net, features, index);
    const bool across = is_narrow_layer(layer) && index + 1 == net.count;
    const product<real> sums = {.a = input.data,
                                .a_row = input.stride,
                                .a_k = 1,
                                .b = p.parameters + layer.weight,
                                .b_k = panel_width,
                                .b_panel = layer.inputs * panel_width,
                                .c = across ? net.sums : layer.sums,
                                .c_row = across ? 1 : layer.stride,
                                .c_panel = across                   ? net.across
                                           : is_narrow_layer(layer) ? 1
                                                                    : panel_width,
                                .rows = p.count,
                                .panels = panels_of_layer(layer.outputs),
                                .k = layer.inputs,
                                .start = p.parameters + layer.bias,
                                .accumulate = false,
                                .rows_outer = false};
    is_narrow_layer(layer) ? multiply_narrow(sums, layer.outputs) : multiply(sums);
}

CHAINRULE_INLINE row_shape shape_of(const fused_layer<real>& layer, const fused_rows<real>& p) {
    return {p.count, layer.stride, layer.stride};
}

/// The shape of a narrow last layer's buffers, column by column: whole vectors of rows.
CHAINRULE_INLINE row_shape shape_across(const fused_network<real>& net, const fused_rows<real>& p) {
    return {net.layers[net.count - 1].outputs, (p.count + width - 1) / width * width, net.across};
}

/// Dropout: from a layer's activations to its outputs.
void drop_outputs(const fused_rows<real>& p, const fused_layer<real>& layer) {
    draw_dropout(p.draw, layer.dropout, p.batch_row, 0, layer.factors, shape_of(layer, p));
    apply_dropout(layer.factors, layer.active, layer.output, shape_of(layer, p));
}

CHAINRULE_INLINE void activate_layer(const fused_network<real>& net, const fused_rows<real>& p, size_t index) {
    const fused_layer<real>& layer = net.layers[index];
    const bool across = is_narrow_layer(layer) && index + 1 == net.count;
    if (layer.act != activation::linear) {
        across ? activate(layer.act, net.sums, net.output, shape_across(net, p))
               : activate(layer.act, layer.sums, layer.active, shape_of(layer, p));
    }
    if (layer.factors != nullptr) drop_outputs(p, layer);
}

void forward_layer(const fused_network<real>& net, const fused_rows<real>& p, const real* features, size_t index) {
    sum_layer(net, p, features, index);
    activate_layer(net, p, index);
}

/// Data gradient of a narrow last layer: from its d_sums, column by column, to the gradient with respect to the outputs
/// of the layer below. ReLU's derivative is applied at once: most networks have it, and it is one operation.
template <size_t Outputs, bool relu> void backward_from(const fused_network<real>& net, const fused_rows<real>& p) {
    const fused_layer<real>& layer = net.layers[net.count - 1];
    const fused_layer<real>& below = net.layers[net.count - 2];
    for (size_t i = 0; i < layer.inputs; i += width) {
        const real* from = p.parameters + layer.weight + narrow_offset(i, Outputs);
        vec weight[Outputs];
        for (size_t o = 0; o < Outputs; ++o) weight[o] = load(from + o * panel_width);
        for (size_t r = 0; r < p.count; ++r) {
            vec sum = broadcast(0);
            for (size_t o = 0; o < Outputs; ++o) {
                sum = fma(broadcast(net.d_output[o * net.across + r]), weight[o], sum);
            }
            const size_t at = r * below.stride + i;
            if constexpr (relu) sum = mul(sum, formula<activation::relu>::slope(sum, load(below.active + at)));
            store(below.d_sums + at, sum);
        }
    }
}

template <bool relu> void backward_from_narrow(const fused_network<real>& net, const fused_rows<real>& p) {
    switch (net.layers[net.count - 1].outputs) {
        case 1: return backward_from<1, relu>(net, p);
        case 2: return backward_from<2, relu>(net, p);
        case 3: return backward_from<3, relu>(net, p);
        default: return backward_from<4, relu>(net, p);
    }
}

void multiply_by_transposed(const fused_network<real>& net, const fused_rows<real>& p, size_t index) {
    const fused_layer<real>& layer = net.layers[index];
    const fused_layer<real>& below = net.layers[index - 1];
    multiply({.a = layer.d_sums,
              .a_row = layer.stride,
              .a_k = 1,
              .b = is_narrow_layer(layer) ? p.parameters + layer.weight : layer.transposed,
              .b_k = panel_width,
              .b_panel = layer.outputs * panel_width,
              .c = below.d_sums,
              .c_row = below.stride,
              .c_panel = panel_width,
              .rows = p.count,
              .panels = panels_of_layer(layer.inputs),
              .k = layer.outputs,
              .start = nullptr,
              .accumulate = false,
              .rows_outer = false});
}

void backward_layer(const fused_network<real>& net, const fused_rows<real>& p, size_t index) {
    const fused_layer<real>& below = net.layers[index - 1];
    const bool across = is_narrow_layer(net.layers[index]) && index + 1 == net.count;
    if (across && below.act == activation::relu && below.factors == nullptr) return backward_from_narrow<true>(net, p);
    across ? backward_from_narrow<false>(net, p) : multiply_by_transposed(net, p, index);
    if (below.factors != nullptr) apply_dropout(below.factors, below.d_sums, below.d_sums, shape_of(below, p));
    activate_backward(below.act, below.sums, below.active, below.d_sums, shape_of(below, p));
}

/// Sums the bias gradients of a narrow last layer, and stores them as the vector that the optimizer's step will load.
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
    const bool narrow = is_narrow_layer(layer);
    const product<real> sums = {.a = input.data,
                                .a_row = 1,
                                .a_k = input.stride,
                                .b = across ? net.d_output : layer.d_sums,
                                .b_k = across ? 1 : layer.stride,
                                .b_panel = across   ? net.across
                                           : narrow ? 1
                                                    : panel_width,
                                .c = p.gradients + layer.weight,
                                .c_row = panel_width,
                                .c_panel = layer.inputs * panel_width,
                                .rows = layer.inputs,
                                .panels = panels_of_layer(layer.outputs),
                                .k = p.count,
                                .start = nullptr,
                                .accumulate = p.accumulate,
                                .rows_outer = true};
    narrow ? sum_narrow(sums, layer.outputs) : multiply(sums);
    if (!layer.has_bias) return;
    real* bias = p.gradients + layer.bias;
    if (across) return sum_narrow_bias(net, p, layer.outputs, bias);
    sum_rows(layer.d_sums, layer.stride, p.count, sums.panels, bias, p.accumulate);
}

/// The rows' losses, and their gradients with respect to the last layer's sums.
CHAINRULE_INLINE void evaluate_rows(const fused_network<real>& net, const fused_rows<real>& p) {
    const fused_layer<real>& last = net.layers[net.count - 1];
    const bool across = is_narrow_layer(last);
    across ? narrow_losses(net, p) : evaluate_loss(net.objective, rows_of_loss(net, p));
    if (last.act == activation::linear) return;
    across ? activate_backward(last.act, net.sums, net.output, net.d_output, shape_across(net, p))
           : activate_backward(last.act, last.sums, last.active, last.d_sums, shape_of(last, p));
}

/// Forward pass, the rows' losses, and the backward pass, which calls work(layer) once that layer's d_sums are known.
template <class Work> CHAINRULE_INLINE void pass_rows(const fused_network<real>& net, const fused_rows<real>& p,
                                                      const real* features, Work work) {
    row_fetcher fetcher(p, net.layers[0].inputs, 2 * net.count);
    for (size_t i = 0; i < net.count; ++i) {
        fetcher.fetch_some();
        forward_layer(net, p, features, i);
    }
    evaluate_rows(net, p);
    for (size_t i = net.count; i-- > 0;) {
        fetcher.fetch_some();
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
