// exp, log, sigmoid and tanh as the kernels compute them: close to the library's in double, and the same bits in every
// set.
#include <vector>

#include "dispatch.h"
#include "test_case.h"

using namespace chainrule;
using namespace chainrule::testing;

namespace {

/// Both signs from 2^-40 to 2^10, densely, with the ends and the values around which branches change.
std::vector<float> points() {
    std::vector<float> x = {0.0f, -0.0f, 0.625f, -0.625f, 87.3f,    -87.3f,    88.0f,
                            1e4f, -1e4f, 1e30f,  -1e30f,  INFINITY, -INFINITY, NAN};
    for (std::uint64_t i = 0; i < 20000; ++i) {
        const float size = std::exp2(25.0f * noise(i) - 15.0f) * (1.0f + noise(i + 1000000) / 2.0f);
        x.push_back(i % 2 == 0 ? size : -size);
    }
    while (x.size() % panel_width != 0) x.push_back(1.0f);
    return x;
}

double reference(activation kind, double x) {
    switch (kind) {
        case activation::linear: return x;
        case activation::sigmoid: return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x));
        case activation::tanh: return std::tanh(x);
        case activation::relu: return x > 0 ? x : 0;
    }
    return 0;
}

constexpr activation kinds[] = {activation::linear, activation::sigmoid, activation::tanh, activation::relu};

}  // namespace

FACT("activations are within 4 units in the last place of the exact value") {
    for (const activation kind : kinds) {
        const std::vector<float> x = points();
        std::vector<float> y = x;
        supported_kernels<float>().front()->activate(kind, y.data(), y.data(), y.size());
        for (std::size_t i = 0; i < x.size(); ++i) {
            if (std::isnan(x[i]) || std::isinf(x[i])) continue;
            const double exact = reference(kind, x[i]);
            // Below e^-87.3 a sigmoid is 0: 1.2e-38 is the least normal number.
            const double allowed = 4 * std::exp2(-24.0) * std::fabs(exact) + 1.3e-38;
            expect(std::fabs(y[i] - exact) <= allowed,
                   "at " + std::to_string(x[i]) + ": " + std::to_string(y[i]) + " for " + std::to_string(exact));
        }
    }
}

FACT("activations of infinities are their limits, and of NaN NaN") {
    std::vector<float> x(panel_width, NAN);
    x[0] = INFINITY;
    x[1] = -INFINITY;
    for (const kernel_table<float>* kernels : supported_kernels<float>()) {
        std::vector<float> y = x;
        kernels->activate(activation::sigmoid, y.data(), y.data(), y.size());
        expect(y[0] == 1.0f && y[1] == 0.0f && std::isnan(y[2]), "sigmoid");
        y = x;
        kernels->activate(activation::tanh, y.data(), y.data(), y.size());
        expect(y[0] == 1.0f && y[1] == -1.0f && std::isnan(y[2]), "tanh");
        y = x;
        kernels->activate(activation::relu, y.data(), y.data(), y.size());
        expect(y[0] == INFINITY && y[1] == 0.0f && std::isnan(y[2]), "relu");
    }
}

FACT("activations and their slopes are the same bits in every instruction set") {
    for (const activation kind : kinds) {
        std::vector<float> plain = points();
        std::vector<float> slopes(plain.size());
        for (std::size_t i = 0; i < slopes.size(); ++i) slopes[i] = noise(i);
        supported_kernels<float>().front()->activate(kind, plain.data(), plain.data(), plain.size());
        std::vector<float> plain_slopes = slopes;
        supported_kernels<float>().front()->activate_backward(kind, nullptr, plain.data(), plain_slopes.data(),
                                                              plain.size());
        for (const kernel_table<float>* kernels : supported_kernels<float>()) {
            std::vector<float> y = points();
            std::vector<float> d = slopes;
            kernels->activate(kind, y.data(), y.data(), y.size());
            kernels->activate_backward(kind, nullptr, y.data(), d.data(), y.size());
            expect_same_bits(y.data(), plain.data(), y.size(), std::string(kernels->name) + " forward");
            expect_same_bits(d.data(), plain_slopes.data(), d.size(), std::string(kernels->name) + " backward");
        }
    }
}
