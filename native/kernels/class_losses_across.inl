// Cross entropy of many rows of few classes: as many rows as a vector has lanes go through class_losses.inl's formula
// side by side, with the same sums in the same order, so that no lane of exp and log is spent on padding.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

/// The sum of `classes` (at most `width`) vectors, none of them negative: in each lane the tree of sum_lanes.
CHAINRULE_INLINE vec sum_across(const vec* values, size_t classes) {
    vec sums[8];
    for (size_t j = 0; j < 8; ++j) {
        sums[j] = j < width && j < classes ? values[j] : constant(0);
        if (j + 8 < width && j + 8 < classes) sums[j] = add(sums[j], values[j + 8]);
    }
    for (size_t j = 0; j < 4; ++j) sums[j] = add(sums[j], sums[j + 4]);
    return add(add(sums[0], sums[2]), add(sums[1], sums[3]));
}

/// Per row: its class, the score of that class, and by what its loss counts.
struct across_lanes {
    alignas(64) real wanted[panel_width], score[panel_width], weight[panel_width], loss[panel_width];
};

/// Rows [first, first + count), count at most `width`. Leaves e^(z_j - largest) and the sum of them.
CHAINRULE_INLINE vec losses_across(const loss_rows<real>& p, size_t first, size_t count, across_lanes& lanes,
                                   vec* powers) {
    for (size_t r = 0; r < width; ++r) {
        const size_t row = first + (r < count ? r : count - 1);
        powers[r] = load(p.output + row * p.stride);
        lanes.wanted[r] = p.target[row * p.target_stride];
        lanes.score[r] = p.output[row * p.stride + static_cast<size_t>(lanes.wanted[r])];
        lanes.weight[r] = p.weight == nullptr ? real(1) : p.weight[row];
    }
    transpose_square(powers);
    vec largest = powers[0];
    for (size_t c = 1; c < p.outputs; ++c) largest = larger(largest, powers[c]);
    for (size_t c = 0; c < p.outputs; ++c) powers[c] = exponential(sub(powers[c], largest));
    const vec total = sum_across(powers, p.outputs);
    const vec below = sub(largest, load(lanes.score));
    store(lanes.loss, mul(add(logarithm(total), below), load(lanes.weight)));
    for (size_t r = 0; r < count; ++r) p.row_loss[first + r] = lanes.loss[r];
    return total;
}

void categorical_cross_entropy_across(const loss_rows<real>& p) {
    across_lanes lanes;
    vec slopes[width];
    for (size_t first = 0; first < p.rows; first += width) {
        const size_t count = p.rows - first < width ? p.rows - first : width;
        const vec total = losses_across(p, first, count, lanes, slopes);
        if (p.gradient == nullptr) continue;
        const vec scale = mul(broadcast(p.scale), load(lanes.weight));
        for (size_t c = 0; c < width; ++c) {
            if (c >= p.outputs) {
                slopes[c] = constant(0);
                continue;
            }
            const vec distance = sub(broadcast(static_cast<real>(c)), load(lanes.wanted));
            const vec hit = if_less(magnitude(distance), constant(0.5), constant(1), constant(0));
            slopes[c] = mul(sub(divide(slopes[c], total), hit), scale);
        }
        transpose_square(slopes);
        for (size_t r = 0; r < count; ++r) {
            real* gradient = p.gradient + (first + r) * p.stride;
            store(gradient, slopes[r]);
            for (size_t column = width; column < panel_width; column += width) store(gradient + column, constant(0));
        }
    }
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
