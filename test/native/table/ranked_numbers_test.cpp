// Numbers by rank against std::sort.
#include "ranked_numbers.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <set>

#include "random.h"
#include "test_case.h"

using namespace chainrule;
using namespace chainrule::testing;

namespace {

void check_ranks(std::vector<double> values, const std::string& what) {
    std::vector<std::uint64_t> ordered;
    std::vector<std::size_t> ranks;
    for (const double value : values) {
        ranks.push_back(ordered.size());
        ordered.push_back(ordered_bits(std::bit_cast<std::uint64_t>(value)));
    }
    const std::atomic<bool> cancelled{false};
    const ranked_numbers found = rank_numbers(std::move(ordered), ranks, cancelled);
    // -0 and 0 are equal: how many there are of each is compared by the set below, their order here.
    std::sort(values.begin(), values.end(),
              [](double a, double b) { return a < b || (a == b && std::signbit(a) > std::signbit(b)); });
    expect_same_bits(found.values.data(), values.data(), values.size(), what);
    expect(found.different == std::set<double>(values.begin(), values.end()).size(), what + ": different ones");
}

}  // namespace

FACT("numbers come in their order, whatever they are") {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    check_ranks({}, "none");
    check_ranks({5}, "one");
    check_ranks({0.0, -0.0, 0.0, 1, -1, -0.0}, "zeros");
    check_ranks({infinity, -infinity, 1e308, -1e308, 5e-324, -5e-324, 0, 1e308}, "extremes");
    check_ranks(std::vector<double>(100, 3), "equal ones");
    const random_stream random(1, random_purpose::choice, 0);
    std::vector<double> few, many;
    for (std::uint64_t i = 0; i < 20000; ++i) {
        few.push_back(static_cast<double>(random.below(i, 50)) - 25);
        const double value = std::bit_cast<double>(random.bits(i));
        many.push_back(std::isnan(value) ? 0.25 : value);
    }
    check_ranks(few, "few different ones");
    check_ranks(many, "random bits");
}
