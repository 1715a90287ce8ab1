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

/// Weights in panels of 16 outputs to panels of 16 inputs (see gemm.h), for the inputs in [first, last) and the outputs
/// in [first_output, last_output). What is padding in the one is padding in the other.
void transpose_panels(const real* weight, size_t inputs, size_t outputs, size_t first, size_t last, size_t first_output,
                      size_t last_output, real* transposed) {
    for (size_t o = first_output; o < last_output; o += width) {
        const size_t columns = last_output - o < width ? last_output - o : width;
        const real* panel = weight + o / panel_width * inputs * panel_width + o % panel_width;
        for (size_t i = first; i < last; i += width) {
            const size_t rows = last - i < width ? last - i : width;
            vec square[width];
            for (size_t r = 0; r < width; ++r) square[r] = load(panel + (i + (r < rows ? r : 0)) * panel_width);
            transpose_square(square);
            real* to = transposed + (i / panel_width * outputs + o) * panel_width + i % panel_width;
            // Beyond `rows` there is padding, or what another thread writes.
            if (rows == width) {
                for (size_t c = 0; c < columns; ++c) store(to + c * panel_width, square[c]);
            } else {
                for (size_t c = 0; c < columns; ++c) {
                    alignas(64) real lanes[width];
                    store(lanes, square[c]);
                    for (size_t r = 0; r < rows; ++r) to[c * panel_width + r] = lanes[r];
                }
            }
        }
    }
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
