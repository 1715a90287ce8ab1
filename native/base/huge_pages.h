// Memory on pages of 2 MB where the system has them. Rows in shuffled order are on a different page each time; with
// pages of 4 KB the address translation takes longer than reading the row.
#pragma once

#include <cstddef>

namespace chainrule {

constexpr std::size_t huge_page = 2 * 1024 * 1024;

/// Asks the system for huge pages, for `bytes` bytes from a multiple of huge_page that were not written yet. Where it
/// has none, the pages stay small.
void prefer_huge_pages(void* memory, std::size_t bytes);

/// Sets `bytes` bytes from a multiple of huge_page to zero without writing them: the system provides zero pages on the
/// first access. (Writing half a gigabyte would take most of a second.) Returns false, and does nothing, where the
/// system cannot do that.
bool zero_untouched(void* memory, std::size_t bytes);

}  // namespace chainrule
