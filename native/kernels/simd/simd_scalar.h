// One lane at a time, without any instruction that a CPU may lack: the reference for the other sets. fma is the C
// library's where the CPU has none: slow there, but the same bits.
#pragma once

#if defined(_MSC_VER) && !defined(__clang__)
#include <math.h>
#endif

namespace chainrule::CHAINRULE_KERNELS {
namespace {

#if defined(CHAINRULE_FLOAT64)
using real = double;
using real_bits = uint64_t;
using signed_bits = int64_t;
constexpr int mantissa_bits = 52;
constexpr real_bits root_of_half = 0x3fe6a09e667f3bcdu;
#else
using real = float;
using real_bits = uint32_t;
using signed_bits = int32_t;
constexpr int mantissa_bits = 23;
constexpr real_bits root_of_half = 0x3f3504f3u;
#endif
using vec = real;
constexpr size_t width = 1;
constexpr size_t tile_rows = 4;
constexpr size_t tile_panels = 1;

CHAINRULE_INLINE vec load(const real* p) { return *p; }
CHAINRULE_INLINE void store(real* p, vec a) { *p = a; }
CHAINRULE_INLINE vec broadcast(real a) { return a; }
// Overloads, of which the type of the argument picks one.
#if defined(_MSC_VER) && !defined(__clang__)
CHAINRULE_INLINE float fma(float a, float b, float c) { return ::fmaf(a, b, c); }
CHAINRULE_INLINE double fma(double a, double b, double c) { return ::fma(a, b, c); }
CHAINRULE_INLINE float square_root(float a) { return ::sqrtf(a); }
CHAINRULE_INLINE double square_root(double a) { return ::sqrt(a); }
#else
CHAINRULE_INLINE float fma(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
CHAINRULE_INLINE double fma(double a, double b, double c) { return __builtin_fma(a, b, c); }
CHAINRULE_INLINE float square_root(float a) { return __builtin_sqrtf(a); }
CHAINRULE_INLINE double square_root(double a) { return __builtin_sqrt(a); }
#endif
CHAINRULE_INLINE vec add(vec a, vec b) { return a + b; }
CHAINRULE_INLINE vec sub(vec a, vec b) { return a - b; }
CHAINRULE_INLINE vec mul(vec a, vec b) { return a * b; }
CHAINRULE_INLINE vec divide(vec a, vec b) { return a / b; }
CHAINRULE_INLINE vec larger(vec a, vec b) { return a > b ? a : b; }
CHAINRULE_INLINE vec smaller(vec a, vec b) { return a < b ? a : b; }
CHAINRULE_INLINE vec if_less(vec a, vec b, vec x, vec y) { return a < b ? x : y; }

union bits_of_real {
    real value;
    real_bits bits;
};

CHAINRULE_INLINE vec magnitude(vec a) {
    bits_of_real b{a};
    b.bits &= ~real_bits{0} >> 1;
    return b.value;
}

CHAINRULE_INLINE vec scale_by_power(vec p, vec n) {
    bits_of_real value{p};
    const bits_of_real power{n};
    value.bits += power.bits << mantissa_bits;
    return value.value;
}

CHAINRULE_INLINE vec split_power(vec x, vec* mantissa) {
    bits_of_real value{x};
    const signed_bits power = static_cast<signed_bits>(value.bits - root_of_half) >> mantissa_bits;
    value.bits -= static_cast<real_bits>(power) << mantissa_bits;
    *mantissa = value.value;
    return static_cast<real>(power);
}

// Never called with one lane: there is nothing to interleave.
CHAINRULE_INLINE void interleave(vec a, vec b, vec* low, vec* high) {
    *low = a;
    *high = b;
}

CHAINRULE_INLINE real sum_lanes(const vec* v) {
    real s[8];
    for (size_t j = 0; j < 8; ++j) s[j] = v[j] + v[j + 8];
    for (size_t j = 0; j < 4; ++j) s[j] = s[j] + s[j + 4];
    return (s[0] + s[2]) + (s[1] + s[3]);
}

CHAINRULE_INLINE real max_lanes(const vec* v) {
    real s[8];
    for (size_t j = 0; j < 8; ++j) s[j] = larger(v[j], v[j + 8]);
    for (size_t j = 0; j < 4; ++j) s[j] = larger(s[j], s[j + 4]);
    return larger(larger(s[0], s[2]), larger(s[1], s[3]));
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
