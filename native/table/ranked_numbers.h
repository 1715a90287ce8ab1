// The numbers at given ranks in sorted order, by radix sort: six passes over the bits, eleven bits at a time. A pass
// that would move nothing is left out.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace chainrule {

/// A double's bits, mapped to an integer with the same order; -0 is just below 0.
constexpr std::uint64_t ordered_bits(std::uint64_t bits) {
    return bits ^ ((bits >> 63) != 0 ? ~std::uint64_t{0} : std::uint64_t{1} << 63);
}

struct ranked_numbers {
    /// For each rank, the number with that many others before it in sorted order.
    std::vector<double> values;
    /// How many numbers are different; 0 and -0 are one.
    std::size_t different = 0;
};

/// `ordered`: ordered_bits of the numbers, without NaN. It is sorted in place; a second buffer of the same size is
/// allocated. Each rank is less than their count. Throws failure cancelled.
ranked_numbers rank_numbers(std::vector<std::uint64_t>&& ordered, const std::vector<std::size_t>& ranks,
                            const std::atomic<bool>& cancelled);

}  // namespace chainrule
