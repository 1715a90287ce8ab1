// Every activation against its formula in the C library's double precision, its slope against central differences, and
// both against themselves in every instruction set. test/app/engine compares them with PyTorch's.
#include <vector>

#include "dispatch.h"
#include "test_case.h"

using namespace chainrule;
using namespace chainrule::testing;

namespace {

struct case_of {
    const char* name;
    activation kind;
    double (*value)(double);
    /// Roundings (half a unit in the last place of 1) that the value may be off, relative to itself.
    double units;
};

double logistic(double x) { return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x)); }

const case_of cases[] = {
    {"linear", activation::linear, [](double x) { return x; }, 0},
    {"step", activation::step, [](double x) { return x > 0 ? 1.0 : 0.0; }, 0},
    {"sigmoid", activation::sigmoid, logistic, 6},
    {"tanh", activation::tanh, [](double x) { return std::tanh(x); }, 4},
    {"relu", activation::relu, [](double x) { return x > 0 ? x : 0.0; }, 0},
    {"leaky relu", activation::leaky_relu, [](double x) { return x > 0 ? x : 0.01 * x; }, 2},
    {"elu", activation::elu, [](double x) { return x > 0 ? x : std::expm1(x); }, 5},
    {"selu", activation::selu,
     [](double x) { return 1.0507009873554804934 * (x > 0 ? x : 1.6732632423543772848 * std::expm1(x)); }, 6},
    {"gelu", activation::gelu, [](double x) { return 0.5 * x * std::erfc(-x / std::sqrt(2.0)); }, 5},
    {"gelu by tanh", activation::gelu_tanh,
     [](double x) {
         return 0.5 * x * (1 + std::tanh(std::sqrt(2 / 3.14159265358979323846) * (x + 0.044715 * x * x * x)));
     },
     5},
    {"silu", activation::silu, [](double x) { return x * logistic(x); }, 7},
    {"softplus", activation::softplus,
     [](double x) { return x > 20 ? x : std::fmax(x, 0) + std::log1p(std::exp(-std::fabs(x))); }, 5},
    {"softsign", activation::softsign, [](double x) { return x / (1 + std::fabs(x)); }, 3},
};

/// Both signs, sizes from 2^-40 to 2^10 densely, and what lies where formulas change.
template <class Real> std::vector<Real> points() {
    std::vector<Real> x = {0,  Real(-0.0), 1,   -1,   20,        -20,        Real(20.5), Real(-20.5),
                           88, -88,        104, -104, Real(1e4), Real(-1e4), Real(1e30), Real(-1e30)};
    for (std::uint64_t i = 0; i < 8000; ++i) {
        const double size = std::exp2(25.0 * noise(i) - 15.0) * (1.0 + noise(i + 1000000) / 2.0);
        x.push_back(static_cast<Real>(i % 2 == 0 ? size : -size));
    }
    while (x.size() % panel_width != 0) x.push_back(1);
    return x;
}

template <class Real>
std::vector<Real> values_of(const kernel_table<Real>& kernels, activation kind, const std::vector<Real>& x) {
    std::vector<Real> y(x.size());
    kernels.activate(kind, x.data(), y.data(), {1, x.size(), x.size()});
    return y;
}

/// The slopes alone: what they do to gradients of 1.
template <class Real>
std::vector<Real> slopes_of(const kernel_table<Real>& kernels, activation kind, const std::vector<Real>& x) {
    const std::vector<Real> y = values_of(kernels, kind, x);
    std::vector<Real> slopes(x.size(), Real(1));
    kernels.activate_backward(kind, needs_argument(kind) ? x.data() : nullptr, y.data(), slopes.data(),
                              {1, x.size(), x.size()});
    return slopes;
}

template <class Real> void expect_values(double epsilon) {
    const std::vector<Real> x = points<Real>();
    for (const case_of& c : cases) {
        const std::vector<Real> y = values_of(*supported_kernels<Real>().back(), c.kind, x);
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double wanted = c.value(x[i]);
            // gelu is x times 1 - something near 1: its tail is as exact as 1 is.
            const bool difference = c.kind == activation::gelu || c.kind == activation::gelu_tanh;
            const double size = std::fabs(wanted) + (difference && x[i] < 0 && x[i] > -40 ? std::fabs(x[i]) : 0);
            const double allowed = c.units * epsilon * size + 1e-44 * (1 + std::fabs(x[i]));
            expect(std::fabs(y[i] - wanted) <= allowed, std::string(c.name) + " of " + std::to_string(x[i]) + ": " +
                                                            std::to_string(y[i]) + " for " + std::to_string(wanted));
        }
    }
}

}  // namespace

