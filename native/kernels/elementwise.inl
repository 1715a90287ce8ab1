// Activations over whole buffers, forward, and backward from their own output, and sums of buffers.
// Counts are multiples of 16: padding is computed with, and is finite wherever the numbers beside it are.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

template <class Function> CHAINRULE_INLINE void map(const real* x, real* y, size_t count, Function function) {
    for (size_t i = 0; i < count; i += width) store(y + i, function(load(x + i)));
}

void activate(activation kind, const real* x, real* y, size_t count) {
    switch (kind) {
        case activation::linear:
            if (x != y) map(x, y, count, [](vec v) { return v; });
            return;
        case activation::sigmoid: return map(x, y, count, [](vec v) { return logistic(v); });
        case activation::tanh: return map(x, y, count, [](vec v) { return hyperbolic_tangent(v); });
        // In this order a NaN stays one, so that a diverging run is noticed.
        case activation::relu: return map(x, y, count, [](vec v) { return larger(broadcast(0.0f), v); });
    }
}

template <class Function>
CHAINRULE_INLINE void multiply_by(const real* output, real* gradient, size_t count, Function derivative) {
    for (size_t i = 0; i < count; i += width) {
        store(gradient + i, derivative(load(output + i), load(gradient + i)));
    }
}

void activate_backward(activation kind, const real*, const real* output, real* gradient, size_t count) {
    switch (kind) {
        case activation::linear: return;
        case activation::sigmoid:
            return multiply_by(output, gradient, count,
                               [](vec y, vec d) { return mul(d, mul(y, sub(broadcast(1.0f), y))); });
        case activation::tanh:
            return multiply_by(output, gradient, count,
                               [](vec y, vec d) { return mul(d, fma(sub(broadcast(0.0f), y), y, broadcast(1.0f))); });
        case activation::relu:
            return multiply_by(output, gradient, count,
                               [](vec y, vec d) { return if_less(broadcast(0.0f), y, d, broadcast(0.0f)); });
    }
}

void evaluate_function(function kind, const real* x, real* y, size_t count) {
    switch (kind) {
        case function::exp: return map(x, y, count, [](vec v) { return exponential(v); });
        case function::expm1: return map(x, y, count, [](vec v) { return exponential_minus_one(v); });
        case function::log: return map(x, y, count, [](vec v) { return logarithm(v); });
        case function::log1p: return map(x, y, count, [](vec v) { return log_one_plus(v); });
        case function::logistic: return map(x, y, count, [](vec v) { return logistic(v); });
        case function::tanh: return map(x, y, count, [](vec v) { return hyperbolic_tangent(v); });
        case function::erf: return map(x, y, count, [](vec v) { return error_function(v); });
    }
}

void add_into(real* into, const real* from, size_t count) {
    for (size_t i = 0; i < count; i += width) store(into + i, add(load(into + i), load(from + i)));
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
