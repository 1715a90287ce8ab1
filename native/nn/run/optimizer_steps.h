// The steps of a run: the gradients of a mini-batch, and the optimizer's update. There are four ways, all with the same
// formulas (kernels/steps/optimizer_step.inl, whose constants come from optimizer.h):
//   many at once   a small network: the kernels take whole steps (batch/whole_steps.h)
//   by strips      each strip of gradients updates its parameters while it is in cache
//   whole          clipping and max-norm: all gradients are computed first
//   L-BFGS         its line search evaluates the gradient at several points (lbfgs.h)
#pragma once

#include <optional>

#include "batch/batch_setup.h"
#include "optimizer/lbfgs.h"
#include "optimizer/whole_gradient.h"
#include "run/train_config.h"
#include "run/training_state.h"

namespace chainrule {

/// The rows order[0 .. count) of a step; `left` more rows follow in the epoch.
struct step_rows {
    const std::uint32_t* order;
    std::size_t count, left;
};

template <class Real> class optimizer_steps {
public:
    /// All references must outlive it. After a change of `config.optimizer`, settings_changed() must be called.
    optimizer_steps(const kernel_table<Real>& kernels, const network& net, const train_config<Real>& config,
                    training_state<Real>& state, arena& memory);

    void settings_changed();

    /// Takes one step and returns the loss before it. A loss that is not finite changes no parameters.
    batch_total take(batch_setup<Real>& batch, const step_rows& rows, double learning_rate);

    bool takes_many(const batch_setup<Real>& batch) const { return !lbfgs_ && !whole_ && batch.takes_whole_steps(); }
    /// Only where takes_many(): takes one step per entry of `rates`, over the rows of all steps together, and returns
    /// how many were taken. It ends before a step whose loss is not finite; total_of() has that step's total too.
    std::size_t take_many(batch_setup<Real>& batch, const step_rows& rows, std::span<const double> rates);
    const batch_total& total_of(std::size_t index) const { return planned_[index].total; }
    static constexpr std::size_t most_at_once = 64;

    /// Whether L-BFGS has converged.
    bool converged() const { return converged_; }
    void restart() { converged_ = false; }

private:
    class strip_updates;
    class mean_loss;

    batch_total take_by_strips(batch_setup<Real>& batch, const step_rows& rows, double learning_rate);
    batch_total take_whole(batch_setup<Real>& batch, const step_rows& rows, double learning_rate);
    batch_total take_lbfgs(batch_setup<Real>& batch, double learning_rate);
    void point_to(optimizer_step<Real>& step, std::size_t offset, std::size_t count);

    const kernel_table<Real>& kernels_;
    const network& net_;
    const train_config<Real>& config_;
    training_state<Real>& state_;
    step_constants<Real> constants_;
    fused_step<Real> planned_[most_at_once];
    std::optional<whole_gradient<Real>> whole_;
    std::optional<lbfgs<Real>> lbfgs_;
    bool converged_ = false;
};

}  // namespace chainrule
