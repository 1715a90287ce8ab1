// Products of a layer with few outputs, whose panel would be mostly padding. Each number is the sum of the same terms
// in the same order as in gemm_tile.inl. Only the lanes of a vector differ: they are rows in the forward product and
// inputs in the weight gradient.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

/// Offset of the weight of input k and output 0; that of output o is o panels further on.
CHAINRULE_INLINE size_t narrow_offset(size_t k, size_t outputs) {
    return k / panel_width * outputs * panel_width + k % panel_width;
}

/// sums[o] of `width` rows at once: their bias, then one fma per k, ascending.
template <size_t Outputs, size_t... O>
CHAINRULE_INLINE void multiply_rows(const product<real>& p, const real* const* rows, vec* sums, index_list<O...>) {
    ((sums[O] = broadcast(p.start == nullptr ? real(0) : p.start[O])), ...);
    vec square[width];
    for (size_t k = 0; k < p.k; k += width) {
        for (size_t r = 0; r < width; ++r) square[r] = load(rows[r] + k);
        transpose_square(square);
        const real* b = p.b + narrow_offset(k, Outputs);
        const size_t count = p.k - k < width ? p.k - k : width;
        for (size_t j = 0; j < count; ++j, ++b) {
            ((sums[O] = fma(square[j], broadcast(b[O * panel_width]), sums[O])), ...);
        }
    }
}

/// A single row of the forward product.
struct narrow_row {
    const real* inputs;
    size_t count;
    const real* weights;
    /// The bias, or null.
    const real* start;
    real* sums;
    /// Distance from one output's sum to the next one's.
    size_t stride;
    /// Whether whole vectors are written, all lanes of which hold the sum.
    bool whole;
};

/// One fma for each of `count` inputs from k on, all of the same panel.
template <size_t Outputs> CHAINRULE_INLINE void extend_row(const narrow_row& p, size_t k, size_t count, vec* sums) {
    const real* a = p.inputs + k;
    const real* b = p.weights + narrow_offset(k, Outputs);
    for (size_t j = 0; j < count; ++j) {
        const vec value = broadcast(a[j]);
        for (size_t o = 0; o < Outputs; ++o) sums[o] = fma(value, broadcast(b[o * panel_width + j]), sums[o]);
    }
}

/// For a single row, one chain of fma takes less time than transposing a square of vectors.
template <size_t Outputs> void multiply_narrow_row(const narrow_row& p) {
    vec sums[Outputs];
    for (size_t o = 0; o < Outputs; ++o) sums[o] = broadcast(p.start == nullptr ? real(0) : p.start[o]);
    size_t k = 0;
    for (; k + panel_width <= p.count; k += panel_width) extend_row<Outputs>(p, k, panel_width, sums);
    extend_row<Outputs>(p, k, p.count - k, sums);
    for (size_t o = 0; o < Outputs; ++o) {
        // Stored as it will be loaded: a CPU stalls when it loads a vector of which a part has just been stored.
        p.whole ? store(p.sums + o * p.stride, sums[o]) : void(p.sums[o * p.stride] = first_lane(sums[o]));
    }
}

CHAINRULE_INLINE void multiply_narrow_row(const narrow_row& p, size_t outputs) {
    switch (outputs) {
        case 1: return multiply_narrow_row<1>(p);
        case 2: return multiply_narrow_row<2>(p);
        case 3: return multiply_narrow_row<3>(p);
        default: return multiply_narrow_row<4>(p);
    }
}

