// NEON of 64-bit ARM, which always has fma: four vectors of 4 lanes make a panel. Maximum and minimum are selections,
// since the instructions return NaN where those of x86 return the second operand.
#pragma once

#include <arm_neon.h>

namespace chainrule::CHAINRULE_KERNELS {
namespace {

using real = float;
using vec = float32x4_t;
constexpr size_t width = 4;
// 6 rows x 4 vectors are 24 of the 32 registers; 6 hold A and 2 hold B (tile_lanes.inl).
constexpr size_t tile_rows = 6;
constexpr size_t tile_panels = 1;

CHAINRULE_INLINE vec load(const float* p) { return vld1q_f32(p); }
CHAINRULE_INLINE void store(float* p, vec a) { vst1q_f32(p, a); }
CHAINRULE_INLINE vec broadcast(float a) { return vdupq_n_f32(a); }
CHAINRULE_INLINE vec fma(vec a, vec b, vec c) { return vfmaq_f32(c, a, b); }
template <int Lane> CHAINRULE_INLINE vec fma_lane(vec a, vec b, vec c) { return vfmaq_laneq_f32(c, b, a, Lane); }
CHAINRULE_INLINE vec add(vec a, vec b) { return vaddq_f32(a, b); }
CHAINRULE_INLINE vec sub(vec a, vec b) { return vsubq_f32(a, b); }
CHAINRULE_INLINE vec mul(vec a, vec b) { return vmulq_f32(a, b); }
CHAINRULE_INLINE vec divide(vec a, vec b) { return vdivq_f32(a, b); }
CHAINRULE_INLINE vec square_root(vec a) { return vsqrtq_f32(a); }
CHAINRULE_INLINE vec larger(vec a, vec b) { return vbslq_f32(vcgtq_f32(a, b), a, b); }
CHAINRULE_INLINE vec smaller(vec a, vec b) { return vbslq_f32(vcltq_f32(a, b), a, b); }
CHAINRULE_INLINE vec if_less(vec a, vec b, vec x, vec y) { return vbslq_f32(vcltq_f32(a, b), x, y); }
CHAINRULE_INLINE vec magnitude(vec a) { return vabsq_f32(a); }

CHAINRULE_INLINE vec scale_by_power(vec p, vec n) {
    const int32x4_t shifted = vshlq_n_s32(vreinterpretq_s32_f32(n), 23);
    return vreinterpretq_f32_s32(vaddq_s32(vreinterpretq_s32_f32(p), shifted));
}

CHAINRULE_INLINE vec split_power(vec x, vec* mantissa) {
    const int32x4_t bits = vreinterpretq_s32_f32(x);
    const int32x4_t power = vshrq_n_s32(vsubq_s32(bits, vdupq_n_s32(0x3f3504f3)), 23);
    *mantissa = vreinterpretq_f32_s32(vsubq_s32(bits, vshlq_n_s32(power, 23)));
    return vcvtq_f32_s32(power);
}

CHAINRULE_INLINE void interleave(vec a, vec b, vec* low, vec* high) {
    *low = vzip1q_f32(a, b);
    *high = vzip2q_f32(a, b);
}

CHAINRULE_INLINE float sum_lanes(const vec* v) {
    const vec four = vaddq_f32(vaddq_f32(v[0], v[2]), vaddq_f32(v[1], v[3]));
    const float32x2_t two = vadd_f32(vget_low_f32(four), vget_high_f32(four));
    return vget_lane_f32(two, 0) + vget_lane_f32(two, 1);
}

CHAINRULE_INLINE float max_lanes(const vec* v) {
    const vec four = larger(larger(v[0], v[2]), larger(v[1], v[3]));
    const float a = vgetq_lane_f32(four, 0), b = vgetq_lane_f32(four, 1);
    const float c = vgetq_lane_f32(four, 2), d = vgetq_lane_f32(four, 3);
    const float ac = a > c ? a : c;
    const float bd = b > d ? b : d;
    return ac > bd ? ac : bd;
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
