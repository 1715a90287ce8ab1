// Weights as data gradients read them, in panels of inputs (gemm.h): copies that are kept in step with the parameters.
// A narrow layer's weights lie so already, and the first layer's inputs need no gradient.
#pragma once

#include <span>
#include <vector>

#include "arena.h"
#include "network/network.h"
#include "thread_pool.h"

namespace chainrule {

template <class Real> class transposed_weights {
public:
    transposed_weights(const kernel_table<Real>& kernels, const network& net, arena& memory)
        : kernels_(kernels), net_(net) {
        for (std::size_t index = 0; index < net.layers().size(); ++index) {
            const dense& layer = net.layers()[index];
            const bool as_it_is = index == 0 || is_narrow(layer.outputs);
            copies_.push_back(memory.take<Real>(as_it_is ? 0 : checked_product(padded(layer.inputs), layer.outputs)));
            weights_.push_back(copies_.back().data());
        }
    }

    /// All of them. `parameters` stays where it is until the next call: narrow layers are read there.
    void update(const Real* parameters) {
        for (std::size_t index = 1; index < net_.layers().size(); ++index) {
            const dense& layer = net_.layers()[index];
            if (is_narrow(layer.outputs)) weights_[index] = parameters + layer.weight;
            update(index, {0, layer.inputs}, {0, layer.outputs}, parameters);
        }
    }
    /// Of some inputs and outputs of layer `index`, which begin and end at whole panels. Threads may share them out.
    void update(std::size_t index, share inputs, share outputs, const Real* parameters) {
        const dense& layer = net_.layers()[index];
        if (index == 0 || is_narrow(layer.outputs)) return;
        kernels_.transpose_panels(parameters + layer.weight, layer.inputs, layer.outputs, inputs.begin, inputs.end,
                                  outputs.begin, outputs.end, copies_[index].data());
    }

    /// Per layer; null for the first.
    const std::vector<const Real*>& weights() const { return weights_; }
    /// Per layer; empty where the weights are read as they are.
    const std::vector<std::span<Real>>& copies() const { return copies_; }

private:
    const kernel_table<Real>& kernels_;
    const network& net_;
    std::vector<std::span<Real>> copies_;
    std::vector<const Real*> weights_;
};

}  // namespace chainrule
