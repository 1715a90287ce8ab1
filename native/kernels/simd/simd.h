// The vector operations of each instruction set; the kernels use no others. Results must have the same bits on all
// sets: only IEEE-exact operations, and comparisons with a stated result for NaN. Included by isa/*.cpp only, which
// define CHAINRULE_ISA_<NAME> first.
#pragma once

#include <stddef.h>
#include <stdint.h>

#if defined(_MSC_VER) && !defined(__clang__)
#define CHAINRULE_INLINE __forceinline
#define CHAINRULE_RARE __declspec(noinline)
#else
#define CHAINRULE_INLINE inline __attribute__((always_inline))
/// A function that is called so rarely that its code should not lie in a loop.
#define CHAINRULE_RARE __attribute__((noinline, cold))
#endif

#if defined(CHAINRULE_ISA_AVX512) && defined(CHAINRULE_FLOAT64)
#include "simd/simd_avx512_f64.h"
#elif defined(CHAINRULE_ISA_AVX512)
#include "simd/simd_avx512.h"
#elif defined(CHAINRULE_ISA_AVX2) && defined(CHAINRULE_FLOAT64)
#include "simd/simd_avx2_f64.h"
#elif defined(CHAINRULE_ISA_AVX2)
#include "simd/simd_avx2.h"
#elif defined(CHAINRULE_ISA_NEON) && defined(CHAINRULE_FLOAT64)
#include "simd/simd_neon_f64.h"
#elif defined(CHAINRULE_ISA_NEON)
#include "simd/simd_neon.h"
#else
#include "simd/simd_scalar.h"
#endif

namespace chainrule::CHAINRULE_KERNELS {
namespace {

/// Prefetches the cache line at `p` into L2: a prefetch into L1 would occupy one of its few miss buffers. Does nothing
/// where there is no such instruction.
CHAINRULE_INLINE void fetch_line([[maybe_unused]] const char* p) {
#if defined(__GNUC__)
    __builtin_prefetch(p, 0, 2);
#elif defined(CHAINRULE_ISA_AVX2) || defined(CHAINRULE_ISA_AVX512)
    _mm_prefetch(p, _MM_HINT_T1);
#endif
}

/// Nothing is computed from `number` before this: GCC would keep each multiple of a stride that a loop uses in a
/// register of its own, of which an x86 has 16, and read them from memory. An ARM has 31, and no addresses with
/// multiples.
CHAINRULE_INLINE void forget_origin([[maybe_unused]] size_t& number) {
#if defined(__GNUC__) && defined(__x86_64__)
    __asm__("" : "+r"(number));
#endif
}

/// Added to a number, it leaves the nearest whole number in the low bits.
constexpr real rounding_magic = sizeof(real) == 8 ? real(6755399441055744.0) : real(12582912);

#if !defined(CHAINRULE_ISA_AVX512)
// Two halves: the first product is exact, the second is rounded once.
CHAINRULE_INLINE vec scale_by_any_power(vec p, vec n) {
    const vec magic = broadcast(rounding_magic);
    const vec half = fma(sub(n, magic), broadcast(real(0.5)), magic);
    const vec rest = sub(n, sub(half, magic));
    return mul(mul(p, scale_by_power(broadcast(real(1)), half)), scale_by_power(broadcast(real(1)), rest));
}
#endif

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS

// Each of those files defines, in CHAINRULE_KERNELS' anonymous namespace:
// - real (float, or double where CHAINRULE_FLOAT64 is defined), vec of it, and width, its lanes, a divisor of 16
// - tile_rows and tile_panels, the register tile of multiply
// - load, store, broadcast, add, sub, mul, divide, square_root, and fma(a, b, c) = a * b + c rounded once
// - fma_lane<L>(a, b, c), of NEON alone: fma with lane L of a as the factor of every lane of b
// - larger(a, b) = a > b ? a : b and smaller(a, b) = a < b ? a : b: with a NaN the result is b
// - if_less(a, b, x, y) = a < b ? x : y; magnitude(a) = |a|
// - scale_by_power(p, n): p * 2^k, where n = rounding_magic + k and the result is a normal number
// - scale_by_any_power(p, n), for all but AVX-512 above: p * 2^k rounded once, even to a denormal, 0 or infinity
// - split_power(x, &m): the k with x = m * 2^k, m in [sqrt(1/2), sqrt(2)), for normal x > 0
// - sum_lanes, max_lanes(const vec[16 / width]): lanes j and j + 8 first, then + 4, + 2, + 1
