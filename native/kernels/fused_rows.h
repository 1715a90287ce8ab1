// Arguments of the fused kernels, which take rows of a small network through all layers in one call. A network can be
// fused if no layer is normalised and the last one has no dropout. No inline functions here: see kernel_table.h.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "kernel_table.h"

namespace chainrule {

/// A layer: the offsets of its weights (see gemm.h) and bias in the parameter block, and its buffers, whose rows are
/// `stride` numbers apart: `sums` (pre-activations), `active` (activations), `output` (after dropout). `sums` and
/// `active` are one buffer where needs_argument(act) is false; so are `active` and `output` without dropout, and
/// `factors` is null then.
template <class Real> struct fused_layer {
    size_t inputs, outputs;
    activation act;
    bool has_bias;
    size_t weight, bias;
    size_t stride;
    Real* sums;
    Real* active;
    Real* output;
    layer_dropout<Real> dropout;
    Real* factors;
    Real* d_sums;
    /// Transposed weights (see transpose_panels); null for the first layer and for narrow ones.
    Real* transposed;
};

/// A network and its buffers for a few rows. The buffers of a narrow last layer are column by column: the number of row
/// r and output o is at [o * across + r], with padding for whole vectors of rows.
template <class Real> struct fused_network {
    const fused_layer<Real>* layers;
    size_t count;
    loss_config objective;
    /// The rows' features, gathered: without padding, but with room for a vector after the last.
    Real* features;
    /// Class indices, one per row; or values, column by column for a narrow last layer, else in padded rows.
    Real* targets;
    Real* weights;
    /// Only for a narrow last layer. `sums` and `output` are one buffer where needs_argument(act) is false. `d_output`
    /// first holds the gradient with respect to the outputs, then that with respect to the sums.
    Real* sums;
    Real* output;
    Real* d_output;
    size_t across;
};

/// All rows of the data, as in row_set.h; `weights` is null where every row has weight 1.
template <class Real> struct fused_data {
    const Real* features;
    const Real* targets;
    size_t target_columns;
    const Real* weights;
};

template <class Real> struct fused_rows {
    fused_data<Real> data;
    /// Rows order[0 .. count) of the data; null for rows [first, first + count).
    const uint32_t* order;
    size_t first, count;
    /// Rows order[fetch_first .. fetch_first + fetch_count) are prefetched for a later call.
    size_t fetch_first, fetch_count;
    /// For dropout: its seed and step, and the index of the first row in its batch.
    dropout_draw draw;
    size_t batch_row;
    const Real* parameters;
    /// Gradients, at the parameters' offsets; added to if `accumulate`, else overwritten.
    Real* gradients;
    bool accumulate;
    /// Factor of the loss's gradients.
    Real scale;
    Real* row_loss;
};

/// Sum of the rows' losses, each times its row weight, and the sum of the row weights.
struct batch_total {
    double loss;
    double weight;
};

/// One step: what the caller gives, and its total once it is taken.
template <class Real> struct fused_step {
    /// Constants of the step; pointers are those of the first parameter, gradient and count are not set.
    optimizer_step<Real> step;
    /// Factor of the loss's gradients.
    Real scale;
    /// The caller sets the weight, the kernel sets the loss.
    batch_total total;
};

/// Consecutive steps, each over the next `batch_rows` rows of the order, the last perhaps over fewer. `rows` is the
/// number of rows of all steps; `following` more entries follow in the order. Without an order, the steps are over the
/// first rows of the data.
template <class Real> struct fused_steps {
    fused_data<Real> data;
    const uint32_t* order;
    size_t rows, batch_rows, following;
    /// Whether rows are prefetched; small data is in cache anyway.
    bool fetches;
    Real* parameters;
    /// A buffer for gradients, at the parameters' offsets.
    Real* gradients;
    Real* row_loss;
    /// Returns the sum of that many row losses, in double.
    double (*sum_losses)(const Real*, size_t);
    optimizer_kind optimizer;
    /// Whether decay and penalties apply to weights alone.
    bool spares_biases;
    size_t parameter_numbers;
    /// Dropout of the first step.
    dropout_draw draw;
    fused_step<Real>* steps;
};

}  // namespace chainrule
