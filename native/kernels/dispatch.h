// Which kernels this CPU can run, and which are used: those with the widest vectors, unless CHAINRULE_ISA names others.
#pragma once

#include <vector>

#include "kernel_table.h"

namespace chainrule {

/// Every table that was compiled in and that this CPU can run; the widest last.
template <class Real> std::vector<const kernel_table<Real>*> supported_kernels();

/// The table in use, chosen once per process. Throws failure isa_unsupported when CHAINRULE_ISA names an instruction
/// set that this CPU lacks.
template <class Real> const kernel_table<Real>& selected_kernels();

}  // namespace chainrule
