// Sums. Over rows: ascending, one chain per column. Over many values: 16 virtual lanes and one fixed tree.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

/// `Vectors` columns of vectors side by side, whose chains hide each other's latency.
template <size_t Vectors>
CHAINRULE_INLINE void sum_columns_of(const real* rows, size_t stride, size_t count, real* into, bool accumulate) {
    vec sums[Vectors];
    for (size_t v = 0; v < Vectors; ++v) sums[v] = accumulate ? load(into + v * width) : broadcast(0.0f);
    for (size_t row = 0; row < count; ++row) {
        for (size_t v = 0; v < Vectors; ++v) sums[v] = add(sums[v], load(rows + row * stride + v * width));
    }
    for (size_t v = 0; v < Vectors; ++v) store(into + v * width, sums[v]);
}

void sum_rows(const real* rows, size_t stride, size_t count, size_t panels, real* into, bool accumulate) {
    const size_t columns = panels * panel_width;
    size_t column = 0;
    for (; column + 4 * width <= columns; column += 4 * width) {
        sum_columns_of<4>(rows + column, stride, count, into + column, accumulate);
    }
    for (; column < columns; column += width) {
        sum_columns_of<1>(rows + column, stride, count, into + column, accumulate);
    }
}

void sum_products(const real* a, size_t a_stride, const real* b, size_t b_stride, size_t count, size_t panels,
                  real* into, bool accumulate) {
    for (size_t column = 0; column < panels * panel_width; column += width) {
        vec sum = accumulate ? load(into + column) : broadcast(0.0f);
        for (size_t row = 0; row < count; ++row) {
            sum = fma(load(a + row * a_stride + column), load(b + row * b_stride + column), sum);
        }
        store(into + column, sum);
    }
}

void sum_squared_deviations(const real* rows, size_t stride, size_t count, size_t panels, const real* mean,
                            real* into) {
    for (size_t column = 0; column < panels * panel_width; column += width) {
        const vec middle = load(mean + column);
        vec sum = broadcast(0.0f);
        for (size_t row = 0; row < count; ++row) {
            const vec deviation = sub(load(rows + row * stride + column), middle);
            sum = fma(deviation, deviation, sum);
        }
        store(into + column, sum);
    }
}

/// x * 0 is 0 for every finite x and NaN for the others; NaN survives every sum.
bool all_finite(const real* x, size_t count) {
    vec lanes[panel_width / width];
    for (size_t v = 0; v < panel_width / width; ++v) lanes[v] = broadcast(0.0f);
    for (size_t i = 0; i < count; i += panel_width) {
        for (size_t v = 0; v < panel_width / width; ++v) {
            lanes[v] = fma(load(x + i + v * width), broadcast(0.0f), lanes[v]);
        }
    }
    return sum_lanes(lanes) == 0.0f;
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
