// See thread_pool.h. A round number wakes the workers, a countdown wakes the caller; both are futex-like waits
// of C++20, so that an idle pool costs nothing.
#include "thread_pool.h"

#if defined(__x86_64__) || defined(_M_X64)
#include <immintrin.h>
#endif

namespace chainrule {
namespace {

// A round trip between two cores takes some 2 us and a wake-up from sleep some 50 us: spin for about 20 us
// (a pause is 20 to 70 ns), which bridges the gap between two phases of a step and costs little elsewhere.
constexpr int spins_before_sleep = 400;

inline void pause_core() {
#if defined(__x86_64__) || defined(_M_X64)
    _mm_pause();
#elif defined(__aarch64__) && !defined(_MSC_VER)
    __asm__ __volatile__("yield");
#endif
}

/// Returns once `value` is no longer `old`, and what it is then.
std::uint32_t await_change(const std::atomic<std::uint32_t>& value, std::uint32_t old, int spins) {
    for (int i = 0; i < spins; ++i) {
        const std::uint32_t now = value.load(std::memory_order_acquire);
        if (now != old) return now;
        pause_core();
    }
    while (true) {
        const std::uint32_t now = value.load(std::memory_order_acquire);
        if (now != old) return now;
        value.wait(old, std::memory_order_acquire);
    }
}

}  // namespace

thread_pool::thread_pool(std::size_t threads) {
    spins_ = threads <= std::thread::hardware_concurrency() ? spins_before_sleep : 0;
    workers_.reserve(threads - 1);
    try {
        for (std::size_t index = 1; index < threads; ++index) {
            workers_.emplace_back([this, index] { work(index); });
        }
    } catch (...) {
        stop();
        throw;
    }
}

thread_pool::~thread_pool() { stop(); }

void thread_pool::stop() {
    stopping_.store(true, std::memory_order_relaxed);
    round_.fetch_add(1, std::memory_order_release);
    round_.notify_all();
    for (std::thread& worker : workers_) worker.join();
    workers_.clear();
}

void thread_pool::fork(std::size_t parts, call task, void* context) {
    task_ = task;
    context_ = context;
    parts_ = parts;
    unfinished_.store(static_cast<std::uint32_t>(workers_.size()), std::memory_order_relaxed);
    round_.fetch_add(1, std::memory_order_release);
    round_.notify_all();
    task(context, 0);
    std::uint32_t left = unfinished_.load(std::memory_order_acquire);
    while (left != 0) left = await_change(unfinished_, left, spins_);
}

void thread_pool::work(std::size_t index) {
    std::uint32_t seen = 0;
    while (true) {
        seen = await_change(round_, seen, spins_);
        if (stopping_.load(std::memory_order_relaxed)) return;
        if (index < parts_) task_(context_, index);
        if (unfinished_.fetch_sub(1, std::memory_order_acq_rel) == 1) unfinished_.notify_all();
    }
}

}  // namespace chainrule
