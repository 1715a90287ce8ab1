// The training loop without threads of its own or commands: one small piece of work per advance(). Keeps the best
// weights, ends by epochs, patience or divergence, and goes on bit for bit from a checkpoint.
// Only best() and last_checkpoint() may be called from another thread while advance() runs.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "batch_pass.h"
#include "evaluation_pass.h"
#include "network.h"
#include "optimizer.h"
#include "row_set.h"
#include "thread_choice.h"
#include "thread_pool.h"

namespace chainrule {

struct best_epoch {
    std::uint64_t epoch;
    double loss;
};

/// All that a run needs to go on: the state at the end of an epoch.
template <class Real> struct checkpoint {
    std::uint64_t epoch = 0;
    std::uint64_t step = 0;
    std::optional<best_epoch> best;
    std::uint64_t since_best = 0;
    std::vector<layer_tensors<Real>> layers;
    std::vector<layer_tensors<Real>> best_layers;
    /// Per slot of the optimizer, one set of tensors.
    std::vector<std::vector<layer_tensors<Real>>> slots;
};

template <class Real> struct train_config {
    network_config net;
    loss_config objective;
    optimizer_config optimizer;
    regularization_config regularization;
    /// At least 1; more than the rows means all of them.
    std::size_t batch_rows = 1;
    std::uint64_t epochs = 1;
    /// 0: train all epochs.
    std::uint64_t patience = 0;
    std::uint64_t seed = 0;
    std::size_t threads = 1;
    row_set<Real> train;
    /// May be empty.
    row_set<Real> validation;
    std::optional<checkpoint<Real>> resume;
};

/// trainLoss is the weighted mean over the rows as they were seen; validation is not a number without validation rows.
struct epoch_record {
    std::uint64_t epoch;
    double train_loss;
    double validation_loss;
};

enum class end_reason { none, epochs, patience, diverged };

template <class Real> class trainer {
public:
    /// Takes the rows over. Throws failure out_of_memory or invalid_argument.
    trainer(train_config<Real> config, const kernel_table<Real>& kernels);

    /// Bytes of everything that the constructor allocates beside the rows; +inf where that overflows.
    static double bytes_needed(const network_config& net, loss kind, const optimizer_config& optimizer,
                               std::size_t train_rows, std::size_t validation_rows, std::size_t batch_rows,
                               std::size_t threads);

    /// One mini-batch, or a piece of the validation after an epoch's last. Does nothing once reason() is set.
    /// Returns the record of the epoch that it finished, if any.
    std::optional<epoch_record> advance();

    end_reason reason() const { return reason_; }
    std::uint64_t epoch() const { return epoch_; }
    std::uint64_t step() const { return step_; }
    std::uint64_t steps_per_epoch() const { return steps_per_epoch_; }
    /// Whether an epoch's steps are done but not its validation.
    bool is_validating() const { return validating_; }
    const std::optional<best_epoch>& best_so_far() const { return best_; }
    /// Number (from 1) of the step whose loss was not finite.
    std::uint64_t diverged_at() const { return diverged_at_; }
    /// Rows trained on since construction.
    std::uint64_t rows_seen() const { return rows_seen_; }

    /// Not while advance() runs.
    std::vector<layer_tensors<Real>> current() const { return net_.unpack(parameters_.data()); }
    /// Of the best epoch; without one, those that the run began with.
    std::vector<layer_tensors<Real>> best() const;
    std::optional<checkpoint<Real>> last_checkpoint() const;

private:
    class update;
    /// A checkpoint as it is kept: the parameter blocks themselves.
    struct kept_state {
        bool taken = false;
        std::uint64_t epoch = 0, step = 0, since_best = 0;
        std::optional<best_epoch> best;
        aligned_buffer<Real> parameters;
        std::vector<aligned_buffer<Real>> slots;
    };

    void begin(const std::optional<checkpoint<Real>>& from);
    void shuffle();
    void train_batch();
    batch_total run_batch(std::size_t count, gradient_sink<Real>& sink);
    std::optional<epoch_record> validate_piece();
    std::optional<epoch_record> finish_epoch(double validation_loss);
    void keep(bool improved);
    void diverge(std::uint64_t step);

    train_config<Real> config_;
    const kernel_table<Real>& kernels_;
    network net_;
    batch_plan plan_;
    thread_choice choice_;
    thread_pool pool_;
    batch_pass<Real> pass_;
    std::unique_ptr<evaluation_pass<Real>> evaluation_;
    aligned_buffer<Real> parameters_;
    std::vector<aligned_buffer<Real>> slots_;
    momentum_product momenta_;
    std::vector<std::uint32_t> order_;
    aligned_buffer<Real> validation_losses_;
    double validation_weight_ = 0;

    std::uint64_t steps_per_epoch_ = 0;
    std::uint64_t epoch_ = 0, step_ = 0, since_best_ = 0, rows_seen_ = 0, diverged_at_ = 0;
    std::size_t next_row_ = 0, next_validation_row_ = 0;
    /// Of the epoch so far.
    batch_total sum_{};
    bool validating_ = false;
    std::optional<best_epoch> best_;
    end_reason reason_ = end_reason::none;

    mutable std::mutex kept_mutex_;
    aligned_buffer<Real> best_parameters_;
    kept_state kept_;
};

}  // namespace chainrule
