// The training loop. advance() does one small piece of it: a mini-batch or a piece of the validation. It keeps the best
// weights; ends by epochs, patience, target loss, convergence or divergence; takes changes of its settings between two
// steps; and resumes bit for bit from a checkpoint. It has no thread of its own and takes no commands (see
// training_thread). Only best(), last_checkpoint() and prepare() may be called from another thread while advance()
// runs.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "run/batch_setups.h"
#include "run/change_queue.h"
#include "run/divergence.h"
#include "run/run_parts.h"
#include "run/stopping.h"

namespace chainrule {

/// A change and the batch_setup that was allocated for it, if it needs one.
template <class Real> struct prepared_change {
    change what;
    std::unique_ptr<batch_setup<Real>> setup;
};

/// Rows of a step, as indices among the training rows in the order in which the step takes them.
struct rows_of_step {
    std::vector<std::uint32_t> rows;
    /// Whether the step was taken; else it is the next one.
    bool is_taken;
};

template <class Real> class trainer {
public:
    /// Takes ownership of the rows. Throws failure out_of_memory or invalid_argument.
    trainer(train_config<Real> config, const kernel_table<Real>& kernels);

    /// Bytes that the constructor allocates besides the rows; +inf where that overflows.
    static double bytes_needed(const train_config<Real>& config, std::size_t train_rows, std::size_t validation_rows);

    /// Trains on one mini-batch (on up to `most_steps` small ones), or, after an epoch's last step, evaluates a piece
    /// of the validation rows. Does nothing once reason() is set. Returns the record of the epoch that it finished, if
    /// any.
    std::optional<epoch_record> advance(std::uint64_t most_steps = 1);
    /// Trains on one mini-batch and measures its update for latest_update_ratios(). Not while is_validating().
    std::optional<epoch_record> advance_gauged();

    /// Checks a change and allocates what it needs; may be called from any thread. Throws failure.
    prepared_change<Real> prepare(change what) const;
    /// Takes the change from the next step on. Returns it with the number of the step before.
    change take(prepared_change<Real> next);
    /// Back to before the first step: the initial weights, no epoch, no changes.
    void rewind();

    end_reason reason() const { return reason_; }
    std::uint64_t epoch() const { return at().epoch; }
    std::uint64_t step() const { return at().step; }
    std::uint64_t steps_per_epoch() const { return batches_.current().steps_per_epoch(); }
    /// Steps left in the current epoch; between two epochs, all steps of the next.
    std::uint64_t steps_left() const { return ceil_divide(rows_left(), batches_.current().rows()); }
    /// How many steps may be taken before one that could be the run's last, by epochs or patience.
    std::uint64_t steps_before_an_end() const;
    /// Whether an epoch's steps are done but not its validation.
    bool is_validating() const { return is_validating_; }
    const std::optional<best_epoch>& best_so_far() const { return at().best; }
    /// Learning rate of the last step; before the first step, that of the first step.
    double learning_rate() const { return learning_rate_; }
    /// Mean loss of the last batch, before its step; not finite where the run diverged.
    double batch_loss() const { return batch_.weight > 0 ? batch_.loss / batch_.weight : 0; }
    double seconds_allowed() const { return stopping_.seconds_allowed(); }
    /// Number (from 1) of the step whose loss was not finite, and the likely cause.
    std::uint64_t diverged_at() const { return diverged_at_; }
    const divergence_cause& cause() const { return cause_; }
    /// Rows trained on since construction.
    std::uint64_t rows_seen() const { return rows_seen_; }

    /// The current weights; after a divergence, the last finite ones. Not while advance() runs.
    std::vector<layer_tensors<Real>> current() const { return net_.unpack(parts_.state.parameters.data()); }
    /// Rows of the newest step, also of one that diverged; where there was none since construction or rewind(), of the
    /// next one. Not while advance() runs.
    rows_of_step newest_rows();
    /// Weights of the best epoch; before the first end of an epoch, the initial ones.
    std::vector<layer_tensors<Real>> best() const { return parts_.kept.best(); }
    std::optional<checkpoint<Real>> last_checkpoint() const { return parts_.kept.last(); }
    /// Null where no history is kept. May outlive this object.
    const std::shared_ptr<checkpoint_history<Real>>& history() const { return parts_.kept.history(); }
    /// See update_ratios::latest; of the last step that advance_gauged() took.
    const std::vector<double>& latest_update_ratios() const { return parts_.ratios.latest(); }
    std::size_t parameter_floats() const { return net_.parameter_floats(); }

private:
    void begin(checkpoint<Real> from);
    void begin_at_seed();

    void begin_epoch();
    void take_step(std::uint64_t most_steps);
    std::optional<epoch_record> validate();
    std::optional<epoch_record> end_epoch(const epoch_losses& losses);
    void take_many_steps(std::uint64_t most_steps);
    void note_step(const batch_total& total, std::size_t rows);
    void diverge(std::uint64_t step);

    void take_due_changes();
    void apply(const change& what);
    double learning_rate_at(std::uint64_t number) const;
    step_rows next_rows(std::size_t count) const;
    /// Mean of the losses of the epoch's rows, each computed when its batch was trained on.
    double train_loss() const;
    /// Rows left in the current epoch.
    std::size_t rows_left() const { return config_.train.rows - next_row_; }
    run_position& at() { return parts_.state.at; }
    const run_position& at() const { return parts_.state.at; }

    train_config<Real> config_;
    /// Settings at the beginning of the run, for rewind().
    const optimizer_config first_optimizer_;
    const kernel_table<Real>& kernels_;
    const network net_;
    const stopping_rules stopping_;
    change_queue changes_;
    batch_setups<Real> batches_;
    const evaluation_plan evaluation_;
    thread_pool evaluation_pool_;
    arena memory_;
    run_parts<Real> parts_;
    /// Initial weights that were given, also as a checkpoint at step 0; empty: those of the seed.
    std::vector<layer_tensors<Real>> given_;

    std::size_t next_row_ = 0;
    /// Where the newest step's rows begin in its epoch, and how many they are; 0 before the first step.
    std::size_t newest_row_ = 0, newest_count_ = 0;
    /// Whether the epoch takes the rows in an order of its own; an epoch of one step does not.
    bool is_shuffled_ = false;
    std::uint64_t rows_seen_ = 0, diverged_at_ = 0;
    double learning_rate_ = 0;
    /// Totals of the last batch, and of the epoch so far.
    batch_total batch_{}, sum_{};
    bool is_validating_ = false;
    end_reason reason_ = end_reason::none;
    divergence_cause cause_;
};

}  // namespace chainrule
