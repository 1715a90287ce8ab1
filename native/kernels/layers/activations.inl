// Every activation and its derivative: `value` is y = f(x), `slope` is f'(x), computed from y where that is enough and
// from x where it is not (needs_argument in kernel_table.h). Both work on rows whose columns are a multiple of 16.
// Padding is computed too; it is finite wherever the row's numbers are. Parameters are PyTorch's defaults.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

template <activation Kind> struct formula;

/// y = 1 for x > 0, else 0 (Rosenblatt 1958). f' is 0 wherever there is one, so nothing can be learned through it.
template <> struct formula<activation::step> {
    static CHAINRULE_INLINE vec value(vec x) {
        return if_less(constant(0), x, constant(1), if_less(x, constant(1), constant(0), x));
    }
    static CHAINRULE_INLINE vec slope(vec, vec) { return constant(0); }
};

/// y = 1 / (1 + e^-x); f' = y (1 - y).
template <> struct formula<activation::sigmoid> {
    static CHAINRULE_INLINE vec value(vec x) { return logistic(x); }
    static CHAINRULE_INLINE vec slope(vec, vec y) { return mul(y, sub(constant(1), y)); }
};

/// f' = 1 - y^2.
template <> struct formula<activation::tanh> {
    static CHAINRULE_INLINE vec value(vec x) { return hyperbolic_tangent(x); }
    static CHAINRULE_INLINE vec slope(vec, vec y) { return fma(negated(y), y, constant(1)); }
};

/// y = max(0, x); f'(0) = 0. In this order of arguments a NaN stays one, so that a diverging run is noticed.
template <> struct formula<activation::relu> {
    static CHAINRULE_INLINE vec value(vec x) { return larger(constant(0), x); }
    static CHAINRULE_INLINE vec slope(vec, vec y) { return if_less(constant(0), y, constant(1), constant(0)); }
};

/// y = x or a x, a = 0.01 (Maas et al. 2013); f'(0) = a.
template <> struct formula<activation::leaky_relu> {
    static constexpr double a = 0.01;
    static CHAINRULE_INLINE vec value(vec x) { return if_less(constant(0), x, x, mul(constant(a), x)); }
    static CHAINRULE_INLINE vec slope(vec, vec y) { return if_less(constant(0), y, constant(1), constant(a)); }
};

/// y = x or e^x - 1 (Clevert et al. 2015, alpha = 1); f' = 1 or y + 1, at 0 both the same.
template <> struct formula<activation::elu> {
    static CHAINRULE_INLINE vec value(vec x) { return if_less(constant(0), x, x, exponential_minus_one(x)); }
    static CHAINRULE_INLINE vec slope(vec, vec y) { return if_less(constant(0), y, constant(1), add(y, constant(1))); }
};

/// y = s x or s a (e^x - 1) with the s and a that keep mean 0 and variance 1 (Klambauer et al. 2017);
/// f' = s or y + s a, the latter at 0.
template <> struct formula<activation::selu> {
    static constexpr double s = 1.0507009873554804934193349852946;
    static constexpr double a = 1.6732632423543772848170429916717;
    static CHAINRULE_INLINE vec value(vec x) {
        return if_less(constant(0), x, mul(constant(s), x), mul(constant(s * a), exponential_minus_one(x)));
    }
    static CHAINRULE_INLINE vec slope(vec, vec y) {
        return if_less(constant(0), y, constant(s), add(y, constant(s * a)));
    }
};

/// y = x P(x), P(x) = (1 + erf(x / sqrt(2))) / 2 (Hendrycks and Gimpel 2016); f' = P(x) + x p(x),
/// p(x) = e^(-x^2 / 2) / sqrt(2 pi).
template <> struct formula<activation::gelu> {
    static CHAINRULE_INLINE vec probability(vec x) {
        return fma(constant(0.5), error_function(mul(constant(0.70710678118654752440), x)), constant(0.5));
    }
    static CHAINRULE_INLINE vec value(vec x) { return mul(x, probability(x)); }
    static CHAINRULE_INLINE vec slope(vec x, vec) {
        const vec density = exponential(mul(mul(constant(-0.5), x), x));
        return fma(mul(constant(0.39894228040143267794), x), density, probability(x));
    }
};

