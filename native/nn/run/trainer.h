// The training loop: fit runs epochs, an epoch runs steps. It has no threads of its own and takes no commands.
// advance() takes one small piece of it. Keeps the best weights, ends by epochs, patience, target, convergence or
// divergence, takes changes of its settings between two steps, and goes on bit for bit from a checkpoint. Only best(),
// last_checkpoint() and prepare() may be called from another thread while advance() runs.
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

/// A change and what had to be allocated for it.
template <class Real> struct prepared_change {
    change what;
    std::unique_ptr<batch_setup<Real>> setup;
};

template <class Real> class trainer {
public:
    /// Takes the rows over. Throws failure out_of_memory or invalid_argument.
    trainer(train_config<Real> config, const kernel_table<Real>& kernels);

    /// Bytes of everything that the constructor allocates beside the rows; +inf where that overflows.
    static double bytes_needed(const train_config<Real>& config, std::size_t train_rows, std::size_t validation_rows);

    /// One mini-batch, of small ones perhaps several but at most `most_steps`, or a piece of the validation after an
    /// epoch's last. Does nothing once reason() is set. Returns the record of the epoch that it finished, if any.
    std::optional<epoch_record> advance(std::uint64_t most_steps = 1);
    /// One mini-batch, whose size latest_update_ratios() then tells. Not while is_validating().
    std::optional<epoch_record> advance_gauged();

    /// Checks a change and allocates what it needs; on any thread. Throws failure.
    prepared_change<Real> prepare(change what) const;
    /// From the next step on. Returns it with the step after which it was taken.
    change take(prepared_change<Real> next);
    /// Back to the weights that the run began with (those of the seed, where it went on from a checkpoint): no epoch
    /// done, no change taken or to be taken again.
    void rewind();

    end_reason reason() const { return reason_; }
    std::uint64_t epoch() const { return at().epoch; }
    std::uint64_t step() const { return at().step; }
    std::uint64_t steps_per_epoch() const { return batches_.current().steps_per_epoch(); }
    /// Steps left in the epoch under way; all of them between two epochs.
    std::uint64_t steps_left() const { return ceil_divide(rows_left(), batches_.current().rows()); }
    /// How many more steps are surely not the last of all (by epochs or patience; any step may meet a target).
    std::uint64_t steps_before_an_end() const;
    /// Whether an epoch's steps are done but not its validation.
    bool is_validating() const { return is_validating_; }
    const std::optional<best_epoch>& best_so_far() const { return at().best; }
    /// Of the last step; before one, of the first to come.
    double learning_rate() const { return learning_rate_; }
    /// Mean loss of the last step's batch, before the step; not finite where it diverged.
    double batch_loss() const { return batch_.weight > 0 ? batch_.loss / batch_.weight : 0; }
    double seconds_allowed() const { return stopping_.seconds_allowed(); }
    /// Number (from 1) of the step whose loss was not finite, and why that may be.
    std::uint64_t diverged_at() const { return diverged_at_; }
    const divergence_cause& cause() const { return cause_; }
    /// Rows trained on since construction.
    std::uint64_t rows_seen() const { return rows_seen_; }

    /// Not while advance() runs. After a divergence the last finite ones.
    std::vector<layer_tensors<Real>> current() const { return net_.unpack(parts_.state.parameters.data()); }
    /// Of the best epoch; without one, those that the run began with.
    std::vector<layer_tensors<Real>> best() const { return parts_.kept.best(); }
    std::optional<checkpoint<Real>> last_checkpoint() const { return parts_.kept.last(); }
    /// Null where none is to be kept. It may outlive this.
    const std::shared_ptr<checkpoint_history<Real>>& history() const { return parts_.kept.history(); }
    /// See update_ratios::latest; of the last step by advance_gauged().
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
    /// Mean over the rows of the epoch as they were seen.
    double train_loss() const;
    /// Of the epoch under way.
    std::size_t rows_left() const { return config_.train.rows - next_row_; }
    run_position& at() { return parts_.state.at; }
    const run_position& at() const { return parts_.state.at; }

    train_config<Real> config_;
    /// As the run began: changes come and go.
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
    /// Of a checkpoint at step 0: where rewind goes back to.
    std::vector<layer_tensors<Real>> given_;

    std::size_t next_row_ = 0;
    std::uint64_t rows_seen_ = 0, diverged_at_ = 0;
    double learning_rate_ = 0;
    /// Of the last batch, and of the epoch so far.
    batch_total batch_{}, sum_{};
    bool is_validating_ = false;
    end_reason reason_ = end_reason::none;
    divergence_cause cause_;
};

}  // namespace chainrule
