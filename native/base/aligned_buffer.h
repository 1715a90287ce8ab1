// A fixed block of floats or doubles on a cache-line boundary, zero at first. Owned by one object, moved but never
// copied silently. Throws failure out_of_memory when the system has none left.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>

#include "check.h"
#include "huge_pages.h"

namespace chainrule {

template <class Real> class aligned_buffer {
public:
    static constexpr std::size_t alignment = 64;
    /// This many numbers after the last may be read, so that a vector load may begin at any number.
    static constexpr std::size_t readable_after = 16;

    aligned_buffer() = default;
    explicit aligned_buffer(std::size_t count) : size_(count) {
        if (count == 0) return;
        const std::size_t bytes = checked_product(checked_sum(count, readable_after), sizeof(Real));
        void* memory = ::operator new(bytes, std::align_val_t{alignment_of(count)}, std::nothrow);
        if (memory == nullptr) refuse_memory(static_cast<double>(bytes));
        const bool large = alignment_of(count) == huge_page;
        if (large) prefer_huge_pages(memory, bytes);
        if (!large || !zero_untouched(memory, bytes)) std::memset(memory, 0, bytes);
        data_ = {static_cast<Real*>(memory), release{std::align_val_t{alignment_of(count)}}};
    }

    Real* data() { return data_.get(); }
    const Real* data() const { return data_.get(); }
    std::size_t size() const { return size_; }

    /// Both must have the same size.
    void copy_from(const aligned_buffer& other) {
        if (size_ != 0) std::memcpy(data(), other.data(), size_ * sizeof(Real));
    }

private:
    static constexpr std::size_t alignment_of(std::size_t count) {
        return count >= huge_page / sizeof(Real) ? huge_page : alignment;
    }

    struct release {
        std::align_val_t aligned{alignment};
        void operator()(Real* memory) const { ::operator delete(memory, aligned); }
    };
    std::unique_ptr<Real, release> data_;
    std::size_t size_ = 0;
};

}  // namespace chainrule
