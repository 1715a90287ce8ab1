// See trainer.h. Nothing is allocated in advance(); what a change needs is allocated by prepare().
#include "run/trainer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

namespace chainrule {
namespace {

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

template <class Real> std::size_t bytes_of_parts(const network& net, const train_config<Real>& config,
                                                 std::size_t train_rows, std::size_t validation_rows) {
    thread_pool alone(1);
    const evaluation_plan evaluation = plan_evaluation(net, validation_rows, config.threads);
    return bytes_taken<run_parts<Real>>(kernel_table<Real>{}, net, config, train_rows, validation_rows, evaluation,
                                        alone);
}

template <class Real> network checked_network(const train_config<Real>& config) {
    network net(config.net);
    check_config(config, net);
    return net;
}

}  // namespace

// A training calls advance() until reason() is set. Each call does one small piece, so that commands can be obeyed
// between two.
template <class Real> std::optional<epoch_record> trainer<Real>::advance(std::uint64_t most_steps) {
    if (reason_ != end_reason::none) return std::nullopt;
    if (is_validating_) return validate();
    take_due_changes();
    if (next_row_ == 0) begin_epoch();
    take_step(most_steps);
    if (reason_ != end_reason::none || rows_left() > 0) return std::nullopt;
    if (config_.validation.rows == 0) return end_epoch({train_loss(), no_number, no_number});
    is_validating_ = true;
    parts_.validating.begin();
    return std::nullopt;
}

template <class Real> void trainer<Real>::begin_epoch() {
    sum_ = {};
    is_shuffled_ = steps_per_epoch() > 1;
    if (is_shuffled_) parts_.order.shuffle(config_.seed, at().epoch);
}

/// Trains on one mini-batch (loss, gradients, update), or on several small ones.
template <class Real> void trainer<Real>::take_step(std::uint64_t most_steps) {
    if (parts_.steps.takes_many(batches_.current())) return take_many_steps(most_steps);
    const std::size_t count = std::min(batches_.current().rows(), rows_left());
    learning_rate_ = learning_rate_at(next_row_ / batches_.current().rows());
    note_step(parts_.steps.take(batches_.current(), next_rows(count), learning_rate_), count);
}

template <class Real> std::optional<epoch_record> trainer<Real>::validate() {
    const row_set<Real>& rows = config_.validation;
    const bool all = parts_.validating.take_piece(rows, config_.judged_by.value_or(config_.objective),
                                                  parts_.state.parameters.data(), batches_.current().rows());
    if (!all) return std::nullopt;
    return end_epoch({train_loss(), parts_.validating.loss(rows), parts_.validating.score(rows)});
}

/// Decides whether the epoch is the best so far and whether it is the last, and updates the schedule.
template <class Real> std::optional<epoch_record> trainer<Real>::end_epoch(const epoch_losses& losses) {
    const std::span<const Real> parameters = parts_.state.parameters;
    const double monitored = stopping_.monitored(losses);
    is_validating_ = false;
    next_row_ = 0;
    // Without validation rows, nothing has checked the weights after the last step yet.
    const bool finite = std::isfinite(monitored) &&
                        (config_.validation.rows == 0 || std::isfinite(losses.validation)) &&
                        kernels_.all_finite(parameters.data(), parameters.size());
    if (!finite) {
        diverge(step());
        return std::nullopt;
    }
    ++at().epoch;
    batches_.use_wanted(parameters.data());
    const bool improved = !at().best || monitored < at().best->loss;
    if (improved) at().best = best_epoch{epoch(), monitored};
    at().since_best = improved ? 0 : at().since_best + 1;
    const bool upwards = stopping_.monitors_accuracy();
    note_score(config_.schedule, upwards ? 1.0 - monitored : monitored, upwards, at().schedule);
    parts_.kept.keep(parts_.state, improved);
    reason_ = stopping_.after_epoch(at(), losses, parts_.steps.converged());
    return epoch_record{epoch(), losses.train, losses.validation, losses.validation_score, learning_rate_};
}

/// Takes all steps up to the next event (a change, the epoch's end, most_steps): at least one.
template <class Real> void trainer<Real>::take_many_steps(std::uint64_t most_steps) {
    constexpr std::uint64_t most_at_once = optimizer_steps<Real>::most_at_once;
    const std::size_t batch_rows = batches_.current().rows();
    const std::size_t count =
        static_cast<std::size_t>(std::min({most_at_once, most_steps, steps_left(), changes_.steps_left(step())}));
    double rates[most_at_once];
    const std::uint64_t first = next_row_ / batch_rows;
    for (std::size_t i = 0; i < count; ++i) rates[i] = learning_rate_at(first + i);
    const step_rows rows = next_rows(std::min(count * batch_rows, rows_left()));
    const std::size_t done = parts_.steps.take_many(batches_.current(), rows, {rates, count});
    for (std::size_t i = 0; i < std::min(done + 1, count); ++i) {
        learning_rate_ = rates[i];
        note_step(parts_.steps.total_of(i), std::min(batch_rows, rows_left()));
    }
}

/// Records a step over `rows` rows, or ends the run if its loss is not finite.
template <class Real> void trainer<Real>::note_step(const batch_total& total, std::size_t rows) {
    batch_ = total;
    newest_row_ = next_row_;
    newest_count_ = rows;
    if (!std::isfinite(total.loss)) return diverge(step() + 1);
    ++at().step;
    sum_.loss += total.loss;
    sum_.weight += total.weight;
    next_row_ += rows;
    rows_seen_ += rows;
}

/// Ends the run with the last finite weights: those before the step, or of the last epoch where those are not finite.
template <class Real> void trainer<Real>::diverge(std::uint64_t step) {
    const std::span<Real> parameters = parts_.state.parameters;
    diverged_at_ = step;
    reason_ = end_reason::diverged;
    if (!kernels_.all_finite(parameters.data(), parameters.size())) {
        std::ranges::copy(parts_.kept.last_parameters(), parameters.begin());
    }
    cause_ = find_cause(net_, config_.train, batches_.current(), parts_.kept.best_parameters().data(), learning_rate_);
}

/// Learning rate of step `number` of the epoch, from 0.
template <class Real> double trainer<Real>::learning_rate_at(std::uint64_t number) const {
    const training_position position = {epoch(), number, steps_per_epoch(), config_.epochs};
    return scheduled_rate(config_.schedule, config_.optimizer.learning_rate, position, at().schedule);
}

/// The next `count` rows; a batch of all rows has no order, since that would change only rounding.
template <class Real> step_rows trainer<Real>::next_rows(std::size_t count) const {
    return {steps_per_epoch() > 1 ? parts_.order.from(next_row_) : nullptr, count, rows_left() - count};
}

/// The order of an epoch stays until the next one begins, which shuffles it anew: so it can also be looked at before.
template <class Real> rows_of_step trainer<Real>::newest_rows() {
    const bool is_taken = newest_count_ > 0;
    const bool is_shuffled = is_taken ? is_shuffled_ : steps_per_epoch() > 1;
    if (!is_taken && is_shuffled) parts_.order.shuffle(config_.seed, epoch());
    std::vector<std::uint32_t> rows(is_taken ? newest_count_ : std::min(batches_.current().rows(), rows_left()));
    if (is_shuffled) {
        std::copy_n(parts_.order.from(is_taken ? newest_row_ : 0), rows.size(), rows.begin());
    } else {
        std::iota(rows.begin(), rows.end(), 0u);
    }
    return {std::move(rows), is_taken};
}

template <class Real> double trainer<Real>::train_loss() const {
    return sum_.weight > 0 ? sum_.loss / sum_.weight : 0.0;
}

template <class Real> std::optional<epoch_record> trainer<Real>::advance_gauged() {
    const std::uint64_t before = step();
    parts_.ratios.step_begins(parts_.state.parameters.data());
    const std::optional<epoch_record> record = advance(1);
    // A step whose loss is not finite is not taken.
    if (step() > before) parts_.ratios.step_ended(parts_.state.parameters.data());
    return record;
}

template <class Real> std::uint64_t trainer<Real>::steps_before_an_end() const {
    return stopping_.may_be_last(at()) ? steps_left() - 1 : std::numeric_limits<std::uint64_t>::max();
}

template <class Real> trainer<Real>::trainer(train_config<Real> config, const kernel_table<Real>& kernels)
    : config_(std::move(config)),
      first_optimizer_(config_.optimizer),
      kernels_(kernels),
      net_(checked_network(config_)),
      stopping_(config_),
      changes_(std::move(config_.changes)),
      batches_(kernels, net_, config_),
      evaluation_(plan_evaluation(net_, config_.validation.rows, config_.threads)),
      evaluation_pool_(evaluation_.parts),
      memory_(bytes_of_parts(net_, config_, config_.train.rows, config_.validation.rows)),
      parts_(kernels, net_, config_, config_.train.rows, config_.validation.rows, evaluation_, evaluation_pool_,
             memory_) {
    for (const change& next : changes_.all()) {
        // Allocates at once what later changes will need.
        check_change(first_optimizer_, config_.train.rows, next);
        if (next.batch_rows) batches_.prepare(*next.batch_rows);
    }
    if (config_.history.bytes > 0) {
        parts_.kept.keep_history(std::make_shared<checkpoint_history<Real>>(net_, slot_count(first_optimizer_),
                                                                            config_.history, config_.epochs));
    }
    given_ = std::move(config_.initial_layers);
    config_.resume ? begin(std::move(*config_.resume)) : begin_at_seed();
    config_.resume.reset();
}

template <class Real> double trainer<Real>::bytes_needed(const train_config<Real>& config, std::size_t train_rows,
                                                         std::size_t validation_rows) {
    try {
        const network net(config.net);
        const std::size_t history =
            checkpoint_history<Real>::floats_needed(net, slot_count(config.optimizer), config.history, config.epochs);
        std::size_t bytes = checked_product(history, sizeof(Real));
        bytes = checked_sum(bytes, bytes_of_parts(net, config, train_rows, validation_rows));
        const auto add_setup = [&](std::size_t batch_rows) {
            bytes = checked_sum(bytes, batch_setups<Real>::bytes(net, config, batch_rows, train_rows));
        };
        add_setup(config.batch_rows);
        for (const change& next : config.changes) {
            if (next.batch_rows) add_setup(*next.batch_rows);
        }
        return static_cast<double>(bytes);
    } catch (const failure& problem) {
        if (std::string(problem.code()) != "out_of_memory") throw;
        return std::numeric_limits<double>::infinity();
    }
}

template <class Real> void trainer<Real>::begin(checkpoint<Real> from) {
    parts_.state.restore(net_, from, config_.optimizer.history_size);
    parts_.kept.set_best(from.best_layers);
    // The checkpoint's plateau already contains the effects of these changes.
    const plateau known = at().schedule;
    while (const change* next = step() > 0 ? changes_.take_due(step() - 1) : nullptr) apply(*next);
    at().schedule = known;
    batches_.use_wanted(parts_.state.parameters.data());
    if (epoch() > 0) parts_.kept.keep(parts_.state, false);
    if (step() == 0) given_ = std::move(from.layers);
    reason_ = stopping_.reached(at());
    batches_.current().parameters_changed(parts_.state.parameters.data());
    learning_rate_ = learning_rate_at(0);
}

template <class Real> void trainer<Real>::begin_at_seed() {
    Real* const parameters = parts_.state.parameters.data();
    given_.empty() ? net_.initialize(config_.seed, parameters) : net_.pack(given_, parameters);
    parts_.kept.restart(parts_.state);
    batches_.current().parameters_changed(parameters);
    learning_rate_ = learning_rate_at(0);
}

template <class Real> void trainer<Real>::rewind() {
    config_.optimizer = first_optimizer_;
    changes_.clear();
    batches_.restart();
    for (const std::span<Real> slot : parts_.state.slots) std::ranges::fill(slot, Real(0));
    at() = {};
    parts_.steps.settings_changed();
    parts_.steps.restart();
    parts_.ratios.forget();
    rows_seen_ = diverged_at_ = 0;
    next_row_ = newest_row_ = newest_count_ = 0;
    sum_ = {};
    is_validating_ = false;
    reason_ = end_reason::none;
    cause_ = {};
    begin_at_seed();
}

template <class Real> prepared_change<Real> trainer<Real>::prepare(change what) const {
    check_change(first_optimizer_, config_.train.rows, what);
    if (!what.batch_rows) return {std::move(what), nullptr};
    const std::size_t bytes = batch_setups<Real>::bytes(net_, config_, *what.batch_rows, config_.train.rows);
    const double needed = static_cast<double>(bytes);
    if (needed > config_.memory_budget) refuse_memory(needed);
    auto setup = batches_.make(*what.batch_rows);
    return {std::move(what), std::move(setup)};
}

template <class Real> change trainer<Real>::take(prepared_change<Real> next) {
    next.what.step = step();
    if (next.setup) batches_.add(std::move(next.setup));
    changes_.add(next.what, step());
    // During a validation no setting may change.
    if (!is_validating_) take_due_changes();
    batches_.drop_unused(changes_);
    return std::move(next.what);
}

template <class Real> void trainer<Real>::take_due_changes() {
    while (const change* next = changes_.take_due(step())) apply(*next);
    if (next_row_ == 0) batches_.use_wanted(parts_.state.parameters.data());
}

template <class Real> void trainer<Real>::apply(const change& what) {
    if (what.optimizer) {
        // A learning rate that a person sets is used as it is: the factor of reduceOnPlateau starts again at 1.
        if (what.optimizer->learning_rate != config_.optimizer.learning_rate) at().schedule.scale = 1;
        config_.optimizer = *what.optimizer;
        parts_.steps.settings_changed();
    }
    if (what.batch_rows) batches_.want(*what.batch_rows);
}

template class trainer<float>;
template class trainer<double>;

}  // namespace chainrule
