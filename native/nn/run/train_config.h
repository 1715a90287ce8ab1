// What a run is told and what it tells: settings, changes in mid-run, the record of an epoch.
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

/// What the best epoch, patience and reduceOnPlateau look at. `loss` is that of the validation rows, of the training
/// rows where there are none.
enum class monitor { loss, training_loss, accuracy, mean_absolute_error };

struct stopping_config {
    monitor monitored = monitor::loss;
    /// Ends after an epoch whose loss (the training loss where that is monitored) is not above it.
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

/// How many states at epochs' ends may be kept to go back to (see checkpoint_history.h).
struct history_config {
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
    history_config history;
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

/// Throw failure invalid_argument for a training that cannot be, and for a change that cannot come in a training over
/// so many rows that began with `first`.
template <class Real> void check_config(const train_config<Real>& config, const network& net);
void check_change(const optimizer_config& first, std::size_t train_rows, const change& what);

}  // namespace chainrule
