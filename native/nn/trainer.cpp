// See trainer.h. Nothing is allocated after the constructor.
#include "trainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <numeric>

#include "random.h"

namespace chainrule {
namespace {

// Validation is taken in pieces of at least this many rows, so that a command need not wait for all of it.
constexpr std::size_t least_validation_piece = 4096;

std::size_t useful_batch_rows(std::size_t batch_rows, std::size_t rows) {
    return std::max<std::size_t>(1, std::min(batch_rows, rows));
}

std::size_t pool_size(const batch_plan& plan, const network& net, std::size_t validation_rows, std::size_t threads) {
    if (validation_rows == 0) return plan.parts;
    return std::max(plan.parts, plan_evaluation(net, validation_rows, threads).parts);
}

}  // namespace

/// Applies the optimizer to each strip of gradients as it comes.
template <class Real> class trainer<Real>::update : public gradient_sink<Real> {
public:
    update(trainer<Real>& owner, std::uint64_t number)
        : owner_(owner),
          step_(prepare_step<Real>(owner.config_.optimizer, owner.config_.regularization,
                                   owner.config_.optimizer.learning_rate, number, owner.momenta_)),
          decay_biases_(owner.config_.regularization.decay_biases) {}

    void take(std::size_t offset, std::size_t count, bool weights, const Real* gradient) override {
        optimizer_step<Real> step = weights || decay_biases_ ? step_ : without_decay(step_);
        step.weight = owner_.parameters_.data() + offset;
        step.gradient = gradient;
        step.count = count;
        if (owner_.slots_.size() > 0) step.first = owner_.slots_[0].data() + offset;
        if (owner_.slots_.size() > 1) step.second = owner_.slots_[1].data() + offset;
        if (owner_.slots_.size() > 2) step.third = owner_.slots_[2].data() + offset;
        owner_.kernels_.take_step(owner_.config_.optimizer.kind, step);
    }

    void take_statistics(std::size_t offset, std::size_t count, const Real* values) override {
        std::copy_n(values, count, owner_.parameters_.data() + offset);
    }

private:
    trainer<Real>& owner_;
    const optimizer_step<Real> step_;
    const bool decay_biases_;
};

template <class Real> trainer<Real>::trainer(train_config<Real> config, const kernel_table<Real>& kernels)
    : config_(std::move(config)),
      kernels_(kernels),
      net_(config_.net),
      plan_(plan_batch(net_, useful_batch_rows(config_.batch_rows, config_.train.rows), config_.threads)),
      choice_(plan_.parts),
      pool_(pool_size(plan_, net_, config_.validation.rows, config_.threads)),
      pass_(kernels, net_, config_.objective, plan_, useful_batch_rows(config_.batch_rows, config_.train.rows),
            config_.seed, pool_),
      parameters_(net_.parameter_floats()),
      validation_losses_(config_.validation.rows),
      best_parameters_(net_.parameter_floats()) {
    if (config_.train.rows == 0) refuse("Training needs at least 1 row; found 0.");
    config_.batch_rows = useful_batch_rows(config_.batch_rows, config_.train.rows);
    steps_per_epoch_ = ceil_divide(config_.train.rows, config_.batch_rows);
    // The order of rows within a batch of all of them would change nothing but rounding.
    if (steps_per_epoch_ > 1) order_.resize(config_.train.rows);
    if (config_.validation.rows > 0) {
        const evaluation_plan plan = plan_evaluation(net_, config_.validation.rows, config_.threads);
        validation_weight_ = config_.validation.weight_of(nullptr, config_.validation.rows);
        evaluation_ = std::make_unique<evaluation_pass<Real>>(kernels, net_, plan, pool_);
    }
    kept_.parameters = aligned_buffer<Real>(net_.parameter_floats());
    for (std::size_t i = 0; i < slot_count(config_.optimizer); ++i) {
        slots_.emplace_back(net_.parameter_floats());
        kept_.slots.emplace_back(net_.parameter_floats());
    }
    begin(config_.resume);
    config_.resume.reset();
}

template <class Real> double trainer<Real>::bytes_needed(const network_config& config, loss kind,
                                                         const optimizer_config& optimizer, std::size_t train_rows,
                                                         std::size_t validation_rows, std::size_t batch_rows,
                                                         std::size_t threads) {
    try {
        const network net(config);
        const std::size_t batch = useful_batch_rows(batch_rows, train_rows);
        const std::size_t copies = 3 + 2 * slot_count(optimizer);
        std::size_t floats = checked_product(net.parameter_floats(), copies);
        floats =
            checked_sum(floats, batch_pass<Real>::floats_needed(net, kind, plan_batch(net, batch, threads), batch));
        if (validation_rows > 0) {
            floats = checked_sum(
                floats, evaluation_pass<Real>::floats_needed(net, plan_evaluation(net, validation_rows, threads)));
        }
        floats = checked_sum(floats, checked_sum(train_rows, validation_rows));
        return static_cast<double>(floats) * sizeof(Real);
    } catch (const failure& problem) {
        if (std::string(problem.code()) != "out_of_memory") throw;
        return std::numeric_limits<double>::infinity();
    }
}

template <class Real> void trainer<Real>::begin(const std::optional<checkpoint<Real>>& from) {
    if (!from) {
        net_.initialize(config_.seed, parameters_.data());
        best_parameters_.copy_from(parameters_);
    } else {
        epoch_ = from->epoch;
        step_ = from->step;
        best_ = from->best;
        since_best_ = from->since_best;
        net_.pack(from->layers, parameters_.data());
        net_.pack(from->best_layers, best_parameters_.data());
        for (std::size_t i = 0; i < slots_.size(); ++i) net_.pack(from->slots[i], slots_[i].data());
        if (epoch_ > 0) keep(false);
        if (config_.patience > 0 && since_best_ >= config_.patience) reason_ = end_reason::patience;
        if (epoch_ >= config_.epochs) reason_ = end_reason::epochs;
    }
    pass_.parameters_changed(parameters_.data());
}

template <class Real> std::optional<epoch_record> trainer<Real>::advance() {
    if (reason_ != end_reason::none) return std::nullopt;
    if (validating_) return validate_piece();
    train_batch();
    if (reason_ != end_reason::none || next_row_ < config_.train.rows) return std::nullopt;
    if (config_.validation.rows == 0) return finish_epoch(std::numeric_limits<double>::quiet_NaN());
    validating_ = true;
    next_validation_row_ = 0;
    return std::nullopt;
}

/// Fisher and Yates from the identity, so that an epoch's order depends on its number and the seed alone.
template <class Real> void trainer<Real>::shuffle() {
    std::iota(order_.begin(), order_.end(), 0u);
    const random_stream random(config_.seed, random_purpose::shuffle, epoch_);
    for (std::size_t left = order_.size(); left > 1; --left) {
        std::swap(order_[left - 1], order_[random.below(left, left)]);
    }
}

template <class Real> void trainer<Real>::train_batch() {
    if (next_row_ == 0) {
        sum_ = {};
        if (!order_.empty()) shuffle();
    }
    const std::size_t count = std::min(config_.batch_rows, config_.train.rows - next_row_);
    update optimizer(*this, step_ + 1);
    const batch_total total = run_batch(count, optimizer);
    if (!std::isfinite(total.loss)) return diverge(step_ + 1);
    ++step_;
    sum_.loss += total.loss;
    sum_.weight += total.weight;
    next_row_ += count;
    rows_seen_ += count;
}

/// The clock is read only where there is a choice, and steps are long beside it.
template <class Real> batch_total trainer<Real>::run_batch(std::size_t count, gradient_sink<Real>& sink) {
    using clock = std::chrono::steady_clock;
    const std::uint32_t* order = order_.empty() ? nullptr : order_.data() + next_row_;
    const Real* parameters = parameters_.data();
    if (!choice_.is_open()) return pass_.run(config_.train, order, count, parameters, 1, step_ + 1, sink);
    const clock::time_point began = clock::now();
    const batch_total total = pass_.run(config_.train, order, count, parameters, choice_.threads(), step_ + 1, sink);
    choice_.took(count, std::chrono::duration<double>(clock::now() - began).count());
    return total;
}

template <class Real> std::optional<epoch_record> trainer<Real>::validate_piece() {
    const std::size_t rows = config_.validation.rows;
    const std::size_t first = next_validation_row_;
    next_validation_row_ = std::min(rows, first + std::max(config_.batch_rows, least_validation_piece));
    evaluation_->losses(config_.validation, config_.objective, parameters_.data(), first, next_validation_row_,
                        validation_losses_.data());
    if (next_validation_row_ < rows) return std::nullopt;
    return finish_epoch(sum_of_losses(validation_losses_.data(), rows) / validation_weight_);
}

template <class Real> std::optional<epoch_record> trainer<Real>::finish_epoch(double validation_loss) {
    const bool has_validation = config_.validation.rows > 0;
    const double train_loss = sum_.loss / sum_.weight;
    const double score = has_validation ? validation_loss : train_loss;
    validating_ = false;
    next_row_ = 0;
    // Without validation rows the last step's weights have not been looked at yet.
    const bool finite = std::isfinite(score) && kernels_.all_finite(parameters_.data(), parameters_.size());
    if (!finite) {
        diverge(step_);
        return std::nullopt;
    }
    ++epoch_;
    const bool improved = !best_ || score < best_->loss;
    if (improved) best_ = best_epoch{epoch_, score};
    since_best_ = improved ? 0 : since_best_ + 1;
    keep(improved);
    if (config_.patience > 0 && since_best_ >= config_.patience) reason_ = end_reason::patience;
    if (epoch_ >= config_.epochs) reason_ = end_reason::epochs;
    return epoch_record{epoch_, train_loss, validation_loss};
}

template <class Real> void trainer<Real>::diverge(std::uint64_t step) {
    diverged_at_ = step;
    reason_ = end_reason::diverged;
}

template <class Real> void trainer<Real>::keep(bool improved) {
    const std::lock_guard<std::mutex> lock(kept_mutex_);
    if (improved) best_parameters_.copy_from(parameters_);
    kept_.taken = true;
    kept_.epoch = epoch_;
    kept_.step = step_;
    kept_.since_best = since_best_;
    kept_.best = best_;
    kept_.parameters.copy_from(parameters_);
    for (std::size_t i = 0; i < slots_.size(); ++i) kept_.slots[i].copy_from(slots_[i]);
}

template <class Real> std::vector<layer_tensors<Real>> trainer<Real>::best() const {
    const std::lock_guard<std::mutex> lock(kept_mutex_);
    return net_.unpack(best_parameters_.data());
}

template <class Real> std::optional<checkpoint<Real>> trainer<Real>::last_checkpoint() const {
    const std::lock_guard<std::mutex> lock(kept_mutex_);
    if (!kept_.taken) return std::nullopt;
    checkpoint<Real> result;
    result.epoch = kept_.epoch;
    result.step = kept_.step;
    result.best = kept_.best;
    result.since_best = kept_.since_best;
    result.layers = net_.unpack(kept_.parameters.data());
    result.best_layers = net_.unpack(best_parameters_.data());
    for (const aligned_buffer<Real>& slot : kept_.slots) result.slots.push_back(net_.unpack(slot.data()));
    return result;
}

template class trainer<float>;
template class trainer<double>;

}  // namespace chainrule
