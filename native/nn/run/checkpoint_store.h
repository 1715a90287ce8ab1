// What a run keeps at the end of each epoch: the parameters of the best epoch, the state after the last epoch, and the
// checkpoint history. best(), last() and the history may be used from any thread, everything else only from the
// training thread.
#pragma once

#include <algorithm>
#include <memory>
#include <mutex>

#include "run/checkpoint_history.h"
#include "run/training_state.h"

namespace chainrule {

template <class Real> class checkpoint_store {
public:
    /// `net` must outlive it.
    checkpoint_store(const network& net, std::size_t slots, arena& memory)
        : net_(net), best_(memory.take<Real>(net.parameter_floats())), last_(net, slots, memory) {}
    /// The history may outlive it.
    void keep_history(std::shared_ptr<checkpoint_history<Real>> history) { history_ = std::move(history); }

    /// Called at the end of an epoch; `improved`: it is the best so far.
    void keep(const training_state<Real>& state, bool improved) {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (improved) std::ranges::copy(state.parameters, best_.begin());
        has_last_ = true;
        last_.copy_from(state);
        if (history_) history_->keep(state, best_);
    }
    /// Back to before the first epoch: the best parameters are the initial ones.
    void restart(const training_state<Real>& beginning) {
        const std::lock_guard<std::mutex> lock(mutex_);
        std::ranges::copy(beginning.parameters, best_.begin());
        has_last_ = false;
        if (history_) history_->clear();
    }
    /// Sets the best parameters to those of a checkpoint.
    void set_best(const std::vector<layer_tensors<Real>>& layers) { net_.pack(layers, best_.data()); }

    std::vector<layer_tensors<Real>> best() const {
        const std::lock_guard<std::mutex> lock(mutex_);
        return net_.unpack(best_.data());
    }
    /// nullopt before the end of the first epoch.
    std::optional<checkpoint<Real>> last() const {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (!has_last_) return std::nullopt;
        std::vector<const Real*> slots;
        for (const std::span<Real> slot : last_.slots) slots.push_back(slot.data());
        return checkpoint_of<Real>(net_, last_.at, last_.parameters.data(), best_.data(), slots);
    }
    /// Null where no history is kept.
    const std::shared_ptr<checkpoint_history<Real>>& history() const { return history_; }

    /// [parameter_floats] of the best epoch, and of the last one (before the first end of an epoch: of the best).
    std::span<const Real> best_parameters() const { return best_; }
    std::span<const Real> last_parameters() const { return has_last_ ? last_.parameters : best_; }

private:
    const network& net_;
    mutable std::mutex mutex_;
    std::span<Real> best_;
    bool has_last_ = false;
    training_state<Real> last_;
    std::shared_ptr<checkpoint_history<Real>> history_;
};

}  // namespace chainrule
