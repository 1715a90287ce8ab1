// By blocks (see blocks.h), layer by layer: for what the fused kernels do not know, and the test of those that they do.
#pragma once

#include <vector>

#include "batch/blocks.h"
#include "batch/row_place.h"

namespace chainrule {

template <class Real> class plain_blocks final : public blocks<Real> {
public:
    plain_blocks(const batch_context<Real>& context, arena& memory) : blocks<Real>(context, memory) {
        const batch_plan& plan = context.plan;
        for (std::size_t i = 0; i < plan.parts; ++i) places_.emplace_back(context, plan.chunk_rows, memory);
    }

private:
    void pass_block(std::size_t part, share rows, const mini_batch<Real>& batch, Real* gradient) override;

    /// One per thread.
    std::vector<row_place<Real>> places_;
};

}  // namespace chainrule