FACT("some columns of rows become what they would be alone, and nothing beside them is touched") {
    constexpr row_shape shape = {5, 32, 80};
    constexpr std::size_t first = 16, all = shape.rows * shape.stride;
    for (const kernel_table<float>* kernels : supported_kernels<float>()) {
        std::vector<float> x(all), y(all, 7.0f), slopes(all, 1.0f);
        for (std::size_t i = 0; i < all; ++i) x[i] = noise(i);
        const std::vector<float> values = values_of(*kernels, activation::tanh, x);
        const std::vector<float> wanted = slopes_of(*kernels, activation::tanh, x);
        kernels->activate(activation::tanh, x.data() + first, y.data() + first, shape);
        kernels->activate_backward(activation::tanh, nullptr, values.data() + first, slopes.data() + first, shape);
        for (std::size_t i = 0; i < all; ++i) {
            const std::size_t column = i % shape.stride;
            const bool inside = column >= first && column < first + shape.columns;
            expect(y[i] == (inside ? values[i] : 7.0f), kernels->name);
            expect(slopes[i] == (inside ? wanted[i] : 1.0f), kernels->name);
        }
    }
}

FACT("activations are their formulas, in both precisions") {
    expect_values<float>(0x1p-24);
    expect_values<double>(0x1p-53);
}

FACT("slopes of activations are central differences of their values") {
    std::vector<double> x;
    for (std::size_t i = 0; i < 640; ++i) x.push_back(12.0 * noise(i));
    for (const case_of& c : cases) {
        const kernel_table<double>& kernels = *supported_kernels<double>().back();
        const std::vector<double> found = slopes_of(kernels, c.kind, x);
        const double step = 1e-5;
        std::vector<double> above = x, below = x;
        for (double& value : above) value += step;
        for (double& value : below) value -= step;
        above = values_of(kernels, c.kind, above);
        below = values_of(kernels, c.kind, below);
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double wanted = (above[i] - below[i]) / (2 * step);
            expect(std::fabs(found[i] - wanted) <= 1e-9 + 1e-8 * std::fabs(wanted),
                   std::string(c.name) + "' of " + std::to_string(x[i]) + ": " + std::to_string(found[i]) + " for " +
                       std::to_string(wanted));
        }
    }
}

FACT("slopes at 0 are PyTorch's: 0 of relu, the lower one of leaky relu, the left one of elu and selu") {
    const std::vector<double> zeros(panel_width, 0.0);
    const struct {
        activation kind;
        double slope;
    } wanted[] = {{activation::step, 0},
                  {activation::relu, 0},
                  {activation::leaky_relu, 0.01},
                  {activation::elu, 1},
                  {activation::selu, 1.0507009873554804934 * 1.6732632423543772848},
                  {activation::softsign, 1}};
    for (const auto& [kind, slope] : wanted) {
        expect(std::fabs(slopes_of(*supported_kernels<double>().back(), kind, zeros)[0] - slope) < 1e-15, "at 0");
    }
}

FACT("slopes stay finite wherever arguments are") {
    for (const case_of& c : cases) {
        for (const float size : {1e4f, 1e18f, 1e30f, 3e38f}) {
            std::vector<float> x(panel_width, size);
            for (std::size_t i = 0; i < panel_width; i += 2) x[i] = -size;
            for (const float slope : slopes_of(*supported_kernels<float>().back(), c.kind, x)) {
                expect(std::isfinite(slope), c.name);
            }
        }
    }
}

FACT("a NaN goes through every activation, so that a diverging run is noticed") {
    const std::vector<float> x(panel_width, NAN);
    for (const case_of& c : cases) {
        for (const kernel_table<float>* kernels : supported_kernels<float>()) {
            expect(std::isnan(values_of(*kernels, c.kind, x)[3]), std::string(kernels->name) + " " + c.name);
        }
    }
}

template <class Real> void expect_same_activations() {
    const std::vector<Real> x = points<Real>();
    for (const case_of& c : cases) {
        const kernel_table<Real>& plain = *supported_kernels<Real>().front();
        const std::vector<Real> values = values_of(plain, c.kind, x);
        const std::vector<Real> slopes = slopes_of(plain, c.kind, x);
        for (const kernel_table<Real>* kernels : supported_kernels<Real>()) {
            const std::string what = std::string(kernels->name) + " " + c.name;
            expect_same_bits(values_of(*kernels, c.kind, x).data(), values.data(), x.size(), what);
            expect_same_bits(slopes_of(*kernels, c.kind, x).data(), slopes.data(), x.size(), what + "'");
        }
    }
}

FACT("activations and their slopes are the same bits in every instruction set, in both precisions") {
    expect_same_activations<float>();
    expect_same_activations<double>();
}
