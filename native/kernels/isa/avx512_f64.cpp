// The kernels for avx512 over doubles; see kernels.inl. Nothing else may be in here: this file is compiled with
// flags of its own.
#define CHAINRULE_FLOAT64
#define CHAINRULE_ISA_AVX512
#define CHAINRULE_ISA_LABEL "avx512"
#define CHAINRULE_KERNELS kernels_avx512_f64
#include "kernels.inl"
