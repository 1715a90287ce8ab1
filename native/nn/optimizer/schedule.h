// The learning rate of each step. All schedules but reduceOnPlateau depend only on the position in the training and
// need no state; reduceOnPlateau looks at the monitored value after each epoch and keeps a plateau. Formulas are
// PyTorch's.
#pragma once

#include <cstdint>

namespace chainrule {

enum class schedule_kind {
    constant,
    step,
    exponential,
    inverse_time,
    cosine,
    warmup_cosine,
    one_cycle,
    reduce_on_plateau
};

/// Which fields count depends on the kind.
struct schedule_config {
    schedule_kind kind = schedule_kind::constant;
    /// step: epochs from one drop to the next, at least 1.
    std::uint64_t every = 1;
    /// step, exponential, reduce_on_plateau: factor of the rate.
    double factor = 1;
    /// inverse_time.
    double decay = 0;
    /// cosine, warmup_cosine, reduce_on_plateau: the least rate.
    double minimum = 0;
    std::uint64_t warmup_epochs = 0;
    /// reduce_on_plateau: how many epochs without a better score are accepted, and by what share a score must be
    /// better.
    std::uint64_t patience = 10;
    double threshold = 1e-4;
};

/// Position of a step: epoch and step in the epoch, from 0, and how many of each the training has.
struct training_position {
    std::uint64_t epoch, step_in_epoch;
    std::uint64_t steps_per_epoch, epochs;
};

/// State of reduceOnPlateau.
struct plateau {
    /// Product of all reductions so far.
    double scale = 1;
    bool has_best = false;
    double best = 0;
    std::uint64_t bad_epochs = 0;
};

/// Learning rate of the step at `position`. `rate` is the initial rate (one_cycle: the greatest). After a change of the
/// batch size, steps are counted as if the new size had been used from the start.
double scheduled_rate(const schedule_config& config, double rate, const training_position& position,
                      const plateau& state);

/// Tells reduceOnPlateau the score of an epoch; `more_is_better` as for an accuracy. Does nothing for other schedules.
void note_score(const schedule_config& config, double score, bool more_is_better, plateau& state);

}  // namespace chainrule
