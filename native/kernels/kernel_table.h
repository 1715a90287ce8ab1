// What every instruction set offers, as one table of functions for float and one for double. All tables give the same
// bits: each operation is IEEE fma, add, multiply, divide or square root in an order that the arguments' shapes alone
// decide. No header of C++ in here: the per-ISA files include it, and must not get inline functions of the library.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace chainrule {

template <class Real> struct fused_network;
template <class Real> struct fused_rows;
template <class Real> struct fused_steps;

/// Columns of a matrix are kept in panels of this many: also the number of virtual lanes of every long sum.
constexpr size_t panel_width = 16;
/// Layers with at most this many outputs go through multiply_narrow: with more, padding costs less than transposing.
constexpr size_t narrow_outputs = 4;

/// log1p for arguments in [0, 1] and expm1 up to 88, as the kernels need them.
enum class function { exp, expm1, log, log1p, logistic, tanh, erf, square_root };

enum class activation {
    linear,
    step,
    sigmoid,
    tanh,
    relu,
    leaky_relu,
    elu,
    selu,
    gelu,
    gelu_tanh,
    silu,
    softplus,
    softsign
};
/// Whether f' cannot be told from f's output alone, so that its argument has to be kept.
constexpr bool needs_argument(activation kind) {
    return kind == activation::gelu || kind == activation::gelu_tanh || kind == activation::silu;
}

enum class optimizer_kind {
    sgd,
    momentum,
    nesterov,
    ada_grad,
    rms_prop,
    ada_delta,
    adam,
    adam_w,
    ams_grad,
    n_adam,
    r_adam,
    ada_max,
    r_prop,
    lbfgs
};

enum class loss {
    mean_squared_error,
    mean_absolute_error,
    huber,
    log_cosh,
    quantile,
    poisson,
    binary_cross_entropy,
    categorical_cross_entropy,
    binary_hinge,
    categorical_hinge,
    binary_focal,
    categorical_focal
};

/// A loss and its settings, in the network's own units; each counts for the losses that its name belongs to.
struct loss_config {
    loss kind = loss::mean_squared_error;
    double delta = 1, quantile = 0.5, focusing = 2, smoothing = 0;
};

/// Whether a row's target is the index of a class rather than one value per output.
constexpr bool takes_class_index(loss kind) {
    return kind == loss::categorical_cross_entropy || kind == loss::categorical_hinge ||
           kind == loss::categorical_focal;
}

/// Memory that is read soon, as a product that has time for it while it computes can ask for it line by line: whoever
/// reads it then need not wait. Changes nothing but the time that takes.
struct memory_range {
    const void* begin;
    size_t bytes;
    /// So many such pieces, the second `stride` bytes after the first, and so on.
    size_t count, stride;
};
struct memory_ahead {
    const memory_range* ranges;
    size_t count;
};

/// C(row, panel) = start + sum over k, ascending, of A(row, k) * B(k, panel), one fma each. A(row, k) is at
/// a[row * a_row + k * a_k]; the 16 lanes of B(k, panel) at b[k * b_k + panel * b_panel]; those of C(row, panel) at
/// c[row * c_row + panel * c_panel]. No alignment is needed.
template <class Real> struct product {
    const Real* a;
    size_t a_row, a_k;
    const Real* b;
    size_t b_k, b_panel;
    Real* c;
    size_t c_row, c_panel;
    size_t rows, panels, k;
    /// 16 lanes per panel to begin with (a bias), or null: zero, or what C holds if `accumulate`.
    const Real* start;
    bool accumulate;
    /// Loop order: true walks all panels for a tile of rows first. Changes no bit.
    bool rows_outer;
    memory_ahead ahead = {};
};

/// Losses of rows and, where `gradient` is not null, d loss / d output times `scale`. Outputs and gradients are
/// `stride` floats apart, padded to whole panels; padding of gradients becomes 0.
template <class Real> struct loss_rows {
    const Real* output;
    Real* gradient;
    size_t stride;
    /// Padded like outputs; one class index per row where takes_class_index().
    const Real* target;
    size_t target_stride;
    size_t rows, outputs;
    Real scale;
    /// By which each row's loss and slopes are multiplied; null for 1.
    const Real* weight;
    /// Per row: the mean over outputs (mse, binary), or the row's cross entropy.
    Real* row_loss;
};

/// Rows of a normalised layer; padded to whole panels like all rows, `stride` apart. `scale` (gamma) and `shift` (beta)
/// are per column.
template <class Real> struct normalization_rows {
    /// (x - mean) / deviation: what the forward pass makes in place of x, and what the backward pass reads.
    Real* normalized;
    /// scale * normalized + shift, and the loss's gradient with respect to it.
    Real* output;
    const Real* d_output;
    /// The loss's gradient with respect to x.
    Real* d_input;
    size_t stride, rows, columns;
    const Real* scale;
    const Real* shift;
    /// 1 / deviation: per row of layer normalisation, which writes it forward; per column of batch normalisation.
    Real* inverse_deviation;
    /// Of batch normalisation, per column. Means over the batch: of x; of d_output, and of d_output * normalized.
    const Real* mean;
    const Real* mean_d_output;
    const Real* mean_product;
};

