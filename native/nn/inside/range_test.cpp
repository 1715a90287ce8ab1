// See range_test.h.
#include "inside/range_test.h"

#include <algorithm>
#include <cmath>

#include "portable_math.h"
#include "run/trainer.h"

namespace chainrule {
namespace {

constexpr double kept_share = 0.9;
/// best + 3 |best|, at which the test ends, is "four times the best" for losses that are not negative.
constexpr double tolerated_growth = 3;

std::vector<double> growing_rates(const rate_range& range) {
    const double step = portable::log(range.to / range.from) / static_cast<double>(range.steps - 1);
    std::vector<double> rates(range.steps);
    for (std::size_t k = 0; k < range.steps; ++k) {
        rates[k] = range.from * portable::exp(step * static_cast<double>(k));
    }
    return rates;
}

/// Keeps only the settings that decide a step, and adds one change per step, which sets the step's rate.
template <class Real> void prepare(train_config<Real>& config, const std::vector<double>& rates) {
    config.schedule = {};
    config.stopping = {};
    config.validation = {};
    config.resume.reset();
    config.epochs = rates.size();
    config.patience = 0;
    config.changes.clear();
    for (std::size_t k = 0; k < rates.size(); ++k) {
        change next;
        next.step = k;
        next.optimizer = config.optimizer;
        next.optimizer->learning_rate = rates[k];
        config.changes.push_back(next);
    }
}

}  // namespace

template <class Real> range_test test_rates(train_config<Real> config, const rate_range& range,
                                            const kernel_table<Real>& kernels, const std::atomic<bool>& cancelled) {
    const std::vector<double> rates = growing_rates(range);
    prepare(config, rates);
    trainer<Real> training(std::move(config), kernels);
    range_test found;
    double sum = 0, counted = 0, best = 0;
    while (found.rates.size() < rates.size() && training.reason() == end_reason::none) {
        if (cancelled.load(std::memory_order_relaxed)) throw failure("cancelled", "No longer wanted.");
        training.advance();
        const double loss = training.batch_loss();
        sum = kept_share * sum + loss;
        counted = kept_share * counted + 1;
        const double smoothed = sum / counted;
        found.rates.push_back(rates[found.rates.size()]);
        found.losses.push_back(loss);
        found.smoothed.push_back(smoothed);
        best = found.rates.size() == 1 ? smoothed : std::min(best, smoothed);
        if (smoothed <= best + tolerated_growth * std::fabs(best)) continue;
        // A NaN ends the test too.
        found.stopped_early = found.rates.size() < rates.size();
        break;
    }
    found.suggested = steepest_rate(found.rates, found.smoothed);
    return found;
}

/// Uses differences over a tenth of the rates, so that one lucky batch does not decide. The first tenth of the rates is
/// left out, since the moving average covers only few losses there.
std::optional<double> steepest_rate(const std::vector<double>& rates, const std::vector<double>& smoothed) {
    const std::size_t reach = std::max<std::size_t>(1, rates.size() / 20);
    std::optional<double> found;
    double steepest = 0;
    for (std::size_t k = std::max(reach, rates.size() / 10); k + reach < rates.size(); ++k) {
        const double fall = smoothed[k + reach] - smoothed[k - reach];
        if (!(fall < steepest)) continue;
        steepest = fall;
        found = rates[k];
    }
    return found;
}

template range_test test_rates(train_config<float>, const rate_range&, const kernel_table<float>&,
                               const std::atomic<bool>&);
template range_test test_rates(train_config<double>, const rate_range&, const kernel_table<double>&,
                               const std::atomic<bool>&);

}  // namespace chainrule
