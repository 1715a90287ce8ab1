// See thread_choice.h. Each choice (all threads, one thread) is timed for a short window. The faster one is kept for a
// long time; then the other is timed again, because the load of a machine changes. It is timed again at once when the
// kept choice has become slower than the other one was. Windows grow: short at first, so that a run of a few
// milliseconds gets a choice too, and longer later, so that a few unusual milliseconds do not mislead a long run. Other
// processes slow two threads down more often than one, so one thread has to be faster twice to be chosen, and is kept
// only briefly at first. A thread that has to wait for another one's core says at once that the machine is busy.
#include "batch/thread_choice.h"

#include <algorithm>

namespace chainrule {
namespace {

// On a busy machine a thread waits for a core for some time slices of 3 to 4 ms; the longer windows include such waits.
constexpr double first_trial_seconds = 0.001, last_trial_seconds = 0.012;
// The first steps wake threads and fill caches.
constexpr double warm_up_seconds = 0.0003;
// A settled choice that is slower than the other one was, for this many windows in a row, ends: the other is timed
// again.
constexpr int most_poor = 2;
// How long a choice is kept, in windows. The slower choice is then timed for 2.4 % of the time, however long its steps
// are, which costs little even where it is much slower.
constexpr double settled_trials = 40;
// One thread is kept for fewer windows at first, and for twice as many each time that it wins again.
constexpr double first_trials_on_one = 5;
// A step on all threads that stalls for this share of its time or more is followed by a rest on one thread: short at
// first, twice as long each time that no trial on all threads was won in between.
constexpr double most_stalled = 0.5;
constexpr double first_rest_seconds = 0.008, last_rest_seconds = 0.5;

}  // namespace

thread_choice::thread_choice(std::size_t most)
    : most_(most),
      parallel_(most > 1),
      trial_seconds_(first_trial_seconds),
      trials_on_one_(first_trials_on_one),
      rest_seconds_(first_rest_seconds) {}

void thread_choice::took(std::size_t rows, double seconds, double stalled) {
    if (!is_open()) return;
    if (warm_up_ < warm_up_seconds) {
        warm_up_ += seconds;
        return;
    }
    if (parallel_ && stalled > most_stalled * seconds) return rest();
    rows_ += static_cast<double>(rows);
    seconds_ += seconds;
    settled_left_ -= seconds;
    if (seconds_ >= trial_seconds_) end_window();
}

/// Threads wait for each other's cores: one thread goes on alone for a while.
void thread_choice::rest() {
    parallel_ = false;
    settled_ = true;
    settled_left_ = rest_seconds_;
    rest_seconds_ = std::min(2 * rest_seconds_, last_rest_seconds);
    rates_[1] = rows_ = seconds_ = 0;
    poor_ = 0;
}

void thread_choice::end_window() {
    const double seconds = seconds_;
    rates_[parallel_ ? 1 : 0] = rows_ / seconds;
    lengths_[parallel_ ? 1 : 0] = seconds;
    rows_ = seconds_ = 0;
    const double other = rates_[parallel_ ? 0 : 1], other_length = lengths_[parallel_ ? 0 : 1];
    if (settled_) {
        poor_ = rates_[parallel_ ? 1 : 0] < other ? poor_ + 1 : 0;
        if (settled_left_ > 0 && poor_ < most_poor) return;
        trial_seconds_ = std::min(trial_seconds_ * 2, last_trial_seconds);
    }
    const bool wins = rates_[1] > rates_[0];
    const bool doubts = !parallel_ && !wins;
    if (settled_ || other == 0 || doubts) {
        parallel_ = !parallel_;
        settled_ = false;
        return;
    }
    parallel_ = wins;
    settled_ = true;
    // At most twice the other choice's window: this one may be long only because the machine stood still.
    const double length = std::min(seconds, 2 * other_length);
    settled_left_ = (wins ? settled_trials : trials_on_one_) * length;
    trials_on_one_ = wins ? first_trials_on_one : std::min(2 * trials_on_one_, settled_trials);
    if (wins) rest_seconds_ = first_rest_seconds;
    poor_ = 0;
}

}  // namespace chainrule
