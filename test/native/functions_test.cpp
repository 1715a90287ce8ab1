// exp, log, tanh, erf and their kin: how many units in the last place they are off, over the floats in fixed steps of
// their bit patterns (CHAINRULE_FLOAT_STRIDE=1 walks all 2^32), and over doubles in a seeded sample.
#include <algorithm>
#include <cstdlib>
#include <limits>
#include <vector>

#include "dispatch.h"
#include "test_case.h"

using namespace chainrule;
using namespace chainrule::testing;

namespace {

struct claim {
    const char* name;
    function kind;
    double (*reference)(double);
    long double (*precise)(long double);
    /// Arguments that are promised.
    double least, most;
    /// Units in the last place, for floats and for doubles.
    double float_error, double_error;
};

constexpr double anything = std::numeric_limits<double>::infinity();

double logistic(double x) { return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x)); }
long double logistic(long double x) { return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x)); }

const claim claims[] = {
    {"exp", function::exp, std::exp, std::exp, -anything, anything, 1.05, 1.1},
    {"expm1", function::expm1, std::expm1, std::expm1, -anything, 88, 1.6, 2.3},
    {"log", function::log, std::log, std::log, -anything, anything, 0.85, 0.9},
    {"log1p", function::log1p, std::log1p, std::log1p, 0, 1, 1.4, 1.4},
    {"logistic", function::logistic, logistic, logistic, -anything, anything, 2.45, 2.5},
    {"tanh", function::tanh, std::tanh, std::tanh, -anything, anything, 1.35, 1.4},
    {"erf", function::erf, std::erf, std::erf, -anything, anything, 1.2, 1.3},
};

/// Of Real's numbers around x; denormal numbers are as far apart as the least normal ones.
template <class Real> double last_place(double x) {
    using limits = std::numeric_limits<Real>;
    int power = 0;
    std::frexp(x, &power);
    return std::ldexp(1.0, std::max(x == 0 ? limits::min_exponent : power, limits::min_exponent) - limits::digits);
}

/// How far y is from the exact value, in units of its last place; infinity where one of both is infinite or NaN.
template <class Real, class Exact> double error_of(Real y, Exact exact) {
    const Real rounded = static_cast<Real>(exact);
    if (std::isnan(exact)) return std::isnan(y) ? 0 : anything;
    if (std::isinf(rounded) || std::isinf(y)) return y == rounded ? 0 : anything;
    const double unit = last_place<Real>(static_cast<double>(exact));
    // Scaled first: half a unit of a denormal double is less than any double.
    const double off = static_cast<double>((static_cast<Exact>(y) - exact) / static_cast<Exact>(unit));
    return std::isnan(off) ? anything : std::fabs(off);
}

template <class Real, class Exact> void expect_near(const kernel_table<Real>& kernels, const claim& c,
                                                    std::vector<Real>& x, Exact (*exact)(Exact), double allowed) {
    while (x.size() % panel_width != 0) x.push_back(Real(1));
    std::vector<Real> y(x.size());
    kernels.evaluate_function(c.kind, x.data(), y.data(), x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (x[i] < c.least || x[i] > c.most) continue;
        const double found = error_of<Real, Exact>(y[i], exact(static_cast<Exact>(x[i])));
        if (found <= allowed) continue;
        fail(std::string(c.name) + "(" + std::to_string(x[i]) + ") is " + std::to_string(y[i]) + ", off by " +
             std::to_string(found) + " units in the last place");
    }
    x.clear();
}

template <class Real> std::vector<Real> special_values() {
    using limits = std::numeric_limits<Real>;
    std::vector<Real> x = {0,
                           1,
                           Real(0.625),
                           Real(0.41421356),
                           20,
                           88,
                           Real(88.8),
                           104,
                           710,
                           746,
                           limits::min(),
                           limits::denorm_min(),
                           limits::max(),
                           limits::infinity(),
                           limits::epsilon()};
    const std::size_t positive = x.size();
    for (std::size_t i = 0; i < positive; ++i) x.push_back(-x[i]);
    for (std::size_t i = 0; i < 2 * positive; ++i) {
        x.push_back(std::nextafter(x[i], limits::infinity()));
        x.push_back(std::nextafter(x[i], -limits::infinity()));
    }
    // A NaN with bits in its lowest positions, which arithmetic on bits might lose, beside the usual one.
    x.push_back(std::nan("1"));
    x.push_back(std::nan(""));
    return x;
}

