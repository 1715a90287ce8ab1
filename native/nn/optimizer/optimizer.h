// The optimizers in PyTorch's forms: their settings, how many state slots they keep per parameter, and the constants of
// one step. The formulas are in kernels/steps/optimizer_step.inl, L-BFGS in lbfgs. docs/extending.md lists what a new
// optimizer has to touch.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernel_table.h"

namespace chainrule {

/// Which fields are used depends on the kind; app/contract/spec/optimizers.ts says what they mean.
struct optimizer_config {
    optimizer_kind kind = optimizer_kind::sgd;
    double learning_rate = 0;
    double momentum = 0, dampening = 0;
    double beta1 = 0, beta2 = 0, epsilon = 0;
    bool bias_correction = true;
    double rho = 0;
    bool centered = false;
    double learning_rate_decay = 0, initial_accumulator = 0;
    double momentum_decay = 0;
    double eta_minus = 0, eta_plus = 0, step_min = 0, step_max = 0;
    std::size_t history_size = 0;
    double gradient_tolerance = 0, change_tolerance = 0;
    bool line_search = false;
    /// L2, added to the gradient; for adam_w and lion decoupled from it.
    double weight_decay = 0;
};

/// Regularisation, for every optimizer. 0 is off.
struct regularization_config {
    double l1 = 0;
    double decoupled_decay = 0;
    double clip_norm = 0, clip_value = 0;
    double max_norm = 0;
    /// Whether decay and penalties apply to biases too.
    bool decay_biases = false;

    /// Whether a step needs all gradients at once.
    bool needs_whole_gradient() const { return clip_norm > 0 || clip_value > 0 || max_norm > 0; }
};

/// How many buffers of optimizer state there are, each as large as the parameters and all zeros before the first step.
std::size_t slot_count(const optimizer_config& config);
/// How many of them, counted from the first, a step reads with these settings.
std::size_t slots_in_use(const optimizer_config& config);

/// The product of NAdam's momenta mu_1 ... mu_t. It depends only on the settings and t; the last one is kept to compute
/// the next.
class momentum_product {
public:
    double at(const optimizer_config& config, std::uint64_t number);

private:
    double beta1_ = -1, momentum_decay_ = -1;
    std::uint64_t number_ = 0;
    double product_ = 1;
};

/// base^n for many n; repeated squares of the base are kept. Same bits as portable::power.
class remembered_power {
public:
    double at(double base, std::uint64_t exponent);

private:
    unsigned known_ = 0;
    /// 1 and base^(2^bit).
    double factors_[64][2] = {};
};

/// The constants of a step, for parameters with decay: all of optimizer_step but pointers and count. They depend only
/// on the arguments of set(); keeping some of them saves time.
template <class Real> class step_constants {
public:
    /// Writes the constants of step `number` (from 1) at this learning rate. Settings must be those of the last call,
    /// unless forget() was called since.
    void set(const optimizer_config& config, const regularization_config& regularization, double learning_rate,
             std::uint64_t number, optimizer_step<Real>& step);
    void forget() { known_ = false; }

private:
    void set_adam_factors(const optimizer_config& config, double rate, std::uint64_t number,
                          optimizer_step<Real>& step);

    bool known_ = false;
    double learning_rate_ = 0;
    optimizer_step<Real> lasting_{};
    momentum_product momenta_;
    remembered_power beta1_powers_, beta2_powers_;
};

/// Whether weight decay or a penalty pulls parameters towards 0.
inline bool decays(const optimizer_config& config, const regularization_config& regularization) {
    return config.weight_decay != 0 || regularization.l1 != 0 || regularization.decoupled_decay != 0;
}

/// The same step for parameters without decay and penalties.
template <class Real> optimizer_step<Real> without_decay(optimizer_step<Real> step) {
    step.weight_decay = step.l1 = 0;
    step.keep = 1;
    return step;
}

}  // namespace chainrule
