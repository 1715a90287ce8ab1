// exp, expm1, log, log1p, the logistic function, tanh and erf of vectors, from polynomials of fma, multiply and add, so
// that every instruction set gives the same bits. Largest errors over all 2^32 floats, in units in the last place: exp
// 1.1, log 0.9, tanh 1.4, erf 1.2, expm1 1.6, log1p 1.4, the logistic function 2.5; for doubles 2.5, in samples.
// Infinities, denormals and NaN are as in the C library. The reductions are those of Cody and Waite 1980 and of fdlibm
// (Sun Microsystems 1993); the coefficients are in coefficients.inl.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

template <size_t Count> CHAINRULE_INLINE vec polynomial(vec x, const real (&coefficients)[Count]) {
    vec sum = broadcast(coefficients[Count - 1]);
    for (size_t i = Count - 1; i > 0; --i) sum = fma(sum, x, broadcast(coefficients[i - 1]));
    return sum;
}

CHAINRULE_INLINE vec constant(double value) { return broadcast(static_cast<real>(value)); }

CHAINRULE_INLINE vec negated(vec x) { return sub(constant(0), x); }

/// x = k ln(2) + r with |r| <= ln(2) / 2: n = rounding_magic + k, and e^r - 1.
struct reduced_power {
    vec n;
    vec fraction;
};

CHAINRULE_INLINE reduced_power reduce_power(vec x) {
    const vec magic = broadcast(rounding_magic);
    const vec n = fma(x, constant(1.4426950408889634), magic);
    const vec whole = sub(n, magic);
    const vec r = fma(whole, broadcast(-ln2_low), fma(whole, broadcast(-ln2_high), x));
    return {n, fma(mul(r, r), polynomial(r, exp_fit), r)};
}

/// e^x.
CHAINRULE_INLINE vec exponential(vec x) {
    const reduced_power power = reduce_power(smaller(broadcast(exp_highest), larger(broadcast(exp_lowest), x)));
    return scale_by_any_power(add(constant(1), power.fraction), power.n);
}

/// e^x - 1 for x <= 88; above that some finite number.
CHAINRULE_INLINE vec exponential_minus_one(vec x) {
    const reduced_power power = reduce_power(smaller(constant(88), larger(broadcast(expm1_lowest), x)));
    const vec scale = scale_by_power(constant(1), power.n);
    return fma(scale, power.fraction, sub(scale, constant(1)));
}

/// f - log(1 + f): with s = f / (2 + f), log(1 + f) = 2 atanh(s) = f - (f^2 / 2 - s (f^2 / 2 + s^2 q(s^2))), where f is
/// exact. `more` is added to the logarithm, so it is subtracted here.
template <size_t Count> CHAINRULE_INLINE vec logarithm_remainder(vec f, const real (&fit)[Count], vec more) {
    const vec s = divide(f, add(constant(2), f));
    const vec square = mul(s, s);
    const vec half = mul(mul(constant(0.5), f), f);
    return sub(half, fma(s, fma(square, polynomial(square, fit), half), more));
}

/// log(x); -infinity for 0, NaN for a negative x.
CHAINRULE_INLINE vec logarithm(vec x) {
    const vec zero = constant(0);
    const vec unbounded = broadcast(infinity);
    const vec least = broadcast(least_normal);
    vec mantissa;
    const vec power = split_power(if_less(x, least, mul(x, broadcast(denormal_scale)), x), &mantissa);
    const vec k = if_less(x, least, sub(power, broadcast(denormal_power)), power);
    const vec f = sub(mantissa, constant(1));
    const vec rest = logarithm_remainder(f, log_fit, mul(k, broadcast(ln2_low)));
    const vec result = fma(k, broadcast(ln2_high), sub(f, rest));
    const vec at_most_zero = if_less(x, zero, sub(unbounded, unbounded), sub(x, unbounded));
    return if_less(x, unbounded, if_less(zero, x, result, at_most_zero), x);
}

/// log(1 + x) for x in [0, 1].
CHAINRULE_INLINE vec log_one_plus(vec x) { return sub(x, logarithm_remainder(x, log1p_fit, constant(0))); }

/// 1 / (1 + e^-x), with e^-|x| so that nothing overflows and both tails keep their digits.
CHAINRULE_INLINE vec logistic(vec x) {
    const vec one = constant(1);
    const vec tail = exponential(negated(magnitude(x)));
    return divide(if_less(x, constant(0), tail, one), add(one, tail));
}

/// x + x^3 q(x^2) near 0, else 1 - 2 / (e^(2 |x|) + 1) with the sign of x.
CHAINRULE_INLINE vec hyperbolic_tangent(vec x) {
    const vec zero = constant(0);
    const vec one = constant(1);
    const vec square = mul(x, x);
    const vec near = fma(mul(square, x), polynomial(square, tanh_fit), x);
    const vec size = magnitude(x);
    const reduced_power power = reduce_power(smaller(broadcast(tanh_highest), add(size, size)));
    const vec grown = scale_by_power(add(one, power.fraction), power.n);
    const vec far = sub(one, divide(constant(2), add(grown, one)));
    const vec with_sign = if_less(x, zero, negated(far), far);
    // In this order of arguments a NaN gives `near`, which is NaN too.
    return if_less(constant(0.625), size, with_sign, near);
}

/// x (1 + p(x^2)) up to 1, else 1 - e^(-x^2) q(x) with the sign of x.
CHAINRULE_INLINE vec error_function(vec x) {
    const vec one = constant(1);
    const vec near = fma(x, polynomial(mul(x, x), erf_fit), x);
    const vec size = smaller(broadcast(erf_highest), magnitude(x));
    const vec scale = exponential(negated(mul(size, size)));
    const vec far = fma(negated(scale), polynomial(sub(size, broadcast(erfc_centre)), erfc_fit), one);
    const vec with_sign = if_less(x, constant(0), negated(far), far);
    return if_less(one, magnitude(x), with_sign, near);
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
