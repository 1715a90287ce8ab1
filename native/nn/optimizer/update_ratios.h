// Update-to-weight ratio of each layer: how much one optimizer step changes the weights, relative to their size. The
// weights are copied before the step and compared after it, which changes no bit of the step.
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
    /// To be called after step_begins() and the step.
    void step_ended(const Real* parameters);
    void forget() { ratios_.clear(); }

    /// One per layer, or empty before the first measured step: the 2-norm of the last measured step's change of the
    /// layer's weight matrix, divided by the 2-norm of that matrix before it. Not finite where the weights were all 0
    /// or have become NaN or infinite.
    const std::vector<double>& latest() const { return ratios_; }

private:
    const network& net_;
    std::span<Real> before_;
    std::vector<double> ratios_;
};

}  // namespace chainrule
