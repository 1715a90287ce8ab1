// Losses of one row of C scores z, one per class; y is the true class. Each is given with its gradient d loss / d z_j.
// Computed from logits: p = softmax(z) is never rounded to 0 or 1 before its logarithm is taken, so logits of +-1000
// are as exact as any. Definitions are PyTorch's where it has the loss.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

/// One row: its scores, where its gradient is written (or null), and the factors of loss and gradient.
struct class_row {
    const real* score;
    real* gradient;
    size_t classes;
    real wanted;
    real wanted_score;
    real slope_scale;

    /// Stores the gradient, slope(column) times the scale, and 0 in the padding.
    template <class Slope> CHAINRULE_INLINE void store_slopes(Slope slope) const {
        if (gradient == nullptr) return;
        for_each_column(classes, [&](size_t column, size_t) {
            const vec scaled = mul(slope(column), broadcast(slope_scale));
            store(gradient + column, within(column, classes, scaled, constant(0)));
        });
    }

    /// e^(z_j - largest), stored in the gradient's buffer until the gradients are computed.
    CHAINRULE_INLINE vec power(size_t column, real largest) const {
        const vec value = exponential(sub(load(score + column), broadcast(largest)));
        if (gradient != nullptr) store(gradient + column, value);
        return value;
    }
};

/// -log(p_y) = log(sum e^z_j) - z_y; p_j - [j = y]. With smoothing s, 1 and 0 become 1 - s + s / C and s / C.
CHAINRULE_INLINE real categorical_cross_entropy(const class_row& row, real smoothing) {
    const real largest = largest_output(row.score, row.classes);
    const real total = sum_columns(row.classes, [&](size_t column) { return row.power(column, largest); });
    real below = largest - row.wanted_score;
    const real share = smoothing / static_cast<real>(row.classes);
    if (smoothing != real(0)) {
        const real all_below =
            sum_columns(row.classes, [&](size_t column) { return sub(broadcast(largest), load(row.score + column)); });
        below = (real(1) - smoothing) * below + share * all_below;
    }
    const vec hit = broadcast(real(1) - smoothing + share);
    row.store_slopes([&](size_t column) {
        const vec probability = divide(load(row.gradient + column), broadcast(total));
        return sub(probability, at_column(column, row.wanted, hit, broadcast(share)));
    });
    return first_lane(logarithm(broadcast(total))) + below;
}

/// (1 - p_y)^g c with c = -log(p_y) (Lin et al. 2017); (p_j - [j = y]) (1 - p_y)^g (1 + g p_y c / (1 - p_y)). 1 - p_y
/// is computed from the sum of the other classes' powers, and so is log(p_y) where y has the largest score, so that
/// neither loses digits.
CHAINRULE_INLINE real categorical_focal(const class_row& row, real focusing) {
    const real largest = largest_output(row.score, row.classes);
    const vec others = broadcast(sum_columns(row.classes, [&](size_t column) {
        return at_column(column, row.wanted, constant(0), row.power(column, largest));
    }));
    const vec below = broadcast(largest - row.wanted_score);
    const vec own = exponential(negated(below));
    const vec total = add(own, others);
    const vec leading = log_one_plus(smaller(constant(1), others));
    const vec cross_entropy = if_less(constant(0), below, add(below, logarithm(total)),
                                      if_less(constant(1), others, logarithm(total), leading));
    // Keeps the logarithm finite where the others' sum is 0.
    const vec complement = larger(broadcast(least_normal), divide(others, total));
    const vec factor = exponential(mul(broadcast(focusing), logarithm(complement)));
    const vec probability = divide(own, total);
    const vec focusing_term = divide(mul(mul(broadcast(focusing), probability), cross_entropy), complement);
    const vec pull = mul(factor, add(constant(1), focusing_term));
    row.store_slopes([&](size_t column) {
        const vec miss = divide(load(row.gradient + column), total);
        return mul(at_column(column, row.wanted, negated(divide(others, total)), miss), pull);
    });
    return first_lane(mul(factor, cross_entropy));
}

/// sum over j != y of max(0, 1 - z_y + z_j), divided by C (Crammer and Singer 2001 with the sum of Weston and Watkins
/// 1999); 1 / C for every j inside the margin, and for y minus their sum.
CHAINRULE_INLINE real categorical_hinge(const class_row& row) {
    const vec zero = constant(0);
    const auto margin = [&](size_t column) {
        const vec behind = sub(load(row.score + column), broadcast(row.wanted_score));
        return at_column(column, row.wanted, constant(0), add(behind, constant(1)));
    };
    const auto inside = [&](size_t column) { return if_less(zero, margin(column), constant(1), zero); };
    const vec classes = broadcast(static_cast<real>(row.classes));
    const vec count = broadcast(row.gradient == nullptr ? real(0) : sum_columns(row.classes, inside));
    row.store_slopes(
        [&](size_t column) { return divide(at_column(column, row.wanted, negated(count), inside(column)), classes); });
    const real sum = sum_columns(row.classes, [&](size_t column) { return larger(zero, margin(column)); });
    return sum / static_cast<real>(row.classes);
}

/// Computes rows with any of the losses above, whose targets are class indices.
template <class Loss> CHAINRULE_INLINE void for_each_class_row(const loss_rows<real>& p, Loss loss_of) {
    for (size_t i = 0; i < p.rows; ++i) {
        const real weight = p.weight == nullptr ? real(1) : p.weight[i];
        class_row row{};
        row.score = p.output + i * p.stride;
        row.gradient = p.gradient == nullptr ? nullptr : p.gradient + i * p.stride;
        row.classes = p.outputs;
        row.wanted = p.target[i * p.target_stride];
        row.wanted_score = row.score[static_cast<size_t>(row.wanted)];
        row.slope_scale = p.scale * weight;
        p.row_loss[i] = loss_of(row) * weight;
    }
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
