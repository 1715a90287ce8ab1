// What a run keeps at the ends of its epochs: the best parameters, the state after the last one, and a history of
// states to go back to. All but keep(), restart() and clear() may be called from any thread.
#pragma once

#include <memory>
#include <mutex>

#include "run/checkpoint_history.h"
#include "run/training_state.h"

namespace chainrule {

template <class Real> class checkpoint_store {
public:
    /// `net` must outlive it. `history` may be null, and may outlive it.
    checkpoint_store(const network& net, std::size_t slots, arena& memory)
        : net_(net), best_(memory.take<Real>(net.parameter_floats())), last_(net, slots, memory) {}
    void keep_history(std::shared_ptr<checkpoint_history<Real>> history) { history_ = std::move(history); }

    /// At the end of an epoch; `improved`: it is the best.
    void keep(const training_state<Real>& state, bool improved);
    /// No epoch is finished: the best parameters are those with which the run begins.
    void restart(const training_state<Real>& beginning);
    /// Those of a checkpoint.
    void set_best(const std::vector<layer_tensors<Real>>& layers) { net_.pack(layers, best_.data()); }

    std::vector<layer_tensors<Real>> best() const;
    /// None before the first epoch's end.
    std::optional<checkpoint<Real>> last() const;
    /// Null where none is kept.
    const std::shared_ptr<checkpoint_history<Real>>& history() const { return history_; }

    /// For the thread that trains: [parameter_floats], of the best epoch, and of the last one or else the best.
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
