// The kernels for neon over doubles; see kernels.inl. Nothing else may be in here: this file is compiled with flags
// of its own.
#define CHAINRULE_FLOAT64
#define CHAINRULE_ISA_NEON
#define CHAINRULE_ISA_LABEL "neon"
#define CHAINRULE_KERNELS kernels_neon_f64
#include "kernels.inl"
