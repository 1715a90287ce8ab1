// How much one optimizer step changes the weights of each layer, beside what they are: the weights are copied before
// the step and compared after it, which changes no bit of it.
#pragma once

#include <span>
#include <vector>

#include "arena.h"
#include "network/network.h"

namespace chainrule {

template <class Real> class update_ratios {
public:
    /// `net` must outlive this.
    update_ratios(const network& net, arena& memory) : net_(net), before_(memory.take<Real>(net.parameter_floats())) {
        ratios_.reserve(net.layers().size());
    }

    void step_begins(const Real* parameters);
    /// After step_begins and the step.
    void step_ended(const Real* parameters);
    void forget() { ratios_.clear(); }

    /// One per layer, or none before the first: the 2-norm of what the last step looked at changed in the layer's
    /// weights (biases and normalisation left out) over their 2-norm before it. Not finite where the weights were all
    /// 0, or the step spoilt them.
    const std::vector<double>& latest() const { return ratios_; }

private:
    const network& net_;
    std::span<Real> before_;
    std::vector<double> ratios_;
};

}  // namespace chainrule
