// Losses of rows and their gradients with respect to the outputs, from logits: neither a sigmoid nor a softmax is ever
// rounded to 0 or 1 before its logarithm is taken, so logits of +-1000 are as exact as any. Nothing here sums over
// rows.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

constexpr size_t panel_vectors = panel_width / width;
constexpr real largest_finite = sizeof(real) == 8 ? real(1.7976931348623157e308) : real(3.402823466e38f);

/// x in the first `outputs` columns and `other` in the padding; `column` is that of the vector's first lane.
CHAINRULE_INLINE vec within(size_t column, size_t outputs, vec x, vec other) {
    alignas(64) static constexpr real lane_numbers[panel_width] = {0, 1, 2,  3,  4,  5,  6,  7,
                                                                   8, 9, 10, 11, 12, 13, 14, 15};
    if (column + width <= outputs) return x;
    const real left = column < outputs ? static_cast<real>(outputs - column) : 0.0f;
    return if_less(load(lane_numbers), broadcast(left), x, other);
}

/// Calls element(output, target, &value, &slope) for each vector of each row; losses are means over the outputs.
template <class Element> CHAINRULE_INLINE void for_each_element(const loss_rows<real>& p, Element element) {
    const vec zero = broadcast(0.0f);
    const real outputs = static_cast<real>(p.outputs);
    for (size_t row = 0; row < p.rows; ++row) {
        const real* output = p.output + row * p.stride;
        const real* target = p.target + row * p.target_stride;
        const real weight = p.weight == nullptr ? real(1) : p.weight[row];
        const vec scale = broadcast(p.scale * weight);
        vec sums[panel_vectors];
        for (size_t v = 0; v < panel_vectors; ++v) sums[v] = zero;
        for (size_t panel = 0; panel < p.outputs; panel += panel_width) {
            for (size_t v = 0; v < panel_vectors; ++v) {
                const size_t column = panel + v * width;
                vec value, slope;
                element(load(output + column), load(target + column), &value, &slope);
                sums[v] = add(sums[v], within(column, p.outputs, value, zero));
                if (p.gradient == nullptr) continue;
                store(p.gradient + row * p.stride + column, within(column, p.outputs, mul(slope, scale), zero));
            }
        }
        p.row_loss[row] = sum_lanes(sums) / outputs * weight;
    }
}

CHAINRULE_INLINE void squared_error(vec output, vec target, vec* value, vec* slope) {
    const vec difference = sub(output, target);
    *value = mul(difference, difference);
    *slope = add(difference, difference);
}

/// max(z, 0) - z y + log(1 + e^-|z|); its slope is sigmoid(z) - y.
CHAINRULE_INLINE void binary_cross_entropy(vec output, vec target, vec* value, vec* slope) {
    const vec zero = broadcast(0.0f);
    const vec one = broadcast(1.0f);
    const vec tail = exponential(sub(zero, magnitude(output)));
    const vec linear = fma(sub(zero, output), target, larger(zero, output));
    *value = add(linear, log_one_plus(tail));
    const vec above = divide(one, add(one, tail));
    *slope = sub(if_less(output, zero, mul(tail, above), above), target);
}

CHAINRULE_INLINE real largest_output(const real* output, size_t outputs) {
    const vec lowest = broadcast(-largest_finite);
    vec lanes[panel_vectors];
    for (size_t v = 0; v < panel_vectors; ++v) lanes[v] = lowest;
    for (size_t panel = 0; panel < outputs; panel += panel_width) {
        for (size_t v = 0; v < panel_vectors; ++v) {
            const size_t column = panel + v * width;
            lanes[v] = larger(lanes[v], within(column, outputs, load(output + column), lowest));
        }
    }
    return max_lanes(lanes);
}

/// softmax(z) - one-hot, times scale: (e / total - [column = wanted]) scale, where `row` holds e.
CHAINRULE_INLINE void softmax_slope(real* row, size_t outputs, real total, real wanted, real scale) {
    alignas(64) static constexpr real lane_numbers[panel_width] = {0, 1, 2,  3,  4,  5,  6,  7,
                                                                   8, 9, 10, 11, 12, 13, 14, 15};
    const vec zero = broadcast(0.0f);
    for (size_t column = 0; column < (outputs + panel_width - 1) / panel_width * panel_width; column += width) {
        const vec distance = sub(add(load(lane_numbers), broadcast(static_cast<real>(column))), broadcast(wanted));
        const vec one_hot = if_less(magnitude(distance), broadcast(0.5f), broadcast(1.0f), zero);
        const vec slope = sub(divide(load(row + column), broadcast(total)), one_hot);
        store(row + column, within(column, outputs, mul(slope, broadcast(scale)), zero));
    }
}

void categorical_cross_entropy(const loss_rows<real>& p) {
    const vec zero = broadcast(0.0f);
    for (size_t row = 0; row < p.rows; ++row) {
        const real* output = p.output + row * p.stride;
        real* gradient = p.gradient == nullptr ? nullptr : p.gradient + row * p.stride;
        const real wanted = p.target[row * p.target_stride];
        const real weight = p.weight == nullptr ? real(1) : p.weight[row];
        const real largest = largest_output(output, p.outputs);
        vec sums[panel_vectors];
        for (size_t v = 0; v < panel_vectors; ++v) sums[v] = zero;
        for (size_t panel = 0; panel < p.outputs; panel += panel_width) {
            for (size_t v = 0; v < panel_vectors; ++v) {
                const size_t column = panel + v * width;
                const vec power = exponential(sub(load(output + column), broadcast(largest)));
                const vec kept = within(column, p.outputs, power, zero);
                sums[v] = add(sums[v], kept);
                if (gradient != nullptr) store(gradient + column, kept);
            }
        }
        const real total = sum_lanes(sums);
        alignas(64) real logs[panel_width];
        store(logs, logarithm(broadcast(total)));
        p.row_loss[row] = (logs[0] + (largest - output[static_cast<size_t>(wanted)])) * weight;
        if (gradient != nullptr) softmax_slope(gradient, p.outputs, total, wanted, p.scale * weight);
    }
}

void evaluate_loss(const loss_config& config, const loss_rows<real>& p) {
    switch (config.kind) {
        case loss::mean_squared_error: return for_each_element(p, squared_error);
        case loss::binary_cross_entropy: return for_each_element(p, binary_cross_entropy);
        case loss::categorical_cross_entropy: return categorical_cross_entropy(p);
    }
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
