// All kernels of one instruction set and type, and their table. Included once by each file in isa/.
#include <string.h>

#include "fused_rows.h"
#include "kernel_table.h"
#include "simd/simd.h"

// Each group of files uses those above it.
#include "functions/coefficients.inl"
#include "simd/index_list.inl"

#include "functions/functions.inl"
#include "simd/row_columns.inl"
#include "simd/transpose.inl"

#include "losses/class_losses.inl"
#include "losses/class_losses_across.inl"
#include "losses/element_losses.inl"

#include "functions/elementwise.inl"
#include "layers/activations.inl"
#include "layers/dropout.inl"
#include "layers/normalize.inl"
#include "layers/reduce.inl"
#include "losses/loss_rows.inl"
#include "products/fma_chains.inl"
#include "products/gemm_narrow.inl"
#include "products/tile.inl"
#if defined(CHAINRULE_ISA_NEON)
#include "products/tile_lanes.inl"
#endif

#include "products/gemm_tile.inl"
#include "steps/clipping.inl"
#include "steps/optimizer_step.inl"

#include "fused/narrow_losses.inl"

#include "fused/fused_pass.inl"

#include "fused/fused_batch.inl"

#include "fused/single_rows.inl"

#include "fused/fused_steps.inl"

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
