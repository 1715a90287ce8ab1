// A rectangle of floats inside memory that somebody else owns: row-major, rows `stride` floats apart.
#pragma once

#include <cstddef>

namespace chainrule {

template <class Float> struct matrix_view_of {
    Float* data = nullptr;
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::size_t stride = 0;

    Float* row(std::size_t index) const { return data + index * stride; }
};

using matrix_view = matrix_view_of<float>;
using const_matrix_view = matrix_view_of<const float>;

}  // namespace chainrule
