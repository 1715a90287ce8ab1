// Losses of a narrow last layer, whose outputs are stored column by column: as many rows as a vector has lanes go
// through the formulas of element_losses.inl and class_losses_across.inl at once, with the same sums in the same order.
// So no lane is spent on padding.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

CHAINRULE_INLINE void store_losses(const fused_rows<real>& p, size_t row, vec losses) {
    if (p.count - row >= width) return store(p.row_loss + row, losses);
    alignas(64) real lanes[width];
    store(lanes, losses);
    for (size_t r = row; r < p.count; ++r) p.row_loss[r] = lanes[r - row];
}

/// Calls work(row, weights) for each vector of rows.
template <class Work>
CHAINRULE_INLINE void for_each_rows(const fused_network<real>& net, const fused_rows<real>& p, Work work) {
    for (size_t row = 0; row < p.count; row += width) {
        work(row, p.data.weights == nullptr ? constant(1) : load(net.weights + row));
    }
}

template <class Element>
CHAINRULE_INLINE void narrow_elements(const fused_network<real>& net, const fused_rows<real>& p, Element element) {
    const size_t outputs = net.layers[net.count - 1].outputs;
    const vec count = broadcast(static_cast<real>(outputs));
    for_each_rows(net, p, [&](size_t row, vec weights) {
        const vec scale = mul(broadcast(p.scale), weights);
        vec values[narrow_outputs] = {};
        for (size_t o = 0; o < outputs; ++o) {
            const size_t at = o * net.across + row;
            const element_loss found = element(load(net.output + at), load(net.targets + at));
            store(net.d_output + at, mul(found.slope, scale));
            values[o] = found.value;
        }
        store_losses(p, row, mul(divide(sum_across(values, outputs), count), weights));
    });
}

template <size_t Classes> void narrow_cross_entropy(const fused_network<real>& net, const fused_rows<real>& p) {
    for_each_rows(net, p, [&](size_t row, vec weights) {
        const vec wanted = load(net.targets + row);
        const vec scale = mul(broadcast(p.scale), weights);
        vec scores[Classes], total;
        for (size_t c = 0; c < Classes; ++c) scores[c] = load(net.output + c * net.across + row);
        const vec losses = cross_entropy_across(scores, Classes, wanted, &total);
        for (size_t c = 0; c < Classes; ++c) {
            store(net.d_output + c * net.across + row, slope_across(scores[c], total, c, wanted, scale));
        }
        store_losses(p, row, mul(losses, weights));
    });
}

/// The arguments of evaluate_loss for a last layer whose rows are padded.
CHAINRULE_INLINE loss_rows<real> rows_of_loss(const fused_network<real>& net, const fused_rows<real>& p) {
    const fused_layer<real>& last = net.layers[net.count - 1];
    loss_rows<real> rows{};
    rows.output = last.output;
    rows.gradient = last.d_sums;
    rows.stride = last.stride;
    rows.target = net.targets;
    rows.target_stride = takes_class_index(net.objective.kind) ? 1 : padded_columns(last.outputs);
    rows.rows = p.count;
    rows.outputs = last.outputs;
    rows.scale = p.scale;
    rows.weight = p.data.weights == nullptr ? nullptr : net.weights;
    rows.row_loss = p.row_loss;
    return rows;
}

/// Class losses that have no formula for rows side by side.
void narrow_class_rows(const fused_network<real>& net, const fused_rows<real>& p) {
    const fused_layer<real>& last = net.layers[net.count - 1];
    for (size_t r = 0; r < p.count; ++r) {
        for (size_t o = 0; o < last.outputs; ++o) last.output[r * last.stride + o] = net.output[o * net.across + r];
    }
    evaluate_loss(net.objective, rows_of_loss(net, p));
    for (size_t r = 0; r < p.count; ++r) {
        for (size_t o = 0; o < last.outputs; ++o) net.d_output[o * net.across + r] = last.d_sums[r * last.stride + o];
    }
}

/// Computes the gradients and the rows' losses from outputs stored column by column.
void narrow_losses(const fused_network<real>& net, const fused_rows<real>& p) {
    const loss_config& config = net.objective;
    const bool is_cross_entropy = config.kind == loss::categorical_cross_entropy && config.smoothing == 0;
    if (is_cross_entropy) {
        switch (net.layers[net.count - 1].outputs) {
            case 1: return narrow_cross_entropy<1>(net, p);
            case 2: return narrow_cross_entropy<2>(net, p);
            case 3: return narrow_cross_entropy<3>(net, p);
            default: return narrow_cross_entropy<4>(net, p);
        }
    }
    if (takes_class_index(config.kind)) return narrow_class_rows(net, p);
    with_element(config, [&](auto element) { narrow_elements(net, p, element); });
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
