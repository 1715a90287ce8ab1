// See trainer.h. Nothing is allocated in advance(); what a change needs is allocated by prepare().
#include "run/trainer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "batch/score.h"
#include "random.h"

namespace chainrule {
namespace {

// Validation is taken in pieces of at least this many rows, so that a command need not wait for all of it.
constexpr std::size_t least_validation_piece = 4096;

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

}  // namespace

/// Applies the optimizer to each strip of gradients as it comes.
template <class Real> class trainer<Real>::update : public gradient_sink<Real> {
public:
    explicit update(trainer<Real>& owner) : owner_(owner), decay_biases_(owner.config_.regularization.decay_biases) {
        owner.constants_.set(owner.config_.optimizer, owner.config_.regularization, owner.learning_rate_,
                             owner.step_ + 1, step_);
    }

    void take(std::size_t offset, std::size_t count, bool weights, const Real* gradient) override {
        optimizer_step<Real> step = weights || decay_biases_ ? step_ : without_decay(step_);
        owner_.point_to(step, offset, count);
        step.gradient = gradient;
        owner_.kernels_.take_step(owner_.config_.optimizer.kind, step);
    }

    memory_range* list_memory(std::size_t offset, std::size_t count, std::size_t strips, std::size_t stride,
                              memory_range* to) const override {
        const auto strips_of = [&](const aligned_buffer<Real>& all) -> memory_range {
            return {all.data() + offset, count * sizeof(Real), strips, stride * sizeof(Real)};
        };
        *to++ = strips_of(owner_.parameters_);
        const std::size_t slots = std::min(slots_in_use(owner_.config_.optimizer), this->most_ranges - 1);
        for (std::size_t slot = 0; slot < slots; ++slot) *to++ = strips_of(owner_.slots_[slot]);
        return to;
    }

    void take_statistics(std::size_t offset, std::size_t count, const Real* values) override {
        std::copy_n(values, count, owner_.parameters_.data() + offset);
    }

private:
    trainer<Real>& owner_;
    const bool decay_biases_;
    optimizer_step<Real> step_;
};

/// The mean loss of all rows, for L-BFGS.
template <class Real> class trainer<Real>::batch_objective : public objective<Real> {
public:
    explicit batch_objective(trainer<Real>& owner) : owner_(owner) {}

    double evaluate(Real* gradient) override {
        owner_.setup_->parameters_changed(owner_.parameters_.data());
        const batch_total total = owner_.setup_->run(nullptr, owner_.config_.train.rows, 0, owner_.parameters_.data(),
                                                     owner_.step_ + 1, *owner_.whole_);
        if (!first_) first_ = total;
        if (!std::isfinite(total.loss)) return std::numeric_limits<double>::infinity();
        std::copy_n(owner_.whole_->data(), owner_.whole_->size(), gradient);
        return total.weight > 0 ? total.loss / total.weight : 0.0;
    }

    /// Of the weights before the step.
    const batch_total& first() const { return *first_; }

private:
    trainer<Real>& owner_;
    std::optional<batch_total> first_;
};

template <class Real> void trainer<Real>::point_to(optimizer_step<Real>& step, std::size_t offset, std::size_t count) {
    step.weight = parameters_.data() + offset;
    step.count = count;
    if (slots_.size() > 0) step.first = slots_[0].data() + offset;
    if (slots_.size() > 1) step.second = slots_[1].data() + offset;
    if (slots_.size() > 2) step.third = slots_[2].data() + offset;
}

template <class Real> std::optional<epoch_record> trainer<Real>::advance(std::uint64_t most_steps) {
    if (reason_ != end_reason::none) return std::nullopt;
    if (validating_) return validate_piece();
    train_batches(most_steps);
    if (reason_ != end_reason::none || next_row_ < config_.train.rows) return std::nullopt;
    if (config_.validation.rows == 0) return finish_epoch(no_number, no_number);
    validating_ = true;
    next_validation_row_ = 0;
    return std::nullopt;
}

template <class Real> std::optional<epoch_record> trainer<Real>::advance_gauged() {
    const std::uint64_t before = step_;
    update_ratios_.step_begins(parameters_.data());
    const std::optional<epoch_record> record = advance(1);
    // A loss that is not finite ends the run before its step.
    if (step_ > before) update_ratios_.step_ended(parameters_.data());
    return record;
}

template <class Real> std::uint64_t trainer<Real>::steps_before_an_end() const {
    const bool may_be_last_epoch =
        epoch_ + 1 >= config_.epochs || (config_.patience > 0 && since_best_ + 1 >= config_.patience);
    return may_be_last_epoch ? steps_left() - 1 : std::numeric_limits<std::uint64_t>::max();
}

/// Fisher and Yates from the identity, so that an epoch's order depends on its number and the seed alone.
template <class Real> void trainer<Real>::shuffle() {
    const std::size_t rows = config_.train.rows;
    std::iota(order_.begin(), order_.begin() + static_cast<std::ptrdiff_t>(rows), 0u);
    const random_stream random(config_.seed, random_purpose::shuffle, epoch_);
    for (std::size_t left = rows; left > 1; --left) {
        std::swap(order_[left - 1], order_[random.below(left, left)]);
    }
}

/// The order of rows within a batch of all of them would change nothing but rounding.
template <class Real> const std::uint32_t* trainer<Real>::order_of_batch() const {
    return setup_->steps_per_epoch() > 1 ? order_.data() + next_row_ : nullptr;
}

/// Of the step that begins with row `row` of the epoch.
template <class Real> double trainer<Real>::learning_rate_at(std::size_t row) const {
    const training_place place = {epoch_, row / setup_->rows(), setup_->steps_per_epoch(), config_.epochs};
    return scheduled_rate(config_.schedule, config_.optimizer.learning_rate, place, plateau_);
}

template <class Real> void trainer<Real>::train_batches(std::uint64_t most_steps) {
    take_due_changes();
    if (next_row_ == 0) {
        sum_ = {};
        if (setup_->steps_per_epoch() > 1) shuffle();
    }
    if (takes_whole_steps()) return take_whole_steps(most_steps);
    const std::size_t count = std::min(setup_->rows(), config_.train.rows - next_row_);
    learning_rate_ = learning_rate_at(next_row_);
    note(lbfgs_ ? step_by_lbfgs() : whole_ ? step_by_whole(count) : step_by_strips(count), count);
}

/// A step over `rows` rows is done, or was not because its loss is not finite.
template <class Real> void trainer<Real>::note(const batch_total& total, std::size_t rows) {
    batch_ = total;
    if (!std::isfinite(total.loss)) return diverge(step_ + 1);
    ++step_;
    sum_.loss += total.loss;
    sum_.weight += total.weight;
    next_row_ += rows;
    rows_seen_ += rows;
}

/// Whether the kernels can take steps alone.
template <class Real> bool trainer<Real>::takes_whole_steps() const {
    return !lbfgs_ && !whole_ && setup_->takes_whole_steps();
}

/// As many steps as may be taken before anything else is due: at least one. Returns how many.
template <class Real> std::size_t trainer<Real>::prepare_steps(std::uint64_t most_steps) {
    const std::uint64_t until_change =
        next_change_ < config_.changes.size() ? config_.changes[next_change_].step - step_ : most_steps;
    const std::uint64_t most = std::min({std::uint64_t{steps_at_once}, most_steps, steps_left(), until_change});
    for (std::size_t i = 0; i < most; ++i) {
        const double rate = learning_rate_at(next_row_ + i * setup_->rows());
        planned_.rates[i] = rate;
        constants_.set(config_.optimizer, config_.regularization, rate, step_ + i + 1, planned_.steps[i].step);
        point_to(planned_.steps[i].step, 0, parameters_.size());
    }
    return static_cast<std::size_t>(most);
}

template <class Real> void trainer<Real>::take_whole_steps(std::uint64_t most_steps) {
    const std::size_t count = prepare_steps(most_steps);
    const std::size_t rows = std::min(count * setup_->rows(), config_.train.rows - next_row_);
    const bool spares_biases =
        !config_.regularization.decay_biases && decays(config_.optimizer, config_.regularization);
    const std::size_t done = setup_->run_steps(order_of_batch(), rows, parameters_.data(),
                                               {config_.optimizer.kind, step_ + 1, spares_biases, planned_.steps});
    for (std::size_t i = 0; i < std::min(done + 1, count); ++i) {
        learning_rate_ = planned_.rates[i];
        note(planned_.steps[i].total, std::min(setup_->rows(), config_.train.rows - next_row_));
    }
}

template <class Real> batch_total trainer<Real>::step_by_strips(std::size_t count) {
    update optimizer(*this);
    return setup_->run(order_of_batch(), count, rows_after(count), parameters_.data(), step_ + 1, optimizer);
}

template <class Real> batch_total trainer<Real>::step_by_whole(std::size_t count) {
    const batch_total total =
        setup_->run(order_of_batch(), count, rows_after(count), parameters_.data(), step_ + 1, *whole_);
    if (!std::isfinite(total.loss)) return total;
    whole_->clip(kernels_, config_.regularization);
    update optimizer(*this);
    for_each_learned(net_, [&](std::size_t offset, std::size_t values, bool weights) {
        optimizer.take(offset, values, weights, whole_->data() + offset);
    });
    const double most = config_.regularization.max_norm;
    if (most > 0) limit_unit_norms(kernels_, net_, most, parameters_.data());
    setup_->parameters_changed(parameters_.data());
    return total;
}

template <class Real> batch_total trainer<Real>::step_by_lbfgs() {
    batch_objective function(*this);
    lbfgs_->step(step_ + 1, learning_rate_, function, parameters_.data(), slots_, memory_, converged_);
    setup_->parameters_changed(parameters_.data());
    return function.first();
}

template <class Real> std::optional<epoch_record> trainer<Real>::validate_piece() {
    const std::size_t rows = config_.validation.rows;
    const std::size_t first = next_validation_row_;
    next_validation_row_ = std::min(rows, first + std::max(setup_->rows(), least_validation_piece));
    evaluation_->losses(config_.validation, config_.objective, parameters_.data(), first, next_validation_row_,
                        validation_losses_.data(), validation_scores_.data());
    if (next_validation_row_ < rows) return std::nullopt;
    return finish_epoch(sum_of_losses(validation_losses_.data(), rows) / validation_weight_,
                        sum_of_losses(validation_scores_.data(), rows) / static_cast<double>(rows));
}

template <class Real>
double trainer<Real>::watched_value(double train_loss, double validation_loss, double validation_score) const {
    switch (config_.stopping.watched) {
        case monitor::training_loss: return train_loss;
        case monitor::accuracy: return 1.0 - validation_score;
        case monitor::mean_absolute_error: return validation_score;
        case monitor::loss: break;
    }
    return config_.validation.rows > 0 ? validation_loss : train_loss;
}

template <class Real>
std::optional<epoch_record> trainer<Real>::finish_epoch(double validation_loss, double validation_score) {
    const double train_loss = sum_.weight > 0 ? sum_.loss / sum_.weight : 0.0;
    const double watched = watched_value(train_loss, validation_loss, validation_score);
    validating_ = false;
    next_row_ = 0;
    // Without validation rows the last step's weights have not been looked at yet.
    const bool finite = std::isfinite(watched) && (config_.validation.rows == 0 || std::isfinite(validation_loss)) &&
                        kernels_.all_finite(parameters_.data(), parameters_.size());
    if (!finite) {
        diverge(step_);
        return std::nullopt;
    }
    ++epoch_;
    use_wanted_batch();
    judge(watched, train_loss, validation_loss);
    return epoch_record{epoch_, train_loss, validation_loss, validation_score, learning_rate_};
}

/// Whether the epoch is the best, whether it is the last, and what the schedule makes of it.
template <class Real> void trainer<Real>::judge(double watched, double train_loss, double validation_loss) {
    const bool improved = !best_ || watched < best_->loss;
    if (improved) best_ = best_epoch{epoch_, watched};
    since_best_ = improved ? 0 : since_best_ + 1;
    const bool upwards = config_.stopping.watched == monitor::accuracy;
    note_score(config_.schedule, upwards ? 1.0 - watched : watched, upwards, plateau_);
    keep(improved);
    const bool of_training = config_.stopping.watched == monitor::training_loss || config_.validation.rows == 0;
    const double loss = of_training ? train_loss : validation_loss;
    if (config_.patience > 0 && since_best_ >= config_.patience) reason_ = end_reason::patience;
    if (epoch_ >= config_.epochs) reason_ = end_reason::epochs;
    if (converged_) reason_ = end_reason::converged;
    if (config_.stopping.target_loss && loss <= *config_.stopping.target_loss) reason_ = end_reason::target_loss;
}

/// What is left are the last finite weights: those before the step, or of the last epoch where they are spoilt.
template <class Real> void trainer<Real>::diverge(std::uint64_t step) {
    diverged_at_ = step;
    reason_ = end_reason::diverged;
    if (!kernels_.all_finite(parameters_.data(), parameters_.size())) {
        parameters_.copy_from(kept_.taken ? kept_.parameters : best_parameters_);
    }
    cause_ = find_cause(net_, config_.train, *setup_, best_parameters_.data(), learning_rate_);
}

template class trainer<float>;
template class trainer<double>;

}  // namespace chainrule
