// Optimizer steps and clipping: the same bits in every instruction set, and what each bound promises. That the steps
// are the right ones is tested through the addon, against PyTorch and against formulas written down a second time.
#include "optimizer/optimizer.h"
#include "portable_math.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "dispatch.h"
#include "test_case.h"

using namespace chainrule;
using namespace chainrule::testing;

namespace {

constexpr optimizer_kind kinds[] = {optimizer_kind::sgd,      optimizer_kind::momentum, optimizer_kind::nesterov,
                                    optimizer_kind::ada_grad, optimizer_kind::rms_prop, optimizer_kind::ada_delta,
                                    optimizer_kind::adam,     optimizer_kind::adam_w,   optimizer_kind::ams_grad,
                                    optimizer_kind::n_adam,   optimizer_kind::r_adam,   optimizer_kind::ada_max,
                                    optimizer_kind::lion,     optimizer_kind::r_prop};

constexpr std::size_t count = 96;

optimizer_config settings(optimizer_kind kind) {
    optimizer_config config;
    config.kind = kind;
    config.learning_rate = 0.1;
    config.weight_decay = 0.01;
    config.momentum = config.beta1 = config.rho = 0.9;
    config.dampening = 0.25;
    config.beta2 = 0.999;
    config.epsilon = 1e-8;
    config.centered = true;
    config.learning_rate_decay = 0.05;
    config.initial_accumulator = 0.1;
    config.momentum_decay = 0.004;
    config.eta_minus = 0.5;
    config.eta_plus = 1.2;
    config.step_min = 1e-6;
    config.step_max = 50;
    return config;
}

/// Step `number` of a state: weights, gradient and three slots, `count` numbers each.
template <class Real> void take_step(const kernel_table<Real>& kernels, const optimizer_config& config,
                                     const regularization_config& regularization, step_constants<Real>& constants,
                                     std::uint64_t number, std::vector<Real>& state) {
    optimizer_step<Real> step;
    constants.set(config, regularization, 0.1, number, step);
    step.weight = state.data();
    step.gradient = state.data() + count;
    step.first = state.data() + 2 * count;
    step.second = state.data() + 3 * count;
    step.third = state.data() + 4 * count;
    step.count = count;
    kernels.take_step(config.kind, step);
}

/// The state after seven steps.
template <class Real> std::vector<Real> state_after(const kernel_table<Real>& kernels, const optimizer_config& config) {
    regularization_config regularization;
    regularization.l1 = 0.001;
    regularization.decoupled_decay = 0.01;
    step_constants<Real> constants;
    std::vector<Real> state(5 * count);
    for (std::size_t i = 0; i < count; ++i) state[i] = noise(i);
    for (std::uint64_t number = 1; number <= 7; ++number) {
        for (std::size_t i = 0; i < count; ++i) state[count + i] = noise(number * count + i);
        take_step(kernels, config, regularization, constants, number, state);
    }
    return state;
}

template <class Real> void expect_same_steps() {
    for (const optimizer_kind kind : kinds) {
        const std::vector<Real> wanted = state_after(*supported_kernels<Real>().front(), settings(kind));
        for (const kernel_table<Real>* kernels : supported_kernels<Real>()) {
            const std::vector<Real> found = state_after(*kernels, settings(kind));
            expect_same_bits(found.data(), wanted.data(), found.size(),
                             std::string(kernels->name) + ", optimizer " + std::to_string(static_cast<int>(kind)));
        }
    }
}

}  // namespace

FACT("optimizer steps are the same bits in every instruction set") {
    expect_same_steps<float>();
    expect_same_steps<double>();
}

FACT("no parameter whose gradient is always 0 moves by itself") {
    for (const optimizer_kind kind : kinds) {
        optimizer_config config = settings(kind);
        config.weight_decay = 0;
        step_constants<float> constants;
        for (const kernel_table<float>* kernels : supported_kernels<float>()) {
            std::vector<float> state(5 * count);
            for (std::uint64_t number = 1; number <= 9; ++number) {
                take_step(*kernels, config, {}, constants, number, state);
            }
            for (std::size_t i = 0; i < count; ++i) expect(state[i] == 0.0f, kernels->name);
        }
    }
}

