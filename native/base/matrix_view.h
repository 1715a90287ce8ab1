// A row-major matrix in memory that another object owns; rows are `stride` numbers apart.
#pragma once

#include <cstddef>

namespace chainrule {

template <class Real> struct matrix_view_of {
    Real* data = nullptr;
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::size_t stride = 0;

    Real* row(std::size_t index) const { return data + index * stride; }
};

template <class Real> using matrix_view = matrix_view_of<Real>;
template <class Real> using const_matrix_view = matrix_view_of<const Real>;

}  // namespace chainrule
