// See whole_gradient.h. Clipping by norm: Pascanu, Mikolov and Bengio 2013, with PyTorch's 1e-6.
#include "optimizer/whole_gradient.h"

#include <algorithm>
#include <cmath>

namespace chainrule {

template <class Real>
void whole_gradient<Real>::take(std::size_t offset, std::size_t count, bool, const Real* gradient) {
    std::copy_n(gradient, count, gradient_.data() + offset);
}

template <class Real>
void whole_gradient<Real>::take_statistics(std::size_t offset, std::size_t count, const Real* values) {
    std::copy_n(values, count, parameters_ + offset);
}

template <class Real>
void whole_gradient<Real>::clip(const kernel_table<Real>& kernels, const regularization_config& regularization) {
    constexpr double tiny = 1e-6;
    if (regularization.clip_value > 0) {
        kernels.clip(gradient_.data(), gradient_.size(), static_cast<Real>(regularization.clip_value));
    }
    if (regularization.clip_norm == 0) return;
    const double norm = std::sqrt(inner_product(gradient_.data(), gradient_.data(), gradient_.size()));
    const double factor = regularization.clip_norm / (norm + tiny);
    if (factor < 1) kernels.scale(gradient_.data(), gradient_.size(), static_cast<Real>(factor));
}

namespace {

/// The same as the kernel limit_norms, for a narrow layer, whose units do not lie side by side.
template <class Real> void limit_narrow_norms(const dense& layer, Real limit, Real* weights) {
    for (std::size_t o = 0; o < layer.outputs; ++o) {
        const auto weight = [&](std::size_t i) -> Real& {
            return weights[weight_offset(o, i, layer.inputs, layer.outputs)];
        };
        Real squares = 0;
        for (std::size_t i = 0; i < layer.inputs; ++i) squares = std::fma(weight(i), weight(i), squares);
        const Real norm = std::sqrt(squares);
        if (!(limit < norm)) continue;
        for (std::size_t i = 0; i < layer.inputs; ++i) weight(i) *= limit / norm;
    }
}

}  // namespace

template <class Real>
void limit_unit_norms(const kernel_table<Real>& kernels, const network& net, double limit, Real* parameters) {
    for (const dense& layer : net.layers()) {
        Real* const weights = parameters + layer.weight;
        if (is_narrow(layer.outputs)) {
            limit_narrow_norms(layer, static_cast<Real>(limit), weights);
        } else {
            kernels.limit_norms(weights, layer.inputs, panels_of(layer.outputs), static_cast<Real>(limit));
        }
    }
}

template <class Real> double inner_product(const Real* a, const Real* b, std::size_t count) {
    // Eight chains hide the latency of an addition.
    double chains[8] = {};
    const auto term = [&](std::size_t i) { return static_cast<double>(a[i]) * static_cast<double>(b[i]); };
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        for (std::size_t j = 0; j < 8; ++j) chains[j] += term(i + j);
    }
    for (std::size_t j = 0; i + j < count; ++j) chains[j] += term(i + j);
    return ((chains[0] + chains[4]) + (chains[2] + chains[6])) + ((chains[1] + chains[5]) + (chains[3] + chains[7]));
}

template class whole_gradient<float>;
template class whole_gradient<double>;
template void limit_unit_norms(const kernel_table<float>&, const network&, double, float*);
template void limit_unit_norms(const kernel_table<double>&, const network&, double, double*);
template double inner_product(const float*, const float*, std::size_t);
template double inner_product(const double*, const double*, std::size_t);

}  // namespace chainrule
