// AVX2 with FMA: two vectors of 8 lanes make a panel.
#pragma once

#include <immintrin.h>

namespace chainrule::CHAINRULE_KERNELS {
namespace {

using real = float;
using vec = __m256;
constexpr size_t width = 8;
// 6 rows x 2 vectors are 12 of the 16 registers; 2 hold B and 1 the broadcast of A. Hiding fma's latency takes 8 to 10.
// For each k there are 12 fma, 6 cycles of the two units, and 2 + 6 loads, 4 cycles of the two ports. 3 rows x 4
// vectors would take all 16 registers for one load less, read B twice as often from L2, and cut batches of 32 rows into
// 11 tiles instead of 6.
constexpr size_t tile_rows = 6;
constexpr size_t tile_panels = 1;

CHAINRULE_INLINE vec load(const float* p) { return _mm256_loadu_ps(p); }
CHAINRULE_INLINE void store(float* p, vec a) { _mm256_storeu_ps(p, a); }
CHAINRULE_INLINE vec broadcast(float a) { return _mm256_set1_ps(a); }
CHAINRULE_INLINE vec fma(vec a, vec b, vec c) { return _mm256_fmadd_ps(a, b, c); }
CHAINRULE_INLINE vec add(vec a, vec b) { return _mm256_add_ps(a, b); }
CHAINRULE_INLINE vec sub(vec a, vec b) { return _mm256_sub_ps(a, b); }
CHAINRULE_INLINE vec mul(vec a, vec b) { return _mm256_mul_ps(a, b); }
CHAINRULE_INLINE vec divide(vec a, vec b) { return _mm256_div_ps(a, b); }
CHAINRULE_INLINE vec square_root(vec a) { return _mm256_sqrt_ps(a); }
CHAINRULE_INLINE vec larger(vec a, vec b) { return _mm256_max_ps(a, b); }
CHAINRULE_INLINE vec smaller(vec a, vec b) { return _mm256_min_ps(a, b); }
CHAINRULE_INLINE vec if_less(vec a, vec b, vec x, vec y) {
    return _mm256_blendv_ps(y, x, _mm256_cmp_ps(a, b, _CMP_LT_OQ));
}
CHAINRULE_INLINE vec magnitude(vec a) { return _mm256_and_ps(a, _mm256_castsi256_ps(_mm256_set1_epi32(0x7fffffff))); }

CHAINRULE_INLINE vec scale_by_power(vec p, vec n) {
    const __m256i shifted = _mm256_slli_epi32(_mm256_castps_si256(n), 23);
    return _mm256_castsi256_ps(_mm256_add_epi32(_mm256_castps_si256(p), shifted));
}

CHAINRULE_INLINE vec split_power(vec x, vec* mantissa) {
    const __m256i bits = _mm256_castps_si256(x);
    const __m256i power = _mm256_srai_epi32(_mm256_sub_epi32(bits, _mm256_set1_epi32(0x3f3504f3)), 23);
    *mantissa = _mm256_castsi256_ps(_mm256_sub_epi32(bits, _mm256_slli_epi32(power, 23)));
    return _mm256_cvtepi32_ps(power);
}

CHAINRULE_INLINE void interleave(vec a, vec b, vec* low, vec* high) {
    const vec even = _mm256_unpacklo_ps(a, b);
    const vec odd = _mm256_unpackhi_ps(a, b);
    *low = _mm256_permute2f128_ps(even, odd, 0x20);
    *high = _mm256_permute2f128_ps(even, odd, 0x31);
}

CHAINRULE_INLINE float sum_lanes(const vec* v) {
    const __m256 eight = _mm256_add_ps(v[0], v[1]);
    const __m128 four = _mm_add_ps(_mm256_castps256_ps128(eight), _mm256_extractf128_ps(eight, 1));
    const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}

CHAINRULE_INLINE float max_lanes(const vec* v) {
    const __m256 eight = _mm256_max_ps(v[0], v[1]);
    const __m128 four = _mm_max_ps(_mm256_castps256_ps128(eight), _mm256_extractf128_ps(eight, 1));
    const __m128 two = _mm_max_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_max_ss(two, _mm_movehdup_ps(two)));
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
