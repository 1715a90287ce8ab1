// See thread_pool.h. A round number wakes the workers, a countdown wakes the caller; both are futex-like waits
// of C++20, so that an idle pool costs nothing.
#include "thread_pool.h"

#include <chrono>

#if defined(__x86_64__) || defined(_M_X64)
#include <immintrin.h>
#endif

namespace chainrule {
namespace {

// A round trip between two cores takes 0.1 to 2 us and a wake-up from sleep some 50 us, on a virtual machine more: spin
// for about as long, which bridges the gap between two phases of a step and costs little elsewhere. Told by the clock,
// since a pause takes 10 to 70 ns as the CPU happens to have it.
constexpr std::chrono::microseconds spin_before_sleep{100};
// A glance at the clock takes as long as some pauses.
constexpr int pauses_per_glance = 16;

inline void pause_core() {
#if defined(__x86_64__) || defined(_M_X64)
    _mm_pause();
#elif defined(__aarch64__) && !defined(_MSC_VER)
    __asm__ __volatile__("yield");
#endif
}

/// Returns once `value` is no longer `old`, and what it is then.
std::uint32_t await_change(const std::atomic<std::uint32_t>& value, std::uint32_t old, bool spins) {
    using clock = std::chrono::steady_clock;
    std::uint32_t now = value.load(std::memory_order_acquire);
    if (now != old) return now;
    for (const clock::time_point sleep_at = clock::now() + spin_before_sleep; spins && clock::now() < sleep_at;) {
        for (int i = 0; i < pauses_per_glance; ++i) {
            pause_core();
            now = value.load(std::memory_order_acquire);
            if (now != old) return now;
        }
    }
    while (now == old) {
        value.wait(old, std::memory_order_acquire);
        now = value.load(std::memory_order_acquire);
    }
    return now;
}

}  // namespace

thread_pool::thread_pool(std::size_t threads) {
    spins_ = threads <= std::thread::hardware_concurrency();
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
