// See update_ratios.h.
#include "optimizer/update_ratios.h"

#include <algorithm>
#include <cmath>

#include "optimizer/whole_gradient.h"

namespace chainrule {

template <class Real> void update_ratios<Real>::step_begins(const Real* parameters) {
    std::copy_n(parameters, before_.size(), before_.data());
}

template <class Real> void update_ratios<Real>::step_ended(const Real* parameters) {
    ratios_.clear();
    for (const dense& layer : net_.layers()) {
        const std::size_t count = layer.weight_floats();
        Real* const before = before_.data() + layer.weight;
        const Real* const after = parameters + layer.weight;
        const double squares = inner_product(before, before, count);
        // The old weights are not needed after this: their buffer takes the change.
        for (std::size_t i = 0; i < count; ++i) before[i] = after[i] - before[i];
        ratios_.push_back(std::sqrt(inner_product(before, before, count) / squares));
    }
}

template class update_ratios<float>;
template class update_ratios<double>;

}  // namespace chainrule