/// y = x (1 + t) / 2, t = tanh(u), u = sqrt(2 / pi) (x + 0.044715 x^3) (Hendrycks and Gimpel 2016);
/// f' = (1 + t) / 2 + x (1 - t^2) u' / 2.
template <> struct formula<activation::gelu_tanh> {
    static constexpr double root = 0.79788456080286535588;
    static constexpr double cubic = 0.044715;
    static CHAINRULE_INLINE vec inner(vec x) {
        return hyperbolic_tangent(mul(mul(constant(root), x), fma(mul(constant(cubic), x), x, constant(1))));
    }
    static CHAINRULE_INLINE vec value(vec x) { return mul(mul(constant(0.5), x), add(constant(1), inner(x))); }
    static CHAINRULE_INLINE vec slope(vec x, vec) {
        // Beyond these bounds t is 1 or -1 anyway; they keep 1 - t^2 = 0 from being multiplied by infinity.
        const vec bounded = smaller(constant(100), larger(constant(-100), x));
        const vec t = inner(bounded);
        const vec inner_slope = mul(constant(root), fma(mul(constant(3 * cubic), bounded), bounded, constant(1)));
        const vec derivative_term = mul(mul(mul(constant(0.5), bounded), fma(negated(t), t, constant(1))), inner_slope);
        return fma(constant(0.5), t, add(constant(0.5), derivative_term));
    }
};

/// y = x s(x), s the logistic function (Elfwing et al. 2017); f' = s (1 + x (1 - s)).
template <> struct formula<activation::silu> {
    static CHAINRULE_INLINE vec value(vec x) { return mul(x, logistic(x)); }
    static CHAINRULE_INLINE vec slope(vec x, vec) {
        const vec s = logistic(x);
        return mul(s, fma(x, sub(constant(1), s), constant(1)));
    }
};

/// y = log(1 + e^x) = max(x, 0) + log(1 + e^-|x|), above 20 x itself as in PyTorch (Dugas et al. 2001);
/// f' = 1 / (1 + e^-x) = 1 - e^-y.
template <> struct formula<activation::softplus> {
    static CHAINRULE_INLINE vec value(vec x) {
        const vec tail = log_one_plus(exponential(negated(magnitude(x))));
        return if_less(constant(20), x, x, add(larger(constant(0), x), tail));
    }
    static CHAINRULE_INLINE vec slope(vec, vec y) {
        // f(20), rounded up.
        const vec threshold = constant(20.0000000020612);
        return if_less(threshold, y, constant(1), negated(exponential_minus_one(negated(y))));
    }
};

/// y = x / (1 + |x|) (Bergstra et al. 2009); f' = (1 - |y|)^2.
template <> struct formula<activation::softsign> {
    static CHAINRULE_INLINE vec value(vec x) { return divide(x, add(constant(1), magnitude(x))); }
    static CHAINRULE_INLINE vec slope(vec, vec y) {
        const vec rest = sub(constant(1), magnitude(y));
        return mul(rest, rest);
    }
};

/// Calls work(formula) for all but the linear activation, for which there is nothing to compute.
template <class Work> CHAINRULE_INLINE void with_formula(activation kind, Work work) {
    switch (kind) {
        case activation::linear: return;
        case activation::step: return work(formula<activation::step>{});
        case activation::sigmoid: return work(formula<activation::sigmoid>{});
        case activation::tanh: return work(formula<activation::tanh>{});
        case activation::relu: return work(formula<activation::relu>{});
        case activation::leaky_relu: return work(formula<activation::leaky_relu>{});
        case activation::elu: return work(formula<activation::elu>{});
        case activation::selu: return work(formula<activation::selu>{});
        case activation::gelu: return work(formula<activation::gelu>{});
        case activation::gelu_tanh: return work(formula<activation::gelu_tanh>{});
        case activation::silu: return work(formula<activation::silu>{});
        case activation::softplus: return work(formula<activation::softplus>{});
        case activation::softsign: return work(formula<activation::softsign>{});
    }
}

/// Calls work(offset) for each vector of the rows.
template <class Work> CHAINRULE_INLINE void for_each_vector(const row_shape& shape, Work work) {
    const bool whole = shape.columns == shape.stride;
    const size_t rows = whole ? 1 : shape.rows;
    const size_t columns = whole ? shape.rows * shape.stride : shape.columns;
    for (size_t r = 0; r < rows; ++r) {
        const size_t first = r * shape.stride;
        for (size_t i = 0; i < columns; i += width) work(first + i);
    }
}

void activate(activation kind, const real* x, real* y, const row_shape& shape) {
    if (kind == activation::linear && x != y) {
        for_each_vector(shape, [=](size_t i) { store(y + i, load(x + i)); });
    }
    with_formula(kind, [=](auto f) { for_each_vector(shape, [=](size_t i) { store(y + i, f.value(load(x + i))); }); });
}

/// gradient *= f'(x).
void activate_backward(activation kind, const real* x, const real* y, real* gradient, const row_shape& shape) {
    const real* argument = needs_argument(kind) ? x : y;
    with_formula(kind, [=](auto f) {
        for_each_vector(shape, [=](size_t i) {
            store(gradient + i, mul(load(gradient + i), f.slope(load(argument + i), load(y + i))));
        });
    });
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
