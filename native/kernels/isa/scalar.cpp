// The kernels for scalar; see kernels.inl. Nothing else may be in here: this file is compiled with flags of its own.
#define CHAINRULE_ISA_SCALAR
#define CHAINRULE_ISA_LABEL "scalar"
#define CHAINRULE_KERNELS kernels_scalar
#include "kernels.inl"
