// AVX-512F: one vector of 16 lanes is a panel.
#pragma once

#include <immintrin.h>

#include "cpu.h"

namespace chainrule::CHAINRULE_KERNELS {
namespace {

using real = float;
using vec = __m512;
constexpr size_t width = 16;
// 12 rows x 2 panels are 24 of the 32 registers; more rows would gain under 2 % in loads and split batches worse.
constexpr size_t tile_rows = 12;
constexpr size_t tile_panels = 2;

CHAINRULE_INLINE vec load(const float* p) { return _mm512_loadu_ps(p); }
CHAINRULE_INLINE void store(float* p, vec a) { _mm512_storeu_ps(p, a); }
CHAINRULE_INLINE vec broadcast(float a) { return _mm512_set1_ps(a); }
CHAINRULE_INLINE vec fma(vec a, vec b, vec c) { return _mm512_fmadd_ps(a, b, c); }
CHAINRULE_INLINE vec add(vec a, vec b) { return _mm512_add_ps(a, b); }
CHAINRULE_INLINE vec sub(vec a, vec b) { return _mm512_sub_ps(a, b); }
CHAINRULE_INLINE vec mul(vec a, vec b) { return _mm512_mul_ps(a, b); }
CHAINRULE_INLINE vec divide(vec a, vec b) { return _mm512_div_ps(a, b); }
/// IEEE's square root without the divider, which stays free for the division that usually follows; on Intel's cores it
/// takes half the time. An estimate y of 1 / sqrt(a) gives g = a y, near sqrt(a), and h = y / 2, near 1 / (2 sqrt(a)).
/// Each takes one Newton step. Then g + h (a - g g), where a - g g is exact, is rounded once. Before rounding it is
/// within 2^-43 of the root, so it rounds as the root does unless the root is that near to the middle of two floats;
/// for those roots, every estimate within the 2^-14 that the instruction promises was tried
/// (test/native/square_root_test.cpp). The method is from Markstein, Computation of elementary functions on the IBM
/// RISC System/6000 processor, 1990. If a lane is neither 0 nor between 2^-100 and 2^124, the divider is used.
CHAINRULE_INLINE vec root_from_estimate(vec a) {
    const __m512i least = _mm512_set1_epi32(0x0d800000), range = _mm512_set1_epi32(0x70000000);  // 2^-100, to 2^124
    const __m512i above = _mm512_sub_epi32(_mm512_castps_si512(a), least);
    const __mmask16 usual = _mm512_cmplt_epu32_mask(above, range);
    const __mmask16 zero = _mm512_cmp_ps_mask(a, _mm512_setzero_ps(), _CMP_EQ_OQ);
    if (static_cast<__mmask16>(usual | zero) != 0xffff) return _mm512_sqrt_ps(a);
    const vec half = _mm512_set1_ps(0.5f);
    const vec estimate = _mm512_rsqrt14_ps(a);
    vec g = _mm512_mul_ps(a, estimate), h = _mm512_mul_ps(half, estimate);
    const vec error = _mm512_fnmadd_ps(g, h, half);
    g = _mm512_fmadd_ps(g, error, g);
    h = _mm512_fmadd_ps(h, error, h);
    return _mm512_mask_mov_ps(a, usual, _mm512_fmadd_ps(h, _mm512_fnmadd_ps(g, g, a), g));
}
CHAINRULE_INLINE vec square_root(vec a) { return habits.slow_roots ? root_from_estimate(a) : _mm512_sqrt_ps(a); }
CHAINRULE_INLINE vec larger(vec a, vec b) { return _mm512_max_ps(a, b); }
CHAINRULE_INLINE vec smaller(vec a, vec b) { return _mm512_min_ps(a, b); }
CHAINRULE_INLINE vec if_less(vec a, vec b, vec x, vec y) {
    return _mm512_mask_blend_ps(_mm512_cmp_ps_mask(a, b, _CMP_LT_OQ), y, x);
}
CHAINRULE_INLINE vec magnitude(vec a) {
    return _mm512_castsi512_ps(_mm512_and_si512(_mm512_castps_si512(a), _mm512_set1_epi32(0x7fffffff)));
}

CHAINRULE_INLINE vec scale_by_power(vec p, vec n) {
    const __m512i shifted = _mm512_slli_epi32(_mm512_castps_si512(n), 23);
    return _mm512_castsi512_ps(_mm512_add_epi32(_mm512_castps_si512(p), shifted));
}

CHAINRULE_INLINE vec scale_by_any_power(vec p, vec n) { return _mm512_scalef_ps(p, sub(n, broadcast(12582912.0f))); }

CHAINRULE_INLINE vec split_power(vec x, vec* mantissa) {
    const __m512i bits = _mm512_castps_si512(x);
    const __m512i power = _mm512_srai_epi32(_mm512_sub_epi32(bits, _mm512_set1_epi32(0x3f3504f3)), 23);
    *mantissa = _mm512_castsi512_ps(_mm512_sub_epi32(bits, _mm512_slli_epi32(power, 23)));
    return _mm512_cvtepi32_ps(power);
}

CHAINRULE_INLINE void interleave(vec a, vec b, vec* low, vec* high) {
    const __m512i first = _mm512_set_epi32(23, 7, 22, 6, 21, 5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
    const __m512i second = _mm512_set_epi32(31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8);
    *low = _mm512_permutex2var_ps(a, first, b);
    *high = _mm512_permutex2var_ps(a, second, b);
}

CHAINRULE_INLINE __m256 upper_half(__m512 v) {
    return _mm256_castpd_ps(_mm512_extractf64x4_pd(_mm512_castps_pd(v), 1));
}

CHAINRULE_INLINE float sum_lanes(const vec* v) {
    const __m256 eight = _mm256_add_ps(_mm512_castps512_ps256(v[0]), upper_half(v[0]));
    const __m128 four = _mm_add_ps(_mm256_castps256_ps128(eight), _mm256_extractf128_ps(eight, 1));
    const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}

CHAINRULE_INLINE float max_lanes(const vec* v) {
    const __m256 eight = _mm256_max_ps(_mm512_castps512_ps256(v[0]), upper_half(v[0]));
    const __m128 four = _mm_max_ps(_mm256_castps256_ps128(eight), _mm256_extractf128_ps(eight, 1));
    const __m128 two = _mm_max_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_max_ss(two, _mm_movehdup_ps(two)));
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
