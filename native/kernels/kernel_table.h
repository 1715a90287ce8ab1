// What every instruction set offers, as one table of functions for float and one for double. All tables give the same
// bits: each operation is IEEE fma, add, multiply, divide or square root in an order that the arguments' shapes alone
// decide. Only <stddef.h> in here: the per-ISA files include it, and must not get inline functions of the library.
#pragma once

#include <stddef.h>

namespace chainrule {

/// Columns of a matrix are kept in panels of this many: also the number of virtual lanes of every long sum.
constexpr size_t panel_width = 16;

enum class activation { linear, sigmoid, tanh, relu };
/// Whether f' cannot be told from f's output alone, so that its argument has to be kept.
constexpr bool needs_argument(activation) { return false; }

enum class optimizer_kind { sgd, momentum, adam };
enum class loss { mean_squared_error, binary_cross_entropy, categorical_cross_entropy };

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
};

/// Losses of rows and, where `gradient` is not null, d loss / d output times `scale`. Outputs and gradients are
/// `stride` floats apart, padded to whole panels; padding of gradients becomes 0.
template <class Real> struct loss_rows {
    const Real* output;
    Real* gradient;
    size_t stride;
    /// Padded like outputs; for categorical cross entropy one class index per row.
    const Real* target;
    size_t target_stride;
    size_t rows, outputs;
    Real scale;
    /// By which each row's loss and slopes are multiplied; null for 1.
    const Real* weight;
    /// Per row: the mean over outputs (mse, binary), or the row's cross entropy.
    Real* row_loss;
};

/// One step over `count` parameters (a multiple of 16). Which fields count depends on the optimizer.
template <class Real> struct optimizer_step {
    Real* weight;
    const Real* gradient;
    Real* first;
    Real* second;
    size_t count;
    /// Already in the form in which the kernels use them; see optimizer.cpp.
    Real weight_decay, learning_rate, momentum;
    Real one_minus_beta1, beta2, one_minus_beta2, epsilon, step_size, inverse_root_correction2;
};

template <class Real> struct kernel_table {
    const char* name;
    void (*multiply)(const product<Real>&);
    /// output = f(argument), which may be the same buffer, over `count` values, a multiple of 16.
    void (*activate)(activation, const Real* argument, Real* output, size_t count);
    /// gradient *= f'(argument), told from the output where needs_argument() is false: `argument` may then be null.
    void (*activate_backward)(activation, const Real* argument, const Real* output, Real* gradient, size_t count);
    void (*evaluate_loss)(loss, const loss_rows<Real>&);
    /// into += from.
    void (*add)(Real* into, const Real* from, size_t count);
    /// into(16 lanes per panel) (+)= the rows' sum, ascending.
    void (*sum_rows)(const Real* rows, size_t stride, size_t count, size_t panels, Real* into, bool accumulate);
    bool (*all_finite)(const Real* x, size_t count);
    void (*take_step)(optimizer_kind, const optimizer_step<Real>&);
};

}  // namespace chainrule
