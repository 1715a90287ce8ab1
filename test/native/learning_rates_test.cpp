// The learning-rate range test: losses of a training whose rates grow, and what is read from them.
#include <utility>

#include "dispatch.h"
#include "inside/range_test.h"
#include "run/trainer.h"
#include "test_case.h"

using namespace chainrule;
using namespace chainrule::testing;

namespace {

const std::atomic<bool> never{false};

/// y = 2 a - b, learned by gradient descent on all 64 rows or in batches.
train_config<double> line(std::size_t batch_rows) {
    train_config<double> config;
    config.net = {2, {{1, activation::linear, initializer::zeros}}};
    config.batch_rows = batch_rows;
    config.train.rows = 64;
    config.train.inputs = 2;
    config.train.target_columns = 1;
    config.train.features = aligned_buffer<double>(128);
    config.train.targets = aligned_buffer<double>(64);
    for (std::size_t i = 0; i < 128; ++i) config.train.features.data()[i] = noise(i);
    for (std::size_t i = 0; i < 64; ++i) {
        const double* row = config.train.features.data() + 2 * i;
        config.train.targets.data()[i] = 2 * row[0] - row[1];
    }
    return config;
}

}  // namespace

FACT("range test: each rate is the same factor above the one before, and each loss that of its batch") {
    const range_test found = test_rates(line(64), {1e-4, 1, 5}, selected_kernels<double>(), never);
    expect(found.rates.size() == 5 && found.losses.size() == 5, "one for each step");
    for (std::size_t k = 0; k < 5; ++k) {
        expect(std::fabs(found.rates[k] / std::pow(10.0, static_cast<double>(k) - 4) - 1) < 1e-14, "rate");
    }
    // The same by hand: with all rows in a batch, a trainer whose rate is changed before each step.
    train_config<double> config = line(64);
    config.epochs = 100;
    trainer<double> training(std::move(config), selected_kernels<double>());
    for (std::size_t k = 0; k < 5; ++k) {
        change next;
        next.optimizer = optimizer_config{};
        next.optimizer->learning_rate = found.rates[k];
        training.take(training.prepare(next));
        training.advance();
        expect(training.batch_loss() == found.losses[k], "loss");
    }
    expect(!found.stopped_early, "all rates were tried");
}

FACT("range test: the average gives the first loss its whole weight and later ones theirs") {
    const range_test found = test_rates(line(16), {1e-3, 1e-1, 3}, selected_kernels<double>(), never);
    const double a = found.losses[0], b = found.losses[1], c = found.losses[2];
    expect(found.smoothed[0] == a, "one loss");
    expect(std::fabs(found.smoothed[1] - (0.9 * a + b) / 1.9) < 1e-15, "two losses");
    expect(std::fabs(found.smoothed[2] - (0.81 * a + 0.9 * b + c) / 2.71) < 1e-15, "three losses");
}

FACT("range test: stops where the loss has grown to four times its best, and suggests a rate that learns") {
    const range_test found = test_rates(line(16), {1e-4, 1e4, 200}, selected_kernels<double>(), never);
    expect(found.stopped_early && found.rates.size() < 200, "it breaks before the largest rate");
    double best = found.smoothed[0];
    for (std::size_t k = 0; k + 1 < found.smoothed.size(); ++k) {
        best = std::min(best, found.smoothed[k]);
        expect(found.smoothed[k] <= 4 * best, "not before");
    }
    expect(found.smoothed.back() > 4 * best, "at four times");
    // The features' second moments are near 1/3: gradient descent is stable up to about 2 / (2/3) = 3.
    expect(found.suggested && *found.suggested > 1e-2 && *found.suggested < 3, "a rate between too slow and too fast");
}

FACT(
    "range test: schedule, stopping rules and changes of the config do not count, and the same test has the same "
    "bits") {
    train_config<double> config = line(16);
    config.schedule.kind = schedule_kind::exponential;
    config.schedule.factor = 0.5;
    config.stopping.target_loss = 1e9;
    config.patience = 1;
    config.epochs = 1;
    const range_test a = test_rates(std::move(config), {1e-3, 1e-1, 40}, selected_kernels<double>(), never);
    const range_test b = test_rates(line(16), {1e-3, 1e-1, 40}, selected_kernels<double>(), never);
    expect(a.losses == b.losses && a.losses.size() == 40, "the same losses");
}

FACT("range test: suggests the steepest point of a curve, and nothing where the loss never falls") {
    std::vector<double> rates, curve, rising;
    for (int k = 0; k < 60; ++k) {
        rates.push_back(std::pow(10.0, k / 10.0));
        curve.push_back(-1 / (1 + std::exp(-(k - 35) / 3.0)));
        rising.push_back(k);
    }
    expect(steepest_rate(rates, curve) == rates[35], "where the curve is steepest");
    expect(!steepest_rate(rates, rising), "nowhere");
    expect(!steepest_rate({}, {}) && !steepest_rate({1}, {1}), "too few to tell");
}

FACT("range test: ends when it is cancelled") {
    const std::atomic<bool> cancelled{true};
    try {
        test_rates(line(16), {1e-4, 1, 10}, selected_kernels<double>(), cancelled);
    } catch (const failure& problem) {
        expect(std::string(problem.code()) == "cancelled", "with its code");
        return;
    }
    fail("it went on");
}
