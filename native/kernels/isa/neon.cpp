// The kernels for neon; see kernels.inl. Nothing else may be in here: this file is compiled with flags of its own.
#define CHAINRULE_ISA_NEON
#define CHAINRULE_ISA_LABEL "neon"
#define CHAINRULE_KERNELS kernels_neon
#include "kernels.inl"
