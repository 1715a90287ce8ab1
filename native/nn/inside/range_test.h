// The learning-rate finder (range test, Smith 2015): from initial weights, each step is taken at a larger rate than the
// one before; the losses of the batches show where learning begins and where it diverges. It runs a trainer with one
// change of the rate per step and throws the weights away.
#pragma once

#include <atomic>
#include <optional>
#include <vector>

#include "run/train_config.h"

namespace chainrule {

/// Rates from `from` to `to`, each by the same factor larger; 0 < from < to, steps at least 2.
struct rate_range {
    double from, to;
    std::size_t steps;
};

/// One entry per step taken; a loss that was not finite ends the test and is the last.
struct range_test {
    std::vector<double> rates;
    /// Mean loss of the batch before its step was taken.
    std::vector<double> losses;
    /// Exponential moving average of the losses (factor 0.9), corrected for its start.
    std::vector<double> smoothed;
    /// The rate at which the smoothed loss falls most steeply over the logarithm of the rate.
    std::optional<double> suggested;
    /// Whether the smoothed loss grew to four times its best before the last rate.
    bool stopped_early = false;
};

/// Ignores schedule, validation rows, changes, checkpoint and stopping rules of `config`. Throws failure, and
/// "cancelled" soon after `cancelled` is set.
template <class Real> range_test test_rates(train_config<Real> config, const rate_range& range,
                                            const kernel_table<Real>& kernels, const std::atomic<bool>& cancelled);

/// The suggested rate of `test_rates`.
std::optional<double> steepest_rate(const std::vector<double>& rates, const std::vector<double>& smoothed);

}  // namespace chainrule
