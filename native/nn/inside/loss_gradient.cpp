// See loss_gradient.h.
#include "inside/loss_gradient.h"

#include <algorithm>

#include "inside/row_walk.h"

namespace chainrule {
namespace {

/// d_gamma = d_s n;  d_beta = d_s
void add_normalization(const walked_layer& walked, double share, layer_tensors<double>& into) {
    for (std::size_t o = 0; o < into.gamma.size(); ++o) {
        into.gamma[o] += share * walked.d_shifted[o] * walked.normalized[o];
        into.beta[o] += share * walked.d_shifted[o];
    }
}

}  // namespace

loss_gradient gradient_of_loss(const kernel_table<double>& kernels, const network& net,
                               const std::vector<layer_tensors<double>>& tensors, const loss_config& config,
                               const row_set<double>& rows, const std::atomic<bool>& cancelled) {
    row_walk walk(kernels, net, tensors, config);
    loss_gradient found{0, tensors};
    for (layer_tensors<double>& layer : found.layers) {
        for (std::vector<double>* of : {&layer.weight, &layer.bias, &layer.gamma, &layer.beta}) {
            std::ranges::fill(*of, 0.0);
        }
    }
    found.loss = walk_rows(walk, rows, cancelled, [&](std::size_t, double share) {
        for (std::size_t index = 0; index < found.layers.size(); ++index) {
            layer_tensors<double>& into = found.layers[index];
            const walked_layer& walked = walk.layers()[index];
            add_gradients(walked, net.layers()[index], walk.input_of(index), share, into.weight, into.bias);
            add_normalization(walked, share, into);
        }
    });
    return found;
}

}  // namespace chainrule