template <size_t Outputs> void multiply_narrow_rows(const product<real>& p) {
    if (p.rows == 1) {
        return multiply_narrow_row<Outputs>({p.a, p.k, p.b, p.start, p.c, p.c_panel, p.c_row == 1});
    }
    constexpr typename make_index_list<Outputs>::type outputs{};
    alignas(64) real lanes[Outputs][width];
    for (size_t row = 0; row < p.rows; row += width) {
        const size_t count = p.rows - row < width ? p.rows - row : width;
        const real* rows[width];
        for (size_t r = 0; r < width; ++r) rows[r] = p.a + (row + (r < count ? r : count - 1)) * p.a_row;
        vec sums[Outputs];
        multiply_rows<Outputs>(p, rows, sums, outputs);
        if (p.c_row == 1) {
            for (size_t o = 0; o < Outputs; ++o) store(p.c + o * p.c_panel + row, sums[o]);
            continue;
        }
        for (size_t o = 0; o < Outputs; ++o) store(lanes[o], sums[o]);
        for (size_t r = 0; r < count; ++r) {
            for (size_t o = 0; o < Outputs; ++o) p.c[(row + r) * p.c_row + o * p.c_panel] = lanes[o][r];
        }
    }
}

constexpr size_t narrow_vectors = 4;

/// For the inputs in `Vectors` vectors from `input`: one fma per row, ascending. Lanes beyond the last input stay zero.
template <size_t Outputs, size_t Vectors> void sum_narrow_inputs(const product<real>& p, size_t input) {
    vec sums[Vectors][Outputs];
    for (size_t v = 0; v < Vectors; ++v) {
        const real* c = p.c + narrow_offset(input + v * width, Outputs);
        for (size_t o = 0; o < Outputs; ++o) {
            sums[v][o] = p.accumulate ? load(c + o * panel_width) : broadcast(real(0));
        }
    }
    for (size_t row = 0; row < p.k; ++row) {
        const real* x = p.a + row * p.a_k + input;
        const real* d = p.b + row * p.b_k;
        for (size_t v = 0; v < Vectors; ++v) {
            const vec values = load(x + v * width);
            for (size_t o = 0; o < Outputs; ++o) sums[v][o] = fma(values, broadcast(d[o * p.b_panel]), sums[v][o]);
        }
    }
    for (size_t v = 0; v < Vectors; ++v) {
        const size_t column = input + v * width;
        real* c = p.c + narrow_offset(column, Outputs);
        for (size_t o = 0; o < Outputs; ++o) {
            store(c + o * panel_width, within(column, p.rows, sums[v][o], broadcast(real(0))));
        }
    }
}

template <size_t Outputs> void multiply_narrow_inputs(const product<real>& p) {
    size_t input = 0;
    for (; p.rows - input > narrow_vectors * width; input += narrow_vectors * width) {
        sum_narrow_inputs<Outputs, narrow_vectors>(p, input);
    }
    const size_t left = p.rows - input;
    if (left > 3 * width) return sum_narrow_inputs<Outputs, 4>(p, input);
    if (left > 2 * width) return sum_narrow_inputs<Outputs, 3>(p, input);
    if (left > width) return sum_narrow_inputs<Outputs, 2>(p, input);
    if (left > 0) sum_narrow_inputs<Outputs, 1>(p, input);
}

/// Products with `outputs` (1 to narrow_outputs) columns; b_panel and c_panel are the distances of one column's numbers
/// from the next one's. Where c_row is 1 whole vectors of rows are written, past the last. Rows of A may be read up to
/// a vector past their end. The forward product has a_k == 1, the weight gradient a_row == 1; with a single input both
/// have both.
void multiply_narrow(const product<real>& p, size_t outputs) {
    static constexpr void (*forward[])(const product<real>&) = {multiply_narrow_rows<1>, multiply_narrow_rows<2>,
                                                                multiply_narrow_rows<3>, multiply_narrow_rows<4>};
    forward[outputs - 1](p);
}

void sum_narrow(const product<real>& p, size_t outputs) {
    static constexpr void (*gradient[])(const product<real>&) = {multiply_narrow_inputs<1>, multiply_narrow_inputs<2>,
                                                                 multiply_narrow_inputs<3>, multiply_narrow_inputs<4>};
    gradient[outputs - 1](p);
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
