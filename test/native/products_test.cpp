// The matrix products against three loops in the order that is promised: not close, but equal; in both precisions.
#include <vector>

#include "aligned_buffer.h"
#include "dispatch.h"
#include "gemm.h"
#include "test_case.h"

using namespace chainrule;
using namespace chainrule::testing;

namespace {

struct shape {
    std::size_t rows, inputs, outputs;
};

// Around the sizes of tiles (6 and 12 rows, 1 and 2 panels of 16) and of a cache; the last go through multiply_packed,
// in one block and in several.
constexpr shape shapes[] = {{1, 1, 1},   {1, 5, 33},  {2, 16, 16}, {5, 3, 17},    {6, 7, 48},    {7, 20, 15},
                            {12, 9, 32}, {13, 31, 1}, {16, 4, 50}, {25, 64, 64},  {37, 100, 10}, {64, 30, 97},
                            {9, 20, 2},  {17, 33, 3}, {24, 5, 4},  {70, 50, 130}, {300, 61, 150}};

template <class Real> std::vector<Real> filled(std::size_t count, std::uint64_t from) {
    std::vector<Real> values(count);
    for (std::size_t i = 0; i < count; ++i) values[i] = Real(noise(from + i));
    return values;
}

template <class Real> Real weight_at(const std::vector<Real>& weight, std::size_t o, std::size_t i, const shape& s) {
    return weight[weight_offset(o, i, s.inputs, s.outputs)];
}

/// Rows of `columns` values, padded with zeros.
template <class Real> struct matrix {
    matrix(std::size_t row_count, std::size_t column_count, std::uint64_t from)
        : rows(row_count),
          columns(column_count),
          stride(padded(column_count)),
          values(row_count * stride + aligned_buffer<Real>::readable_after) {
        for (std::size_t r = 0; r < rows; ++r) {
            for (std::size_t c = 0; c < columns; ++c) values[r * stride + c] = Real(noise(from + r * columns + c));
        }
    }
    const_matrix_view<Real> view() const { return {values.data(), rows, columns, stride}; }
    matrix_view<Real> view() { return {values.data(), rows, columns, stride}; }
    Real& at(std::size_t r, std::size_t c) { return values[r * stride + c]; }

    std::size_t rows, columns, stride;
    std::vector<Real> values;
};

template <class Real> std::vector<Real> panel_weights(const shape& s) {
    std::vector<Real> weight(weight_numbers(s.inputs, s.outputs));
    for (std::size_t o = 0; o < s.outputs; ++o) {
        for (std::size_t i = 0; i < s.inputs; ++i) {
            weight[weight_offset(o, i, s.inputs, s.outputs)] = noise(9000 + o * s.inputs + i);
        }
    }
    return weight;
}

template <class Real> std::string named(const kernel_table<Real>* kernels, const shape& s) {
    return std::string(kernels->name) + " " + std::to_string(s.rows) + "x" + std::to_string(s.inputs) + "x" +
           std::to_string(s.outputs);
}

}  // namespace

template <class Real> void expect_forward() {
    for (const shape& s : shapes) {
        const matrix<Real> input(s.rows, s.inputs, 0);
        const std::vector<Real> weight = panel_weights<Real>(s);
        std::vector<Real> bias = filled<Real>(padded(s.outputs), 500);
        matrix<Real> wanted(s.rows, s.outputs, 0);
        for (std::size_t r = 0; r < s.rows; ++r) {
            for (std::size_t o = 0; o < s.outputs; ++o) {
                Real sum = bias[o];
                for (std::size_t i = 0; i < s.inputs; ++i) {
                    sum = std::fma(input.values[r * input.stride + i], weight_at(weight, o, i, s), sum);
                }
                wanted.at(r, o) = sum;
            }
        }
        for (const kernel_table<Real>* kernels : supported_kernels<Real>()) {
            matrix<Real> found(s.rows, s.outputs, 77);
            multiply_forward(*kernels, input.view(), weight.data(), bias.data(), found.view());
            for (std::size_t r = 0; r < s.rows; ++r) {
                expect_same_bits(&found.at(r, 0), &wanted.at(r, 0), s.outputs, named(kernels, s));
            }
        }
    }
}

FACT("a forward product begins with the bias and adds inputs in order, by fma") {
    expect_forward<float>();
    expect_forward<double>();
}

