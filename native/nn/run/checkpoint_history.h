// Keeps checkpoints of a run, so that a person can go back to them: of every epoch at first, later of every second,
// fourth, ... Whenever the memory is full, every second checkpoint is dropped, and from then on half as many are kept.
// Which epochs are kept depends only on the number of epochs and on sizes. May outlive the trainer that fills it.
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

/// Position of one checkpoint: finished epochs, and steps taken since the run began.
struct kept_epoch {
    std::uint64_t epoch, step;
};

/// All methods may be called from any thread; keep() and clear() from one thread at a time.
template <class Real> class checkpoint_history {
public:
    /// Allocates floats_needed() numbers now; the system provides pages only as they are used. Throws failure
    /// out_of_memory.
    checkpoint_history(const network& net, std::size_t slots, const history_config& config, std::uint64_t epochs);
    /// 0 where fewer than config.fewest checkpoints fit into config.bytes.
    static std::size_t floats_needed(const network& net, std::size_t slots, const history_config& config,
                                     std::uint64_t epochs);

    /// Called at the end of each epoch, in ascending order. Copies the state and the parameters of the best epoch, or
    /// does nothing where this epoch is not one to keep.
    void keep(const training_state<Real>& state, std::span<const Real> best);
    void clear();

    /// Grows whenever the list changes.
    std::uint64_t version() const { return version_.load(std::memory_order_relaxed); }
    /// Positions of all checkpoints, ascending.
    std::vector<kept_epoch> list() const;
    /// The newest checkpoint that is not after `step`; nullopt where there is none.
    std::optional<checkpoint<Real>> at(std::uint64_t step) const;

private:
    /// A checkpoint's position in the run, and the index of the block that holds its numbers.
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
    /// The first `count_` entries are checkpoints, ascending; the blocks of the others are free.
    std::vector<entry> entries_;
    std::size_t count_ = 0;
    /// Epochs from one checkpoint to the next.
    std::uint64_t stride_ = 1;
    // Per block: the parameters, those of the best epoch and the optimizer state. Not zeroed, as aligned_buffer would
    // do, so that pages that are never used take no memory.
    std::unique_ptr<Real[]> numbers_;
    std::atomic<std::uint64_t> version_{0};
    mutable std::mutex mutex_;
};

}  // namespace chainrule
