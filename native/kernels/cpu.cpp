// See cpu.h.
#include "cpu.h"

#include <cstring>

#if defined(CHAINRULE_X86)
#if defined(_MSC_VER)
#include <immintrin.h>
#include <intrin.h>
#else
#include <cpuid.h>
#endif
#endif

namespace chainrule {
namespace {

bool is_intel() {
#if !defined(CHAINRULE_X86)
    return false;
#else
    unsigned eax = 0, name[3] = {};
#if defined(_MSC_VER)
    int registers[4];
    __cpuid(registers, 0);
    name[0] = static_cast<unsigned>(registers[1]);
    name[1] = static_cast<unsigned>(registers[3]);
    name[2] = static_cast<unsigned>(registers[2]);
#else
    __get_cpuid(0, &eax, &name[0], &name[2], &name[1]);
#endif
    (void)eax;
    return std::memcmp(name, "GenuineIntel", sizeof name) == 0;
#endif
}

#if defined(CHAINRULE_X86) && defined(_MSC_VER) && !defined(__clang__)
bool has_bits(int leaf, int register_index, unsigned bits, unsigned long long saved_registers) {
    int registers[4];
    __cpuid(registers, 1);
    const bool saves = (registers[2] & (1 << 27)) != 0 && (_xgetbv(0) & saved_registers) == saved_registers;
    __cpuidex(registers, leaf, 0);
    return saves && (static_cast<unsigned>(registers[register_index]) & bits) == bits;
}
#endif

}  // namespace

#if !defined(CHAINRULE_X86)
bool has_avx2() { return false; }
bool has_avx512() { return false; }
#elif defined(_MSC_VER) && !defined(__clang__)
bool has_avx2() { return has_bits(1, 2, 1u << 12 | 1u << 28, 0x6) && has_bits(7, 1, 1u << 5, 0x6); }
bool has_avx512() { return has_avx2() && has_bits(7, 1, 1u << 16, 0xe6); }
#else
bool has_avx2() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }
bool has_avx512() { return has_avx2() && __builtin_cpu_supports("avx512f"); }
#endif

cpu_habits habits = {.slow_roots = is_intel(), .fetches_short_runs = is_intel()};

}  // namespace chainrule
