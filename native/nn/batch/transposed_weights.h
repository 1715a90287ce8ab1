// Transposed copies of the weights, in the panels of inputs (gemm.h) that the data gradient reads. They are updated
// whenever the parameters change. A narrow layer needs no copy, since its weights are in that order already, and the
// first layer needs none, since its inputs need no gradient.
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

    /// Updates all copies. `parameters` must stay valid until the next call: narrow layers are read from there.
    void update(const Real* parameters) {
        for (std::size_t index = 1; index < net_.layers().size(); ++index) {
            const dense& layer = net_.layers()[index];
            if (is_narrow(layer.outputs)) weights_[index] = parameters + layer.weight;
            update(index, {0, layer.inputs}, {0, layer.outputs}, parameters);
        }
    }
    /// Updates the copy of some inputs and outputs of layer `index`; both ranges begin and end at whole panels. Several
    /// threads may call it at once, for different ranges.
    void update(std::size_t index, share inputs, share outputs, const Real* parameters) {
        const dense& layer = net_.layers()[index];
        if (index == 0 || is_narrow(layer.outputs)) return;
        kernels_.transpose_panels(parameters + layer.weight, layer.inputs, layer.outputs, inputs.begin, inputs.end,
                                  outputs.begin, outputs.end, copies_[index].data());
    }

    /// Per layer, the weights in panels of inputs: a copy, or a narrow layer's own weights; null for the first layer.
    const std::vector<const Real*>& weights() const { return weights_; }
    /// Per layer, the copy; empty for the first layer and for narrow ones.
    const std::vector<std::span<Real>>& copies() const { return copies_; }

private:
    const kernel_table<Real>& kernels_;
    const network& net_;
    std::vector<std::span<Real>> copies_;
    std::vector<const Real*> weights_;
};

}  // namespace chainrule