template <class Real> void expect_data_gradient() {
    for (const shape& s : shapes) {
        const matrix<Real> d_output(s.rows, s.outputs, 0);
        const std::vector<Real> weight = panel_weights<Real>(s);
        matrix<Real> wanted(s.rows, s.inputs, 0);
        for (std::size_t r = 0; r < s.rows; ++r) {
            for (std::size_t i = 0; i < s.inputs; ++i) {
                Real sum = 0;
                for (std::size_t o = 0; o < s.outputs; ++o) {
                    sum = std::fma(d_output.values[r * d_output.stride + o], weight_at(weight, o, i, s), sum);
                }
                wanted.at(r, i) = sum;
            }
        }
        for (const kernel_table<Real>* kernels : supported_kernels<Real>()) {
            matrix<Real> found(s.rows, s.inputs, 77);
            std::vector<Real> transposed(padded(s.inputs) * s.outputs);
            if (is_narrow(s.outputs)) {
                transposed = weight;
            } else {
                kernels->transpose_panels(weight.data(), s.inputs, s.outputs, 0, s.inputs, 0, s.outputs,
                                          transposed.data());
            }
            multiply_data_gradient(*kernels, d_output.view(), transposed.data(), found.view());
            for (std::size_t r = 0; r < s.rows; ++r) {
                expect_same_bits(&found.at(r, 0), &wanted.at(r, 0), padded(s.inputs), named(kernels, s));
            }
        }
    }
}

FACT("a data gradient adds outputs in order") {
    expect_data_gradient<float>();
    expect_data_gradient<double>();
}

template <class Real> void expect_weight_gradient() {
    for (const shape& s : shapes) {
        const matrix<Real> input(s.rows, s.inputs, 0);
        const matrix<Real> d_output(s.rows, s.outputs, 4000);
        const std::vector<Real> weight = panel_weights<Real>(s);
        std::vector<Real> wanted(weight_numbers(s.inputs, s.outputs));
        for (std::size_t o = 0; o < s.outputs; ++o) {
            for (std::size_t i = 0; i < s.inputs; ++i) {
                Real sum = 0;
                for (std::size_t r = 0; r < s.rows; ++r) {
                    sum = std::fma(input.values[r * input.stride + i], d_output.values[r * d_output.stride + o], sum);
                }
                wanted[weight_offset(o, i, s.inputs, s.outputs)] = sum;
            }
        }
        const std::size_t half = s.rows / 2, cut = s.inputs / 3 / panel_width * panel_width;
        for (const kernel_table<Real>* kernels : supported_kernels<Real>()) {
            // What is padding in a narrow layer is not written where a vector is shorter than a panel.
            std::vector<Real> found(wanted.size(), is_narrow(s.outputs) ? Real(0) : Real(5));
            const const_matrix_view<Real> upper = {input.values.data(), half, s.inputs, input.stride};
            const const_matrix_view<Real> lower = {input.values.data() + half * input.stride, s.rows - half, s.inputs,
                                                   input.stride};
            const const_matrix_view<Real> d_upper = {d_output.values.data(), half, s.outputs, d_output.stride};
            const const_matrix_view<Real> d_lower = {d_output.values.data() + half * d_output.stride, s.rows - half,
                                                     s.outputs, d_output.stride};
            const std::size_t cuts[] = {0, cut, s.inputs};
            for (int part = 0; part < 2; ++part) {
                multiply_weight_gradient(*kernels, upper, d_upper, cuts[part], cuts[part + 1], found.data(), false);
                // Meanwhile some lines are fetched: fewer and more than there are steps of the inner loop.
                const memory_range ranges[] = {
                    {weight.data(), weight.size() * sizeof(Real), 1, 0},
                    {input.values.data(), sizeof(Real), s.rows, input.stride * sizeof(Real)}};
                multiply_weight_gradient(*kernels, lower, d_lower, cuts[part], cuts[part + 1], found.data(), true,
                                         {ranges, 2});
            }
            expect_same_bits(found.data(), wanted.data(), found.size(), named(kernels, s));
        }
    }
}

FACT("a weight gradient adds rows in order, also in two halves and for some of the inputs") {
    expect_weight_gradient<float>();
    expect_weight_gradient<double>();
}
