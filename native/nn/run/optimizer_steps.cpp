// See optimizer_steps.h. Nothing is allocated in a step.
#include "run/optimizer_steps.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace chainrule {

/// Applies the optimizer to each strip of gradients as it comes.
template <class Real> class optimizer_steps<Real>::strip_updates : public gradient_sink<Real> {
public:
    strip_updates(optimizer_steps<Real>& owner, double learning_rate)
        : owner_(owner), config_(owner.config_), decay_biases_(config_.regularization.decay_biases) {
        const std::uint64_t number = owner.state_.at.step + 1;
        owner.constants_.set(config_.optimizer, config_.regularization, learning_rate, number, step_);
    }

    void take(std::size_t offset, std::size_t count, bool weights, const Real* gradient) override {
        optimizer_step<Real> step = weights || decay_biases_ ? step_ : without_decay(step_);
        owner_.point_to(step, offset, count);
        step.gradient = gradient;
        owner_.kernels_.take_step(config_.optimizer.kind, step);
    }

    memory_range* list_memory(std::size_t offset, std::size_t count, std::size_t strips, std::size_t stride,
                              memory_range* to) const override {
        const auto strips_of = [&](std::span<const Real> all) -> memory_range {
            return {all.data() + offset, count * sizeof(Real), strips, stride * sizeof(Real)};
        };
        *to++ = strips_of(owner_.state_.parameters);
        const std::size_t slots = std::min(slots_in_use(config_.optimizer), this->most_ranges - 1);
        for (std::size_t slot = 0; slot < slots; ++slot) *to++ = strips_of(owner_.state_.slots[slot]);
        return to;
    }

    void take_statistics(std::size_t offset, std::size_t count, const Real* values) override {
        std::copy_n(values, count, owner_.state_.parameters.data() + offset);
    }

private:
    optimizer_steps<Real>& owner_;
    const train_config<Real>& config_;
    const bool decay_biases_;
    optimizer_step<Real> step_;
};

/// The mean loss of all rows, plus weight_decay / 2 times the sum of squared weights, for L-BFGS.
template <class Real> class optimizer_steps<Real>::mean_loss : public objective<Real> {
public:
    mean_loss(optimizer_steps<Real>& owner, batch_setup<Real>& batch) : owner_(owner), batch_(batch) {}

    double evaluate(Real* gradient) override {
        const Real* parameters = owner_.state_.parameters.data();
        batch_.parameters_changed(parameters);
        const batch_total total =
            batch_.run(nullptr, batch_.rows(), 0, parameters, owner_.state_.at.step + 1, *owner_.whole_);
        if (!first_) first_ = total;
        if (!std::isfinite(total.loss)) return std::numeric_limits<double>::infinity();
        std::copy_n(owner_.whole_->data(), owner_.whole_->size(), gradient);
        const double loss = total.weight > 0 ? total.loss / total.weight : 0.0;
        return owner_.config_.optimizer.weight_decay > 0 ? loss + add_decay(parameters, gradient) : loss;
    }

    /// The loss total at the weights before the step, without the penalty.
    const batch_total& first() const { return *first_; }

private:
    /// Adds the penalty's gradient; returns the penalty.
    double add_decay(const Real* parameters, Real* gradient) {
        const double decay = owner_.config_.optimizer.weight_decay;
        const Real factor = static_cast<Real>(decay);
        double squares = 0;
        for_each_learned(owner_.net_, [&](std::size_t offset, std::size_t count, bool weights) {
            if (!weights && !owner_.config_.regularization.decay_biases) return;
            const Real* const values = parameters + offset;
            for (std::size_t i = 0; i < count; ++i) gradient[offset + i] += factor * values[i];
            squares += inner_product(values, values, count);
        });
        return decay / 2 * squares;
    }

    optimizer_steps<Real>& owner_;
    batch_setup<Real>& batch_;
    std::optional<batch_total> first_;
};

