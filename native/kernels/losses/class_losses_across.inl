// Cross entropy of many rows of few classes: as many rows as a vector has lanes go through class_losses.inl's formula
// side by side, with the same sums in the same order, so that no lane of exp and log is spent on padding.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

/// The sum of the first `count` (at most 16) vectors: in each lane the tree of sum_lanes, whose other lanes are zero.
template <size_t Most> CHAINRULE_INLINE vec sum_across(const vec (&values)[Most], size_t count) {
    vec sums[8];
    for (size_t j = 0; j < 8; ++j) {
        sums[j] = j < Most && j < count ? values[j] : constant(0);
        if (j + 8 < Most && j + 8 < count) sums[j] = add(sums[j], values[j + 8]);
    }
    for (size_t j = 0; j < 4; ++j) sums[j] = add(sums[j], sums[j + 4]);
    return add(add(sums[0], sums[2]), add(sums[1], sums[3]));
}

/// 1 in the lanes of rows whose class is c, else 0.
CHAINRULE_INLINE vec hits(size_t c, vec wanted) {
    const vec distance = magnitude(sub(broadcast(static_cast<real>(c)), wanted));
    return if_less(distance, constant(0.5), constant(1), constant(0));
}

/// Losses of the rows. Their scores become e^(z_j - largest), whose sum is `total`.
template <size_t Most>
CHAINRULE_INLINE vec cross_entropy_across(vec (&scores)[Most], size_t classes, vec wanted, vec* total) {
    vec largest = scores[0];
    vec score = scores[0];
    for (size_t c = 1; c < classes; ++c) {
        largest = larger(largest, scores[c]);
        score = if_less(constant(0.5), hits(c, wanted), scores[c], score);
    }
    for (size_t c = 0; c < classes; ++c) scores[c] = exponential(sub(scores[c], largest));
    *total = sum_across(scores, classes);
    return add(logarithm(*total), sub(largest, score));
}

/// The gradient with respect to class c's score, from its power and the sum of all powers.
CHAINRULE_INLINE vec slope_across(vec power, vec total, size_t c, vec wanted, vec scale) {
    return mul(sub(divide(power, total), hits(c, wanted)), scale);
}

/// Rows of at most `width` classes.
void categorical_cross_entropy_across(const loss_rows<real>& p) {
    vec columns[width];
    for (size_t first = 0; first < p.rows; first += width) {
        const size_t count = p.rows - first < width ? p.rows - first : width;
        alignas(64) real targets[panel_width], row_weights[panel_width], losses[panel_width];
        for (size_t r = 0; r < width; ++r) {
            const size_t row = first + (r < count ? r : count - 1);
            columns[r] = load(p.output + row * p.stride);
            targets[r] = p.target[row * p.target_stride];
            row_weights[r] = p.weight == nullptr ? real(1) : p.weight[row];
        }
        transpose_square(columns);
        const vec wanted = load(targets), weights = load(row_weights);
        vec total;
        store(losses, mul(cross_entropy_across(columns, p.outputs, wanted, &total), weights));
        for (size_t r = 0; r < count; ++r) p.row_loss[first + r] = losses[r];
        if (p.gradient == nullptr) continue;
        const vec scale = mul(broadcast(p.scale), weights);
        for (size_t c = 0; c < width; ++c) {
            columns[c] = c < p.outputs ? slope_across(columns[c], total, c, wanted, scale) : constant(0);
        }
        transpose_square(columns);
        for (size_t r = 0; r < count; ++r) {
            real* gradient = p.gradient + (first + r) * p.stride;
            store(gradient, columns[r]);
            for (size_t column = width; column < panel_width; column += width) store(gradient + column, constant(0));
        }
    }
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
