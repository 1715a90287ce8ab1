// NEON of 64-bit ARM over doubles: eight vectors of 2 lanes make a panel.
#pragma once

#include <arm_neon.h>

namespace chainrule::CHAINRULE_KERNELS {
namespace {

using real = double;
using vec = float64x2_t;
constexpr size_t width = 2;
// 3 rows x 8 vectors are 24 of the 32 registers; 3 hold A and 2 hold B (tile_lanes.inl).
constexpr size_t tile_rows = 3;
constexpr size_t tile_panels = 1;

CHAINRULE_INLINE vec load(const double* p) { return vld1q_f64(p); }
CHAINRULE_INLINE void store(double* p, vec a) { vst1q_f64(p, a); }
CHAINRULE_INLINE vec broadcast(double a) { return vdupq_n_f64(a); }
CHAINRULE_INLINE vec fma(vec a, vec b, vec c) { return vfmaq_f64(c, a, b); }
template <int Lane> CHAINRULE_INLINE vec fma_lane(vec a, vec b, vec c) { return vfmaq_laneq_f64(c, b, a, Lane); }
CHAINRULE_INLINE vec add(vec a, vec b) { return vaddq_f64(a, b); }
CHAINRULE_INLINE vec sub(vec a, vec b) { return vsubq_f64(a, b); }
CHAINRULE_INLINE vec mul(vec a, vec b) { return vmulq_f64(a, b); }
CHAINRULE_INLINE vec divide(vec a, vec b) { return vdivq_f64(a, b); }
CHAINRULE_INLINE vec square_root(vec a) { return vsqrtq_f64(a); }
CHAINRULE_INLINE vec larger(vec a, vec b) { return vbslq_f64(vcgtq_f64(a, b), a, b); }
CHAINRULE_INLINE vec smaller(vec a, vec b) { return vbslq_f64(vcltq_f64(a, b), a, b); }
CHAINRULE_INLINE vec if_less(vec a, vec b, vec x, vec y) { return vbslq_f64(vcltq_f64(a, b), x, y); }
CHAINRULE_INLINE vec magnitude(vec a) { return vabsq_f64(a); }

CHAINRULE_INLINE vec scale_by_power(vec p, vec n) {
    const int64x2_t shifted = vshlq_n_s64(vreinterpretq_s64_f64(n), 52);
    return vreinterpretq_f64_s64(vaddq_s64(vreinterpretq_s64_f64(p), shifted));
}

CHAINRULE_INLINE vec split_power(vec x, vec* mantissa) {
    const int64x2_t bits = vreinterpretq_s64_f64(x);
    const int64x2_t power = vshrq_n_s64(vsubq_s64(bits, vdupq_n_s64(0x3fe6a09e667f3bcd)), 52);
    *mantissa = vreinterpretq_f64_s64(vsubq_s64(bits, vshlq_n_s64(power, 52)));
    return vcvtq_f64_s64(power);
}

CHAINRULE_INLINE void interleave(vec a, vec b, vec* low, vec* high) {
    *low = vzip1q_f64(a, b);
    *high = vzip2q_f64(a, b);
}

CHAINRULE_INLINE double sum_lanes(const vec* v) {
    vec four[2];
    for (size_t i = 0; i < 2; ++i) four[i] = vaddq_f64(vaddq_f64(v[i], v[i + 4]), vaddq_f64(v[i + 2], v[i + 6]));
    const vec two = vaddq_f64(four[0], four[1]);
    return vgetq_lane_f64(two, 0) + vgetq_lane_f64(two, 1);
}

CHAINRULE_INLINE double max_lanes(const vec* v) {
    vec four[2];
    for (size_t i = 0; i < 2; ++i) four[i] = larger(larger(v[i], v[i + 4]), larger(v[i + 2], v[i + 6]));
    const vec two = larger(four[0], four[1]);
    const double a = vgetq_lane_f64(two, 0);
    const double b = vgetq_lane_f64(two, 1);
    return a > b ? a : b;
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
