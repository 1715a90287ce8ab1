// The learning-rate range test (Smith 2015): from fresh weights each step is taken at a larger rate than the one
// before, and the losses of the batches tell where learning sets in and where it breaks. It is a training like any
// other, whose changes are the rates; nothing of it is kept.
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
    /// Exponential average of the losses so far, of which each counts 0.9 times the next, over the sum of what they
    /// count.
    std::vector<double> smoothed;
    /// Where the smoothed loss falls most per factor of the rate.
    std::optional<double> suggested;
    /// Whether the smoothed loss grew to four times its best before the last rate.
    bool stopped_early = false;
};

/// Schedule, validation rows, changes, checkpoint and stopping rules of `config` do not count. Throws failure, and
/// "cancelled" soon after `cancelled` is set.
template <class Real> range_test test_rates(train_config<Real> config, const rate_range& range,
                                            const kernel_table<Real>& kernels, const std::atomic<bool>& cancelled);

/// What `test_rates` makes of the losses.
std::optional<double> steepest_rate(const std::vector<double>& rates, const std::vector<double>& smoothed);

}  // namespace chainrule
