// See huge_pages.h.
#include "huge_pages.h"

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace chainrule {

void prefer_huge_pages([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t bytes) {
#if defined(__linux__)
    (void)madvise(memory, bytes / huge_page * huge_page, MADV_HUGEPAGE);
#endif
}

}  // namespace chainrule
