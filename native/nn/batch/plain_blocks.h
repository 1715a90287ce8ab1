// Batch strategy for small networks, by blocks (blocks.h), layer by layer. It is for what the fused kernels do not
// support (layer normalisation, dropout of the last layer), and the tests compare the fused kernels with it. A chunk of
// rows goes through all layers and back while it is in cache; this was measured to be worth more than any tuning of the
// matrix product.
#pragma once

#include <algorithm>
#include <vector>

#include "batch/blocks.h"
#include "batch/row_buffers.h"

namespace chainrule {

template <class Real> class plain_blocks final : public blocks<Real> {
public:
    plain_blocks(const batch_context<Real>& context, arena& memory) : blocks<Real>(context, memory) {
        const batch_plan& plan = context.plan;
        for (std::size_t i = 0; i < plan.parts; ++i) buffers_.emplace_back(context, plan.chunk_rows, memory);
    }

private:
    void pass_block(std::size_t part, share rows, const mini_batch<Real>& batch, Real* gradient) override {
        row_buffers<Real>& buffers = buffers_[part];
        for (std::size_t first = rows.begin; first < rows.end; first += this->plan_.chunk_rows) {
            const std::size_t count = std::min(this->plan_.chunk_rows, rows.end - first);
            buffers.pass_rows(batch, {first, count, 0, count}, this->transposed_.weights(), this->row_losses_.data());
            for (std::size_t index = 0; index < this->net_.layers().size(); ++index) {
                const dense& layer = this->net_.layers()[index];
                buffers.sum_layer(batch, first, count, index, {0, layer.inputs}, {0, panels_of(layer.outputs)},
                                  gradient, first != rows.begin);
            }
        }
    }

    /// One set of buffers per thread.
    std::vector<row_buffers<Real>> buffers_;
};

}  // namespace chainrule
