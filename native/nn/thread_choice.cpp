// See thread_choice.h. Both ways are tried for a short window, the better one is kept for a long one, then the other
// gets another short window, since the load of a machine changes.
#include "thread_choice.h"

namespace chainrule {
namespace {

// A thread that waits for a core on a busy machine waits for some time slices of 3 to 4 ms: a window has to see that.
constexpr double trial_seconds = 0.012;
// Trying the worse way 2.4 % of the time costs little even where it is much worse.
constexpr double settled_seconds = 0.5;

}  // namespace

void thread_choice::took(std::size_t rows, double seconds) {
    if (!is_open()) return;
    rows_ += static_cast<double>(rows);
    seconds_ += seconds;
    if (seconds_ >= (settled_ ? settled_seconds : trial_seconds)) end_window();
}

void thread_choice::end_window() {
    rates_[parallel_ ? 1 : 0] = rows_ / seconds_;
    rows_ = seconds_ = 0;
    const bool both_known = rates_[0] > 0 && rates_[1] > 0;
    if (settled_ || !both_known) {
        parallel_ = !parallel_;
        settled_ = false;
        return;
    }
    parallel_ = rates_[1] > rates_[0];
    settled_ = true;
}

}  // namespace chainrule
