// See divergence.h. The thresholds assume standardised inputs: their values, and the gradients of a network that can
// learn, stay within some tens.
#include "run/divergence.h"

#include <cmath>
#include <limits>
#include <vector>

#include "optimizer/whole_gradient.h"

namespace chainrule {
namespace {

constexpr double largest_scaled_input = 1e3;
constexpr double largest_gradient_norm = 1e3;

/// Adds up the squares of each layer's gradients. For one thread only.
template <class Real> class layer_norms : public gradient_sink<Real> {
public:
    explicit layer_norms(const network& net) : net_(net), squares(net.layers().size()) {}

    void take(std::size_t offset, std::size_t count, bool, const Real* gradient) override {
        std::size_t layer = 0;
        while (layer + 1 < net_.layers().size() && net_.layers()[layer + 1].weight <= offset) ++layer;
        squares[layer] += inner_product(gradient, gradient, count);
    }

private:
    const network& net_;

public:
    std::vector<double> squares;
};

template <class Real> divergence_cause largest_input(const row_set<Real>& rows) {
    divergence_cause cause{divergence_cause::kind::unscaled_input, 0, 0};
    for (std::size_t i = 0; i < rows.rows * rows.inputs; ++i) {
        const double size = std::fabs(static_cast<double>(rows.features.data()[i]));
        if (size > cause.value) cause = {cause.what, i % rows.inputs, size};
    }
    return cause;
}

}  // namespace

template <class Real> divergence_cause find_cause(const network& net, const row_set<Real>& rows,
                                                  batch_setup<Real>& setup, const Real* parameters,
                                                  double learning_rate) {
    const divergence_cause input = largest_input(rows);
    if (input.value > largest_scaled_input) return input;
    layer_norms<Real> norms(net);
    setup.parameters_changed(parameters);
    const batch_total total = setup.run_alone(setup.rows(), parameters, norms);
    divergence_cause gradient{divergence_cause::kind::exploding_gradients, 0, 0};
    for (std::size_t layer = 0; layer < norms.squares.size(); ++layer) {
        const double norm = std::sqrt(norms.squares[layer]);
        if (!(norm <= gradient.value)) gradient = {gradient.what, layer, norm};
    }
    // If the loss is not finite here either, there are no gradients to compare.
    if (std::isfinite(total.loss) && std::isfinite(gradient.value) && gradient.value > largest_gradient_norm) {
        return gradient;
    }
    return {divergence_cause::kind::learning_rate, 0, learning_rate};
}

template divergence_cause find_cause(const network&, const row_set<float>&, batch_setup<float>&, const float*, double);
template divergence_cause find_cause(const network&, const row_set<double>&, batch_setup<double>&, const double*,
                                     double);

}  // namespace chainrule
