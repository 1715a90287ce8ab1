// See gemm.h. Only strides differ between the three products: one tile kernel does them all, without packing.
#include "gemm.h"

namespace chainrule {

void multiply_forward(const kernel_table& kernels, const_matrix_view input, const float* weight, const float* bias,
                      matrix_view output) {
    product p{};
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
    kernels.multiply(p);
}

void multiply_data_gradient(const kernel_table& kernels, const_matrix_view d_output, const float* transposed,
                            matrix_view d_input) {
    product p{};
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

void multiply_weight_gradient(const kernel_table& kernels, const_matrix_view input, const_matrix_view d_output,
                              std::size_t first_input, std::size_t last_input, float* d_weight, bool accumulate) {
    product p{};
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
    kernels.multiply(p);
}

void transpose_weights(const float* weight, std::size_t inputs, std::size_t outputs, std::size_t first_input,
                       std::size_t last_input, float* transposed) {
    for (std::size_t panel = 0; panel < panels_of(outputs); ++panel) {
        const std::size_t lanes =
            outputs - panel * panel_width < panel_width ? outputs - panel * panel_width : panel_width;
        for (std::size_t i = first_input; i < last_input; ++i) {
            const float* from = weight + (panel * inputs + i) * panel_width;
            float* to = transposed + (i / panel_width * outputs + panel * panel_width) * panel_width + i % panel_width;
            for (std::size_t lane = 0; lane < lanes; ++lane) to[lane * panel_width] = from[lane];
        }
    }
}

}  // namespace chainrule
