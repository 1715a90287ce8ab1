// All kernels of one instruction set and type, and their table. Included once by each file in isa/.
#include <string.h>

#include "fused_rows.h"
#include "kernel_table.h"
#include "simd.h"

// Each block is written with those above it.
#include "coefficients.inl"
#include "index_list.inl"

#include "functions.inl"
#include "row_columns.inl"
#include "transpose.inl"

#include "class_losses.inl"
#include "class_losses_across.inl"
#include "element_losses.inl"

#include "activations.inl"
#include "clipping.inl"
#include "dropout.inl"
#include "elementwise.inl"
#include "fma_chains.inl"
#include "gemm_narrow.inl"
#include "gemm_tile.inl"
#include "loss_rows.inl"
#include "normalize.inl"
#include "optimizer_step.inl"
#include "reduce.inl"

#include "narrow_losses.inl"

#include "fused_pass.inl"

#include "fused_batch.inl"

#include "single_rows.inl"

#include "fused_steps.inl"

namespace chainrule::CHAINRULE_KERNELS {

extern const kernel_table<real> table;
const kernel_table<real> table = {CHAINRULE_ISA_LABEL,
                                  multiply,
                                  multiply_narrow,
                                  sum_narrow,
                                  transpose_panels,
                                  activate,
                                  activate_backward,
                                  draw_dropout,
                                  apply_dropout,
                                  evaluate_loss,
                                  evaluate_function,
                                  add_into,
                                  sum_rows,
                                  sum_products,
                                  sum_squared_deviations,
                                  invert_deviations,
                                  normalize_rows,
                                  normalize_rows_backward,
                                  normalize_columns,
                                  normalize_columns_backward,
                                  all_finite,
                                  take_step,
                                  clip_values,
                                  scale_values,
                                  limit_norms,
                                  pass_fused,
                                  train_fused,
                                  run_fma_chains};

}  // namespace chainrule::CHAINRULE_KERNELS
