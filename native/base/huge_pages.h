// Memory on pages of 2 MB where the system has them. Rows in a shuffled order are on ever other pages: with pages of
// 4 KB their look-up takes longer than the row.
#pragma once

#include <cstddef>

namespace chainrule {

constexpr std::size_t huge_page = 2 * 1024 * 1024;

/// Asks for them, for `bytes` bytes from a multiple of huge_page that nobody has touched; where there are none, the
/// pages are small.
void prefer_huge_pages(void* memory, std::size_t bytes);

/// Makes `bytes` bytes from a multiple of huge_page zeros without touching them: whoever writes them first gets them
/// page by page, where filling half a gigabyte would hold up its thread for most of a second. False, and nothing done,
/// where the system cannot.
bool zero_untouched(void* memory, std::size_t bytes);

}  // namespace chainrule
