// Products and sums against sums in a wider type, over many shapes and strides, on operands that end where memory ends:
// close within what rounding allows, and nothing is touched that is not theirs.
#include <limits>
#include <vector>

#include "aligned_buffer.h"
#include "dispatch.h"
#include "gemm.h"
#include "guarded_numbers.h"
#include "test_case.h"

using namespace chainrule;
using namespace chainrule::testing;

namespace {

// None, one, primes, and around the sizes of vectors (2 to 16), of tiles (2, 4, 6 and 12 rows) and of panels (16, 32).
constexpr std::size_t row_counts[] = {0, 1, 2, 3, 5, 7, 11, 12, 13, 16, 23, 25};
constexpr std::size_t input_counts[] = {1, 2, 7, 8, 9, 15, 16, 17, 33, 37};
constexpr std::size_t output_counts[] = {1, 2, 3, 4, 5, 15, 16, 17, 31, 32, 33, 50};

template <class Real> constexpr std::size_t readable = aligned_buffer<Real>::readable_after;

/// A sum of products: as it should be, and the sum of the terms' sizes, to which its rounding is in proportion.
struct exact_sum {
    long double value = 0, size = 0;

    void add(long double term) {
        value += term;
        size += std::fabs(term);
    }
};

/// Of `terms` fused products each rounds once, by half a unit of a partial sum, which is at most the sum of sizes
/// (Higham 2002, 3.1). Twice that allows for the reference's own rounding where it is no wider.
template <class Real> void expect_sum(Real found, const exact_sum& wanted, std::size_t terms, const std::string& what) {
    const long double unit = std::numeric_limits<Real>::epsilon();
    const long double allowed = unit * static_cast<long double>(terms + 1) * wanted.size;
    expect(std::fabs(static_cast<long double>(found) - wanted.value) <= allowed,
           what + ": " + std::to_string(found) + " for " + std::to_string(static_cast<double>(wanted.value)));
}

/// Rows padded to whole panels and `beyond` more numbers, which nobody may write; of the last row only what is its own.
template <class Real> struct rows_block {
    rows_block(std::size_t row_count, std::size_t column_count, std::size_t beyond, std::uint64_t seed,
               std::size_t after = 0)
        : rows(row_count),
          columns(column_count),
          stride(padded(column_count) + beyond),
          values(row_count == 0 ? 0 : (row_count - 1) * stride + padded(column_count) + after, Real(9)) {
        for (std::size_t r = 0; r < rows; ++r) {
            for (std::size_t c = 0; c < padded(columns); ++c) {
                values[r * stride + c] = c < columns ? static_cast<Real>(noise(seed + r * columns + c)) : Real(0);
            }
        }
    }
    const_matrix_view<Real> view() const { return {values.data(), rows, columns, stride}; }
    matrix_view<Real> view() { return {values.data(), rows, columns, stride}; }
    Real at(std::size_t r, std::size_t c) const { return values[r * stride + c]; }

    void expect_untouched_beyond(const std::string& what) const {
        expect(values.intact(), what + ": wrote before the first row");
        for (std::size_t r = 0; r + 1 < rows; ++r) {
            for (std::size_t c = padded(columns); c < stride; ++c) {
                expect(at(r, c) == Real(9), what + ": wrote between rows");
            }
        }
    }

    std::size_t rows, columns, stride;
    guarded_numbers<Real> values;
};

template <class Real> struct layer_block {
    layer_block(std::size_t input_count, std::size_t output_count)
        : inputs(input_count),
          outputs(output_count),
          weight(weight_numbers(input_count, output_count)),
          bias(padded(outputs)) {
        for (std::size_t o = 0; o < outputs; ++o) {
            bias[o] = static_cast<Real>(noise(5000 + o));
            for (std::size_t i = 0; i < inputs; ++i) {
                weight[weight_offset(o, i, inputs, outputs)] = static_cast<Real>(noise(9000 + o * inputs + i));
            }
        }
    }
    Real at(std::size_t o, std::size_t i) const { return weight[weight_offset(o, i, inputs, outputs)]; }

    std::size_t inputs, outputs;
    guarded_numbers<Real> weight, bias;
};

template <class Real> void expect_forward(const kernel_table<Real>& kernels, const rows_block<Real>& input,
                                          const layer_block<Real>& layer, const std::string& what) {
    rows_block<Real> output(input.rows, layer.outputs, 16, 77);
    multiply_forward(kernels, input.view(), layer.weight.data(), layer.bias.data(), output.view());
    for (std::size_t r = 0; r < input.rows; ++r) {
        for (std::size_t o = 0; o < layer.outputs; ++o) {
            exact_sum wanted;
            wanted.add(layer.bias[o]);
            for (std::size_t i = 0; i < layer.inputs; ++i) {
                wanted.add(static_cast<long double>(input.at(r, i)) * static_cast<long double>(layer.at(o, i)));
            }
            expect_sum(output.at(r, o), wanted, layer.inputs, what + " forward");
        }
    }
    output.expect_untouched_beyond(what + " forward");
}

template <class Real> void expect_data_gradient(const kernel_table<Real>& kernels, const rows_block<Real>& d_output,
                                                const layer_block<Real>& layer, const std::string& what) {
    guarded_numbers<Real> transposed(padded(layer.inputs) * layer.outputs);
    const bool narrow = is_narrow(layer.outputs);
    if (!narrow) {
        kernels.transpose_panels(layer.weight.data(), layer.inputs, layer.outputs, 0, layer.inputs, 0, layer.outputs,
                                 transposed.data());
    }
    expect(transposed.intact(), what + ": wrote before the transposed weights");
    rows_block<Real> d_input(d_output.rows, layer.inputs, 16, 77);
    multiply_data_gradient(kernels, d_output.view(), (narrow ? layer.weight : transposed).data(), d_input.view());
    for (std::size_t r = 0; r < d_output.rows; ++r) {
        for (std::size_t i = 0; i < layer.inputs; ++i) {
            exact_sum wanted;
            for (std::size_t o = 0; o < layer.outputs; ++o) {
                wanted.add(static_cast<long double>(d_output.at(r, o)) * static_cast<long double>(layer.at(o, i)));
            }
            expect_sum(d_input.at(r, i), wanted, layer.outputs, what + " data gradient");
        }
    }
    d_input.expect_untouched_beyond(what + " data gradient");
}

template <class Real> void expect_weight_gradient(const kernel_table<Real>& kernels, const rows_block<Real>& input,
                                                  const rows_block<Real>& d_output, bool accumulate,
                                                  const std::string& what) {
    guarded_numbers<Real> found(weight_numbers(input.columns, d_output.columns), accumulate ? Real(0.5) : Real(9));
    multiply_weight_gradient(kernels, input.view(), d_output.view(), 0, input.columns, found.data(), accumulate);
    for (std::size_t o = 0; o < d_output.columns; ++o) {
        for (std::size_t i = 0; i < input.columns; ++i) {
            exact_sum wanted;
            if (accumulate) wanted.add(0.5L);
            for (std::size_t r = 0; r < input.rows; ++r) {
                wanted.add(static_cast<long double>(input.at(r, i)) * static_cast<long double>(d_output.at(r, o)));
            }
            expect_sum(found[weight_offset(o, i, input.columns, d_output.columns)], wanted, input.rows,
                       what + " weight gradient");
        }
    }
    expect(found.intact(), what + ": wrote before the weight gradients");
}

template <class Real> void expect_products() {
    for (const std::size_t rows : row_counts) {
        for (const std::size_t inputs : input_counts) {
            for (const std::size_t outputs : output_counts) {
                // The narrow products read inputs by whole vectors, up to aligned_buffer's allowance past their end.
                const rows_block<Real> input(rows, inputs, rows % 2 * 16, 0, rows == 0 ? 0 : readable<Real>);
                const rows_block<Real> d_output(rows, outputs, rows % 3 * 16, 40000);
                const layer_block<Real> layer(inputs, outputs);
                for (const kernel_table<Real>* kernels : supported_kernels<Real>()) {
                    const std::string what = std::string(kernels->name) + " " + std::to_string(rows) + "x" +
                                             std::to_string(inputs) + "x" + std::to_string(outputs);
                    expect_forward(*kernels, input, layer, what);
                    expect_data_gradient(*kernels, d_output, layer, what);
                    expect_weight_gradient(*kernels, input, d_output, inputs % 2 == 0, what);
                }
            }
        }
    }
}

template <class Real> void expect_sums() {
    for (const std::size_t rows : row_counts) {
        for (const std::size_t columns : {1, 16, 17, 33}) {
            const rows_block<Real> a(rows, columns, 16, 0), b(rows, columns, 0, 7000);
            guarded_numbers<Real> mean(padded(columns), Real(0.25));
            for (const kernel_table<Real>* kernels : supported_kernels<Real>()) {
                const std::size_t panels = panels_of(columns);
                guarded_numbers<Real> sums(padded(columns), Real(0.5)), products(padded(columns), Real(0.5)),
                    deviations(padded(columns), Real(9));
                kernels->sum_rows(a.values.data(), a.stride, rows, panels, sums.data(), true);
                kernels->sum_products(a.values.data(), a.stride, b.values.data(), b.stride, rows, panels,
                                      products.data(), true);
                kernels->sum_squared_deviations(a.values.data(), a.stride, rows, panels, mean.data(),
                                                deviations.data());
                for (std::size_t c = 0; c < columns; ++c) {
                    exact_sum sum, product, deviation;
                    sum.add(0.5L);
                    product.add(0.5L);
                    for (std::size_t r = 0; r < rows; ++r) {
                        const long double x = a.at(r, c), d = x - 0.25L;
                        sum.add(x);
                        product.add(x * static_cast<long double>(b.at(r, c)));
                        deviation.add(d * d);
                    }
                    expect_sum(sums[c], sum, rows, std::string(kernels->name) + " sum");
                    expect_sum(products[c], product, rows, std::string(kernels->name) + " products");
                    // The difference rounds once more, by half a unit, and is squared.
                    expect_sum(deviations[c], deviation, rows + 2, std::string(kernels->name) + " deviations");
                }
                expect(sums.intact() && products.intact() && deviations.intact(), "wrote before the sums");
            }
        }
    }
}

template <class Real> void expect_elementwise_within_bounds() {
    for (const kernel_table<Real>* kernels : supported_kernels<Real>()) {
        for (const std::size_t count : {0, 16, 32, 48, 1040}) {
            guarded_numbers<Real> x(count, Real(0.5)), y(count), d(count, Real(1));
            for (int kind = 0; kind <= static_cast<int>(activation::softsign); ++kind) {
                kernels->activate(static_cast<activation>(kind), x.data(), y.data(), {1, count, count});
                kernels->activate_backward(static_cast<activation>(kind), x.data(), y.data(), d.data(),
                                           {1, count, count});
            }
            for (int kind = 0; kind <= static_cast<int>(function::square_root); ++kind) {
                kernels->evaluate_function(static_cast<function>(kind), x.data(), y.data(), count);
            }
            kernels->add(y.data(), x.data(), count);
            kernels->clip(y.data(), count, Real(0.25));
            kernels->scale(y.data(), count, Real(2));
            kernels->invert_deviations(x.data(), Real(1), count);
            expect(kernels->all_finite(x.data(), count), "finite");
            expect(x.intact() && y.intact() && d.intact(), std::string(kernels->name) + " wrote before a buffer");
        }
    }
}

template <class Real> void expect_losses_within_bounds() {
    for (const kernel_table<Real>* kernels : supported_kernels<Real>()) {
        for (int kind = 0; kind <= static_cast<int>(loss::categorical_focal); ++kind) {
            for (const std::size_t outputs : {1, 15, 16, 17, 33}) {
                const loss_config config{static_cast<loss>(kind)};
                const rows_block<Real> output(5, outputs, 16, 0);
                rows_block<Real> gradient(5, outputs, 16, 0);
                const bool by_class = takes_class_index(config.kind);
                const std::size_t target_stride = by_class ? 1 : padded(outputs);
                const guarded_numbers<Real> target(5 * target_stride), weight(5, Real(1));
                guarded_numbers<Real> row_loss(5);
                loss_rows<Real> p{};
                p.output = output.values.data();
                p.gradient = gradient.values.data();
                p.stride = output.stride;
                p.target = target.data();
                p.target_stride = target_stride;
                p.rows = 5;
                p.outputs = outputs;
                p.scale = 1;
                p.weight = weight.data();
                p.row_loss = row_loss.data();
                kernels->evaluate_loss(config, p);
                gradient.expect_untouched_beyond(kernels->name);
                expect(row_loss.intact(), std::string(kernels->name) + " wrote before the losses");
            }
        }
    }
}

}  // namespace

FACT("products are as exact as rounding lets them be and stay within their operands, in both precisions") {
    expect_products<float>();
    expect_products<double>();
}

FACT("sums over rows are as exact as rounding lets them be and stay within their operands, in both precisions") {
    expect_sums<float>();
    expect_sums<double>();
}

FACT("functions, activations and losses stay within their buffers, in both precisions") {
    expect_elementwise_within_bounds<float>();
    expect_elementwise_within_bounds<double>();
    expect_losses_within_bounds<float>();
    expect_losses_within_bounds<double>();
}