template <class Real>
optimizer_steps<Real>::optimizer_steps(const kernel_table<Real>& kernels, const network& net,
                                       const train_config<Real>& config, training_state<Real>& state, arena& memory)
    : kernels_(kernels), net_(net), config_(config), state_(state) {
    const bool is_lbfgs = config.optimizer.kind == optimizer_kind::lbfgs;
    if (is_lbfgs) lbfgs_.emplace(config.optimizer, net.parameter_floats(), memory);
    if (is_lbfgs || config.regularization.needs_whole_gradient()) whole_.emplace(net, state.parameters.data(), memory);
}

template <class Real> void optimizer_steps<Real>::settings_changed() {
    constants_.forget();
    if (lbfgs_) lbfgs_->set(config_.optimizer);
}

template <class Real>
void optimizer_steps<Real>::point_to(optimizer_step<Real>& step, std::size_t offset, std::size_t count) {
    const std::vector<std::span<Real>>& slots = state_.slots;
    step.weight = state_.parameters.data() + offset;
    step.count = count;
    if (slots.size() > 0) step.first = slots[0].data() + offset;
    if (slots.size() > 1) step.second = slots[1].data() + offset;
    if (slots.size() > 2) step.third = slots[2].data() + offset;
}

template <class Real>
batch_total optimizer_steps<Real>::take(batch_setup<Real>& batch, const step_rows& rows, double learning_rate) {
    if (lbfgs_) return take_lbfgs(batch, learning_rate);
    return whole_ ? take_whole(batch, rows, learning_rate) : take_by_strips(batch, rows, learning_rate);
}

template <class Real> std::size_t optimizer_steps<Real>::take_many(batch_setup<Real>& batch, const step_rows& rows,
                                                                   std::span<const double> rates) {
    const std::uint64_t first = state_.at.step + 1;
    const regularization_config& regularization = config_.regularization;
    for (std::size_t i = 0; i < rates.size(); ++i) {
        constants_.set(config_.optimizer, regularization, rates[i], first + i, planned_[i].step);
        point_to(planned_[i].step, 0, state_.parameters.size());
    }
    const bool spares_biases = !regularization.decay_biases && decays(config_.optimizer, regularization);
    return batch.run_steps(rows.order, rows.count, state_.parameters.data(),
                           {config_.optimizer.kind, first, spares_biases, planned_});
}

template <class Real> batch_total optimizer_steps<Real>::take_by_strips(batch_setup<Real>& batch, const step_rows& rows,
                                                                        double learning_rate) {
    strip_updates optimizer(*this, learning_rate);
    return batch.run(rows.order, rows.count, rows.left, state_.parameters.data(), state_.at.step + 1, optimizer);
}

template <class Real>
batch_total optimizer_steps<Real>::take_whole(batch_setup<Real>& batch, const step_rows& rows, double learning_rate) {
    Real* const parameters = state_.parameters.data();
    const batch_total total = batch.run(rows.order, rows.count, rows.left, parameters, state_.at.step + 1, *whole_);
    if (!std::isfinite(total.loss)) return total;
    whole_->clip(kernels_, config_.regularization);
    strip_updates optimizer(*this, learning_rate);
    for_each_learned(net_, [&](std::size_t offset, std::size_t values, bool weights) {
        optimizer.take(offset, values, weights, whole_->data() + offset);
    });
    const double most = config_.regularization.max_norm;
    if (most > 0) limit_unit_norms(kernels_, net_, most, parameters);
    batch.parameters_changed(parameters);
    return total;
}

template <class Real> batch_total optimizer_steps<Real>::take_lbfgs(batch_setup<Real>& batch, double learning_rate) {
    mean_loss function(*this, batch);
    lbfgs_->step(state_.at.step + 1, learning_rate, function, state_.parameters.data(), state_.slots, state_.at.memory,
                 converged_);
    batch.parameters_changed(state_.parameters.data());
    return function.first();
}

template class optimizer_steps<float>;
template class optimizer_steps<double>;

}  // namespace chainrule
