// All kernels of one instruction set and their table. Included once by each file in isa/.
#include "kernel_table.h"
#include "simd.h"

#include "functions.inl"

#include "elementwise.inl"
#include "gemm_tile.inl"
#include "loss_rows.inl"
#include "optimizer_step.inl"
#include "reduce.inl"

namespace chainrule::CHAINRULE_KERNELS {

extern const kernel_table table;
const kernel_table table = {
    CHAINRULE_ISA_LABEL, multiply, activate,      activate_backward, evaluate_loss, add_into, sum_rows,
    all_finite,          step_sgd, step_momentum, step_adam};

}  // namespace chainrule::CHAINRULE_KERNELS
