// Rows to columns, a square of vectors at a time.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

template <size_t... I> CHAINRULE_INLINE void interleave_all(const vec* from, vec* to, index_list<I...>) {
    (interleave(from[I], from[I + width / 2], &to[2 * I], &to[2 * I + 1]), ...);
}

/// Rows to columns of a square of vectors: log2(width) perfect shuffles.
CHAINRULE_INLINE void transpose_square(vec* square) {
    constexpr typename make_index_list<width / 2>::type half{};
    if constexpr (width > 1) {
        vec other[width];
        for (size_t rounds = width; rounds > 1; rounds /= 4) {
            interleave_all(square, other, half);
            if (rounds == 2) {
                for (size_t i = 0; i < width; ++i) square[i] = other[i];
            } else {
                interleave_all(other, square, half);
            }
        }
    }
}

/// Transposes `width` rows from `from` on into columns at `to`, of which only the first `columns` are stored.
CHAINRULE_INLINE void transpose_whole(const real* from, size_t columns, real* to) {
    vec square[width];
    for (size_t r = 0; r < width; ++r) square[r] = load(from + r * panel_width);
    transpose_square(square);
    if (columns == width) {
        for (size_t c = 0; c < width; ++c) store(to + c * panel_width, square[c]);
    } else {
        for (size_t c = 0; c < columns; ++c) store(to + c * panel_width, square[c]);
    }
}

/// The same for fewer rows. It writes nothing beyond them: there is padding, or what another thread writes.
void transpose_some(const real* from, size_t rows, size_t columns, real* to) {
    for (size_t c = 0; c < columns; ++c) {
        for (size_t r = 0; r < rows; ++r) to[c * panel_width + r] = from[r * panel_width + c];
    }
}

/// Weights in panels of 16 outputs to panels of 16 inputs (see gemm.h), for the inputs in [first, last) and the outputs
/// in [first_output, last_output). What is padding in the one is padding in the other.
void transpose_panels(const real* weight, size_t inputs, size_t outputs, size_t first, size_t last, size_t first_output,
                      size_t last_output, real* transposed) {
    for (size_t o = first_output; o < last_output; o += width) {
        const size_t columns = last_output - o < width ? last_output - o : width;
        const real* panel = weight + o / panel_width * inputs * panel_width + o % panel_width;
        for (size_t i = first; i < last; i += width) {
            const real* from = panel + i * panel_width;
            real* to = transposed + (i / panel_width * outputs + o) * panel_width + i % panel_width;
            last - i < width ? transpose_some(from, last - i, columns, to) : transpose_whole(from, columns, to);
        }
    }
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
