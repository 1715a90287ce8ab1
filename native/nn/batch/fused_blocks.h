// By blocks (see blocks.h), a chunk of rows through everything in one call of the kernels (kernels/fused_pass.inl):
// there is no room for a call per layer in the time that a small network's rows take.
#pragma once

#include <vector>

#include "batch/blocks.h"
#include "batch/fused_place.h"

namespace chainrule {

template <class Real> class fused_blocks : public blocks<Real> {
public:
    fused_blocks(const batch_context<Real>& context, arena& memory);

protected:
    /// One per thread.
    std::vector<fused_place<Real>> places_;

private:
    void pass_block(std::size_t part, share rows, const mini_batch<Real>& batch, Real* gradient) final;
};

}  // namespace chainrule
