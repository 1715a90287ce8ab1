// Losses and sums: the same bits in every instruction set.
#include <vector>

#include "dispatch.h"
#include "gemm.h"
#include "test_case.h"

using namespace chainrule;
using namespace chainrule::testing;

namespace {

struct loss_result {
    std::vector<float> gradient;
    std::vector<float> row_loss;
};

loss_result evaluate(const kernel_table<float>* kernels, loss kind, std::size_t rows, std::size_t outputs) {
    const std::size_t stride = padded(outputs);
    std::vector<float> output(rows * stride), target(rows * stride);
    for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t o = 0; o < outputs; ++o) {
            output[r * stride + o] = noise(r * outputs + o) * (r % 3 == 0 ? 1000.0f : 5.0f);
            target[r * stride + o] = kind == loss::mean_squared_error ? noise(700 + r + o)
                                     : (r + o) % 2 == 0               ? 1.0f
                                                                      : 0.0f;
        }
    }
    if (kind == loss::categorical_cross_entropy) {
        for (std::size_t r = 0; r < rows; ++r) target[r] = static_cast<float>(r % outputs);
    }
    loss_result result{std::vector<float>(rows * stride, 9.0f), std::vector<float>(rows)};
    loss_rows<float> p{};
    p.output = output.data();
    p.gradient = result.gradient.data();
    p.stride = stride;
    p.target = target.data();
    p.target_stride = kind == loss::categorical_cross_entropy ? 1 : stride;
    p.rows = rows;
    p.outputs = outputs;
    p.scale = 1.0f / 3.0f;
    p.row_loss = result.row_loss.data();
    kernels->evaluate_loss({kind}, p);
    return result;
}

constexpr loss losses[] = {loss::mean_squared_error, loss::binary_cross_entropy, loss::categorical_cross_entropy};

}  // namespace

FACT("losses and their gradients are the same bits in every instruction set") {
    for (const loss kind : losses) {
        for (const std::size_t outputs : {1, 2, 3, 15, 16, 17, 40}) {
            const loss_result wanted = evaluate(supported_kernels<float>().front(), kind, 13, outputs);
            for (const kernel_table<float>* kernels : supported_kernels<float>()) {
                const loss_result found = evaluate(kernels, kind, 13, outputs);
                const std::string what = std::string(kernels->name) + " " + std::to_string(outputs) + " outputs";
                expect_same_bits(found.gradient.data(), wanted.gradient.data(), found.gradient.size(), what);
                expect_same_bits(found.row_loss.data(), wanted.row_loss.data(), found.row_loss.size(), what);
            }
        }
    }
}

FACT("gradients of losses are 0 in the padding") {
    for (const loss kind : losses) {
        const loss_result found = evaluate(supported_kernels<float>().back(), kind, 4, 5);
        for (std::size_t r = 0; r < 4; ++r) {
            for (std::size_t o = 5; o < panel_width; ++o)
                expect(found.gradient[r * panel_width + o] == 0.0f, "padding");
        }
    }
}

FACT("one value that is not finite is found among many") {
    for (const kernel_table<float>* kernels : supported_kernels<float>()) {
        std::vector<float> x(160, 3e38f);
        expect(kernels->all_finite(x.data(), x.size()), "all are finite");
        for (const float bad : {INFINITY, -INFINITY, NAN}) {
            for (const std::size_t place : {0, 37, 159}) {
                std::vector<float> y = x;
                y[place] = bad;
                expect(!kernels->all_finite(y.data(), y.size()), "one is not");
            }
        }
    }
}

FACT("sums over rows go down each column in order") {
    for (const kernel_table<float>* kernels : supported_kernels<float>()) {
        std::vector<float> rows(11 * 48), found(32, 1.0f), wanted(32, 1.0f);
        for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = noise(i);
        for (std::size_t r = 0; r < 11; ++r) {
            for (std::size_t c = 0; c < 32; ++c) wanted[c] += rows[r * 48 + c];
        }
        kernels->sum_rows(rows.data(), 48, 11, 2, found.data(), true);
        expect_same_bits(found.data(), wanted.data(), 32, kernels->name);
    }
}
