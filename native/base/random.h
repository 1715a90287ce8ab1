// Random numbers without state: each is a hash of (seed, purpose, epoch, index), so that a run can be resumed at any
// step, and the numbers do not depend on the number of threads.
#pragma once

#include <stdint.h>

#include <cstdint>

namespace chainrule {

#include "random_bits.inl"

/// What a stream of numbers is for; two purposes never share a number. Values are part of the same-bits promise.
enum class random_purpose : std::uint64_t { shuffle = 1, weights = 2, dropout = 3, choice = 4 };

/// The key that all streams of a purpose are made from.
constexpr std::uint64_t key_of_purpose(std::uint64_t seed, random_purpose purpose) {
    return mix_bits(mix_bits(seed + stream_step) + static_cast<std::uint64_t>(purpose) * stream_step);
}

class random_stream {
public:
    /// `epoch` distinguishes the streams of one purpose: the epoch, or the layer.
    constexpr random_stream(std::uint64_t seed, random_purpose purpose, std::uint64_t epoch)
        : key_(stream_key(key_of_purpose(seed, purpose), epoch)) {}

    constexpr std::uint64_t bits(std::uint64_t index) const { return stream_bits(key_, index); }

    /// In [0, 1), a multiple of 2^-24.
    constexpr float uniform(std::uint64_t index) const {
        return static_cast<float>(bits(index) >> 40) * (1.0f / 16777216.0f);
    }

    /// In [0, bound), for bound up to 2^32; the bias is below bound / 2^32.
    constexpr std::uint32_t below(std::uint64_t index, std::uint64_t bound) const {
        return static_cast<std::uint32_t>(((bits(index) >> 32) * bound) >> 32);
    }

private:
    std::uint64_t key_;
};

}  // namespace chainrule
