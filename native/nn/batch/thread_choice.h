// Chooses between all threads and one thread for the steps of a run, by timing the steps themselves, since no model can
// know what else runs on the machine. The choice changes no bit of the result.
#pragma once

#include <cstddef>

namespace chainrule {

class thread_choice {
public:
    /// Chooses between `most` threads and one; with `most` 1 there is no choice.
    explicit thread_choice(std::size_t most);

    bool is_open() const { return most_ > 1; }
    /// Threads for the next step.
    std::size_t threads() const { return parallel_ ? most_ : 1; }
    /// Records that a step of `rows` rows on threads() threads took `seconds`, of which for `stalled` one of them
    /// waited for another that had no core.
    void took(std::size_t rows, double seconds, double stalled);

private:
    void end_window();
    void rest();

    std::size_t most_;
    bool parallel_;
    bool settled_ = false;
    double warm_up_ = 0, trial_seconds_, settled_left_ = 0, trials_on_one_, rest_seconds_;
    /// Consecutive windows, since the choice was settled, in which the chosen number of threads was slower than the
    /// other had been.
    int poor_ = 0;
    /// Rows and seconds of the current window.
    double rows_ = 0, seconds_ = 0;
    /// Rows per second (0 while unknown) and length in seconds of the last window on one thread [0] and on all threads
    /// [1].
    double rates_[2] = {0, 0}, lengths_[2] = {0, 0};
};

}  // namespace chainrule
