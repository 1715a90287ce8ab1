// The optimizers in PyTorch's forms: their settings, how many state slots they keep per parameter, and the constants of
// one step. The arithmetic itself is in kernels/optimizer_step.inl, that of L-BFGS in lbfgs. native/README.md says what
// one more optimizer touches.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernel_table.h"

namespace chainrule {

/// Which fields count depends on the kind; see app/contract/optimizers.ts for what they mean.
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
    /// L2, added to the gradient; for adam_w decoupled from it.
    double weight_decay = 0;
};

/// What is added to every optimizer's step. 0 is off.
struct regularization_config {
    double l1 = 0;
    double decoupled_decay = 0;
    double clip_norm = 0, clip_value = 0;
    double max_norm = 0;
    /// Whether decay and penalties are for biases too.
    bool decay_biases = false;

    /// Whether a step needs all gradients at once.
    bool needs_whole_gradient() const { return clip_norm > 0 || clip_value > 0 || max_norm > 0; }
};

/// Buffers of the size of the parameters, all zeros before the first step.
std::size_t slot_count(const optimizer_config& config);
/// How many of them, from the first, a step reads with these settings.
std::size_t slots_in_use(const optimizer_config& config);

/// The product of NAdam's momenta mu_1 ... mu_t: a function of the settings and t, remembered for the next t.
class momentum_product {
public:
    double at(const optimizer_config& config, std::uint64_t number);

private:
    double beta1_ = -1, momentum_decay_ = -1;
    std::uint64_t number_ = 0;
    double product_ = 1;
};

/// base^n for many n: the squares of squares are remembered. Bit by bit portable::power.
class remembered_power {
public:
    double at(double base, std::uint64_t exponent);

private:
    unsigned known_ = 0;
    /// 1 and base^(2^bit).
    double factors_[64][2] = {};
};

/// What steps need beside gradients, for parameters that decay: everything but pointers and count. The numbers are
/// functions of the arguments alone; what is remembered saves time.
template <class Real> class step_constants {
public:
    /// Of step `number` (1 for the first) at this learning rate. Settings must be those of the call before, unless
    /// forget() was called between.
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

/// Whether any parameter is pulled to zero.
inline bool decays(const optimizer_config& config, const regularization_config& regularization) {
    return config.weight_decay != 0 || regularization.l1 != 0 || regularization.decoupled_decay != 0;
}

/// The same step for parameters that do not decay.
template <class Real> optimizer_step<Real> without_decay(optimizer_step<Real> step) {
    step.weight_decay = step.l1 = 0;
    step.keep = 1;
    return step;
}

}  // namespace chainrule
