// All gradients of a step in one buffer, for what needs them together: clipping by the global norm, max-norm after the
// step, and L-BFGS. Other steps apply gradients strip by strip, which is faster.
#pragma once

#include <span>

#include "arena.h"
#include "batch/gradient_sink.h"
#include "network/network.h"
#include "optimizer/optimizer.h"

namespace chainrule {

/// Stores gradients at the parameters' offsets; 0 where nothing is learned.
template <class Real> class whole_gradient : public gradient_sink<Real> {
public:
    /// New running statistics of batch normalisation are written to `parameters`.
    whole_gradient(const network& net, Real* parameters, arena& memory)
        : gradient_(memory.take<Real>(net.parameter_floats())), parameters_(parameters) {}

    void take(std::size_t offset, std::size_t count, bool weights, const Real* gradient) override;
    void take_statistics(std::size_t offset, std::size_t count, const Real* values) override;

    Real* data() { return gradient_.data(); }
    std::size_t size() const { return gradient_.size(); }

    /// Clips each gradient to [-clip_value, clip_value], then multiplies all by min(1, clip_norm / (norm + 1e-6)).
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

/// Scales the incoming weights of each unit down to a 2-norm of `limit`, where it is larger.
template <class Real>
void limit_unit_norms(const kernel_table<Real>& kernels, const network& net, double limit, Real* parameters);

/// Sum of a[i] * b[i] in double; the order of additions depends only on `count`.
template <class Real> double inner_product(const Real* a, const Real* b, std::size_t count);

}  // namespace chainrule
