// See optimizer.h. All factors are functions of the settings and the step's number alone, computed in double with
// operations that are the same on every platform: a resumed run needs no state for them and every thread gets the same.
#include "optimizer.h"

#include <cmath>

#include "portable_math.h"

namespace chainrule {
namespace {

using portable::power;

/// mu_t = beta1 (1 - 0.96^(t momentum_decay) / 2).
double momentum_at(const optimizer_config& config, std::uint64_t number) {
    return config.beta1 * (1.0 - 0.5 * portable::pow(0.96, static_cast<double>(number) * config.momentum_decay));
}

/// Factors of Adam and its kin.
struct adam_factors {
    double correction1, correction2;
};

adam_factors corrections(const optimizer_config& config, std::uint64_t number) {
    if (!config.bias_correction) return {1.0, 1.0};
    return {1.0 - power(config.beta1, number), 1.0 - power(config.beta2, number)};
}

/// r sqrt(c2) of RAdam, 0 while the variance of v is not bounded (rho_t of 5 or less).
double rectification(double beta2, std::uint64_t number) {
    const double decayed = power(beta2, number);
    const double longest = 2.0 / (1.0 - beta2) - 1.0;
    const double length = longest - 2.0 * static_cast<double>(number) * decayed / (1.0 - decayed);
    if (length <= 5.0) return 0.0;
    const double ratio = (length - 4.0) * (length - 2.0) * longest / ((longest - 4.0) * (longest - 2.0) * length);
    return std::sqrt(ratio) * std::sqrt(1.0 - decayed);
}

bool has_betas(optimizer_kind kind) {
    switch (kind) {
        case optimizer_kind::adam:
        case optimizer_kind::adam_w:
        case optimizer_kind::ams_grad:
        case optimizer_kind::n_adam:
        case optimizer_kind::r_adam:
        case optimizer_kind::ada_max: return true;
        default: return false;
    }
}

template <class Real> void set_adam_factors(const optimizer_config& config, double rate, std::uint64_t number,
                                            momentum_product& momenta, optimizer_step<Real>& step) {
    const auto [correction1, correction2] = corrections(config, number);
    double step_size = rate / correction1;
    if (config.kind == optimizer_kind::n_adam) {
        const double product = momenta.at(config, number);
        const double next = momentum_at(config, number + 1);
        step.gradient_step = static_cast<Real>(rate * (1.0 - momentum_at(config, number)) / (1.0 - product));
        step_size = rate * next / (1.0 - product * next);
    }
    if (config.kind == optimizer_kind::r_adam) {
        const double factor = rectification(config.beta2, number);
        step.rectified = factor > 0;
        if (step.rectified) step_size *= factor;
    }
    step.step_size = static_cast<Real>(step_size);
    step.one_minus_beta1 = static_cast<Real>(1.0 - config.beta1);
    step.beta2 = static_cast<Real>(config.beta2);
    step.one_minus_beta2 = static_cast<Real>(1.0 - config.beta2);
    step.inverse_root_correction2 = static_cast<Real>(1.0 / std::sqrt(correction2));
}

}  // namespace

std::size_t slot_count(const optimizer_config& config) {
    switch (config.kind) {
        case optimizer_kind::sgd: return 0;
        // The velocity.
        case optimizer_kind::momentum:
        case optimizer_kind::nesterov: return 1;
        // The sum of squares.
        case optimizer_kind::ada_grad: return 1;
        // Mean square, velocity, mean; all three, so that settings may change in mid-run.
        case optimizer_kind::rms_prop: return 3;
        // Mean squares of gradients and of steps.
        case optimizer_kind::ada_delta: return 2;
        // Mean, mean square (or greatest size).
        case optimizer_kind::adam:
        case optimizer_kind::adam_w:
        case optimizer_kind::n_adam:
        case optimizer_kind::r_adam:
        case optimizer_kind::ada_max: return 2;
        // And the greatest mean square.
        case optimizer_kind::ams_grad: return 3;
        // The gradient before and the step's size.
        case optimizer_kind::r_prop: return 2;
        // Direction, the gradient before, and two differences per step remembered.
        case optimizer_kind::lbfgs: return 2 + 2 * config.history_size;
    }
    return 0;
}

double momentum_product::at(const optimizer_config& config, std::uint64_t number) {
    if (beta1_ != config.beta1 || momentum_decay_ != config.momentum_decay || number < number_) {
        beta1_ = config.beta1;
        momentum_decay_ = config.momentum_decay;
        number_ = 0;
        product_ = 1;
    }
    // 1 less the product is 1 long before that.
    constexpr double nothing = 1e-300;
    while (number_ < number && product_ > nothing) product_ *= momentum_at(config, ++number_);
    number_ = number;
    return product_;
}

template <class Real> optimizer_step<Real> prepare_step(const optimizer_config& config,
                                                        const regularization_config& regularization, double rate,
                                                        std::uint64_t number, momentum_product& momenta) {
    optimizer_step<Real> step{};
    if (config.kind == optimizer_kind::ada_grad) {
        rate /= 1.0 + static_cast<double>(number - 1) * config.learning_rate_decay;
    }
    const bool decoupled = config.kind == optimizer_kind::adam_w;
    const double decay = regularization.decoupled_decay + (decoupled ? config.weight_decay : 0.0);
    step.keep = static_cast<Real>(1.0 - rate * decay);
    step.weight_decay = static_cast<Real>(decoupled ? 0.0 : config.weight_decay);
    step.l1 = static_cast<Real>(regularization.l1);
    step.learning_rate = static_cast<Real>(rate);
    step.momentum = static_cast<Real>(config.momentum);
    step.gradient_share = static_cast<Real>(number == 1 ? 1.0 : 1.0 - config.dampening);
    step.epsilon = static_cast<Real>(config.epsilon);
    step.rho = static_cast<Real>(config.rho);
    step.one_minus_rho = static_cast<Real>(1.0 - config.rho);
    step.centered = config.centered;
    step.initial_accumulator = static_cast<Real>(config.initial_accumulator);
    step.eta_minus = static_cast<Real>(config.eta_minus);
    step.eta_plus = static_cast<Real>(config.eta_plus);
    step.step_min = static_cast<Real>(config.step_min);
    step.step_max = static_cast<Real>(config.step_max);
    if (has_betas(config.kind)) set_adam_factors(config, rate, number, momenta, step);
    return step;
}

template optimizer_step<float> prepare_step(const optimizer_config&, const regularization_config&, double,
                                            std::uint64_t, momentum_product&);
template optimizer_step<double> prepare_step(const optimizer_config&, const regularization_config&, double,
                                             std::uint64_t, momentum_product&);

}  // namespace chainrule
