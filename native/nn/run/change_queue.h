// Changes of a run's settings, in the order in which they are taken: those that a run resumed from a checkpoint has to
// take again, and those that arrive while it runs. A change is taken between two steps.
#pragma once

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "run/train_config.h"

namespace chainrule {

class change_queue {
public:
    /// `changes`: to be taken again, ascending by step.
    explicit change_queue(std::vector<change> changes) : changes_(std::move(changes)) {}

    /// Adds a change that arrived after `step` steps: behind those due by then, before those due later.
    void add(change what, std::uint64_t step) {
        what.step = step;
        std::size_t index = next_;
        while (index < changes_.size() && changes_[index].step <= step) ++index;
        changes_.insert(changes_.begin() + static_cast<std::ptrdiff_t>(index), std::move(what));
    }
    /// Takes and returns the first change not yet taken, if it is due after `step` steps; else null.
    const change* take_due(std::uint64_t step) {
        return next_ < changes_.size() && changes_[next_].step <= step ? &changes_[next_++] : nullptr;
    }
    /// How many steps may be taken after `step` before the next change is due.
    std::uint64_t steps_left(std::uint64_t step) const {
        return next_ < changes_.size() ? changes_[next_].step - step : std::numeric_limits<std::uint64_t>::max();
    }
    /// All changes; and whether a change that was not taken yet fulfils `is_it`.
    const std::vector<change>& all() const { return changes_; }
    bool has_ahead(auto is_it) const {
        return std::any_of(changes_.begin() + static_cast<std::ptrdiff_t>(next_), changes_.end(), is_it);
    }
    void clear() {
        changes_.clear();
        next_ = 0;
    }

private:
    std::vector<change> changes_;
    std::size_t next_ = 0;
};

}  // namespace chainrule
