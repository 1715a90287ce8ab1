// Inverted dropout (Srivastava et al. 2014): in training each output is set to zero with a given probability, and
// divided by 1 - that probability otherwise, so that prediction needs no factor. Which outputs are dropped depends only
// on seed, step, layer, row of the batch and unit.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

#include "random_bits.inl"

/// The number of layers that have streams of their own in a step. Part of the same-bits promise.
constexpr uint64_t streams_of_step = 4096;

/// A loop that compilers can vectorise.
CHAINRULE_INLINE void draw_factors(uint64_t key, uint64_t first, const layer_dropout<real>& layer, size_t count,
                                   real* factors) {
    const int32_t least = static_cast<int32_t>(layer.least_kept);
    const real kept = layer.kept;
    for (size_t i = 0; i < count; ++i) {
        const int32_t drawn = static_cast<int32_t>(stream_bits(key, first + i) >> 40);
        factors[i] = drawn < least ? real(0) : kept;
    }
}

/// Writes the factors of the outputs, 0 in the padding. Row r of `shape` is row first_row + r of the batch, and its
/// first column is the layer's column `first_column`.
void draw_dropout(const dropout_draw& draw, const layer_dropout<real>& layer, size_t first_row, size_t first_column,
                  real* factors, const row_shape& shape) {
    const uint64_t key = stream_key(draw.key, draw.step * streams_of_step + layer.number);
    const size_t left = layer.outputs - first_column;
    const size_t count = left < shape.columns ? left : shape.columns;
    for (size_t r = 0; r < shape.rows; ++r, factors += shape.stride) {
        draw_factors(key, (first_row + r) * layer.outputs + first_column, layer, count, factors);
        for (size_t c = count; c < shape.columns; ++c) factors[c] = 0;
    }
}

/// A dropped output is 0 even if it was infinite or NaN.
CHAINRULE_INLINE vec dropped(vec x, vec factor) { return if_less(constant(0), factor, mul(x, factor), constant(0)); }

void apply_dropout(const real* factors, const real* from, real* to, const row_shape& shape) {
    for_each_vector(shape, [=](size_t i) { store(to + i, dropped(load(from + i), load(factors + i))); });
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
