// The training loop without threads of its own or commands: one small piece of work per advance(). Keeps the best
// weights, ends by epochs, patience, target, convergence or divergence, takes changes of its settings between two
// steps, and goes on bit for bit from a checkpoint. Only best() and last_checkpoint() may be called from another thread
// while advance() runs.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "batch/batch_setup.h"
#include "batch/evaluation_pass.h"
#include "run/divergence.h"
#include "run/kept_epoch.h"
#include "run/lbfgs.h"
#include "run/moments.h"
#include "run/train_config.h"
#include "run/update_ratios.h"
#include "run/whole_gradient.h"

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
    const change& take(prepared_change<Real> next);
    /// Back to the weights that the run began with (those of the seed, where it went on from a checkpoint): no epoch
    /// done, no change taken or to be taken again.
    void rewind();

    end_reason reason() const { return reason_; }
    std::uint64_t epoch() const { return epoch_; }
    std::uint64_t step() const { return step_; }
    std::uint64_t steps_per_epoch() const { return setup_->steps_per_epoch(); }
    /// Steps left in the epoch under way; all of them between two epochs.
    std::uint64_t steps_left() const { return ceil_divide(config_.train.rows - next_row_, setup_->rows()); }
    /// How many more steps are surely not the last of all (by epochs or patience; any step may meet a target).
    std::uint64_t steps_before_an_end() const;
    /// Whether an epoch's steps are done but not its validation.
    bool is_validating() const { return validating_; }
    const std::optional<best_epoch>& best_so_far() const { return best_; }
    /// Of the last step; before one, of the first to come.
    double learning_rate() const { return learning_rate_; }
    /// Mean loss of the last step's batch, before the step; not finite where it diverged.
    double batch_loss() const { return batch_.weight > 0 ? batch_.loss / batch_.weight : 0; }
    double seconds_allowed() const { return config_.stopping.seconds; }
    /// Number (from 1) of the step whose loss was not finite, and why that may be.
    std::uint64_t diverged_at() const { return diverged_at_; }
    const divergence_cause& cause() const { return cause_; }
    /// Rows trained on since construction.
    std::uint64_t rows_seen() const { return rows_seen_; }

    /// Not while advance() runs. After a divergence the last finite ones.
    std::vector<layer_tensors<Real>> current() const { return net_.unpack(parameters_.data()); }
    /// Of the best epoch; without one, those that the run began with.
    std::vector<layer_tensors<Real>> best() const;
    std::optional<checkpoint<Real>> last_checkpoint() const;
    /// Empty where none are to be kept. What is kept may outlive this.
    const std::shared_ptr<moments<Real>>& kept_moments() const { return moments_; }
    /// See update_ratios::latest; of the last step by advance_gauged().
    const std::vector<double>& latest_update_ratios() const { return update_ratios_.latest(); }
    std::size_t parameter_floats() const { return parameters_.size(); }

private:
    class update;
    class batch_objective;
    /// A checkpoint as it is kept: the parameter blocks themselves.
    struct kept_state {
        bool taken = false;
        kept_place place;
        aligned_buffer<Real> parameters;
        std::vector<aligned_buffer<Real>> slots;
    };

    void refuse_what_cannot_be() const;
    void begin(const checkpoint<Real>& from);
    void begin_at_seed();
    void shuffle();
    void train_batches(std::uint64_t most_steps);
    bool takes_whole_steps() const;
    void take_whole_steps(std::uint64_t most_steps);
    std::size_t prepare_steps(std::uint64_t most_steps);
    void point_to(optimizer_step<Real>& step, std::size_t offset, std::size_t count);
    void note(const batch_total& total, std::size_t rows);
    batch_total step_by_strips(std::size_t count);
    batch_total step_by_whole(std::size_t count);
    batch_total step_by_lbfgs();
    const std::uint32_t* order_of_batch() const;
    /// Rows of the epoch that are left after the next `count`.
    std::size_t rows_after(std::size_t count) const { return config_.train.rows - next_row_ - count; }
    std::unique_ptr<batch_setup<Real>> new_setup(std::size_t batch_rows) const;
    /// Of batches of so many rows, null where there is none.
    batch_setup<Real>* find_setup(std::size_t rows) const;
    void drop_unused_setups();
    void check(const change& what) const;
    void take_due_changes();
    void apply(const change& what);
    void use_wanted_batch();
    double learning_rate_at(std::size_t row) const;
    std::optional<epoch_record> validate_piece();
    std::optional<epoch_record> finish_epoch(double validation_loss, double validation_score);
    double watched_value(double train_loss, double validation_loss, double validation_score) const;
    void judge(double watched, double train_loss, double validation_loss);
    void keep(bool improved);
    void diverge(std::uint64_t step);

    train_config<Real> config_;
    /// As the run began: changes come and go.
    const optimizer_config first_optimizer_;
    const kernel_table<Real>& kernels_;
    network net_;
    /// One per size of batch in use; the first is that of the beginning.
    std::vector<std::unique_ptr<batch_setup<Real>>> setups_;
    batch_setup<Real>* setup_ = nullptr;
    std::size_t wanted_batch_rows_ = 0;
    std::size_t next_change_ = 0;
    change last_change_;
    std::unique_ptr<thread_pool> evaluation_pool_;
    std::unique_ptr<evaluation_pass<Real>> evaluation_;
    aligned_buffer<Real> parameters_;
    /// Of a checkpoint at step 0: where rewind goes back to.
    aligned_buffer<Real> given_;
    std::vector<aligned_buffer<Real>> slots_;
    step_constants<Real> constants_;
    /// What whole steps need and give, for as many as are taken at once.
    static constexpr std::size_t steps_at_once = 64;
    struct planned_steps {
        fused_step<Real> steps[steps_at_once];
        double rates[steps_at_once];
    };
    planned_steps planned_;
    update_ratios<Real> update_ratios_;
    std::unique_ptr<whole_gradient<Real>> whole_;
    std::unique_ptr<lbfgs<Real>> lbfgs_;
    lbfgs_memory memory_;
    plateau plateau_;
    /// Of the epoch's rows, and rows_ahead more entries.
    std::vector<std::uint32_t> order_;
    aligned_buffer<Real> validation_losses_, validation_scores_;
    double validation_weight_ = 0;

    std::uint64_t epoch_ = 0, step_ = 0, since_best_ = 0, rows_seen_ = 0, diverged_at_ = 0;
    std::size_t next_row_ = 0, next_validation_row_ = 0;
    double learning_rate_ = 0;
    /// Of the last batch, and of the epoch so far.
    batch_total batch_{}, sum_{};
    bool validating_ = false, converged_ = false;
    std::optional<best_epoch> best_;
    end_reason reason_ = end_reason::none;
    divergence_cause cause_;

    mutable std::mutex kept_mutex_;
    aligned_buffer<Real> best_parameters_;
    kept_state kept_;
    std::shared_ptr<moments<Real>> moments_;
};

}  // namespace chainrule
