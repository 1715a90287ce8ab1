// Numbers that end where memory ends: the page after them can be neither read nor written, and what lies between them
// and the page before holds a mark that intact() looks for. A kernel that goes past its operands stops the test.
// Where there are no such pages (Windows) marks lie on both sides.
#pragma once

#include <cstddef>
#include <cstring>
#include <new>
#include <vector>

#if !defined(_WIN32)
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace chainrule::testing {

template <class Real> class guarded_numbers {
public:
    /// All `first`; the last number's end is the end of what may be touched.
    explicit guarded_numbers(std::size_t count, Real first = Real(0)) : count_(count) {
        const std::size_t bytes = count * sizeof(Real);
#if defined(_WIN32)
        memory_.assign(bytes + 2 * margin, mark);
        begin_ = reinterpret_cast<Real*>(memory_.data() + margin);
#else
        page_ = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
        size_ = (bytes + page_ - 1) / page_ * page_;
        void* all = mmap(nullptr, size_ + 2 * page_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (all == MAP_FAILED) throw std::bad_alloc();
        memory_ = static_cast<unsigned char*>(all);
        unsigned char* usable = memory_ + page_;
        if (size_ > 0) {
            if (mprotect(usable, size_, PROT_READ | PROT_WRITE) != 0) throw std::bad_alloc();
            std::memset(usable, mark, size_);
        }
        begin_ = reinterpret_cast<Real*>(usable + size_ - bytes);
#endif
        for (std::size_t i = 0; i < count; ++i) begin_[i] = first;
    }

    guarded_numbers(const guarded_numbers&) = delete;
    guarded_numbers& operator=(const guarded_numbers&) = delete;

#if !defined(_WIN32)
    ~guarded_numbers() { munmap(memory_, size_ + 2 * page_); }
#endif

    Real* data() { return begin_; }
    const Real* data() const { return begin_; }
    std::size_t size() const { return count_; }
    Real& operator[](std::size_t i) { return begin_[i]; }
    const Real& operator[](std::size_t i) const { return begin_[i]; }

    /// Whether all marks are as they were.
    bool intact() const {
#if defined(_WIN32)
        const unsigned char* after = memory_.data() + margin + count_ * sizeof(Real);
        return all_marks(memory_.data(), margin) && all_marks(after, margin);
#else
        return all_marks(memory_ + page_, size_ - count_ * sizeof(Real));
#endif
    }

private:
    static constexpr unsigned char mark = 0xa5;

    static bool all_marks(const unsigned char* from, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            if (from[i] != mark) return false;
        }
        return true;
    }

    std::size_t count_;
    Real* begin_;
#if defined(_WIN32)
    static constexpr std::size_t margin = 4096;
    std::vector<unsigned char> memory_;
#else
    unsigned char* memory_;
    std::size_t page_, size_;
#endif
};

}  // namespace chainrule::testing
