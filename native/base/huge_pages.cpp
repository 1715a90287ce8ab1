// See huge_pages.h.
#include "huge_pages.h"

#include <cstring>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace chainrule {

void prefer_huge_pages([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t bytes) {
#if defined(__linux__)
    (void)madvise(memory, bytes / huge_page * huge_page, MADV_HUGEPAGE);
#endif
}

bool zero_untouched([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t bytes) {
#if defined(__linux__)
    // Private anonymous memory then reads as zeros (madvise(2)); the rest after the last whole page is set to zero
    // here.
    const std::size_t whole = bytes / huge_page * huge_page;
    if (madvise(memory, whole, MADV_DONTNEED) != 0) return false;
    std::memset(static_cast<unsigned char*>(memory) + whole, 0, bytes - whole);
    return true;
#else
    return false;
#endif
}

}  // namespace chainrule
