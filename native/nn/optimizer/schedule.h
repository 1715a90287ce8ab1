// The learning rate of each step. All schedules but one are functions of the place in the training alone, so that they
// need no state; reduceOnPlateau looks at a score after each epoch and keeps a plateau. Formulas are PyTorch's.
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
    /// step, exponential, reduce_on_plateau: by what the rate is multiplied.
    double factor = 1;
    /// inverse_time.
    double decay = 0;
    /// cosine, warmup_cosine, reduce_on_plateau: the rate never goes below.
    double minimum = 0;
    std::uint64_t warmup_epochs = 0;
    /// reduce_on_plateau: epochs without a better score that are put up with, and what counts as better (a share).
    std::uint64_t patience = 10;
    double threshold = 1e-4;
};

/// Where a step stands: all from 0. `epochs` is how many the training has.
struct training_position {
    std::uint64_t epoch, step_in_epoch;
    std::uint64_t steps_per_epoch, epochs;
};

/// How far reduceOnPlateau has come.
struct plateau {
    /// Product of the factors so far.
    double scale = 1;
    bool has_best = false;
    double best = 0;
    std::uint64_t bad_epochs = 0;
};

/// The rate of the step at `position`, from that at the start (of one_cycle: from the greatest). A batch size that
/// changed on the way counts as if it had been so from the start.
double scheduled_rate(const schedule_config& config, double rate, const training_position& position,
                      const plateau& state);

/// After an epoch with this score; `more_is_better` as for an accuracy. Does nothing for the other schedules.
void note_score(const schedule_config& config, double score, bool more_is_better, plateau& state);

}  // namespace chainrule
