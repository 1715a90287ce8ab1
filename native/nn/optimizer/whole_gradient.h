// All gradients of a step in one block, for what has to see them together: clipping by the norm of all, max-norm after
// the step, L-BFGS. The quicker way, strip by strip, is for steps that need none of that.
#pragma once

#include <span>

#include "arena.h"
#include "batch/gradient_sink.h"
#include "network/network.h"
#include "optimizer/optimizer.h"

namespace chainrule {

/// Keeps gradients where the parameters that they belong to lie; where nothing is learned it keeps 0.
template <class Real> class whole_gradient : public gradient_sink<Real> {
public:
    /// New running statistics go to `parameters`.
    whole_gradient(const network& net, Real* parameters, arena& memory)
        : gradient_(memory.take<Real>(net.parameter_floats())), parameters_(parameters) {}

    void take(std::size_t offset, std::size_t count, bool weights, const Real* gradient) override;
    void take_statistics(std::size_t offset, std::size_t count, const Real* values) override;

    Real* data() { return gradient_.data(); }
    std::size_t size() const { return gradient_.size(); }

    /// First each value into [-clip_value, clip_value], then all by min(1, clip_norm / (norm + 1e-6)).
    void clip(const kernel_table<Real>& kernels, const regularization_config& regularization);

private:
    std::span<Real> gradient_;
    Real* parameters_;
};

/// Calls use(offset, count, weights) for every tensor that is learned; `weights` is true for weight matrices.
template <class Use> void for_each_learned(const network& net, Use use) {
    for (const dense& layer : net.layers()) {
        use(layer.weight, layer.weight_floats(), true);
        if (layer.has_bias) use(layer.bias, layer.bias_floats(), false);
        if (!layer.is_normalized()) continue;
        use(layer.gamma, layer.bias_floats(), false);
        use(layer.beta, layer.bias_floats(), false);
    }
}

/// Scales the weights into each unit down to a norm of `limit`.
template <class Real>
void limit_unit_norms(const kernel_table<Real>& kernels, const network& net, double limit, Real* parameters);

/// Sum of a[i] * b[i] in double, in an order that `count` alone decides.
template <class Real> double inner_product(const Real* a, const Real* b, std::size_t count);

}  // namespace chainrule
