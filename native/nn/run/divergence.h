// Finds the likely cause of a divergence, from the last finite weights: inputs that are not scaled, exploding
// gradients, or else a learning rate that is too high.
#pragma once

#include <cstdint>

#include "batch/batch_setup.h"

namespace chainrule {

struct divergence_cause {
    enum class kind { none, learning_rate, unscaled_input, exploding_gradients };
    kind what = kind::none;
    /// Index of the input column or of the layer, from 0.
    std::size_t index = 0;
    /// The largest input, the norm of the layer's gradient, or the learning rate.
    double value = 0;
};

/// `parameters` must be finite. Computes the gradients of the first batch of rows once more.
template <class Real> divergence_cause find_cause(const network& net, const row_set<Real>& rows,
                                                  batch_setup<Real>& setup, const Real* parameters,
                                                  double learning_rate);

}  // namespace chainrule
