// See kept_epoch.h.
#include "run/kept_epoch.h"

namespace chainrule {

template <class Real>
checkpoint<Real> checkpoint_of(const network& net, const kept_place& place, const kept_blocks<Real>& blocks) {
    checkpoint<Real> result;
    result.epoch = place.epoch;
    result.step = place.step;
    result.best = place.best;
    result.since_best = place.since_best;
    result.layers = net.unpack(blocks.parameters);
    result.best_layers = net.unpack(blocks.best);
    for (const Real* slot : blocks.slots) result.slots.push_back(net.unpack(slot));
    const plateau& p = place.schedule;
    result.scalars = {p.scale,
                      p.has_best ? 1.0 : 0.0,
                      p.best,
                      static_cast<double>(p.bad_epochs),
                      static_cast<double>(place.memory.count),
                      static_cast<double>(place.memory.next)};
    return result;
}

#define CHAINRULE_INSTANTIATE(Real) \
    template checkpoint<Real> checkpoint_of(const network&, const kept_place&, const kept_blocks<Real>&)
CHAINRULE_INSTANTIATE(float);
CHAINRULE_INSTANTIATE(double);
#undef CHAINRULE_INSTANTIATE

}  // namespace chainrule
