// exp, log, pow and cos in double against the C library's in long double, which has 11 more bits where it has any.
#include "portable_math.h"

#include <cmath>
#include <limits>
#include <random>

#include "test_case.h"

using namespace chainrule;
using namespace chainrule::testing;

namespace {

constexpr int points = 200'000;

/// In units of the last place of the wanted value.
double ulps(double found, long double wanted) {
    const double rounded = static_cast<double>(wanted);
    if (found == rounded) return 0;
    const double unit =
        std::nextafter(std::fabs(rounded), std::numeric_limits<double>::infinity()) - std::fabs(rounded);
    return static_cast<double>(std::fabs((static_cast<long double>(found) - wanted) / unit));
}

/// `x` evenly spread over [from, to).
template <class Check> void spread(double from, double to, Check check) {
    std::mt19937_64 random(7);
    for (int i = 0; i < points; ++i) {
        check(from + (to - from) * (static_cast<double>(random() >> 11) * 0x1p-53));
    }
}

void expect_ulps(double found, long double wanted, double most, const std::string& what) {
    expect(ulps(found, wanted) <= most, what + " is " + std::to_string(ulps(found, wanted)) + " ulp off");
}

}  // namespace

FACT("exp in double is within 2 ulp") {
    const auto check = [](double x) {
        expect_ulps(portable::exp(x), std::exp(static_cast<long double>(x)), 2, "exp(" + std::to_string(x) + ")");
    };
    spread(-708, 709.7, check);
    spread(-1, 1, check);
    expect(portable::exp(0.0) == 1.0 && portable::exp(-800.0) == 0.0, "exp at 0 and far below");
    expect(std::isinf(portable::exp(710.0)) && std::isnan(portable::exp(NAN)), "exp far above and of NaN");
    expect(portable::exp(-745.0) == 4.9406564584124654e-324, "the least number above 0");
}

FACT("log in double is within 2 ulp") {
    const auto check = [](double x) {
        expect_ulps(portable::log(x), std::log(static_cast<long double>(x)), 2, "log(" + std::to_string(x) + ")");
    };
    spread(0, 2, check);
    spread(0.99, 1.01, check);
    spread(-700, 700, [&](double x) { check(std::exp(x)); });
    check(4.9406564584124654e-324);
    expect(portable::log(1.0) == 0.0 && std::isinf(portable::log(0.0)) && std::isnan(portable::log(-1.0)), "corners");
}

FACT("pow in double is within 2 ulp") {
    std::mt19937_64 random(3);
    const auto uniform = [&] { return static_cast<double>(random() >> 11) * 0x1p-53; };
    for (int i = 0; i < points; ++i) {
        const double x = i % 2 == 0 ? uniform() * 2 : std::exp(uniform() * 1400 - 700);
        const double y = (uniform() - 0.5) * (i % 3 == 0 ? 2000 : 4);
        const long double wanted = std::pow(static_cast<long double>(x), static_cast<long double>(y));
        if (x == 0 || !(wanted > 1e-307L && wanted < 1e308L)) continue;
        expect_ulps(portable::pow(x, y), wanted, 2, "pow(" + std::to_string(x) + ", " + std::to_string(y) + ")");
    }
    expect(portable::pow(0.96, 0.0) == 1.0 && portable::pow(2.0, 10.0) == 1024.0, "corners");
}

FACT("cos in double is within 2 ulp, beside its zeros too") {
    const auto check = [](double x) {
        expect_ulps(portable::cos(x), std::cos(static_cast<long double>(x)), 2, "cos(" + std::to_string(x) + ")");
    };
    spread(-4, 4, check);
    spread(-1e6, 1e6, check);
    for (int k = 1; k < 600'000; k += 7) check(k * portable::half_pi_high);
    expect(portable::cos(0.0) == 1.0 && portable::cos(portable::pi) == -1.0, "corners");
}

FACT("a whole power is made of products alone") {
    expect(portable::power(0.9, 0) == 1.0 && portable::power(0.9, 3) == 0.9 * (0.9 * 0.9), "0.9^3");
    expect_ulps(portable::power(0.999, 1'000'000), std::pow(0.999L, 1'000'000), 1e6, "0.999^1000000");
}
