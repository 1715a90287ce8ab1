// Inverted dropout (Srivastava et al. 2014): while training each output is zero with probability `dropout`, and else
// divided by 1 - dropout, so that nothing changes at prediction time. Which ones is a function of seed, step, layer,
// row of the batch and unit alone, so the backward pass draws the same again.
#pragma once

#include <cstddef>
#include <cstdint>

#include "matrix_view.h"
#include "random.h"

namespace chainrule {

struct dropout_draw {
    std::uint64_t seed = 0;
    /// Number of the step, from 1.
    std::uint64_t step = 0;
};

/// to = from, dropped, in the columns [first, last); the two may be the same. Row r of them is row first_row + r of the
/// batch.
template <class Real> void drop(double share, const dropout_draw& draw, std::size_t layer, std::size_t first_row,
                                std::size_t first, std::size_t last, const_matrix_view<Real> from,
                                matrix_view<Real> to) {
    constexpr std::uint64_t most_layers = 4096;
    constexpr double steps_of_uniform = 16777216.0;
    const random_stream random(draw.seed, random_purpose::dropout, draw.step * most_layers + layer);
    const std::uint64_t threshold = static_cast<std::uint64_t>(share * steps_of_uniform);
    const Real kept = static_cast<Real>(1.0 / (1.0 - share));
    for (std::size_t r = 0; r < from.rows; ++r) {
        const std::uint64_t index = (first_row + r) * from.columns;
        for (std::size_t c = first; c < last; ++c) {
            const bool dropped = (random.bits(index + c) >> 40) < threshold;
            to.row(r)[c] = dropped ? Real(0) : from.row(r)[c] * kept;
        }
    }
}

}  // namespace chainrule
