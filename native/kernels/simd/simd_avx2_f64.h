// AVX2 with FMA over doubles: four vectors of 4 lanes make a panel.
#pragma once

#include <immintrin.h>

namespace chainrule::CHAINRULE_KERNELS {
namespace {

using real = double;
using vec = __m256d;
constexpr size_t width = 4;
// 2 rows x 4 vectors are 8 of the 16 registers; 4 hold B and 1 the broadcast of A.
constexpr size_t tile_rows = 2;
constexpr size_t tile_panels = 1;

CHAINRULE_INLINE vec load(const double* p) { return _mm256_loadu_pd(p); }
CHAINRULE_INLINE void store(double* p, vec a) { _mm256_storeu_pd(p, a); }
CHAINRULE_INLINE vec broadcast(double a) { return _mm256_set1_pd(a); }
CHAINRULE_INLINE vec fma(vec a, vec b, vec c) { return _mm256_fmadd_pd(a, b, c); }
CHAINRULE_INLINE vec add(vec a, vec b) { return _mm256_add_pd(a, b); }
CHAINRULE_INLINE vec sub(vec a, vec b) { return _mm256_sub_pd(a, b); }
CHAINRULE_INLINE vec mul(vec a, vec b) { return _mm256_mul_pd(a, b); }
CHAINRULE_INLINE vec divide(vec a, vec b) { return _mm256_div_pd(a, b); }
CHAINRULE_INLINE vec square_root(vec a) { return _mm256_sqrt_pd(a); }
CHAINRULE_INLINE vec larger(vec a, vec b) { return _mm256_max_pd(a, b); }
CHAINRULE_INLINE vec smaller(vec a, vec b) { return _mm256_min_pd(a, b); }
CHAINRULE_INLINE vec if_less(vec a, vec b, vec x, vec y) {
    return _mm256_blendv_pd(y, x, _mm256_cmp_pd(a, b, _CMP_LT_OQ));
}
CHAINRULE_INLINE vec magnitude(vec a) {
    return _mm256_and_pd(a, _mm256_castsi256_pd(_mm256_set1_epi64x(0x7fffffffffffffff)));
}

CHAINRULE_INLINE vec scale_by_power(vec p, vec n) {
    const __m256i shifted = _mm256_slli_epi64(_mm256_castpd_si256(n), 52);
    return _mm256_castsi256_pd(_mm256_add_epi64(_mm256_castpd_si256(p), shifted));
}

// AVX2 cannot convert 64-bit integers to double: the exponent is put into the low bits of 2^52, which is then
// subtracted.
CHAINRULE_INLINE vec split_power(vec x, vec* mantissa) {
    const __m256i bits = _mm256_castpd_si256(x);
    const __m256i above_half = _mm256_set1_epi64x(0x3ff0000000000000 - 0x3fe6a09e667f3bcd);
    const __m256i biased = _mm256_srli_epi64(_mm256_add_epi64(bits, above_half), 52);
    const __m256i power = _mm256_sub_epi64(biased, _mm256_set1_epi64x(1023));
    *mantissa = _mm256_castsi256_pd(_mm256_sub_epi64(bits, _mm256_slli_epi64(power, 52)));
    const __m256i of_double = _mm256_or_si256(biased, _mm256_set1_epi64x(0x4330000000000000));
    return _mm256_sub_pd(_mm256_castsi256_pd(of_double), _mm256_set1_pd(4503599627370496.0 + 1023.0));
}

CHAINRULE_INLINE void interleave(vec a, vec b, vec* low, vec* high) {
    const vec even = _mm256_unpacklo_pd(a, b);
    const vec odd = _mm256_unpackhi_pd(a, b);
    *low = _mm256_permute2f128_pd(even, odd, 0x20);
    *high = _mm256_permute2f128_pd(even, odd, 0x31);
}

CHAINRULE_INLINE double sum_lanes(const vec* v) {
    const vec four = _mm256_add_pd(_mm256_add_pd(v[0], v[2]), _mm256_add_pd(v[1], v[3]));
    const __m128d two = _mm_add_pd(_mm256_castpd256_pd128(four), _mm256_extractf128_pd(four, 1));
    return _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)));
}

CHAINRULE_INLINE double max_lanes(const vec* v) {
    const vec four = _mm256_max_pd(_mm256_max_pd(v[0], v[2]), _mm256_max_pd(v[1], v[3]));
    const __m128d two = _mm_max_pd(_mm256_castpd256_pd128(four), _mm256_extractf128_pd(four, 1));
    return _mm_cvtsd_f64(_mm_max_sd(two, _mm_unpackhi_pd(two, two)));
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
