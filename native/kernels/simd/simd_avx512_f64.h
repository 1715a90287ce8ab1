// AVX-512F over doubles: two vectors of 8 lanes make a panel.
#pragma once

#include <immintrin.h>

namespace chainrule::CHAINRULE_KERNELS {
namespace {

using real = double;
using vec = __m512d;
constexpr size_t width = 8;
// 12 rows x 2 vectors are 24 of the 32 registers.
constexpr size_t tile_rows = 12;
constexpr size_t tile_panels = 1;

CHAINRULE_INLINE vec load(const double* p) { return _mm512_loadu_pd(p); }
CHAINRULE_INLINE void store(double* p, vec a) { _mm512_storeu_pd(p, a); }
CHAINRULE_INLINE vec broadcast(double a) { return _mm512_set1_pd(a); }
CHAINRULE_INLINE vec fma(vec a, vec b, vec c) { return _mm512_fmadd_pd(a, b, c); }
CHAINRULE_INLINE vec add(vec a, vec b) { return _mm512_add_pd(a, b); }
CHAINRULE_INLINE vec sub(vec a, vec b) { return _mm512_sub_pd(a, b); }
CHAINRULE_INLINE vec mul(vec a, vec b) { return _mm512_mul_pd(a, b); }
CHAINRULE_INLINE vec divide(vec a, vec b) { return _mm512_div_pd(a, b); }
CHAINRULE_INLINE vec square_root(vec a) { return _mm512_sqrt_pd(a); }
CHAINRULE_INLINE vec larger(vec a, vec b) { return _mm512_max_pd(a, b); }
CHAINRULE_INLINE vec smaller(vec a, vec b) { return _mm512_min_pd(a, b); }
CHAINRULE_INLINE vec if_less(vec a, vec b, vec x, vec y) {
    return _mm512_mask_blend_pd(_mm512_cmp_pd_mask(a, b, _CMP_LT_OQ), y, x);
}
CHAINRULE_INLINE vec magnitude(vec a) {
    return _mm512_castsi512_pd(_mm512_and_si512(_mm512_castpd_si512(a), _mm512_set1_epi64(0x7fffffffffffffff)));
}

CHAINRULE_INLINE vec scale_by_power(vec p, vec n) {
    const __m512i shifted = _mm512_slli_epi64(_mm512_castpd_si512(n), 52);
    return _mm512_castsi512_pd(_mm512_add_epi64(_mm512_castpd_si512(p), shifted));
}

CHAINRULE_INLINE vec scale_by_any_power(vec p, vec n) {
    return _mm512_scalef_pd(p, sub(n, broadcast(6755399441055744.0)));
}

// Without AVX-512DQ there is no conversion of 64-bit integers: the exponent becomes the low bits of 2^52.
CHAINRULE_INLINE vec split_power(vec x, vec* mantissa) {
    const __m512i bits = _mm512_castpd_si512(x);
    const __m512i above_half = _mm512_set1_epi64(0x3ff0000000000000 - 0x3fe6a09e667f3bcd);
    const __m512i biased = _mm512_srli_epi64(_mm512_add_epi64(bits, above_half), 52);
    const __m512i power = _mm512_sub_epi64(biased, _mm512_set1_epi64(1023));
    *mantissa = _mm512_castsi512_pd(_mm512_sub_epi64(bits, _mm512_slli_epi64(power, 52)));
    const __m512i of_double = _mm512_or_si512(biased, _mm512_set1_epi64(0x4330000000000000));
    return _mm512_sub_pd(_mm512_castsi512_pd(of_double), _mm512_set1_pd(4503599627370496.0 + 1023.0));
}

CHAINRULE_INLINE void interleave(vec a, vec b, vec* low, vec* high) {
    *low = _mm512_permutex2var_pd(a, _mm512_set_epi64(11, 3, 10, 2, 9, 1, 8, 0), b);
    *high = _mm512_permutex2var_pd(a, _mm512_set_epi64(15, 7, 14, 6, 13, 5, 12, 4), b);
}

CHAINRULE_INLINE double sum_lanes(const vec* v) {
    const vec eight = _mm512_add_pd(v[0], v[1]);
    const __m256d four = _mm256_add_pd(_mm512_castpd512_pd256(eight), _mm512_extractf64x4_pd(eight, 1));
    const __m128d two = _mm_add_pd(_mm256_castpd256_pd128(four), _mm256_extractf128_pd(four, 1));
    return _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)));
}

CHAINRULE_INLINE double max_lanes(const vec* v) {
    const vec eight = _mm512_max_pd(v[0], v[1]);
    const __m256d four = _mm256_max_pd(_mm512_castpd512_pd256(eight), _mm512_extractf64x4_pd(eight, 1));
    const __m128d two = _mm_max_pd(_mm256_castpd256_pd128(four), _mm256_extractf128_pd(four, 1));
    return _mm_cvtsd_f64(_mm_max_sd(two, _mm_unpackhi_pd(two, two)));
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
