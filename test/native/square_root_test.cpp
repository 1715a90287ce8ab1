// The square root that AVX-512 takes without the divider: IEEE's, whatever the CPU's estimate is within what it
// promises.
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "cpu.h"
#include "dispatch.h"
#include "test_case.h"

using namespace chainrule;
using namespace chainrule::testing;

namespace {

float float_of(std::uint32_t bits) {
    float x;
    std::memcpy(&x, &bits, sizeof x);
    return x;
}

std::uint32_t bits_of(float x) {
    std::uint32_t bits;
    std::memcpy(&bits, &x, sizeof bits);
    return bits;
}

/// The steps of root_from_estimate in simd_avx512.h from an estimate of 1 / sqrt(a).
float root_from(float a, float estimate) {
    float g = a * estimate, h = 0.5f * estimate;
    const float error = std::fma(-g, h, 0.5f);
    g = std::fma(g, error, g);
    h = std::fma(h, error, h);
    return std::fma(h, std::fma(-g, g, a), g);
}

/// Whether the root of a in [1, 4) is within 2^-41 of itself from the middle of two floats.
bool is_near_middle(float a) {
    // Middles are m / 2^24 with an odd m; their squares and a are whole numbers of 2^-48.
    const double root = std::sqrt(static_cast<double>(a));
    const std::uint64_t m = static_cast<std::uint64_t>(root * 0x1p24) | 1u;
    const std::uint64_t square = m * m, whole = static_cast<std::uint64_t>(static_cast<double>(a) * 0x1p48);
    const double distance = static_cast<double>(square > whole ? square - whole : whole - square) * 0x1p-48;
    // |a - m^2| = |sqrt(a) - m| (sqrt(a) + m).
    return distance / (2 * root) < root * 0x1p-41;
}

/// How many of the floats with these bits have another root than IEEE's.
std::size_t count_wrong(const kernel_table<float>& kernels, std::uint32_t first, std::uint32_t count) {
    std::vector<float> x(count), found(count);
    for (std::uint32_t i = 0; i < count; ++i) x[i] = float_of(first + i);
    kernels.evaluate_function(function::square_root, x.data(), found.data(), count);
    std::size_t wrong = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
        const float wanted = std::sqrt(x[i]);
        wrong += std::isnan(wanted) ? !std::isnan(found[i]) : bits_of(found[i]) != bits_of(wanted);
    }
    return wrong;
}

}  // namespace

FACT("the square root is IEEE's of all mantissas, at the ends of the range and beyond it") {
    constexpr std::uint32_t at_once = 1u << 16, power = 1u << 23;
    const bool usual = habits.slow_roots;
    for (const kernel_table<float>* kernels : supported_kernels<float>()) {
        std::size_t wrong = 0;
        habits.slow_roots = true;
        // Of two neighbouring powers of two; what is other than a power of four further off differs in nothing.
        for (std::uint32_t bits = 127 * power; bits < 129 * power; bits += at_once) {
            wrong += count_wrong(*kernels, bits, at_once);
        }
        // 0 and denormals, where the estimate begins and ceases, infinity and NaN, -0 and what is less.
        constexpr std::uint32_t minus = 1u << 31;
        for (const std::uint32_t bits :
             {0u, power - 512, 27 * power - 512, 251 * power - 512, 255 * power - 512, minus, minus + 127 * power}) {
            wrong += count_wrong(*kernels, bits, 1024);
        }
        habits.slow_roots = usual;
        expect(wrong == 0, std::string(kernels->name) + ": " + std::to_string(wrong) + " are not");
    }
}

FACT("the square root without the divider needs no better estimate than is promised") {
    std::size_t near = 0, wrong = 0;
    for (std::uint32_t bits = bits_of(1); bits < bits_of(4); ++bits) {
        const float a = float_of(bits);
        if (!is_near_middle(a)) continue;
        ++near;
        const double inverse = 1 / std::sqrt(static_cast<double>(a));
        const std::uint32_t last = bits_of(static_cast<float>(inverse * (1 + 0x1.01p-14)));
        for (std::uint32_t y = bits_of(static_cast<float>(inverse * (1 - 0x1.01p-14))); y <= last; ++y) {
            wrong += root_from(a, float_of(y)) != std::sqrt(a);
        }
    }
    expect(near > 100, "some are near the middle of two floats");
    expect(wrong == 0, std::to_string(wrong) + " estimates would not do");
}
