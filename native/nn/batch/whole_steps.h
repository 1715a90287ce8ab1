// A small network whose batch is one block and one chunk of rows: the kernels take whole steps, the optimizer's part
// too, many in one call (kernels/fused_steps.inl). Where gradients alone are wanted it is fused_blocks.
#pragma once

#include "batch/fused_blocks.h"

namespace chainrule {

/// Consecutive steps of an optimizer: the number of the first (from 1), whether biases decay as weights do, and an
/// entry for each, of which `step` is given.
template <class Real> struct step_series {
    optimizer_kind kind;
    std::uint64_t first;
    bool spares_biases;
    fused_step<Real>* steps;
};

template <class Real> class whole_steps final : public fused_blocks<Real> {
public:
    using fused_blocks<Real>::fused_blocks;

    whole_steps* as_whole_steps() override { return this; }

    /// Consecutive steps in one call of the kernels, each over `batch_rows` of the rows, the last perhaps with fewer.
    /// Returns how many were taken: one whose loss is not finite changes nothing and is the last of which there is a
    /// total.
    std::size_t take(const chosen_rows<Real>& rows, std::size_t batch_rows, Real* parameters,
                     const step_series<Real>& series);
};

}  // namespace chainrule
