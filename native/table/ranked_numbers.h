// Numbers in their order without comparing them: sorted by their bits, eleven at a time, in six walks (of which those
// are left out that would move nothing).
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace chainrule {

/// A double's bits as a number that grows with it; -0 is just below 0.
constexpr std::uint64_t ordered_bits(std::uint64_t bits) {
    return bits ^ ((bits >> 63) != 0 ? ~std::uint64_t{0} : std::uint64_t{1} << 63);
}

struct ranked_numbers {
    /// Of each rank the number that has so many others before it in sorted order.
    std::vector<double> values;
    /// How many numbers are different; 0 and -0 are one.
    std::size_t different = 0;
};

/// `ordered` are the bits of numbers without NaN, as ordered_bits; taken for room, as are as many beside them. Ranks
/// are less than their count. Throws failure cancelled.
ranked_numbers rank_numbers(std::vector<std::uint64_t>&& ordered, const std::vector<std::size_t>& ranks,
                            const std::atomic<bool>& cancelled);

}  // namespace chainrule
