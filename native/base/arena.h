// Memory for the buffers of an object and all its parts. Their constructors take spans from an arena and run twice:
// first with an arena that only counts, which gives the bytes needed, then with an arena of exactly that size. So the
// size is never written down a second time. Every span begins on a cache line and is zero at first.
#pragma once

#include <cstddef>
#include <span>
#include <stdexcept>
#include <utility>

#include "aligned_buffer.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#endif

namespace chainrule {

class arena {
public:
    /// An arena that only counts: its spans are empty.
    arena() = default;
    /// An arena of `bytes` bytes. Throws failure out_of_memory.
    explicit arena(std::size_t bytes) : block_(bytes), counts_(false) {
#if defined(__SANITIZE_ADDRESS__)
        if (bytes > 0) __asan_poison_memory_region(block_.data(), bytes);
#endif
    }

    /// A span of `count` numbers that live as long as the arena. As with aligned_buffer, readable_after more may be
    /// read. Throws failure out_of_memory where sizes overflow.
    template <class Number> std::span<Number> take(std::size_t count) {
        if (count == 0) return {};
        const std::size_t begin = taken_;
        const std::size_t readable = checked_product(checked_sum(count, block::readable_after), sizeof(Number));
        taken_ = checked_sum(taken_,
                             checked_sum(readable, gap + block::alignment - 1) / block::alignment * block::alignment);
        if (counts_) return {};
        if (taken_ > block_.size()) throw std::logic_error("More memory was taken than was counted.");
#if defined(__SANITIZE_ADDRESS__)
        __asan_unpoison_memory_region(block_.data() + begin, readable);
#endif
        return {reinterpret_cast<Number*>(block_.data() + begin), count};
    }

    /// Bytes counted or taken so far, and the arena's size.
    std::size_t taken() const { return taken_; }
    std::size_t size() const { return block_.size(); }

private:
    using block = aligned_buffer<std::byte>;
#if defined(__SANITIZE_ADDRESS__)
    // So that a sanitizer reports an access beyond a span.
    static constexpr std::size_t gap = 64;
#else
    static constexpr std::size_t gap = 0;
#endif

    block block_;
    bool counts_ = true;
    std::size_t taken_ = 0;
};

/// Bytes that the constructor of `Made` takes from the arena that is its last argument. The constructor must not read
/// or write them.
template <class Made, class... Parts> std::size_t bytes_taken(Parts&&... parts) {
    arena counting;
    const Made made(std::forward<Parts>(parts)..., counting);
    return counting.taken();
}

}  // namespace chainrule
