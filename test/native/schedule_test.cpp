// Schedules at positions that can be computed by hand. PyTorch's own numbers are compared in test/app/engine.
#include "optimizer/schedule.h"

#include <vector>

#include "test_case.h"

using namespace chainrule;
using namespace chainrule::testing;

namespace {

double rate_at(const schedule_config& config, std::uint64_t step, std::uint64_t per_epoch, std::uint64_t epochs) {
    return scheduled_rate(config, 0.1, {step / per_epoch, step % per_epoch, per_epoch, epochs}, plateau{});
}

void expect_near(double found, double wanted, const std::string& what) {
    expect(std::fabs(found - wanted) <= 1e-15, what + " is " + std::to_string(found));
}

}  // namespace

FACT("a step schedule drops after every so many epochs, whatever the steps in them") {
    schedule_config config;
    config.kind = schedule_kind::step;
    config.every = 3;
    config.factor = 0.5;
    for (std::uint64_t step = 0; step < 90; ++step) {
        const double wanted = step < 30 ? 0.1 : step < 60 ? 0.05 : 0.025;
        expect(rate_at(config, step, 10, 9) == wanted, "step " + std::to_string(step));
    }
}

FACT("inverse time is the rate over 1 + decay times the epoch") {
    schedule_config config;
    config.kind = schedule_kind::inverse_time;
    config.decay = 0.5;
    expect_near(rate_at(config, 0, 4, 9), 0.1, "epoch 0");
    expect_near(rate_at(config, 8, 4, 9), 0.05, "epoch 2");
    expect_near(rate_at(config, 35, 4, 9), 0.02, "epoch 8");
}

FACT("warm-up rises in a straight line by steps to the whole rate, then a cosine falls to the minimum") {
    schedule_config config;
    config.kind = schedule_kind::warmup_cosine;
    config.warmup_epochs = 2;
    config.minimum = 0.01;
    for (std::uint64_t step = 0; step < 10; ++step) {
        expect_near(rate_at(config, step, 5, 6), 0.1 * static_cast<double>(step + 1) / 10, std::to_string(step));
    }
    expect_near(rate_at(config, 10, 5, 6), 0.1, "the top");
    expect_near(rate_at(config, 20, 5, 6), 0.055, "half-way down");
    expect(rate_at(config, 29, 5, 6) > 0.01 && rate_at(config, 29, 5, 6) < 0.012, "the last step");
    config.warmup_epochs = 6;
    expect_near(rate_at(config, 29, 5, 6), 0.1, "warm-up to the end");
}

FACT("schedules over all steps are finite however few there are") {
    schedule_config config;
    for (const schedule_kind kind : {schedule_kind::one_cycle, schedule_kind::warmup_cosine, schedule_kind::cosine}) {
        config.kind = kind;
        for (const std::uint64_t epochs : {1, 2, 3, 4, 10}) {
            for (std::uint64_t step = 0; step < epochs; ++step) {
                const double rate = rate_at(config, step, 1, epochs);
                expect(rate >= 0 && rate <= 0.1, "1 step an epoch, " + std::to_string(epochs) + " epochs");
            }
        }
    }
}

FACT("a plateau is noticed after more than `patience` epochs without a better score, upwards or downwards") {
    schedule_config config;
    config.kind = schedule_kind::reduce_on_plateau;
    config.factor = 0.5;
    config.patience = 2;
    config.minimum = 0.02;
    for (const bool upwards : {false, true}) {
        plateau state;
        std::vector<double> rates;
        for (const double loss : {1.0, 0.9, 0.9, 0.8999999, 0.9, 0.9, 0.8, 0.81, 0.82, 0.83, 0.84, 0.85, 0.86}) {
            rates.push_back(scheduled_rate(config, 0.1, {0, 0, 1, 13}, state));
            note_score(config, upwards ? 2 - loss : loss, upwards, state);
        }
        rates.push_back(scheduled_rate(config, 0.1, {0, 0, 1, 13}, state));
        const std::vector<double> wanted = {0.1,  0.1,  0.1,  0.1,   0.1,   0.05,  0.05,
                                            0.05, 0.05, 0.05, 0.025, 0.025, 0.025, 0.02};
        for (std::size_t i = 0; i < wanted.size(); ++i) expect(rates[i] == wanted[i], "epoch " + std::to_string(i));
    }
}
