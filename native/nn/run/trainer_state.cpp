// The state of a trainer beside its loop (see trainer.h): how it is made, changed, wound back, kept and given away.
#include <algorithm>
#include <limits>

#include "batch/score.h"
#include "run/trainer.h"

namespace chainrule {

template <class Real> trainer<Real>::trainer(train_config<Real> config, const kernel_table<Real>& kernels)
    : config_(std::move(config)),
      first_optimizer_(config_.optimizer),
      kernels_(kernels),
      net_(config_.net),
      parameters_(net_.parameter_floats()),
      update_ratios_(net_),
      validation_losses_(config_.validation.rows),
      validation_scores_(config_.validation.rows),
      best_parameters_(net_.parameter_floats()) {
    refuse_what_cannot_be();
    const bool is_lbfgs = config_.optimizer.kind == optimizer_kind::lbfgs;
    if (is_lbfgs) lbfgs_ = std::make_unique<lbfgs<Real>>(config_.optimizer, net_.parameter_floats());
    setups_.push_back(new_setup(config_.batch_rows));
    for (const change& next : config_.changes) {
        // All that changes to come will need is there from the beginning.
        check(next);
        const std::size_t rows = batch_setup<Real>::useful_rows(next.batch_rows.value_or(1), config_.train.rows);
        if (next.batch_rows && find_setup(rows) == nullptr) setups_.push_back(new_setup(rows));
    }
    setup_ = setups_.front().get();
    wanted_batch_rows_ = setup_->rows();
    order_.assign(config_.train.rows + rows_ahead, 0);
    if (config_.validation.rows > 0) {
        const evaluation_plan plan = plan_evaluation(net_, config_.validation.rows, config_.threads);
        validation_weight_ = config_.validation.weight_of(nullptr, config_.validation.rows);
        evaluation_pool_ = std::make_unique<thread_pool>(plan.parts);
        evaluation_ = std::make_unique<evaluation_pass<Real>>(kernels, net_, plan, *evaluation_pool_);
    }
    kept_.parameters = aligned_buffer<Real>(net_.parameter_floats());
    for (std::size_t i = 0; i < slot_count(config_.optimizer); ++i) {
        slots_.emplace_back(net_.parameter_floats());
        kept_.slots.emplace_back(net_.parameter_floats());
    }
    if (is_lbfgs || config_.regularization.needs_whole_gradient()) {
        whole_ = std::make_unique<whole_gradient<Real>>(net_.parameter_floats(), parameters_.data());
    }
    if (config_.moments.bytes > 0) {
        moments_ = std::make_shared<moments<Real>>(net_, slots_.size(), config_.moments, config_.epochs);
    }
    config_.resume ? begin(*config_.resume) : begin_at_seed();
    config_.resume.reset();
}

template <class Real> void trainer<Real>::refuse_what_cannot_be() const {
    if (config_.train.rows == 0) refuse("Training needs at least 1 row; found 0.");
    const monitor watched = config_.stopping.watched;
    if (watched == monitor::accuracy && !scores_classes(config_.objective.kind)) {
        refuse("Only classes have an accuracy that could be watched.");
    }
    if (watched == monitor::mean_absolute_error && scores_classes(config_.objective.kind)) {
        refuse("Classes have no mean absolute error that could be watched.");
    }
    const bool of_score = watched == monitor::accuracy || watched == monitor::mean_absolute_error;
    if (of_score && config_.validation.rows == 0) refuse("Watching a score needs validation rows; found 0.");
    if (config_.optimizer.kind != optimizer_kind::lbfgs) return;
    if (config_.batch_rows < config_.train.rows) refuse("L-BFGS needs all rows in one batch.");
    if (net_.has_dropout()) refuse("L-BFGS needs a loss that does not change by chance: no dropout.");
    const regularization_config& r = config_.regularization;
    if (r.needs_whole_gradient() || r.l1 > 0 || r.decoupled_decay > 0) {
        refuse("L-BFGS takes no penalty, clipping or max-norm: its line search would not see them.");
    }
}

template <class Real> double trainer<Real>::bytes_needed(const train_config<Real>& config, std::size_t train_rows,
                                                         std::size_t validation_rows) {
    try {
        const network net(config.net);
        const bool is_lbfgs = config.optimizer.kind == optimizer_kind::lbfgs;
        const std::size_t slots = slot_count(config.optimizer);
        std::size_t copies = checked_sum(4, checked_product(2, slots));
        if (is_lbfgs) copies += lbfgs<Real>::buffers;
        if (is_lbfgs || config.regularization.needs_whole_gradient()) ++copies;
        std::size_t floats = checked_product(net.parameter_floats(), copies);
        floats = checked_sum(floats, moments<Real>::floats_needed(net, slots, config.moments, config.epochs));
        const auto add_setup = [&](std::size_t batch_rows) {
            floats = checked_sum(floats, batch_setup<Real>::floats_needed(net, config.objective.kind, batch_rows,
                                                                          train_rows, config.threads));
        };
        add_setup(config.batch_rows);
        for (const change& next : config.changes) {
            if (next.batch_rows) add_setup(*next.batch_rows);
        }
        if (validation_rows > 0) {
            const evaluation_plan plan = plan_evaluation(net, validation_rows, config.threads);
            floats = checked_sum(floats, evaluation_pass<Real>::floats_needed(net, plan));
        }
        floats = checked_sum(floats, checked_sum(train_rows, checked_product(2, validation_rows)));
        return static_cast<double>(floats) * sizeof(Real);
    } catch (const failure& problem) {
        if (std::string(problem.code()) != "out_of_memory") throw;
        return std::numeric_limits<double>::infinity();
    }
}

template <class Real> void trainer<Real>::begin(const checkpoint<Real>& from) {
    epoch_ = from.epoch;
    step_ = from.step;
    best_ = from.best;
    since_best_ = from.since_best;
    net_.pack(from.layers, parameters_.data());
    net_.pack(from.best_layers, best_parameters_.data());
    for (std::size_t i = 0; i < slots_.size(); ++i) net_.pack(from.slots[i], slots_[i].data());
    if (from.scalars.size() == scalar_count) {
        const std::vector<double>& s = from.scalars;
        plateau_ = {s[0], s[1] != 0, s[2], static_cast<std::uint64_t>(s[3])};
        memory_ = {static_cast<std::size_t>(s[4]), static_cast<std::size_t>(s[5])};
        const std::size_t most = config_.optimizer.history_size;
        if (memory_.count > most || memory_.next > (most > 0 ? most - 1 : 0)) refuse("checkpoint.scalars do not fit.");
    }
    if (step_ == 0) {
        given_ = aligned_buffer<Real>(net_.parameter_floats());
        given_.copy_from(parameters_);
    }
    // What the scalars already know must not be done to them again.
    const plateau known = plateau_;
    for (; next_change_ < config_.changes.size() && config_.changes[next_change_].step < step_; ++next_change_) {
        apply(config_.changes[next_change_]);
    }
    plateau_ = known;
    use_wanted_batch();
    if (epoch_ > 0) keep(false);
    if (config_.patience > 0 && since_best_ >= config_.patience) reason_ = end_reason::patience;
    if (epoch_ >= config_.epochs) reason_ = end_reason::epochs;
    setup_->parameters_changed(parameters_.data());
    learning_rate_ = learning_rate_at(next_row_);
}

template <class Real> void trainer<Real>::begin_at_seed() {
    if (given_.size() > 0) {
        parameters_.copy_from(given_);
    } else {
        net_.initialize(config_.seed, parameters_.data());
    }
    best_parameters_.copy_from(parameters_);
    setup_->parameters_changed(parameters_.data());
    learning_rate_ = learning_rate_at(next_row_);
}

template <class Real> void trainer<Real>::rewind() {
    const std::lock_guard<std::mutex> lock(kept_mutex_);
    config_.optimizer = first_optimizer_;
    constants_.forget();
    if (lbfgs_) lbfgs_->set(first_optimizer_);
    config_.changes.clear();
    next_change_ = 0;
    setups_.resize(1);
    setup_ = setups_.front().get();
    wanted_batch_rows_ = setup_->rows();
    for (aligned_buffer<Real>& slot : slots_) std::fill_n(slot.data(), slot.size(), Real(0));
    memory_ = {};
    plateau_ = {};
    epoch_ = step_ = since_best_ = rows_seen_ = diverged_at_ = 0;
    next_row_ = next_validation_row_ = 0;
    sum_ = {};
    validating_ = converged_ = false;
    best_.reset();
    reason_ = end_reason::none;
    cause_ = {};
    kept_.taken = false;
    if (moments_) moments_->clear();
    update_ratios_.forget();
    begin_at_seed();
}

template <class Real> std::unique_ptr<batch_setup<Real>> trainer<Real>::new_setup(std::size_t batch_rows) const {
    return std::make_unique<batch_setup<Real>>(kernels_, net_, config_.objective, config_.train, batch_rows,
                                               config_.seed, config_.threads);
}

template <class Real> void trainer<Real>::check(const change& what) const {
    if (what.optimizer) {
        const bool same = what.optimizer->kind == first_optimizer_.kind &&
                          slot_count(*what.optimizer) == slot_count(first_optimizer_);
        if (!same) refuse("A run keeps its optimizer, and L-BFGS the size of its history; only settings may change.");
    }
    if (what.batch_rows && lbfgs_ && *what.batch_rows < config_.train.rows) {
        refuse("L-BFGS needs all rows in one batch.");
    }
}

template <class Real> prepared_change<Real> trainer<Real>::prepare(change what) const {
    check(what);
    prepared_change<Real> result{std::move(what), nullptr};
    if (!result.what.batch_rows) return result;
    const std::size_t floats = batch_setup<Real>::floats_needed(net_, config_.objective.kind, *result.what.batch_rows,
                                                                config_.train.rows, config_.threads);
    const double needed = static_cast<double>(floats) * sizeof(Real);
    if (needed > config_.memory_budget) refuse_memory(needed);
    result.setup = new_setup(*result.what.batch_rows);
    return result;
}

template <class Real> const change& trainer<Real>::take(prepared_change<Real> next) {
    last_change_ = std::move(next.what);
    last_change_.step = step_;
    if (next.setup && find_setup(next.setup->rows()) == nullptr) setups_.push_back(std::move(next.setup));
    // After those said before it, before those to be replayed that are still to come.
    std::size_t place = next_change_;
    while (place < config_.changes.size() && config_.changes[place].step <= step_) ++place;
    config_.changes.insert(config_.changes.begin() + static_cast<std::ptrdiff_t>(place), last_change_);
    // In the middle of a validation nothing may change what is made of it.
    if (!validating_) take_due_changes();
    drop_unused_setups();
    return last_change_;
}

template <class Real> void trainer<Real>::take_due_changes() {
    for (; next_change_ < config_.changes.size() && config_.changes[next_change_].step <= step_; ++next_change_) {
        apply(config_.changes[next_change_]);
    }
    if (next_row_ == 0) use_wanted_batch();
}

template <class Real> void trainer<Real>::apply(const change& what) {
    if (what.optimizer) {
        // A learning rate that somebody sets is the one that is meant, whatever a plateau made of the one before.
        if (what.optimizer->learning_rate != config_.optimizer.learning_rate) plateau_.scale = 1;
        config_.optimizer = *what.optimizer;
        constants_.forget();
        if (lbfgs_) lbfgs_->set(config_.optimizer);
    }
    if (what.batch_rows) wanted_batch_rows_ = batch_setup<Real>::useful_rows(*what.batch_rows, config_.train.rows);
}

template <class Real> batch_setup<Real>* trainer<Real>::find_setup(std::size_t rows) const {
    for (const std::unique_ptr<batch_setup<Real>>& setup : setups_) {
        if (setup->rows() == rows) return setup.get();
    }
    return nullptr;
}

template <class Real> void trainer<Real>::use_wanted_batch() {
    if (setup_->rows() == wanted_batch_rows_) return;
    setup_ = find_setup(wanted_batch_rows_);
    setup_->parameters_changed(parameters_.data());
}

/// All but the first, the one in use and those that are to be used.
template <class Real> void trainer<Real>::drop_unused_setups() {
    const auto is_wanted = [&](std::size_t rows) {
        if (rows == setup_->rows() || rows == wanted_batch_rows_) return true;
        for (std::size_t i = next_change_; i < config_.changes.size(); ++i) {
            const std::optional<std::size_t>& wanted = config_.changes[i].batch_rows;
            if (wanted && batch_setup<Real>::useful_rows(*wanted, config_.train.rows) == rows) return true;
        }
        return false;
    };
    const auto unused = std::remove_if(setups_.begin() + 1, setups_.end(),
                                       [&](const auto& setup) { return !is_wanted(setup->rows()); });
    setups_.erase(unused, setups_.end());
}

template <class Real> void trainer<Real>::keep(bool improved) {
    const std::lock_guard<std::mutex> lock(kept_mutex_);
    if (improved) best_parameters_.copy_from(parameters_);
    kept_.taken = true;
    kept_.place = {epoch_, step_, since_best_, best_, plateau_, memory_};
    kept_.parameters.copy_from(parameters_);
    for (std::size_t i = 0; i < slots_.size(); ++i) kept_.slots[i].copy_from(slots_[i]);
    if (moments_) moments_->keep(kept_.place, parameters_, best_parameters_, slots_);
}

template <class Real> std::vector<layer_tensors<Real>> trainer<Real>::best() const {
    const std::lock_guard<std::mutex> lock(kept_mutex_);
    return net_.unpack(best_parameters_.data());
}

template <class Real> std::optional<checkpoint<Real>> trainer<Real>::last_checkpoint() const {
    const std::lock_guard<std::mutex> lock(kept_mutex_);
    if (!kept_.taken) return std::nullopt;
    kept_blocks<Real> blocks{kept_.parameters.data(), best_parameters_.data(), {}};
    for (const aligned_buffer<Real>& slot : kept_.slots) blocks.slots.push_back(slot.data());
    return checkpoint_of(net_, kept_.place, blocks);
}

template class trainer<float>;
template class trainer<double>;

}  // namespace chainrule
