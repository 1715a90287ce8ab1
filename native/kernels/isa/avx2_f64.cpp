// The kernels for avx2 over doubles; see kernels.inl. Nothing else may be in here: this file is compiled with flags
// of its own.
#define CHAINRULE_FLOAT64
#define CHAINRULE_ISA_AVX2
#define CHAINRULE_ISA_LABEL "avx2"
#define CHAINRULE_KERNELS kernels_avx2_f64
#include "kernels.inl"
