// What a run is told and what it tells: settings, changes in mid-run, checkpoints, the record of an epoch.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "batch/row_set.h"
#include "network/network.h"
#include "run/optimizer.h"
#include "run/schedule.h"

namespace chainrule {

struct best_epoch {
    std::uint64_t epoch;
    /// The watched value: less is better (of an accuracy it is what is missing to 1).
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
    /// What schedule and optimizer keep beside them: scalar_count numbers, or none at all for a beginning.
    std::vector<double> scalars;
};

/// Four of the plateau, two of L-BFGS.
constexpr std::size_t scalar_count = 6;

/// What the best epoch, patience and reduceOnPlateau look at. `loss` is that of the validation rows, of the training
/// rows where there are none.
enum class monitor { loss, training_loss, accuracy, mean_absolute_error };

struct stopping_config {
    monitor watched = monitor::loss;
    /// Ends after an epoch whose loss (the training loss where that is watched) is not above it.
    std::optional<double> target_loss;
    /// Ends after so much training time, 0 for never.
    double seconds = 0;
};

/// Other settings from step `step` + 1 on, a batch size from the next epoch that begins.
struct change {
    std::uint64_t step = 0;
    /// Of the same kind and with the same number of slots.
    std::optional<optimizer_config> optimizer;
    std::optional<std::size_t> batch_rows;
    /// As it was said, for whoever records it.
    std::string text;
};

/// What may be kept of epochs' ends to go back to.
struct moments_config {
    /// Of all together; 0: none.
    double bytes = 0;
    /// No more than `most`; where fewer than `fewest` fit, none.
    std::size_t most = 0, fewest = 0;
};

template <class Real> struct train_config {
    network_config net;
    loss_config objective;
    optimizer_config optimizer;
    regularization_config regularization;
    schedule_config schedule;
    stopping_config stopping;
    /// At least 1; more than the rows means all of them.
    std::size_t batch_rows = 1;
    std::uint64_t epochs = 1;
    /// 0: train all epochs.
    std::uint64_t patience = 0;
    std::uint64_t seed = 0;
    std::size_t threads = 1;
    /// Bytes that a change of the batch size may take.
    double memory_budget = 1e18;
    row_set<Real> train;
    /// May be empty.
    row_set<Real> validation;
    moments_config moments;
    /// To be taken again, ascending by step.
    std::vector<change> changes;
    std::optional<checkpoint<Real>> resume;
};

/// Losses are weighted means: train_loss over the rows as they were seen. Validation is not a number without validation
/// rows; its score is an accuracy or a mean absolute error.
struct epoch_record {
    std::uint64_t epoch;
    double train_loss;
    double validation_loss;
    double validation_score;
    /// Of the last step.
    double learning_rate;
};

enum class end_reason { none, epochs, patience, target_loss, time_limit, converged, diverged };

}  // namespace chainrule
