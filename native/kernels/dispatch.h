// Which kernels this CPU can run, and which are used: the widest, unless CHAINRULE_ISA names others.
#pragma once

#include <vector>

#include "kernel_table.h"

namespace chainrule {

/// Every table that was built and that this CPU can run; the widest last.
std::vector<const kernel_table*> supported_kernels();

/// Chosen once per process. Throws failure isa_unsupported when CHAINRULE_ISA names what this CPU lacks.
const kernel_table& selected_kernels();

}  // namespace chainrule
