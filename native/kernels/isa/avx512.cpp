// The kernels for avx512; see kernels.inl. Nothing else may be in here: this file is compiled with flags of its own.
#define CHAINRULE_ISA_AVX512
#define CHAINRULE_ISA_LABEL "avx512"
#define CHAINRULE_KERNELS kernels_avx512
#include "kernels.inl"
