// A test is a fact and a function that checks it; tests add themselves to one list, which main runs in order.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

namespace chainrule::testing {

struct test_case {
    const char* fact;
    void (*check)();
};

std::vector<test_case>& all_tests();

struct registration {
    registration(const char* fact, void (*check)()) { all_tests().push_back({fact, check}); }
};

[[noreturn]] inline void fail(const std::string& what) { throw std::runtime_error(what); }

inline void expect(bool holds, const std::string& what) {
    if (!holds) fail(what);
}

/// Bit for bit, but any NaN is as good as another.
template <class Real> bool same_bits(Real a, Real b) {
    return std::memcmp(&a, &b, sizeof a) == 0 || (std::isnan(a) && std::isnan(b));
}

template <class Real>
void expect_same_bits(const Real* found, const Real* wanted, std::size_t count, const std::string& what) {
    for (std::size_t i = 0; i < count; ++i) {
        if (same_bits(found[i], wanted[i])) continue;
        fail(what + ": value " + std::to_string(i) + " is " + std::to_string(found[i]) + ", expected " +
             std::to_string(wanted[i]));
    }
}

/// A repeatable number in [-1, 1).
inline float noise(std::uint64_t index) {
    index = (index + 1) * 0x9e3779b97f4a7c15ull;
    index = (index ^ (index >> 31)) * 0xbf58476d1ce4e5b9ull;
    return static_cast<float>(static_cast<std::int32_t>(index >> 32)) / 2147483648.0f;
}

}  // namespace chainrule::testing

#define CHAINRULE_JOIN_(a, b) a##b
#define CHAINRULE_JOIN(a, b) CHAINRULE_JOIN_(a, b)
#define FACT(text)                                                                       \
    static void CHAINRULE_JOIN(check_, __LINE__)();                                      \
    static const chainrule::testing::registration CHAINRULE_JOIN(registered_, __LINE__)( \
        text, CHAINRULE_JOIN(check_, __LINE__));                                         \
    static void CHAINRULE_JOIN(check_, __LINE__)()
