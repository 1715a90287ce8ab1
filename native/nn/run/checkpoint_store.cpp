// See checkpoint_store.h.
#include "run/checkpoint_store.h"

#include <algorithm>

namespace chainrule {

template <class Real> void checkpoint_store<Real>::keep(const training_state<Real>& state, bool improved) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (improved) std::ranges::copy(state.parameters, best_.begin());
    has_last_ = true;
    last_.copy_from(state);
    if (history_) history_->keep(state, best_);
}

template <class Real> void checkpoint_store<Real>::restart(const training_state<Real>& beginning) {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::ranges::copy(beginning.parameters, best_.begin());
    has_last_ = false;
    if (history_) history_->clear();
}

template <class Real> std::vector<layer_tensors<Real>> checkpoint_store<Real>::best() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return net_.unpack(best_.data());
}

template <class Real> std::optional<checkpoint<Real>> checkpoint_store<Real>::last() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!has_last_) return std::nullopt;
    std::vector<const Real*> slots;
    for (const std::span<Real> slot : last_.slots) slots.push_back(slot.data());
    return checkpoint_of<Real>(net_, last_.at, last_.parameters.data(), best_.data(), slots);
}

template class checkpoint_store<float>;
template class checkpoint_store<double>;

}  // namespace chainrule
