// The columns of one row, a vector at a time: which of them are padding, and which one is meant by an index.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

constexpr size_t panel_vectors = panel_width / width;
alignas(64) constexpr real lane_numbers[panel_width] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

CHAINRULE_INLINE size_t padded_columns(size_t columns) {
    return (columns + panel_width - 1) / panel_width * panel_width;
}

/// x in the first `outputs` columns and `other` in the padding; `column` is that of the vector's first lane.
CHAINRULE_INLINE vec within(size_t column, size_t outputs, vec x, vec other) {
    if (column + width <= outputs) return x;
    const real left = column < outputs ? static_cast<real>(outputs - column) : real(0);
    return if_less(load(lane_numbers), broadcast(left), x, other);
}

/// x in column `wanted` and `other` in the rest.
CHAINRULE_INLINE vec at_column(size_t column, real wanted, vec x, vec other) {
    const vec distance = sub(add(load(lane_numbers), broadcast(static_cast<real>(column))), broadcast(wanted));
    return if_less(magnitude(distance), constant(0.5), x, other);
}

/// Calls work(column, v) for every vector of a row; v is its index in a panel.
template <class Work> CHAINRULE_INLINE void for_each_column(size_t outputs, Work work) {
    for (size_t panel = 0; panel < outputs; panel += panel_width) {
        for (size_t v = 0; v < panel_vectors; ++v) work(panel + v * width, v);
    }
}

/// The sum over a row's columns of what term(column) gives, in 16 virtual lanes.
template <class Term> CHAINRULE_INLINE real sum_columns(size_t outputs, Term term) {
    vec sums[panel_vectors];
    for (size_t v = 0; v < panel_vectors; ++v) sums[v] = constant(0);
    for_each_column(outputs, [&](size_t column, size_t v) {
        sums[v] = add(sums[v], within(column, outputs, term(column), constant(0)));
    });
    return sum_lanes(sums);
}

CHAINRULE_INLINE real largest_output(const real* output, size_t outputs) {
    const vec lowest = broadcast(-infinity);
    vec lanes[panel_vectors];
    for (size_t v = 0; v < panel_vectors; ++v) lanes[v] = lowest;
    for_each_column(outputs, [&](size_t column, size_t v) {
        lanes[v] = larger(lanes[v], within(column, outputs, load(output + column), lowest));
    });
    return max_lanes(lanes);
}

CHAINRULE_INLINE real first_lane(vec x) {
    alignas(64) real lanes[panel_width];
    store(lanes, x);
    return lanes[0];
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
