// Input and output of a training: its settings, changes of settings during the run, and the record of an epoch.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "network/network.h"
#include "network/row_set.h"
#include "optimizer/optimizer.h"
#include "optimizer/schedule.h"
#include "run/checkpoint.h"

namespace chainrule {

/// The value that chooses the best epoch and that patience and reduceOnPlateau look at. `loss` is the validation loss,
/// or the training loss where there are no validation rows.
enum class monitor { loss, training_loss, accuracy, mean_absolute_error };

struct stopping_config {
    monitor monitored = monitor::loss;
    /// The run ends after an epoch whose validation loss is at most this (training loss: where that is monitored, or
    /// without validation rows).
    std::optional<double> target_loss;
    /// The run ends after this many seconds of training; 0: no limit.
    double seconds = 0;
};

/// New settings from step `step` + 1 on; a new batch size from the next epoch on.
struct change {
    std::uint64_t step = 0;
    /// The same kind of optimizer, with the same number of state slots.
    std::optional<optimizer_config> optimizer;
    std::optional<std::size_t> batch_rows;
    /// The change as JSON, as the caller gave it; it is returned with the record of the change.
    std::string text;
};

/// Limits of the checkpoint history (see checkpoint_history.h).
struct history_config {
    /// Bytes of all checkpoints together; 0: no history.
    double bytes = 0;
    /// At most `most` checkpoints; no history where fewer than `fewest` fit into `bytes`.
    std::size_t most = 0, fewest = 0;
};

template <class Real> struct train_config {
    network_config net;
    loss_config objective;
    /// The loss of the validation rows, for the same targets; absent: the objective.
    std::optional<loss_config> judged_by;
    optimizer_config optimizer;
    regularization_config regularization;
    schedule_config schedule;
    stopping_config stopping;
    /// At least 1; more than there are rows means all rows.
    std::size_t batch_rows = 1;
    std::uint64_t epochs = 1;
    /// 0: no early stopping.
    std::uint64_t patience = 0;
    std::uint64_t seed = 0;
    std::size_t threads = 1;
    /// Bytes that a change of the batch size may allocate.
    double memory_budget = 1e18;
    row_set<Real> train;
    /// May be empty.
    row_set<Real> validation;
    history_config history;
    /// Changes to be taken again, ascending by step.
    std::vector<change> changes;
    std::optional<checkpoint<Real>> resume;
    /// Weights before the first step, which rewind() goes back to; empty: those of the seed.
    std::vector<layer_tensors<Real>> initial_layers;
};

/// Losses are weighted means. train_loss is over the rows during the epoch, each computed when its batch was trained
/// on. The validation values are NaN without validation rows; the score is an accuracy or a mean absolute error.
struct epoch_record {
    std::uint64_t epoch;
    double train_loss;
    double validation_loss;
    double validation_score;
    /// Learning rate of the last step.
    double learning_rate;
};

enum class end_reason { none, epochs, patience, target_loss, time_limit, converged, diverged };

/// Throw failure invalid_argument: check_config where settings do not go together; check_change for a change that a
/// training over `train_rows` rows, which began with optimizer `first`, cannot take.
template <class Real> void check_config(const train_config<Real>& config, const network& net);
void check_change(const optimizer_config& first, std::size_t train_rows, const change& what);

}  // namespace chainrule
