// Keeps the states of a run at the ends of its epochs, so that a person can go back to any of them (the app calls them
// moments): every epoch at first; whenever there is no room for another, every second one is dropped, and from then on
// half as many are kept. Which they are depends on nothing but epochs and sizes. May outlive the trainer that fills it.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "run/train_config.h"
#include "run/training_state.h"

namespace chainrule {

/// Of one state: finished epochs, and steps taken in all.
struct kept_epoch {
    std::uint64_t epoch, step;
};

/// All methods may be called from any thread, keep() and clear() from one at a time.
template <class Real> class checkpoint_history {
public:
    /// Takes all its memory now: floats_needed() numbers, of which the system gives only what is used.
    checkpoint_history(const network& net, std::size_t slots, const history_config& config, std::uint64_t epochs);
    /// 0 where fewer fit than are worth it.
    static std::size_t floats_needed(const network& net, std::size_t slots, const history_config& config,
                                     std::uint64_t epochs);

    /// After the end of an epoch later than all before; does nothing where that is not one to keep. Copies the state
    /// and the parameters of the best epoch.
    void keep(const training_state<Real>& state, std::span<const Real> best);
    void clear();

    /// Grows with every change of the list.
    std::uint64_t version() const { return version_.load(std::memory_order_relaxed); }
    /// Ascending.
    std::vector<kept_epoch> list() const;
    /// The newest that is not after `step`.
    std::optional<checkpoint<Real>> at(std::uint64_t step) const;

private:
    /// A place in the run and the number of the block that its numbers lie in.
    struct entry {
        run_position position;
        std::size_t block = 0;
    };

    static std::size_t block_floats(const network& net, std::size_t slots);
    static std::size_t room_for(const network& net, std::size_t slots, const history_config& config,
                                std::uint64_t epochs);
    bool is_due(std::uint64_t epoch) const;
    void thin();

    const network net_;
    const std::size_t slots_;
    /// The first `count_` are kept, ascending; the blocks of the others are free.
    std::vector<entry> entries_;
    std::size_t count_ = 0;
    /// Epochs between two of them.
    std::uint64_t stride_ = 1;
    // Per block the parameters, the best ones and the slots. Not zeroed, as aligned_buffer would, so that what is never
    // used is never there.
    std::unique_ptr<Real[]> numbers_;
    std::atomic<std::uint64_t> version_{0};
    mutable std::mutex mutex_;
};

}  // namespace chainrule
