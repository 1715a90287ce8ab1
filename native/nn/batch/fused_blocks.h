// Batch strategy for small networks, by blocks (blocks.h): a chunk of rows goes through all layers and back in one call
// of the kernels (kernels/fused_pass.inl). In a small network a call per layer would take longer than the arithmetic.
#pragma once

#include <algorithm>
#include <vector>

#include "batch/blocks.h"
#include "batch/fused_buffers.h"

namespace chainrule {

template <class Real> class fused_blocks : public blocks<Real> {
public:
    fused_blocks(const batch_context<Real>& context, arena& memory) : blocks<Real>(context, memory) {
        const batch_plan& plan = context.plan;
        for (std::size_t i = 0; i < plan.parts; ++i) {
            buffers_.emplace_back(context.net, context.objective, plan.chunk_rows, this->transposed_.copies(), memory);
        }
    }

protected:
    /// One set of buffers per thread.
    std::vector<fused_buffers<Real>> buffers_;

private:
    void pass_block(std::size_t part, share block, const mini_batch<Real>& batch, Real* gradient) final {
        fused_rows<Real> rows{};
        rows.data = fused_data_of(batch.data);
        rows.parameters = batch.parameters;
        rows.gradients = gradient;
        rows.scale = batch.scale;
        rows.draw = batch.draw;
        for (rows.first = block.begin; rows.first < block.end; rows.first += rows.count) {
            rows.count = std::min(this->plan_.chunk_rows, block.end - rows.first);
            rows.batch_row = rows.first;
            rows.accumulate = rows.first != block.begin;
            rows.row_loss = this->row_losses_.data() + rows.first;
            if (batch.order != nullptr) {
                rows.order = batch.order + rows.first;
                rows.fetch_first = rows.count;
                rows.fetch_count = std::min(batch.count + rows_ahead - rows.first - rows.count, rows.count);
            }
            this->kernels_.pass_fused(buffers_[part].network_of_rows(), rows);
        }
    }
};

}  // namespace chainrule
