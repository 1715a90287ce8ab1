// The functions that every instruction set provides: a table of function pointers, one for float and one for double.
// All tables give the same bits: each operation is IEEE fma, add, multiply, divide or square root, in an order that
// depends only on the arguments' shapes. Do not include C++ headers here: the per-ISA files include this one, and must
// not get inline functions of the library.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace chainrule {

template <class Real> struct fused_network;
template <class Real> struct fused_rows;
template <class Real> struct fused_steps;

/// Columns of a matrix are stored in panels of this many; it is also the number of virtual lanes of every long sum.
constexpr size_t panel_width = 16;
/// Layers with at most this many outputs are narrow and use multiply_narrow; with more, padding costs less than
/// transposing.
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
/// Whether f' cannot be computed from the output of f alone, so that the argument has to be kept.
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
    lion,
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

/// A loss and its settings, in the network's own units. Each setting is used by the loss that has one of that name.
struct loss_config {
    loss kind = loss::mean_squared_error;
    double delta = 1, quantile = 0.5, focusing = 2, smoothing = 0;
};

/// Whether a row's target is the index of a class rather than one value per output.
constexpr bool takes_class_index(loss kind) {
    return kind == loss::categorical_cross_entropy || kind == loss::categorical_hinge ||
           kind == loss::categorical_focal;
}

/// Memory that is read soon: a product prefetches it line by line while it computes. It changes only the time.
struct memory_range {
    const void* begin;
    size_t bytes;
    /// There are `count` such pieces, each `stride` bytes after the one before.
    size_t count, stride;
};
struct memory_ahead {
    const memory_range* ranges;
    size_t count;
};

/// C(row, panel) = start + sum over k, ascending, of A(row, k) * B(k, panel), one fma each. A(row, k) is at
/// a[row * a_row + k * a_k], where one of the two strides is 1; the 16 lanes of B(k, panel) at b[k * b_k + panel *
/// b_panel]; those of C(row, panel) at c[row * c_row + panel * c_panel]. No alignment is needed.
template <class Real> struct product {
    const Real* a;
    size_t a_row, a_k;
    const Real* b;
    size_t b_k, b_panel;
    Real* c;
    size_t c_row, c_panel;
    size_t rows, panels, k;
    /// The initial value of C: 16 lanes per panel (a bias); or null for zero, or for what C holds if `accumulate`.
    const Real* start;
    bool accumulate;
    /// Loop order: true computes all panels for one tile of rows before the next tile. Changes no bit.
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
    /// Row weights: factors of each row's loss and gradient; null for 1.
    const Real* weight;
    /// Per row: the mean over outputs (mse, binary), or the row's cross entropy.
    Real* row_loss;
};

/// Rows of a normalised layer; padded to whole panels like all rows, `stride` apart. `scale` (gamma) and `shift` (beta)
/// are per column.
template <class Real> struct normalization_rows {
    /// (x - mean) / standard deviation. The forward pass overwrites x with it, and the backward pass reads it.
    Real* normalized;
    /// scale * normalized + shift, and the loss's gradient with respect to it.
    Real* output;
    const Real* d_output;
    /// The loss's gradient with respect to x.
    Real* d_input;
    size_t stride, rows, columns;
    const Real* scale;
    const Real* shift;
    /// 1 / standard deviation: per row for layer normalisation, whose forward pass writes it; per column for batch
    /// normalisation.
    Real* inverse_deviation;
    /// For batch normalisation, per column, means over the batch: of x, of d_output, and of d_output * normalized.
    const Real* mean;
    const Real* mean_d_output;
    const Real* mean_product;
};

/// One optimizer step over `count` parameters (a multiple of 16). `first`, `second`, `third`: optimizer state. Which
/// fields are used depends on the optimizer.
template <class Real> struct optimizer_step {
    Real* weight;
    const Real* gradient;
    Real* first;
    Real* second;
    Real* third;
    size_t count;
    /// Constants, in the form that the kernels use (see optimizer.cpp). `keep` is 1 - decoupled decay.
    Real keep, weight_decay, l1;
    Real learning_rate, momentum, gradient_share, epsilon;
    Real rho, one_minus_rho, initial_accumulator;
    Real one_minus_beta1, beta2, one_minus_beta2, step_size, gradient_step, inverse_root_correction2;
    Real eta_minus, eta_plus, step_min, step_max;
    bool centered, rectified;
    /// Whether subnormal optimizer state is set to 0 after this step.
    bool settles;
};

/// Rows of `columns` numbers, each `stride` numbers after the one before. `columns` is a multiple of 16, or of the
/// vector width where kernels call each other.
struct row_shape {
    size_t rows, columns, stride;
};

