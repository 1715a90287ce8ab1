// exp, log, pow and cos in double from IEEE operations alone (+ - * / and fma), so that a learning rate or a factor of
// a step has the same bits on every platform; those of the C library differ. Series are Taylor's on a reduced argument,
// so every coefficient is a plain fraction. Errors are at most 2 ulp (tested against the C library). For scalars:
// nothing here is meant to be fast.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <limits>

namespace chainrule::portable {

/// The unevaluated sum high + low, where `low` is the rounding error of `high`.
struct two_part {
    double high;
    double low;
};

/// Knuth's two-sum: a + b without loss.
inline two_part sum(double a, double b) {
    const double high = a + b;
    const double of_b = high - a;
    return {high, (a - (high - of_b)) + (b - of_b)};
}

inline two_part product(double a, double b) {
    const double high = a * b;
    return {high, std::fma(a, b, -high)};
}

/// 2^k for k in [-1022, 1023].
inline double power_of_two(int k) {
    const std::uint64_t bits = static_cast<std::uint64_t>(k + 1023) << 52;
    double value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

/// The whole number nearest to x, |x| < 2^51: adding 1.5 * 2^52 leaves no bits for a fraction.
inline double nearest_whole(double x) {
    constexpr double magic = 6755399441055744.0;
    return (x + magic) - magic;
}

/// base^exponent by squaring.
inline double power(double base, std::uint64_t exponent) {
    double result = 1.0;
    for (; exponent != 0; exponent >>= 1) {
        if ((exponent & 1) != 0) result *= base;
        base *= base;
    }
    return result;
}

// ln(2) and pi / 2, each as a rounded number and the remainder.
constexpr double ln2_high = 0x1.62e42fefa0000p-1;  // 33 bits, so that k times it is exact
constexpr double ln2_low = 0x1.cf79abc9e3b3ap-40;
constexpr double half_pi_high = 0x1.921fb54442d18p+0;
constexpr double half_pi_low = 0x1.1a62633145c07p-54;
constexpr double half_pi_lowest = -0x1.f1976b7ed8fbcp-110;
constexpr double pi = 0x1.921fb54442d18p+1;

/// e^(x.high + x.low): e^x = 2^k e^r with |r| <= ln(2) / 2.
inline double exp_of(two_part x) {
    if (x.high != x.high) return x.high;
    if (x.high > 709.79) return std::numeric_limits<double>::infinity();
    if (x.high < -745.2) return 0.0;
    constexpr double log2_e = 1.4426950408889634;
    const double k = nearest_whole(x.high * log2_e);
    // The first difference is exact: r = high + low.
    const double first = std::fma(-k, ln2_high, x.high);
    const double rest = std::fma(-k, ln2_low, x.low);
    const two_part r = sum(first, rest);
    // (e^r - 1 - r) / r^2 from Taylor's series to r^13; the terms left out are below 5e-18.
    double series = 1.0 / 6227020800.0;
    for (const double factorial :
         {479001600.0, 39916800.0, 3628800.0, 362880.0, 40320.0, 5040.0, 720.0, 120.0, 24.0, 6.0, 2.0}) {
        series = std::fma(series, r.high, 1.0 / factorial);
    }
    const double value = 1.0 + (r.high + std::fma(r.high * r.high, series, r.low));
    // In two factors: 2^k may underflow or overflow where the result does not.
    const int half = static_cast<int>(k) / 2;
    return value * power_of_two(half) * power_of_two(static_cast<int>(k) - half);
}

/// Overflows to infinity and underflows to 0; NaN gives NaN.
inline double exp(double x) { return exp_of({x, 0.0}); }

/// log(x) = k ln(2) + 2 atanh(s), s = (m - 1) / (m + 1), for x = m 2^k with m in [sqrt(1/2), sqrt(2)): with some 65
/// bits. For finite x > 0.
inline two_part log_of(double x) {
    int k = 0;
    if (x < 2.2250738585072014e-308) {
        x *= 18014398509481984.0;  // 2^54
        k = -54;
    }
    std::uint64_t bits;
    std::memcpy(&bits, &x, sizeof bits);
    constexpr std::uint64_t root_half = 0x3fe6a09e667f3bcdull;
    const auto power = static_cast<std::int64_t>(bits - root_half) >> 52;
    bits -= static_cast<std::uint64_t>(power) << 52;
    double m;
    std::memcpy(&m, &bits, sizeof m);
    k += static_cast<int>(power);

    const double above = m - 1.0;  // exact
    const two_part below = sum(m, 1.0);
    const double s = above / below.high;
    // The rounding error of the quotient: (above - s * below) / below.
    const double s_low = (std::fma(-s, below.high, above) - s * below.low) / below.high;
    // 2 s + 2/3 s^3 + 2/5 s^5 + ...: the first two terms in two parts.
    const two_part square = product(s, s);
    const two_part cube = product(square.high, s);
    const double cube_low = cube.low + (square.low * s + 3.0 * square.high * s_low);
    const two_part third = product(cube.high, 2.0 / 3.0);
    // 2/3 is its double plus 2^-54 * 2/3.
    const double third_low = third.low + (cube_low * (2.0 / 3.0) + cube.high * 0x1.5555555555555p-55);
    double series = 2.0 / 23.0;
    for (const double odd : {21.0, 19.0, 17.0, 15.0, 13.0, 11.0, 9.0, 7.0, 5.0}) {
        series = std::fma(series, square.high, 2.0 / odd);
    }
    const double rest = series * square.high * cube.high + (third_low + 2.0 * s_low);
    const two_part main = sum(2.0 * s, third.high);
    const two_part whole = sum(k == 0 ? main.high : k * ln2_high, k == 0 ? 0.0 : main.high);
    return sum(whole.high, whole.low + (main.low + (rest + k * ln2_low)));
}

/// log(x); -infinity for 0, NaN for a negative x.
inline double log(double x) {
    if (!(x > 0.0))
        return x == 0.0 ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
    if (x == std::numeric_limits<double>::infinity()) return x;
    const two_part result = log_of(x);
    return result.high + result.low;
}

/// x^y for x > 0 and finite y.
inline double pow(double x, double y) {
    if (!(x > 0.0)) return x == 0.0 && y > 0.0 ? 0.0 : std::numeric_limits<double>::quiet_NaN();
    const two_part base = log_of(x);
    const two_part high = product(base.high, y);
    return exp_of({high.high, high.low + base.low * y});
}

/// For |x| <= 2^20: x - k pi / 2 is exact but for the tail of pi, then Taylor's series of cos or sin.
inline double cos(double x) {
    const double k = nearest_whole(x / half_pi_high);
    const double first = std::fma(-k, half_pi_high, x);  // exact
    const two_part tail = product(k, half_pi_low);
    const two_part r = sum(first, -tail.high);
    const auto [high, low] = sum(r.high, r.low - std::fma(k, half_pi_lowest, tail.low));
    const double square = high * high;
    const auto quadrant = static_cast<std::int64_t>(k) & 3;
    double value;
    if (quadrant % 2 == 0) {
        double series = -1.0 / 6402373705728000.0;  // of r^18
        for (const double factorial :
             {20922789888000.0, -87178291200.0, 479001600.0, -3628800.0, 40320.0, -720.0, 24.0}) {
            series = std::fma(series, square, 1.0 / factorial);
        }
        // series is 1/24 - r^2/720 + ...; 1 - r^2 / 2 is rounded once, and its rounding error is added back.
        const double half = 0.5 * square;
        const double near = 1.0 - half;
        value = near + (((1.0 - near) - half) + (square * square * series - high * low));
    } else {
        double series = 1.0 / 355687428096000.0;  // of r^17
        for (const double factorial : {-1307674368000.0, 6227020800.0, -39916800.0, 362880.0, -5040.0, 120.0, -6.0}) {
            series = std::fma(series, square, 1.0 / factorial);
        }
        value = high + std::fma(square * high, series, low * (1.0 - 0.5 * square));
    }
    return quadrant == 1 || quadrant == 2 ? -value : value;
}

}  // namespace chainrule::portable
