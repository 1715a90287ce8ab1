// Whether steps are quicker on all threads or on one, told from the steps themselves: a model of the machine cannot
// know what else runs on it. Changes no bit of the result, only who computes it.
#pragma once

#include <cstddef>

namespace chainrule {

class thread_choice {
public:
    /// `most` threads, or one; with `most` 1 there is nothing to choose.
    explicit thread_choice(std::size_t most);

    bool is_open() const { return most_ > 1; }
    /// For the next step.
    std::size_t threads() const { return parallel_ ? most_ : 1; }
    /// A step of `rows` rows on threads() threads took `seconds`.
    void took(std::size_t rows, double seconds);

private:
    void end_window();

    std::size_t most_;
    bool parallel_;
    bool settled_ = false;
    double warm_up_ = 0, trial_seconds_, settled_left_ = 0, trials_on_one_;
    /// Windows on end, since it was settled, in which the better way was worse than the other.
    int poor_ = 0;
    /// Of the window under way.
    double rows_ = 0, seconds_ = 0;
    /// Of the last window on one thread and of that on all: rows a second, 0 while unknown, and its length.
    double rates_[2] = {0, 0}, lengths_[2] = {0, 0};
};

}  // namespace chainrule
