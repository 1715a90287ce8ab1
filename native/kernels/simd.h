// A handful of vector operations, once per instruction set; the kernels are written on these alone. Nothing here may
// differ in its bits between sets: only IEEE-exact operations, and comparisons with one stated answer for NaN.
// Included by isa/*.cpp only, which define CHAINRULE_ISA_<NAME> first.
#pragma once

#include <stddef.h>
#include <stdint.h>

#if defined(_MSC_VER) && !defined(__clang__)
#define CHAINRULE_INLINE __forceinline
#else
#define CHAINRULE_INLINE inline __attribute__((always_inline))
#endif

#if defined(CHAINRULE_ISA_AVX512) && defined(CHAINRULE_FLOAT64)
#include "simd_avx512_f64.h"
#elif defined(CHAINRULE_ISA_AVX512)
#include "simd_avx512.h"
#elif defined(CHAINRULE_ISA_AVX2) && defined(CHAINRULE_FLOAT64)
#include "simd_avx2_f64.h"
#elif defined(CHAINRULE_ISA_AVX2)
#include "simd_avx2.h"
#elif defined(CHAINRULE_ISA_NEON) && defined(CHAINRULE_FLOAT64)
#include "simd_neon_f64.h"
#elif defined(CHAINRULE_ISA_NEON)
#include "simd_neon.h"
#else
#include "simd_scalar.h"
#endif

// Each of those files defines, in CHAINRULE_KERNELS' anonymous namespace:
//   real (float, or double where CHAINRULE_FLOAT64 is defined), vec of it, width (lanes, a divisor of 16), tile_rows
//   and tile_panels (register tile of multiply) load, store, broadcast, fma(a, b, c) = a * b + c rounded once, add,
//   sub, mul, divide, square_root larger(a, b) = a > b ? a : b and smaller(a, b) = a < b ? a : b: with a NaN the answer
//   is b if_less(a, b, x, y) = a < b ? x : y; magnitude(a) = |a| scale_by_power(p, n): p * 2^k, where n = 1.5 * 2^23 +
//   k (2^52 for double) and the result is a normal number split_power(x, &m): the k with x = m * 2^k, m in [sqrt(1/2),
//   sqrt(2)), for normal x > 0 sum_lanes, max_lanes(const vec[16 / width]): lanes j and j + 8 first, then + 4, + 2, + 1
