// See ranked_numbers.h.
#include "ranked_numbers.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "check.h"

namespace chainrule {
namespace {

constexpr std::size_t digit_bits = 11, digits = 6, buckets = std::size_t{1} << digit_bits;

std::size_t digit_of(std::uint64_t key, std::size_t digit) { return (key >> (digit_bits * digit)) & (buckets - 1); }

void sort_keys(std::vector<std::uint64_t>& keys, const std::atomic<bool>& cancelled) {
    std::vector<std::array<std::size_t, buckets>> counts(digits);
    for (const std::uint64_t key : keys) {
        for (std::size_t digit = 0; digit < digits; ++digit) ++counts[digit][digit_of(key, digit)];
    }
    std::vector<std::uint64_t> sorted(keys.size());
    for (std::size_t digit = 0; digit < digits; ++digit) {
        if (cancelled.load(std::memory_order_relaxed)) throw failure("cancelled", "No longer wanted.");
        std::array<std::size_t, buckets>& starts = counts[digit];
        if (starts[digit_of(keys.front(), digit)] == keys.size()) continue;
        std::size_t start = 0;
        for (std::size_t& count : starts) start += std::exchange(count, start);
        for (const std::uint64_t key : keys) sorted[starts[digit_of(key, digit)]++] = key;
        keys.swap(sorted);
    }
}

}  // namespace

ranked_numbers rank_numbers(std::vector<std::uint64_t>&& ordered, const std::vector<std::size_t>& ranks,
                            const std::atomic<bool>& cancelled) {
    std::vector<std::uint64_t> keys = std::move(ordered);
    ranked_numbers found;
    if (keys.empty()) return found;
    sort_keys(keys, cancelled);
    constexpr std::uint64_t zero = ordered_bits(0), negative_zero = zero - 1;
    found.different = 1;
    for (std::size_t i = 1; i < keys.size(); ++i) {
        const bool zeros = keys[i] == zero && keys[i - 1] == negative_zero;
        if (keys[i] != keys[i - 1] && !zeros) ++found.different;
    }
    // Undoes ordered_bits: the keys of negative numbers have the highest bit clear.
    for (const std::size_t rank : ranks) {
        const std::uint64_t key = keys[rank];
        found.values.push_back(std::bit_cast<double>((key >> 63) != 0 ? key ^ (std::uint64_t{1} << 63) : ~key));
    }
    return found;
}

}  // namespace chainrule
