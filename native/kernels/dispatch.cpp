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
extern const kernel_table<float> table;
}
namespace kernels_scalar_f64 {
extern const kernel_table<double> table;
}
#if defined(CHAINRULE_X86)
namespace kernels_avx2 {
extern const kernel_table<float> table;
}
namespace kernels_avx2_f64 {
extern const kernel_table<double> table;
}
namespace kernels_avx512 {
extern const kernel_table<float> table;
}
namespace kernels_avx512_f64 {
extern const kernel_table<double> table;
}
#endif
#if defined(CHAINRULE_ARM64)
namespace kernels_neon {
extern const kernel_table<float> table;
}
namespace kernels_neon_f64 {
extern const kernel_table<double> table;
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

template <class Real> const kernel_table<Real>& select() {
    const std::vector<const kernel_table<Real>*> supported = supported_kernels<Real>();
    const char* wanted = std::getenv("CHAINRULE_ISA");
    if (wanted == nullptr || *wanted == '\0') return *supported.back();
    std::string available;
    for (const kernel_table<Real>* table : supported) {
        if (std::string(table->name) == wanted) return *table;
        available += (available.empty() ? "" : ", ") + std::string(table->name);
    }
    throw failure("isa_unsupported", std::string(wanted) + "|" + available);
}

}  // namespace

#if defined(CHAINRULE_X86)
#define CHAINRULE_OTHER_TABLES(suffix)                              \
    if (has_avx2()) tables.push_back(&kernels_avx2##suffix::table); \
    if (has_avx512()) tables.push_back(&kernels_avx512##suffix::table)
#elif defined(CHAINRULE_ARM64)
#define CHAINRULE_OTHER_TABLES(suffix) tables.push_back(&kernels_neon##suffix::table)
#else
#define CHAINRULE_OTHER_TABLES(suffix)
#endif

template <> std::vector<const kernel_table<float>*> supported_kernels() {
    std::vector<const kernel_table<float>*> tables = {&kernels_scalar::table};
    CHAINRULE_OTHER_TABLES();
    return tables;
}

template <> std::vector<const kernel_table<double>*> supported_kernels() {
    std::vector<const kernel_table<double>*> tables = {&kernels_scalar_f64::table};
    CHAINRULE_OTHER_TABLES(_f64);
    return tables;
}

template <class Real> const kernel_table<Real>& selected_kernels() {
    static const kernel_table<Real>& chosen = select<Real>();
    return chosen;
}
template const kernel_table<float>& selected_kernels();
template const kernel_table<double>& selected_kernels();

}  // namespace chainrule
