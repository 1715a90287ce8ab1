// Functions over whole buffers, and sums of buffers; activations are in activations.inl. Counts are multiples of 16.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

template <class Function> CHAINRULE_INLINE void map(const real* x, real* y, size_t count, Function function) {
    for (size_t i = 0; i < count; i += width) store(y + i, function(load(x + i)));
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
        case function::square_root: return map(x, y, count, [](vec v) { return square_root(v); });
    }
}

void add_into(real* into, const real* from, size_t count) {
    for (size_t i = 0; i < count; i += width) store(into + i, add(load(into + i), load(from + i)));
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
