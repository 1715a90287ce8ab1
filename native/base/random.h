// Random numbers without state: each is a hash of (seed, purpose, epoch, index), so that a run can go on from any
// place and any number of threads draws the same. The mixing function is the finaliser of SplitMix64
// (Steele, Lea, Flood 2014, variant 13 of Stafford).
#pragma once

#include <cstdint>

namespace chainrule {

/// What a stream of numbers is for; two purposes never share a number. Values are part of the same-bits promise.
enum class random_purpose : std::uint64_t { shuffle = 1, weights = 2, dropout = 3, choice = 4 };

constexpr std::uint64_t mix_bits(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
    return x ^ (x >> 31);
}

class random_stream {
public:
    /// `epoch` is whatever else tells streams of one purpose apart: the epoch, or the layer.
    constexpr random_stream(std::uint64_t seed, random_purpose purpose, std::uint64_t epoch)
        : key_(mix_bits(mix_bits(mix_bits(seed + golden) + static_cast<std::uint64_t>(purpose) * golden) +
                        epoch * golden)) {}

    constexpr std::uint64_t bits(std::uint64_t index) const { return mix_bits(key_ + (index + 1) * golden); }

    /// In [0, 1), a multiple of 2^-24.
    constexpr float uniform(std::uint64_t index) const {
        return static_cast<float>(bits(index) >> 40) * (1.0f / 16777216.0f);
    }

    /// In [0, bound), for bound up to 2^32; the bias is below bound / 2^32.
    constexpr std::uint32_t below(std::uint64_t index, std::uint64_t bound) const {
        return static_cast<std::uint32_t>(((bits(index) >> 32) * bound) >> 32);
    }

private:
    static constexpr std::uint64_t golden = 0x9e3779b97f4a7c15ull;
    std::uint64_t key_;
};

}  // namespace chainrule
