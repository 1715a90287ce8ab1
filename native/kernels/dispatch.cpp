// See dispatch.h. Support means that the CPU has the instructions and the system keeps their registers.
#include "dispatch.h"

#include <cstdlib>
#include <string>

#include "check.h"

#if defined(_MSC_VER) && !defined(__clang__) && defined(_M_X64)
#include <immintrin.h>
#include <intrin.h>
#endif

namespace chainrule {

namespace kernels_scalar {
extern const kernel_table table;
}
#if defined(CHAINRULE_X86)
namespace kernels_avx2 {
extern const kernel_table table;
}
namespace kernels_avx512 {
extern const kernel_table table;
}
#endif
#if defined(CHAINRULE_ARM64)
namespace kernels_neon {
extern const kernel_table table;
}
#endif

namespace {

#if defined(CHAINRULE_X86)
#if defined(_MSC_VER) && !defined(__clang__)
bool has_bits(int leaf, int register_index, unsigned bits, unsigned long long saved_registers) {
    int registers[4];
    __cpuid(registers, 1);
    const bool saves = (registers[2] & (1 << 27)) != 0 && (_xgetbv(0) & saved_registers) == saved_registers;
    __cpuidex(registers, leaf, 0);
    return saves && (static_cast<unsigned>(registers[register_index]) & bits) == bits;
}
bool has_avx2() { return has_bits(1, 2, 1u << 12 | 1u << 28, 0x6) && has_bits(7, 1, 1u << 5, 0x6); }
bool has_avx512() { return has_avx2() && has_bits(7, 1, 1u << 16, 0xe6); }
#else
bool has_avx2() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }
bool has_avx512() { return has_avx2() && __builtin_cpu_supports("avx512f"); }
#endif
#endif

const kernel_table& select() {
    const std::vector<const kernel_table*> supported = supported_kernels();
    const char* wanted = std::getenv("CHAINRULE_ISA");
    if (wanted == nullptr || *wanted == '\0') return *supported.back();
    std::string available;
    for (const kernel_table* table : supported) {
        if (std::string(table->name) == wanted) return *table;
        available += (available.empty() ? "" : ", ") + std::string(table->name);
    }
    throw failure("isa_unsupported", std::string(wanted) + "|" + available);
}

}  // namespace

std::vector<const kernel_table*> supported_kernels() {
    std::vector<const kernel_table*> tables = {&kernels_scalar::table};
#if defined(CHAINRULE_X86)
    if (has_avx2()) tables.push_back(&kernels_avx2::table);
    if (has_avx512()) tables.push_back(&kernels_avx512::table);
#endif
#if defined(CHAINRULE_ARM64)
    tables.push_back(&kernels_neon::table);
#endif
    return tables;
}

const kernel_table& selected_kernels() {
    static const kernel_table& chosen = select();
    return chosen;
}

}  // namespace chainrule