/// Random numbers of dropout in one step: the key of its streams (random.h), and the step's number from 1.
struct dropout_draw {
    uint64_t key, step;
};

/// A layer with dropout. A draw is one of 2^24 equally likely numbers; an output is kept if its draw is at least
/// `least_kept`, and is then multiplied by `kept`.
template <class Real> struct layer_dropout {
    size_t number, outputs;
    uint32_t least_kept;
    Real kept;
};

/// Length of the `values` of run_fma_chains.
constexpr size_t fma_chain_values = 256;

template <class Real> struct kernel_table {
    const char* name;
    void (*multiply)(const product<Real>&);
    /// See gemm_narrow.inl: the products of a layer with few outputs, whose weights lie in panels of inputs.
    void (*multiply_narrow)(const product<Real>&, size_t outputs);
    /// The same for a weight gradient: a_row == 1.
    void (*sum_narrow)(const product<Real>&, size_t outputs);
    /// Copies weights from panels of 16 outputs to panels of 16 inputs, for the inputs in [first, last) and the outputs
    /// in [first_output, last_output); both begin at multiples of 16.
    void (*transpose_panels)(const Real* weight, size_t inputs, size_t outputs, size_t first, size_t last,
                             size_t first_output, size_t last_output, Real* transposed);
    /// output = f(argument), which may be the same buffer.
    void (*activate)(activation, const Real* argument, Real* output, const row_shape&);
    /// gradient *= f'(argument), computed from the output where needs_argument() is false; `argument` may be null then.
    void (*activate_backward)(activation, const Real* argument, const Real* output, Real* gradient, const row_shape&);
    /// See dropout.inl. draw_dropout writes the factors of some columns of some rows; apply_dropout computes to = from
    /// * factors, where `to` may be `from`.
    void (*draw_dropout)(const dropout_draw&, const layer_dropout<Real>&, size_t first_row, size_t first_column,
                         Real* factors, const row_shape&);
    void (*apply_dropout)(const Real* factors, const Real* from, Real* to, const row_shape&);
    void (*evaluate_loss)(const loss_config&, const loss_rows<Real>&);
    /// y = f(x) over `count` values, a multiple of 16.
    void (*evaluate_function)(function, const Real* x, Real* y, size_t count);
    /// into += from.
    void (*add)(Real* into, const Real* from, size_t count);
    /// into[16 per panel] (+)= the sum of the rows, ascending.
    void (*sum_rows)(const Real* rows, size_t stride, size_t count, size_t panels, Real* into, bool accumulate);
    /// into[16 per panel] (+)= the sum over rows of a * b, ascending, by fma.
    void (*sum_products)(const Real* a, size_t a_stride, const Real* b, size_t b_stride, size_t count, size_t panels,
                         Real* into, bool accumulate);
    /// into[16 per panel] = the sum over rows of (x - mean)^2, ascending, by fma.
    void (*sum_squared_deviations)(const Real* rows, size_t stride, size_t count, size_t panels, const Real* mean,
                                   Real* into);
    /// x[i] = 1 / sqrt(x[i] + epsilon).
    void (*invert_deviations)(Real* x, Real epsilon, size_t count);
    /// See normalize.inl. The forward kernels overwrite x with normalized, and write output.
    void (*normalize_rows)(const normalization_rows<Real>&, Real epsilon);
    void (*normalize_rows_backward)(const normalization_rows<Real>&);
    void (*normalize_columns)(const normalization_rows<Real>&);
    void (*normalize_columns_backward)(const normalization_rows<Real>&);
    bool (*all_finite)(const Real* x, size_t count);
    /// Updates the parameters. Does nothing for lbfgs, which does not update parameters independently.
    void (*take_step)(optimizer_kind, const optimizer_step<Real>&);
    /// Clips each value to [-limit, limit].
    void (*clip)(Real* x, size_t count, Real limit);
    void (*scale)(Real* x, size_t count, Real factor);
    /// Scales the incoming weights of each unit down to a 2-norm of `limit`, where it is larger. Layout as in gemm.h.
    void (*limit_norms)(Real* weights, size_t inputs, size_t panels, Real limit);
    /// See fused_pass.inl.
    void (*pass_fused)(const fused_network<Real>&, const fused_rows<Real>&);
    /// See fused_steps.inl. Returns how many steps were taken: a step whose loss is not finite changes nothing and ends
    /// the call.
    size_t (*train_fused)(const fused_network<Real>&, const fused_steps<Real>&);
    /// Runs independent chains of fma in registers alone, `rounds` times each. `values`: fma_chain_values numbers.
    /// Returns how many single fused multiply-adds that were.
    size_t (*run_fma_chains)(Real* values, size_t rounds);
};

}  // namespace chainrule