std::uint64_t float_stride() {
    const char* wanted = std::getenv("CHAINRULE_FLOAT_STRIDE");
    return wanted == nullptr ? 1009 : std::max(1ull, std::strtoull(wanted, nullptr, 10));
}

float float_of(std::uint64_t pattern) {
    const std::uint32_t bits = static_cast<std::uint32_t>(pattern);
    float value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

/// Half of them any bit patterns, half of moderate size.
std::vector<double> sampled_doubles(std::uint64_t count) {
    std::vector<double> x;
    for (std::uint64_t i = 0; i < count; ++i) {
        std::uint64_t bits = (i + 1) * 0x9e3779b97f4a7c15ull;
        bits = (bits ^ (bits >> 31)) * 0xbf58476d1ce4e5b9ull;
        bits ^= bits >> 29;
        double any;
        std::memcpy(&any, &bits, sizeof any);
        const double unit = static_cast<double>(bits >> 11) * 0x1p-53;
        const double spread[] = {1, 2, 7, 40, 750};
        x.push_back(i % 2 == 0 ? any : (2 * unit - 1) * spread[i / 2 % 5]);
    }
    return x;
}

}  // namespace

FACT("every function is as exact as it claims, over the floats from end to end") {
    const kernel_table<float>& widest = *supported_kernels<float>().back();
    const std::uint64_t stride = float_stride();
    for (const claim& c : claims) {
        std::vector<float> x = special_values<float>();
        expect_near<float, double>(widest, c, x, c.reference, c.float_error);
        for (std::uint64_t pattern = 0; pattern < 1ull << 32; pattern += stride) {
            x.push_back(float_of(pattern));
            if (x.size() == 1 << 16) expect_near<float, double>(widest, c, x, c.reference, c.float_error);
        }
        expect_near<float, double>(widest, c, x, c.reference, c.float_error);
    }
}

FACT("every function is as exact as it claims for doubles") {
    for (const claim& c : claims) {
        std::vector<double> x = special_values<double>();
        for (const double value : sampled_doubles(300000)) x.push_back(value);
        expect_near<double, long double>(*supported_kernels<double>().back(), c, x, c.precise, c.double_error);
    }
}

template <class Real> void expect_same_functions(const std::vector<Real>& x) {
    for (const claim& c : claims) {
        std::vector<Real> wanted(x.size()), found(x.size());
        supported_kernels<Real>().front()->evaluate_function(c.kind, x.data(), wanted.data(), x.size());
        for (const kernel_table<Real>* kernels : supported_kernels<Real>()) {
            kernels->evaluate_function(c.kind, x.data(), found.data(), x.size());
            expect_same_bits(found.data(), wanted.data(), x.size(), std::string(kernels->name) + " " + c.name);
        }
    }
}

FACT("every function gives the same bits in every instruction set") {
    std::vector<float> floats = special_values<float>();
    for (std::uint64_t pattern = 0; pattern < 1ull << 32; pattern += 32771) floats.push_back(float_of(pattern));
    floats.resize(floats.size() / panel_width * panel_width);
    expect_same_functions(floats);
    std::vector<double> doubles = special_values<double>();
    for (const double value : sampled_doubles(100000)) doubles.push_back(value);
    doubles.resize(doubles.size() / panel_width * panel_width);
    expect_same_functions(doubles);
}

FACT("functions of infinities are their limits") {
    const struct {
        function kind;
        double x, y;
    } limits[] = {
        {function::exp, -INFINITY, 0},      {function::exp, INFINITY, INFINITY}, {function::expm1, -INFINITY, -1},
        {function::log, 0, -INFINITY},      {function::log, -0.0, -INFINITY},    {function::log, INFINITY, INFINITY},
        {function::log, -1, NAN},           {function::log, -INFINITY, NAN},     {function::tanh, -INFINITY, -1},
        {function::tanh, INFINITY, 1},      {function::erf, -INFINITY, -1},      {function::erf, INFINITY, 1},
        {function::logistic, -INFINITY, 0}, {function::logistic, INFINITY, 1},
    };
    for (const auto& limit : limits) {
        const std::vector<float> x(panel_width, static_cast<float>(limit.x));
        const std::vector<float> wanted(panel_width, static_cast<float>(limit.y));
        std::vector<float> found(panel_width);
        for (const kernel_table<float>* kernels : supported_kernels<float>()) {
            kernels->evaluate_function(limit.kind, x.data(), found.data(), panel_width);
            expect_same_bits(found.data(), wanted.data(), panel_width, kernels->name);
        }
    }
}
