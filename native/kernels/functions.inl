// exp, log, sigmoid and tanh of vectors as polynomials of fma, multiply and add, so that every instruction set
// gives the same bits. The coefficients are minimax fits (Remez exchange on 60-digit values) made for this file; the
// relative error of each polynomial is below 5e-9, so that rounding, not the fit, is what remains (2 ulp or less).

namespace chainrule::CHAINRULE_KERNELS {
namespace {

template <size_t Count> CHAINRULE_INLINE vec polynomial(vec x, const real (&coefficients)[Count]) {
    vec sum = broadcast(coefficients[Count - 1]);
    for (size_t i = Count - 1; i > 0; --i) sum = fma(sum, x, broadcast(coefficients[i - 1]));
    return sum;
}

/// e^x for x in [-87.3, 88]; what is below gives 0, what is above the value at 88, NaN gives NaN.
CHAINRULE_INLINE vec exponential(vec x) {
    // exp(r) = 1 + r + r^2 q(r) on |r| <= ln(2) / 2.
    constexpr real q[] = {0.50000000957f, 0.16666518306f, 0.04166620413f, 0.00836895350f, 0.00139506030f};
    constexpr real lowest = -87.3f;
    const vec bounded = smaller(broadcast(88.0f), larger(broadcast(lowest), x));
    // Adding 1.5 * 2^23 leaves the nearest whole number in the low bits; ln(2) is
    // 0.693359375, of which n times is exact, less a remainder.
    const vec magic = broadcast(sizeof(real) == 8 ? real(6755399441055744.0) : real(12582912.0));
    const vec n = fma(bounded, broadcast(1.44269504f), magic);
    const vec whole = sub(n, magic);
    const vec r = fma(whole, broadcast(2.12194440e-4f), fma(whole, broadcast(-0.693359375f), bounded));
    const vec value = add(broadcast(1.0f), fma(mul(r, r), polynomial(r, q), r));
    return if_less(x, broadcast(lowest), broadcast(0.0f), scale_by_power(value, n));
}

/// 2 atanh(s) for s in [-1/3, 1/3].
CHAINRULE_INLINE vec twice_atanh(vec s) {
    constexpr real q[] = {0.66666675626f, 0.39998877314f, 0.28616898494f, 0.21427490250f, 0.24301629088f};
    const vec square = mul(s, s);
    return fma(mul(square, s), polynomial(square, q), add(s, s));
}

/// log(1 + x) for x in [0, 1]: log((1 + s) / (1 - s)) with s = x / (2 + x).
CHAINRULE_INLINE vec log_one_plus(vec x) { return twice_atanh(divide(x, add(broadcast(2.0f), x))); }

/// log(x) for normal x > 0; NaN gives NaN.
CHAINRULE_INLINE vec logarithm(vec x) {
    vec mantissa;
    const vec power = split_power(x, &mantissa);
    const vec one = broadcast(1.0f);
    const vec value = twice_atanh(divide(sub(mantissa, one), add(mantissa, one)));
    const vec result = fma(power, broadcast(0.693147180560f), value);
    return if_less(broadcast(0.0f), x, result, sub(x, x));
}

/// 1 / (1 + e^-x), with e^-|x| so that nothing overflows and both tails keep their digits.
CHAINRULE_INLINE vec logistic(vec x) {
    const vec zero = broadcast(0.0f);
    const vec one = broadcast(1.0f);
    const vec tail = exponential(sub(zero, magnitude(x)));
    const vec above = divide(one, add(one, tail));
    return if_less(x, zero, mul(tail, above), above);
}

/// x + x^3 q(x^2) near 0, else 1 - 2 / (e^(2 |x|) + 1) with the sign of x.
CHAINRULE_INLINE vec hyperbolic_tangent(vec x) {
    constexpr real q[] = {-0.33333283204f, 0.13331470194f, -0.05374162435f, 0.02064414052f, -0.00570950168f};
    const vec size = magnitude(x);
    const vec square = mul(x, x);
    const vec near = fma(mul(square, x), polynomial(square, q), x);
    const vec one = broadcast(1.0f);
    const vec far = sub(one, divide(broadcast(2.0f), add(exponential(add(size, size)), one)));
    const vec with_sign = if_less(x, broadcast(0.0f), sub(broadcast(0.0f), far), far);
    return if_less(size, broadcast(0.625f), near, with_sign);
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
