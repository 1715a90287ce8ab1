// See training_state.h.
#include "run/training_state.h"

#include <algorithm>

namespace chainrule {

template <class Real> training_state<Real>::training_state(const network& net, std::size_t slot_count, arena& memory)
    : parameters(memory.take<Real>(net.parameter_floats())) {
    for (std::size_t i = 0; i < slot_count; ++i) slots.push_back(memory.take<Real>(net.parameter_floats()));
}

template <class Real> void training_state<Real>::copy_from(const training_state& other) {
    at = other.at;
    std::ranges::copy(other.parameters, parameters.begin());
    for (std::size_t i = 0; i < slots.size(); ++i) std::ranges::copy(other.slots[i], slots[i].begin());
}

template <class Real>
void training_state<Real>::restore(const network& net, const checkpoint<Real>& from, std::size_t history_size) {
    at = {from.epoch, from.step, from.since_best, from.best, {}, {}};
    net.pack(from.layers, parameters.data());
    for (std::size_t i = 0; i < slots.size(); ++i) net.pack(from.slots[i], slots[i].data());
    if (from.scalars.size() != scalar_count) return;
    const std::vector<double>& s = from.scalars;
    at.schedule = {s[0], s[1] != 0, s[2], static_cast<std::uint64_t>(s[3])};
    at.memory = {static_cast<std::size_t>(s[4]), static_cast<std::size_t>(s[5])};
    const std::size_t last = history_size > 0 ? history_size - 1 : 0;
    if (at.memory.count > history_size || at.memory.next > last) refuse("checkpoint.scalars do not fit.");
}

template <class Real> checkpoint<Real> checkpoint_of(const network& net, const run_position& at, const Real* parameters,
                                                     const Real* best, const std::vector<const Real*>& slots) {
    checkpoint<Real> result;
    result.epoch = at.epoch;
    result.step = at.step;
    result.best = at.best;
    result.since_best = at.since_best;
    result.layers = net.unpack(parameters);
    result.best_layers = net.unpack(best);
    for (const Real* slot : slots) result.slots.push_back(net.unpack(slot));
    const plateau& p = at.schedule;
    result.scalars = {p.scale,
                      p.has_best ? 1.0 : 0.0,
                      p.best,
                      static_cast<double>(p.bad_epochs),
                      static_cast<double>(at.memory.count),
                      static_cast<double>(at.memory.next)};
    return result;
}

template struct training_state<float>;
template struct training_state<double>;
template checkpoint<float> checkpoint_of(const network&, const run_position&, const float*, const float*,
                                         const std::vector<const float*>&);
template checkpoint<double> checkpoint_of(const network&, const run_position&, const double*, const double*,
                                          const std::vector<const double*>&);

}  // namespace chainrule
