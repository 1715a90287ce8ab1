// See optimizer.h. All factors are functions of the settings and the step's number alone, computed in double with
// operations that are the same on every platform: a resumed run needs no state for them and every thread gets the same.
#include "optimizer/optimizer.h"

#include <cmath>

#include "portable_math.h"

namespace chainrule {
namespace {

/// mu_t = beta1 (1 - 0.96^(t momentum_decay) / 2).
double momentum_at(const optimizer_config& config, std::uint64_t number) {
    return config.beta1 * (1.0 - 0.5 * portable::pow(0.96, static_cast<double>(number) * config.momentum_decay));
}

/// r sqrt(c2) of RAdam, 0 while the variance of v is not bounded (rho_t of 5 or less). `decayed` is beta2^number.
double rectification(double beta2, double decayed, std::uint64_t number) {
    const double longest = 2.0 / (1.0 - beta2) - 1.0;
    const double length = longest - 2.0 * static_cast<double>(number) * decayed / (1.0 - decayed);
    if (length <= 5.0) return 0.0;
    const double ratio = (length - 4.0) * (length - 2.0) * longest / ((longest - 4.0) * (longest - 2.0) * length);
    return std::sqrt(ratio) * std::sqrt(1.0 - decayed);
}

/// Whether the optimizer's factors follow from powers of its betas (set_adam_factors). Lion has betas but no such
/// factor.
bool has_adam_factors(optimizer_kind kind) {
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

/// The constants that do not depend on the step's number.
template <class Real> optimizer_step<Real> lasting_constants(const optimizer_config& config,
                                                             const regularization_config& regularization, double rate) {
    optimizer_step<Real> step{};
    const bool decoupled = config.kind == optimizer_kind::adam_w || config.kind == optimizer_kind::lion;
    const double decay = regularization.decoupled_decay + (decoupled ? config.weight_decay : 0.0);
    step.keep = static_cast<Real>(1.0 - rate * decay);
    step.weight_decay = static_cast<Real>(decoupled ? 0.0 : config.weight_decay);
    step.l1 = static_cast<Real>(regularization.l1);
    step.learning_rate = static_cast<Real>(rate);
    step.momentum = static_cast<Real>(config.momentum);
    step.epsilon = static_cast<Real>(config.epsilon);
    step.rho = static_cast<Real>(config.rho);
    step.one_minus_rho = static_cast<Real>(1.0 - config.rho);
    step.centered = config.centered;
    step.initial_accumulator = static_cast<Real>(config.initial_accumulator);
    step.eta_minus = static_cast<Real>(config.eta_minus);
    step.eta_plus = static_cast<Real>(config.eta_plus);
    step.step_min = static_cast<Real>(config.step_min);
    step.step_max = static_cast<Real>(config.step_max);
    step.one_minus_beta1 = static_cast<Real>(1.0 - config.beta1);
    step.beta2 = static_cast<Real>(config.beta2);
    step.one_minus_beta2 = static_cast<Real>(1.0 - config.beta2);
    return step;
}

}  // namespace

std::size_t slot_count(const optimizer_config& config) {
    switch (config.kind) {
        case optimizer_kind::sgd: return 0;
        // The velocity.
        case optimizer_kind::momentum:
        case optimizer_kind::nesterov: return 1;
        // The running mean.
        case optimizer_kind::lion: return 1;
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
        // Mean, mean square, and the greatest mean square so far.
        case optimizer_kind::ams_grad: return 3;
        // The gradient before and the step's size.
        case optimizer_kind::r_prop: return 2;
        // Direction, the gradient before, and two differences per step remembered.
        case optimizer_kind::lbfgs: return 2 + 2 * config.history_size;
    }
    return 0;
}

std::size_t slots_in_use(const optimizer_config& config) {
    return config.kind == optimizer_kind::rms_prop && !config.centered ? 2 : slot_count(config);
}

double momentum_product::at(const optimizer_config& config, std::uint64_t number) {
    if (beta1_ != config.beta1 || momentum_decay_ != config.momentum_decay || number < number_) {
        beta1_ = config.beta1;
        momentum_decay_ = config.momentum_decay;
        number_ = 0;
        product_ = 1;
    }
    // 1 - product rounds to 1 long before that.
    constexpr double nothing = 1e-300;
    while (number_ < number && product_ > nothing) product_ *= momentum_at(config, ++number_);
    number_ = number;
    return product_;
}

double remembered_power::at(double base, std::uint64_t exponent) {
    if (known_ == 0 || base != factors_[0][1]) {
        factors_[0][0] = 1.0;
        factors_[0][1] = base;
        known_ = 1;
    }
    double result = 1.0;
    for (unsigned bit = 0; exponent != 0; ++bit, exponent >>= 1) {
        if (bit == known_) {
            factors_[bit][0] = 1.0;
            factors_[bit][1] = factors_[bit - 1][1] * factors_[bit - 1][1];
            ++known_;
        }
        // The bits of the exponent are unpredictable: a product with 1 takes less time than a mispredicted branch.
        result *= factors_[bit][exponent & 1];
    }
    return result;
}

// Part of the same-bits promise. Flushing more often would cost more time than the few steps with subnormal state do.
constexpr std::uint64_t steps_between_settling = 16;

template <class Real> void step_constants<Real>::set_adam_factors(const optimizer_config& config, double rate,
                                                                  std::uint64_t number, optimizer_step<Real>& step) {
    const bool corrects = config.bias_correction;
    const double correction1 = corrects ? 1.0 - beta1_powers_.at(config.beta1, number) : 1.0;
    const double decayed2 = corrects ? beta2_powers_.at(config.beta2, number) : 0.0;
    double step_size = rate / correction1;
    if (config.kind == optimizer_kind::n_adam) {
        const double product = momenta_.at(config, number);
        const double next = momentum_at(config, number + 1);
        step.gradient_step = static_cast<Real>(rate * (1.0 - momentum_at(config, number)) / (1.0 - product));
        step_size = rate * next / (1.0 - product * next);
    }
    if (config.kind == optimizer_kind::r_adam) {
        const double factor = rectification(config.beta2, beta2_powers_.at(config.beta2, number), number);
        step.rectified = factor > 0;
        if (step.rectified) step_size *= factor;
    }
    step.step_size = static_cast<Real>(step_size);
    step.inverse_root_correction2 = static_cast<Real>(1.0 / std::sqrt(1.0 - decayed2));
}

template <class Real> void step_constants<Real>::set(const optimizer_config& config,
                                                     const regularization_config& regularization, double learning_rate,
                                                     std::uint64_t number, optimizer_step<Real>& step) {
    double rate = learning_rate;
    if (config.kind == optimizer_kind::ada_grad) {
        rate /= 1.0 + static_cast<double>(number - 1) * config.learning_rate_decay;
    }
    if (!known_ || rate != learning_rate_) {
        lasting_ = lasting_constants<Real>(config, regularization, rate);
        learning_rate_ = rate;
        known_ = true;
    }
    // Copied first: a CPU stalls when it loads a vector of which a part has just been stored.
    step = lasting_;
    step.gradient_share = static_cast<Real>(number == 1 ? 1.0 : 1.0 - config.dampening);
    step.settles = number % steps_between_settling == 0;
    if (has_adam_factors(config.kind)) set_adam_factors(config, rate, number, step);
}

template class step_constants<float>;
template class step_constants<double>;

}  // namespace chainrule