/// One step over `count` parameters (a multiple of 16). Which fields count depends on the optimizer.
template <class Real> struct optimizer_step {
    Real* weight;
    const Real* gradient;
    Real* first;
    Real* second;
    Real* third;
    size_t count;
    /// Already in the form in which the kernels use them; see optimizer.cpp. `keep` is 1 less decoupled decay.
    Real keep, weight_decay, l1;
    Real learning_rate, momentum, gradient_share, epsilon;
    Real rho, one_minus_rho, initial_accumulator;
    Real one_minus_beta1, beta2, one_minus_beta2, step_size, gradient_step, inverse_root_correction2;
    Real eta_minus, eta_plus, step_min, step_max;
    bool centered, rectified;
    /// Whether moments that are less than a normal number become 0 after this step.
    bool settles;
};

/// Rows of `columns` numbers, each `stride` after the one before: a multiple of 16, or of what a vector holds where its
/// own kernels are called.
struct row_shape {
    size_t rows, columns, stride;
};

/// By what dropout draws in a step: the key of its streams (random.h), and the step's number from 1.
struct dropout_draw {
    uint64_t key, step;
};

/// A layer that drops outputs: its number and, of 2^24 equally likely draws, the least that is kept; by what those are
/// multiplied.
template <class Real> struct layer_dropout {
    size_t number, outputs;
    uint32_t least_kept;
    Real kept;
};

/// At least as many as run_fma_chains has in registers.
constexpr size_t fma_chain_values = 256;

template <class Real> struct kernel_table {
    const char* name;
    void (*multiply)(const product<Real>&);
    /// See gemm_narrow.inl: the products of a layer with few outputs, whose weights lie in panels of inputs.
    void (*multiply_narrow)(const product<Real>&, size_t outputs);
    /// The same of a weight gradient: a_row == 1.
    void (*sum_narrow)(const product<Real>&, size_t outputs);
    /// Weights in panels of 16 outputs to panels of 16 inputs, for the inputs in [first, last) and the outputs in
    /// [first_output, last_output), a multiple of 16.
    void (*transpose_panels)(const Real* weight, size_t inputs, size_t outputs, size_t first, size_t last,
                             size_t first_output, size_t last_output, Real* transposed);
    /// output = f(argument), which may be the same buffer.
    void (*activate)(activation, const Real* argument, Real* output, const row_shape&);
    /// gradient *= f'(argument), told from the output where needs_argument() is false: `argument` may then be null.
    void (*activate_backward)(activation, const Real* argument, const Real* output, Real* gradient, const row_shape&);
    /// See dropout.inl: factors of some columns of rows, and to = from times them, which may be the same buffer.
    void (*draw_dropout)(const dropout_draw&, const layer_dropout<Real>&, size_t first_row, size_t first_column,
                         Real* factors, const row_shape&);
    void (*apply_dropout)(const Real* factors, const Real* from, Real* to, const row_shape&);
    void (*evaluate_loss)(const loss_config&, const loss_rows<Real>&);
    /// y = f(x) over `count` values, a multiple of 16.
    void (*evaluate_function)(function, const Real* x, Real* y, size_t count);
    /// into += from.
    void (*add)(Real* into, const Real* from, size_t count);
    /// into(16 lanes per panel) (+)= the rows' sum, ascending.
    void (*sum_rows)(const Real* rows, size_t stride, size_t count, size_t panels, Real* into, bool accumulate);
    /// into(16 lanes per panel) (+)= the rows' sum of a * b, ascending, by fma.
    void (*sum_products)(const Real* a, size_t a_stride, const Real* b, size_t b_stride, size_t count, size_t panels,
                         Real* into, bool accumulate);
    /// into(16 lanes per panel) = the rows' sum of (x - mean)^2, ascending, by fma.
    void (*sum_squared_deviations)(const Real* rows, size_t stride, size_t count, size_t panels, const Real* mean,
                                   Real* into);
    /// x[i] = 1 / sqrt(x[i] + epsilon).
    void (*invert_deviations)(Real* x, Real epsilon, size_t count);
    /// See normalize.inl; forward writes normalized (in place of x) and output.
    void (*normalize_rows)(const normalization_rows<Real>&, Real epsilon);
    void (*normalize_rows_backward)(const normalization_rows<Real>&);
    void (*normalize_columns)(const normalization_rows<Real>&);
    void (*normalize_columns_backward)(const normalization_rows<Real>&);
    bool (*all_finite)(const Real* x, size_t count);
    /// Does nothing for lbfgs, which is no step of single parameters.
    void (*take_step)(optimizer_kind, const optimizer_step<Real>&);
    /// Each value into [-limit, limit].
    void (*clip)(Real* x, size_t count, Real limit);
    void (*scale)(Real* x, size_t count, Real factor);
    /// Weights as in gemm.h: those into a unit are scaled down where their 2-norm is above `limit`.
    void (*limit_norms)(Real* weights, size_t inputs, size_t panels, Real limit);
    /// See fused_pass.inl.
    void (*pass_fused)(const fused_network<Real>&, const fused_rows<Real>&);
    /// See fused_steps.inl. Returns how many steps were taken: the first whose loss is not finite changes nothing and
    /// ends it.
    size_t (*train_fused)(const fused_network<Real>&, const fused_steps<Real>&);
    /// Extends independent chains of `values` (fma_chain_values of them) by fma in registers alone, `rounds` times
    /// each; how many fused multiply-adds of single numbers those were.
    size_t (*run_fma_chains)(Real* values, size_t rounds);
};

}  // namespace chainrule
