// Computes loss and gradients of one mini-batch and passes them to a gradient sink, which updates the parameters. There
// is one class per strategy, all with the same sums; the plan (batch_plan.h) says which is fastest:
//   whole_steps    a small network and a small batch: the optimizer's step too, many steps in one call of the kernels
//   fused_blocks   a small network: blocks of rows go through everything in one call of the kernels each
//   plain_blocks   a small network with layer normalisation: blocks of rows go layer by layer while they are in cache
//   wide_batch     a wide network: rows go through all layers, then weight gradients are summed piece by piece
//   layered_batch  batch normalisation: all rows through one layer at a time, with sums over all rows between
#pragma once

#include <memory>

#include "arena.h"
#include "batch/gradient_sink.h"
#include "batch/mini_batch.h"
#include "batch/transposed_weights.h"
#include "fused_rows.h"

namespace chainrule {

template <class Real> class whole_steps;

template <class Real> class batch_gradient {
public:
    virtual ~batch_gradient() = default;

    /// To be called whenever something other than a sink has changed the parameters.
    void parameters_changed(const Real* parameters) { transposed_.update(parameters); }

    /// Computes the loss of the rows (at most context.rows) and, if it is finite, gives the gradients of the weighted
    /// mean loss to `sink`, which may change the parameters at once. `threads` is at most plan.parts; `step` is the
    /// step's number, from 1, which seeds dropout.
    batch_total run(const chosen_rows<Real>& rows, const Real* parameters, std::size_t threads, std::uint64_t step,
                    gradient_sink<Real>& sink);

    /// [count] losses of the rows of the last run, each times its weight.
    const Real* row_losses() const { return row_losses_.data(); }

    /// This object if its strategy is whole_steps; else null.
    virtual whole_steps<Real>* as_whole_steps() { return nullptr; }

protected:
    batch_gradient(const batch_context<Real>& context, arena& memory);

    /// Returns the sum of the rows' losses, each times its weight; otherwise as run().
    virtual double run_batch(const mini_batch<Real>& batch, gradient_sink<Real>& sink) = 0;

    const batch_context<Real> context_;
    const kernel_table<Real>& kernels_;
    const network& net_;
    const batch_plan& plan_;
    transposed_weights<Real> transposed_;
    std::span<Real> row_losses_;
};

/// Makes the strategy that context.plan names. It takes batch_bytes() from `memory`, which must outlive it.
template <class Real>
std::unique_ptr<batch_gradient<Real>> make_batch_gradient(const batch_context<Real>& context, arena& memory);

template <class Real> std::size_t batch_bytes(const network& net, const loss_config& objective, const batch_plan& plan,
                                              std::size_t batch_rows);

/// Sum in double; the order of additions depends only on `count`.
template <class Real> double sum_of_losses(const Real* losses, std::size_t count);

}  // namespace chainrule
