// What the fused kernels take: rows of a small network through everything in one call. A network may be fused whose
// layers are not normalised, and whose last one drops nothing. No inline functions: see kernel_table.h.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "kernel_table.h"

namespace chainrule {

/// A layer, the places of its weights (see gemm.h) and bias among the parameters, and its buffers of rows, `stride`
/// apart. `sums` and `active`, what the activation gives, are the same where needs_argument(act) is false; `active` and
/// `output` where nothing is dropped: `factors` are null then.
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
    /// Weights as transpose_panels makes them; null for the first layer and for narrow ones.
    Real* transposed;
};

/// A network and the place for a few rows of it. Numbers of a narrow last layer lie side by side, that of row r and
/// output o at [o * across + r], with room for whole vectors of rows.
template <class Real> struct fused_network {
    const fused_layer<Real>* layers;
    size_t count;
    loss_config objective;
    /// Rows brought together, without padding but with room for a vector after the last.
    Real* features;
    /// Class indices, one per row; or values, side by side for a narrow last layer, else in padded rows.
    Real* targets;
    Real* weights;
    /// Of a narrow last layer; `sums` and `output` are the same where needs_argument(act) is false. Slopes are first
    /// those by the outputs, then, in their place, those by the sums.
    Real* sums;
    Real* output;
    Real* d_output;
    size_t across;
};

/// All rows that there are, as in row_set.h; weights are null where every row counts 1.
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
    /// Rows order[fetch_first .. fetch_first + fetch_count) are fetched meanwhile, for a later call.
    size_t fetch_first, fetch_count;
    /// By what dropout draws, and the first row's place in its batch.
    dropout_draw draw;
    size_t batch_row;
    const Real* parameters;
    /// At the parameters' places; added to if `accumulate`, else overwritten.
    Real* gradients;
    bool accumulate;
    /// By which slopes of the loss are multiplied.
    Real scale;
    Real* row_loss;
};

/// Sum of the rows' losses, each times its weight, and of the weights.
struct batch_total {
    double loss;
    double weight;
};

/// A step before and after it is taken.
template <class Real> struct fused_step {
    /// For all parameters: pointers are those of the first, gradient and count are left open.
    optimizer_step<Real> step;
    /// By which slopes of the loss are multiplied.
    Real scale;
    /// The weight is given, the loss comes out.
    batch_total total;
};

/// Consecutive steps, each with the `batch_rows` next rows of the order, the last perhaps with fewer. After the `rows`
/// of all there are `following` more entries. Without an order they are the first rows of the data.
template <class Real> struct fused_steps {
    fused_data<Real> data;
    const uint32_t* order;
    size_t rows, batch_rows, following;
    /// Whether rows are fetched before they are needed: of little data all are near.
    bool fetches;
    Real* parameters;
    /// Room for gradients at the parameters' places.
    Real* gradients;
    Real* row_loss;
    /// The sum of so many of them.
    double (*sum_losses)(const Real*, size_t);
    optimizer_kind optimizer;
    /// Whether decay and penalties of the steps are for weights alone.
    bool spares_biases;
    size_t parameter_numbers;
    /// Of the first step.
    dropout_draw draw;
    fused_step<Real>* steps;
};

}  // namespace chainrule
