// Decides when a run ends, and computes the monitored value, by which the best epoch is chosen.
#pragma once

#include "network/score.h"
#include "run/train_config.h"
#include "run/training_state.h"

namespace chainrule {

/// Means over an epoch's rows; the validation ones are NaN where there are no validation rows.
struct epoch_losses {
    double train, validation, validation_score;
};

class stopping_rules {
public:
    template <class Real> explicit stopping_rules(const train_config<Real>& config)
        : config_(config.stopping),
          patience_(config.patience),
          epochs_(config.epochs),
          validates_(config.validation.rows > 0) {}

    /// The monitored value, which chooses the best epoch and decides on early stopping: lower is better. An accuracy
    /// counts as 1 - accuracy.
    double monitored(const epoch_losses& losses) const {
        switch (config_.monitored) {
            case monitor::training_loss: return losses.train;
            case monitor::accuracy: return 1.0 - losses.validation_score;
            case monitor::mean_absolute_error: return losses.validation_score;
            case monitor::loss: break;
        }
        return validates_ ? losses.validation : losses.train;
    }
    bool monitors_accuracy() const { return config_.monitored == monitor::accuracy; }

    /// Why a run at `at` ends: by its number of epochs or by patience; `none` where it goes on.
    end_reason reached(const run_position& at) const {
        if (at.epoch >= epochs_) return end_reason::epochs;
        return patience_ > 0 && at.since_best >= patience_ ? end_reason::patience : end_reason::none;
    }
    /// Why the run ends after an epoch with these losses; `none` where it goes on.
    end_reason after_epoch(const run_position& at, const epoch_losses& losses, bool converged) const {
        const bool of_training = config_.monitored == monitor::training_loss || !validates_;
        const double loss = of_training ? losses.train : losses.validation;
        if (config_.target_loss && loss <= *config_.target_loss) return end_reason::target_loss;
        return converged ? end_reason::converged : reached(at);
    }
    /// Whether the epoch after `at` may be the last, by epochs or patience.
    bool may_be_last(const run_position& at) const {
        return at.epoch + 1 >= epochs_ || (patience_ > 0 && at.since_best + 1 >= patience_);
    }
    /// Limit of the training time in seconds; 0 for none.
    double seconds_allowed() const { return config_.seconds; }

private:
    stopping_config config_;
    std::uint64_t patience_, epochs_;
    bool validates_;
};

}  // namespace chainrule