FACT("moments of a unit that has died are 0 or normal numbers in the end") {
    for (const optimizer_kind kind : kinds) {
        optimizer_config config = settings(kind);
        config.weight_decay = 0;
        for (const kernel_table<float>* kernels : supported_kernels<float>()) {
            step_constants<float> constants;
            std::vector<float> state(5 * count);
            for (std::size_t i = 0; i < count; ++i) state[count + i] = noise(i);
            // 0.9^829 is less than a normal number.
            for (std::uint64_t number = 1; number <= 1600; ++number) {
                take_step(*kernels, config, {}, constants, number, state);
                std::fill_n(state.begin() + count, count, 0.0f);
            }
            for (std::size_t i = 2 * count; i < 5 * count; ++i) {
                expect(state[i] == 0 || std::isnormal(state[i]),
                       std::string(kernels->name) + ", optimizer " + std::to_string(static_cast<int>(kind)));
            }
        }
    }
}

FACT("a remembered power has the bits of the power itself") {
    remembered_power powers;
    for (const double base : {0.9, 0.999, 0.5, 1e-3, 0.0, 0.9}) {
        for (std::uint64_t exponent = 0; exponent < 300; ++exponent) {
            expect(powers.at(base, exponent) == portable::power(base, exponent), std::to_string(exponent));
        }
        for (const std::uint64_t exponent : {1ull << 40, (1ull << 52) + 12345, 7ull, ~0ull}) {
            expect(powers.at(base, exponent) == portable::power(base, exponent), std::to_string(exponent));
        }
    }
}

FACT("NAdam's product is the same whether it is asked for step by step or at once") {
    const optimizer_config config = settings(optimizer_kind::n_adam);
    momentum_product by_steps;
    for (std::uint64_t number = 1; number <= 400; ++number) {
        momentum_product at_once;
        expect(by_steps.at(config, number) == at_once.at(config, number), std::to_string(number));
    }
    expect(by_steps.at(config, 7) == momentum_product().at(config, 7), "an earlier one");
    expect(momentum_product().at(config, 1ull << 60) < 1e-300, "far on");
}

FACT("clipping keeps every value within its limit and leaves what is not a number") {
    for (const kernel_table<float>* kernels : supported_kernels<float>()) {
        std::vector<float> x(32);
        for (std::size_t i = 0; i < x.size(); ++i) x[i] = noise(i) * 4;
        x[3] = NAN;
        x[4] = -INFINITY;
        std::vector<float> wanted = x;
        for (float& value : wanted) value = value > 1.5f ? 1.5f : value < -1.5f ? -1.5f : value;
        kernels->clip(x.data(), x.size(), 1.5f);
        expect_same_bits(x.data(), wanted.data(), x.size(), kernels->name);
    }
}

FACT("a unit's weights are scaled down to the greatest norm, others are left alone") {
    constexpr std::size_t inputs = 5, panels = 2;
    for (const kernel_table<double>* kernels : supported_kernels<double>()) {
        std::vector<double> weights(inputs * panels * panel_width);
        for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = noise(i) * 3;
        std::vector<double> limited = weights;
        kernels->limit_norms(limited.data(), inputs, panels, 2.0);
        for (std::size_t unit = 0; unit < panels * panel_width; ++unit) {
            const std::size_t first = unit / panel_width * inputs * panel_width + unit % panel_width;
            double before = 0, after = 0;
            for (std::size_t k = 0; k < inputs; ++k) {
                before += weights[first + k * panel_width] * weights[first + k * panel_width];
                after += limited[first + k * panel_width] * limited[first + k * panel_width];
            }
            expect(std::fabs(std::sqrt(after) - std::min(2.0, std::sqrt(before))) < 1e-14, kernels->name);
            if (before < 4) expect(limited[first] == weights[first], "left alone");
        }
    }
}
