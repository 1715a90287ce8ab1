// Batch strategy for a small network whose batch is one block and one chunk of rows: the kernels take whole steps,
// including the optimizer's update, and many steps in one call (kernels/fused_steps.inl). Where only gradients are
// needed it works as fused_blocks does.
#pragma once

#include <algorithm>

#include "batch/fused_blocks.h"
#include "network/dropout.h"

namespace chainrule {

/// Consecutive steps of an optimizer. `first` is the number of the first step (from 1); `spares_biases`: decay and
/// penalties are for weights alone; `steps` has an entry per step, of which `step` is filled in by the caller.
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

    /// Takes consecutive steps in one call of the kernels, each over the next `batch_rows` rows (the last perhaps over
    /// fewer). Returns how many were taken. A step whose loss is not finite changes nothing and ends the call; its
    /// total is still written.
    std::size_t take(const chosen_rows<Real>& rows, std::size_t batch_rows, Real* parameters,
                     const step_series<Real>& series) {
        fused_step<Real>* step = series.steps;
        for (std::size_t first = 0; first < rows.count; first += batch_rows, ++step) {
            const std::size_t count = std::min(batch_rows, rows.count - first);
            step->total.weight = rows.data.weight_of(rows.order == nullptr ? nullptr : rows.order + first, count);
            step->scale = gradient_scale<Real>(this->context_.objective.kind, step->total.weight, this->net_.outputs());
        }
        fused_steps<Real> all{};
        all.data = fused_data_of(rows.data);
        all.order = rows.order;
        all.rows = rows.count;
        all.batch_rows = batch_rows;
        all.following = rows_ahead;
        all.fetches = rows.data.features.size() * sizeof(Real) > near_bytes;
        all.parameters = parameters;
        all.gradients = this->gradients_[0].data();
        all.row_loss = this->row_losses_.data();
        all.sum_losses = sum_of_losses<Real>;
        all.optimizer = series.kind;
        all.spares_biases = series.spares_biases;
        all.parameter_numbers = this->net_.parameter_floats();
        all.steps = series.steps;
        all.draw = draw_of(this->context_.seed, series.first);
        return this->kernels_.train_fused(this->buffers_[0].network_of_rows(), all);
    }

private:
    // Data of fewer bytes stays in the L2 cache.
    static constexpr std::size_t near_bytes = 256 * 1024;
};

}  // namespace chainrule
