// One lane at a time, without any instruction that a CPU may lack: the reference for the other sets. fma is the C
// library's where the CPU has none: slow there, but the same bits.
#pragma once

#if defined(_MSC_VER) && !defined(__clang__)
#include <math.h>
#endif

namespace chainrule::CHAINRULE_KERNELS {
namespace {

using vec = float;
constexpr size_t width = 1;
constexpr size_t tile_rows = 4;
constexpr size_t tile_panels = 1;

CHAINRULE_INLINE vec load(const float* p) { return *p; }
CHAINRULE_INLINE void store(float* p, vec a) { *p = a; }
CHAINRULE_INLINE vec broadcast(float a) { return a; }
#if defined(_MSC_VER) && !defined(__clang__)
CHAINRULE_INLINE vec fma(vec a, vec b, vec c) { return ::fmaf(a, b, c); }
CHAINRULE_INLINE vec square_root(vec a) { return ::sqrtf(a); }
#else
CHAINRULE_INLINE vec fma(vec a, vec b, vec c) { return __builtin_fmaf(a, b, c); }
CHAINRULE_INLINE vec square_root(vec a) { return __builtin_sqrtf(a); }
#endif
CHAINRULE_INLINE vec add(vec a, vec b) { return a + b; }
CHAINRULE_INLINE vec sub(vec a, vec b) { return a - b; }
CHAINRULE_INLINE vec mul(vec a, vec b) { return a * b; }
CHAINRULE_INLINE vec divide(vec a, vec b) { return a / b; }
CHAINRULE_INLINE vec larger(vec a, vec b) { return a > b ? a : b; }
CHAINRULE_INLINE vec smaller(vec a, vec b) { return a < b ? a : b; }
CHAINRULE_INLINE vec if_less(vec a, vec b, vec x, vec y) { return a < b ? x : y; }

union float_bits {
    float value;
    uint32_t bits;
};

CHAINRULE_INLINE vec magnitude(vec a) {
    float_bits b{a};
    b.bits &= 0x7fffffffu;
    return b.value;
}

CHAINRULE_INLINE vec scale_by_power(vec p, vec n) {
    float_bits value{p};
    const float_bits power{n};
    value.bits += power.bits << 23;
    return value.value;
}

CHAINRULE_INLINE vec split_power(vec x, vec* mantissa) {
    float_bits value{x};
    const int32_t power = static_cast<int32_t>(value.bits - 0x3f3504f3u) >> 23;
    value.bits -= static_cast<uint32_t>(power) << 23;
    *mantissa = value.value;
    return static_cast<float>(power);
}

CHAINRULE_INLINE float sum_lanes(const vec* v) {
    float s[8];
    for (size_t j = 0; j < 8; ++j) s[j] = v[j] + v[j + 8];
    for (size_t j = 0; j < 4; ++j) s[j] = s[j] + s[j + 4];
    return (s[0] + s[2]) + (s[1] + s[3]);
}

CHAINRULE_INLINE float max_lanes(const vec* v) {
    float s[8];
    for (size_t j = 0; j < 8; ++j) s[j] = larger(v[j], v[j + 8]);
    for (size_t j = 0; j < 4; ++j) s[j] = larger(s[j], s[j + 4]);
    return larger(larger(s[0], s[2]), larger(s[1], s[3]));
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
