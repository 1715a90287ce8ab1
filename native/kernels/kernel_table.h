// What every instruction set offers, as one table of functions. All tables give the same bits: each operation is
// IEEE fma, add, multiply, divide or square root in an order that the arguments' shapes alone decide.
// Only <stddef.h> in here: the per-ISA files include it, and must not get inline functions of the library.
#pragma once

#include <stddef.h>

namespace chainrule {

/// Columns of a matrix are kept in panels of this many: also the number of virtual lanes of every long sum.
constexpr size_t panel_width = 16;

enum class activation { linear, sigmoid, tanh, relu };
enum class loss { mean_squared_error, binary_cross_entropy, categorical_cross_entropy };

/// C(row, panel) = start + sum over k, ascending, of A(row, k) * B(k, panel), one fma each. A(row, k) is at
/// a[row * a_row + k * a_k]; the 16 lanes of B(k, panel) at b[k * b_k + panel * b_panel]; those of C(row, panel) at
/// c[row * c_row + panel * c_panel]. No alignment is needed.
struct product {
    const float* a;
    size_t a_row, a_k;
    const float* b;
    size_t b_k, b_panel;
    float* c;
    size_t c_row, c_panel;
    size_t rows, panels, k;
    /// 16 lanes per panel to begin with (a bias), or null: zero, or what C holds if `accumulate`.
    const float* start;
    bool accumulate;
    /// Loop order: true walks all panels for a tile of rows first. Changes no bit.
    bool rows_outer;
};

/// Losses of rows and, where `gradient` is not null, d loss / d output times `scale`. Outputs and gradients are
/// `stride` floats apart, padded to whole panels; padding of gradients becomes 0.
struct loss_rows {
    const float* output;
    float* gradient;
    size_t stride;
    /// Padded like outputs; for categorical cross entropy one class index per row.
    const float* target;
    size_t target_stride;
    size_t rows, outputs;
    float scale;
    /// Per row: the mean over outputs (mse, binary), or the row's cross entropy.
    float* row_loss;
};

/// One step over `count` parameters (a multiple of 16). Which fields count depends on the optimizer.
struct optimizer_step {
    float* weight;
    const float* gradient;
    float* first;
    float* second;
    size_t count;
    /// Already in the form in which the kernels use them; see optimizer.cpp.
    float weight_decay, learning_rate, momentum;
    float one_minus_beta1, beta2, one_minus_beta2, epsilon, step_size, inverse_root_correction2;
};

struct kernel_table {
    const char* name;
    void (*multiply)(const product&);
    /// In place over `count` floats, a multiple of 16.
    void (*activate)(activation, float* x, size_t count);
    /// gradient *= f'(x), told from the activation's own output.
    void (*activate_backward)(activation, const float* output, float* gradient, size_t count);
    void (*evaluate_loss)(loss, const loss_rows&);
    /// into += from.
    void (*add)(float* into, const float* from, size_t count);
    /// into(16 lanes per panel) (+)= the rows' sum, ascending.
    void (*sum_rows)(const float* rows, size_t stride, size_t count, size_t panels, float* into, bool accumulate);
    bool (*all_finite)(const float* x, size_t count);
    void (*sgd)(const optimizer_step&);
    void (*momentum)(const optimizer_step&);
    void (*adam)(const optimizer_step&);
};

}  // namespace chainrule
