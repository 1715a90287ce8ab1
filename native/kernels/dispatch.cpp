// See dispatch.h.
#include "dispatch.h"

#include <cstdlib>
#include <string>

#include "check.h"
#include "cpu.h"

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
