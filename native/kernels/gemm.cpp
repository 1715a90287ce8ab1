// See gemm.h. Only strides differ between the three products: one tile kernel does them all.
#include "gemm.h"

namespace chainrule {

template <class Real> void multiply_forward(const kernel_table<Real>& kernels, const_matrix_view<Real> input,
                                            const Real* weight, const Real* bias, matrix_view<Real> output) {
    product<Real> p{};
    p.a = input.data;
    p.a_row = input.stride;
    p.a_k = 1;
    p.b = weight;
    p.b_k = panel_width;
    p.b_panel = input.columns * panel_width;
    p.c = output.data;
    p.c_row = output.stride;
    p.c_panel = panel_width;
    p.rows = input.rows;
    p.panels = panels_of(output.columns);
    p.k = input.columns;
    p.start = bias;
    if (is_narrow(output.columns)) {
        p.c_panel = 1;
        return kernels.multiply_narrow(p, output.columns);
    }
    kernels.multiply(p);
}

template <class Real> void multiply_data_gradient(const kernel_table<Real>& kernels, const_matrix_view<Real> d_output,
                                                  const Real* transposed, matrix_view<Real> d_input) {
    product<Real> p{};
    p.a = d_output.data;
    p.a_row = d_output.stride;
    p.a_k = 1;
    p.b = transposed;
    p.b_k = panel_width;
    p.b_panel = d_output.columns * panel_width;
    p.c = d_input.data;
    p.c_row = d_input.stride;
    p.c_panel = panel_width;
    p.rows = d_output.rows;
    p.panels = panels_of(d_input.columns);
    p.k = d_output.columns;
    kernels.multiply(p);
}

template <class Real> void multiply_weight_gradient(const kernel_table<Real>& kernels, const_matrix_view<Real> input,
                                                    const_matrix_view<Real> d_output, std::size_t first_input,
                                                    std::size_t last_input, Real* d_weight, bool accumulate,
                                                    const memory_ahead& ahead) {
    product<Real> p{};
    p.a = input.data + first_input;
    p.a_row = 1;
    p.a_k = input.stride;
    p.b = d_output.data;
    p.b_k = d_output.stride;
    p.b_panel = panel_width;
    p.c = d_weight + first_input * panel_width;
    p.c_row = panel_width;
    p.c_panel = input.columns * panel_width;
    p.rows = last_input - first_input;
    p.panels = panels_of(d_output.columns);
    p.k = input.rows;
    p.accumulate = accumulate;
    // A tile of inputs is a narrow strip of a tall matrix: its lines are used for all panels while they are near.
    p.rows_outer = true;
    p.ahead = ahead;
    if (is_narrow(d_output.columns)) {
        p.b_panel = 1;
        p.c = d_weight + first_input * d_output.columns;
        return kernels.sum_narrow(p, d_output.columns);
    }
    kernels.multiply(p);
}

#define CHAINRULE_INSTANTIATE(Real)                                                                              \
    template void multiply_forward(const kernel_table<Real>&, const_matrix_view<Real>, const Real*, const Real*, \
                                   matrix_view<Real>);                                                           \
    template void multiply_data_gradient(const kernel_table<Real>&, const_matrix_view<Real>, const Real*,        \
                                         matrix_view<Real>);                                                     \
    template void multiply_weight_gradient(const kernel_table<Real>&, const_matrix_view<Real>,                   \
                                           const_matrix_view<Real>, std::size_t, std::size_t, Real*, bool,       \
                                           const memory_ahead&)
CHAINRULE_INSTANTIATE(float);
CHAINRULE_INSTANTIATE(double);
#undef CHAINRULE_INSTANTIATE

}  // namespace chainrule
