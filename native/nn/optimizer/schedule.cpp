// See schedule.h. Sources: PyTorch's StepLR, ExponentialLR, CosineAnnealingLR, OneCycleLR (Smith and Topin 2017) and
// ReduceLROnPlateau; warm-up with cosine as in Loshchilov and Hutter 2016 and Goyal et al. 2017.
#include "optimizer/schedule.h"

#include <algorithm>

#include "portable_math.h"

namespace chainrule {
namespace {

/// From `start` (share 0) to `end` (share 1) along half a cosine.
double along_cosine(double start, double end, double share) {
    return end + (start - end) / 2.0 * (1.0 + portable::cos(portable::pi * share));
}

double step_number(const training_position& position) {
    return static_cast<double>(position.epoch) * static_cast<double>(position.steps_per_epoch) +
           static_cast<double>(position.step_in_epoch);
}

/// Warm-up in a straight line (its first step is above 0, its last has the whole rate), then a cosine down to the
/// minimum.
double warmup_cosine(const schedule_config& config, double rate, const training_position& position) {
    const double per_epoch = static_cast<double>(position.steps_per_epoch);
    const double warmup = static_cast<double>(config.warmup_epochs) * per_epoch;
    const double all = static_cast<double>(position.epochs) * per_epoch;
    const double step = step_number(position);
    if (step < warmup) return rate * ((step + 1.0) / warmup);
    return along_cosine(rate, config.minimum, (step - warmup) / std::max(all - warmup, 1.0));
}

/// Rises from 1/25 of the rate to the rate in the first 30 % of the steps, then falls to 1/10000 of the start.
double one_cycle(double rate, const training_position& position) {
    constexpr double rising_share = 0.3, start_divisor = 25.0, end_divisor = 1e4;
    const double last = static_cast<double>(position.epochs) * static_cast<double>(position.steps_per_epoch) - 1.0;
    const double top = rising_share * (last + 1.0) - 1.0;
    const double start = rate / start_divisor;
    const double step = step_number(position);
    if (step <= top) return along_cosine(start, rate, step / top);
    return along_cosine(rate, start / end_divisor, std::min((step - top) / (last - top), 1.0));
}

}  // namespace

double scheduled_rate(const schedule_config& config, double rate, const training_position& position,
                      const plateau& state) {
    const double epoch = static_cast<double>(position.epoch);
    switch (config.kind) {
        case schedule_kind::constant: return rate;
        case schedule_kind::step: return rate * portable::power(config.factor, position.epoch / config.every);
        case schedule_kind::exponential: return rate * portable::power(config.factor, position.epoch);
        case schedule_kind::inverse_time: return rate / (1.0 + config.decay * epoch);
        case schedule_kind::cosine:
            return along_cosine(rate, config.minimum, epoch / static_cast<double>(position.epochs));
        case schedule_kind::warmup_cosine: return warmup_cosine(config, rate, position);
        case schedule_kind::one_cycle: return one_cycle(rate, position);
        case schedule_kind::reduce_on_plateau: return std::max(rate * state.scale, std::min(config.minimum, rate));
    }
    return rate;
}

void note_score(const schedule_config& config, double score, bool more_is_better, plateau& state) {
    if (config.kind != schedule_kind::reduce_on_plateau) return;
    const double needed = state.best * (more_is_better ? 1.0 + config.threshold : 1.0 - config.threshold);
    const bool better = !state.has_best || (more_is_better ? score > needed : score < needed);
    if (better) {
        state.has_best = true;
        state.best = score;
        state.bad_epochs = 0;
        return;
    }
    if (++state.bad_epochs <= config.patience) return;
    state.scale *= config.factor;
    state.bad_epochs = 0;
}

}  // namespace chainrule
