// See checkpoint_history.h.
#include "run/checkpoint_history.h"

#include <algorithm>
#include <new>
#include <utility>

namespace chainrule {

template <class Real> std::size_t checkpoint_history<Real>::block_floats(const network& net, std::size_t slots) {
    return checked_product(net.parameter_floats(), checked_sum(2, slots));
}

/// The number of checkpoints that fit into the budget, at most config.most and at most one per epoch.
template <class Real> std::size_t checkpoint_history<Real>::room_for(const network& net, std::size_t slots,
                                                                     const history_config& config,
                                                                     std::uint64_t epochs) {
    const double fit = config.bytes / (static_cast<double>(block_floats(net, slots)) * sizeof(Real));
    if (!(fit >= static_cast<double>(std::max<std::size_t>(config.fewest, 1)))) return 0;
    const std::uint64_t most = std::min<std::uint64_t>(config.most, epochs);
    return fit < static_cast<double>(most) ? static_cast<std::size_t>(fit) : static_cast<std::size_t>(most);
}

template <class Real> std::size_t checkpoint_history<Real>::floats_needed(const network& net, std::size_t slots,
                                                                          const history_config& config,
                                                                          std::uint64_t epochs) {
    return checked_product(block_floats(net, slots), room_for(net, slots, config, epochs));
}

template <class Real> checkpoint_history<Real>::checkpoint_history(const network& net, std::size_t slots,
                                                                   const history_config& config, std::uint64_t epochs)
    : net_(net), slots_(slots), entries_(room_for(net, slots, config, epochs)) {
    for (std::size_t i = 0; i < entries_.size(); ++i) entries_[i].block = i;
    const std::size_t floats = floats_needed(net, slots, config, epochs);
    if (floats == 0) return;
    numbers_.reset(new (std::nothrow) Real[floats]);
    if (numbers_ == nullptr) refuse_memory(static_cast<double>(floats) * sizeof(Real));
}

template <class Real> bool checkpoint_history<Real>::is_due(std::uint64_t epoch) const {
    return count_ == 0 || epoch >= entries_[count_ - 1].position.epoch + stride_;
}

template <class Real>
void checkpoint_history<Real>::keep(const training_state<Real>& state, std::span<const Real> best) {
    if (entries_.empty() || !is_due(state.at.epoch)) return;
    const std::lock_guard<std::mutex> lock(mutex_);
    if (count_ == entries_.size()) thin();
    // After thinning an odd number of checkpoints, this epoch is not one to keep.
    if (!is_due(state.at.epoch)) return;
    entry& next = entries_[count_++];
    next.position = state.at;
    Real* to = numbers_.get() + next.block * block_floats(net_, slots_);
    to = std::ranges::copy(state.parameters, to).out;
    to = std::ranges::copy(best, to).out;
    for (const std::span<Real> slot : state.slots) to = std::ranges::copy(slot, to).out;
    version_.fetch_add(1, std::memory_order_relaxed);
}

/// Drops every second checkpoint; the first stays.
template <class Real> void checkpoint_history<Real>::thin() {
    const std::size_t left = ceil_divide(count_, 2);
    for (std::size_t i = 1; i < left; ++i) std::swap(entries_[i], entries_[2 * i]);
    count_ = left;
    stride_ *= 2;
    version_.fetch_add(1, std::memory_order_relaxed);
}

template <class Real> void checkpoint_history<Real>::clear() {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (count_ == 0) return;
    count_ = 0;
    stride_ = 1;
    version_.fetch_add(1, std::memory_order_relaxed);
}

template <class Real> std::vector<kept_epoch> checkpoint_history<Real>::list() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::vector<kept_epoch> all;
    for (std::size_t i = 0; i < count_; ++i) all.push_back({entries_[i].position.epoch, entries_[i].position.step});
    return all;
}

template <class Real> std::optional<checkpoint<Real>> checkpoint_history<Real>::at(std::uint64_t step) const {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::size_t after = 0;
    while (after < count_ && entries_[after].position.step <= step) ++after;
    if (after == 0) return std::nullopt;
    const entry& found = entries_[after - 1];
    const std::size_t floats = net_.parameter_floats();
    const Real* from = numbers_.get() + found.block * block_floats(net_, slots_);
    std::vector<const Real*> slots;
    for (std::size_t slot = 0; slot < slots_; ++slot) slots.push_back(from + (2 + slot) * floats);
    return checkpoint_of(net_, found.position, from, from + floats, slots);
}

template class checkpoint_history<float>;
template class checkpoint_history<double>;

}  // namespace chainrule
