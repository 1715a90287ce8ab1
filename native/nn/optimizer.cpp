// See optimizer.h. Adam's corrections are computed from the step's number alone, in double, so that a resumed run needs
// no state for them and every thread gets the same.
#include "optimizer.h"

#include <cmath>

namespace chainrule {
namespace {

/// base^exponent by squaring: only multiplications, so the same on every platform, which pow() is not.
double power(double base, std::uint64_t exponent) {
    double result = 1.0;
    for (; exponent != 0; exponent >>= 1) {
        if ((exponent & 1) != 0) result *= base;
        base *= base;
    }
    return result;
}

}  // namespace

std::size_t slot_count(optimizer_kind kind) {
    switch (kind) {
        case optimizer_kind::sgd: return 0;
        case optimizer_kind::momentum: return 1;
        case optimizer_kind::adam: return 2;
    }
    return 0;
}

template <class Real> optimizer_step<Real> prepare_step(const optimizer_config& config, std::uint64_t number) {
    optimizer_step<Real> step{};
    step.weight_decay = static_cast<Real>(config.weight_decay);
    step.learning_rate = static_cast<Real>(config.learning_rate);
    step.momentum = static_cast<Real>(config.momentum);
    if (config.kind != optimizer_kind::adam) return step;
    step.one_minus_beta1 = static_cast<Real>(1.0 - config.beta1);
    step.beta2 = static_cast<Real>(config.beta2);
    step.one_minus_beta2 = static_cast<Real>(1.0 - config.beta2);
    step.epsilon = static_cast<Real>(config.epsilon);
    step.step_size = static_cast<Real>(config.learning_rate / (1.0 - power(config.beta1, number)));
    step.inverse_root_correction2 = static_cast<Real>(1.0 / std::sqrt(1.0 - power(config.beta2, number)));
    return step;
}

template optimizer_step<float> prepare_step(const optimizer_config&, std::uint64_t);
template optimizer_step<double> prepare_step(const optimizer_config&, std::uint64_t);

}  // namespace chainrule
