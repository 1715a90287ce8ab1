// See thread_pool.h. A round number wakes the workers, a countdown wakes the caller; both are futex-like waits
// of C++20, so that an idle pool costs nothing.
#include "thread_pool.h"

#include <chrono>
#include <utility>

#if defined(__linux__)
#include <sched.h>
#endif
#if defined(__x86_64__) || defined(_M_X64)
#include <immintrin.h>
#endif

namespace chainrule {
namespace {

// A round trip between two cores takes 0.1 to 2 us; a wake-up from sleep takes some 50 us, and many times that on a
// virtual machine. So threads spin for longer than a wake-up takes; otherwise each would be asleep whenever the other
// is done. Measured by the clock, since a pause instruction takes 10 to 70 ns depending on the CPU.
constexpr std::chrono::microseconds spin_before_sleep{1000};
// The thread that is waited for may need this core.
constexpr std::chrono::microseconds spin_before_yield{10};
// A part takes as long as any other, give or take a few dozen microseconds.
constexpr std::chrono::microseconds least_stall{500};
constexpr std::chrono::milliseconds rest_after_move{2}, rest_after_stall{100};
// Reading the clock takes as long as several pauses.
constexpr int pauses_per_glance = 16;

inline void pause_core() {
#if defined(__x86_64__) || defined(_M_X64)
    _mm_pause();
#elif defined(__aarch64__) && !defined(_MSC_VER)
    __asm__ __volatile__("yield");
#endif
}

#if defined(__linux__)
constexpr bool knows_cores = true;
#else
constexpr bool knows_cores = false;
#endif

/// The core that the calling thread is on; -1 where that cannot be told.
inline int current_core() {
#if defined(__linux__)
    return sched_getcpu();
#else
    return -1;
#endif
}

/// Moves the calling thread to another core than `core`, if it may run on one. The scheduler often puts a woken thread
/// on the core of the thread that woke it, and leaves it there for many milliseconds even if other cores are idle.
void leave_core([[maybe_unused]] int core) {
#if defined(__linux__)
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return;
    cpu_set_t others = allowed;
    CPU_CLR(static_cast<std::size_t>(core), &others);
    if (CPU_COUNT(&others) == 0 || sched_setaffinity(0, sizeof others, &others) != 0) return;
    (void)sched_setaffinity(0, sizeof allowed, &allowed);
#endif
}

}  // namespace

/// Whether worker `index`, which calls this, is on the caller's core, so that only one of them can run.
bool thread_pool::shares_core(std::size_t index) {
    const int core = current_core();
    seats_[index - 1].core.store(core, std::memory_order_relaxed);
    return core >= 0 && core == caller_core_.load(std::memory_order_relaxed);
}

/// For the caller: whether a worker was last seen on the core that this thread is on.
bool thread_pool::is_beside_a_worker() const {
    const int core = current_core();
    for (std::size_t i = 0; i < workers_.size(); ++i) {
        if (core >= 0 && core == seats_[i].core.load(std::memory_order_relaxed)) return true;
    }
    return false;
}

void thread_pool::stay(std::chrono::steady_clock::duration period) {
    stays_until_.store((std::chrono::steady_clock::now() + period).time_since_epoch().count(),
                       std::memory_order_relaxed);
}

/// Whether a worker may move to another core now. If so, no worker may move again for rest_after_move.
bool thread_pool::may_move() {
    if (std::chrono::steady_clock::now().time_since_epoch().count() < stays_until_.load(std::memory_order_relaxed)) {
        return false;
    }
    stay(rest_after_move);
    return true;
}

/// Called by a worker: moves it to another core if it is on the caller's.
void thread_pool::leave_caller(std::size_t index) {
    if (stopping_.load(std::memory_order_relaxed) || !shares_core(index) || !may_move()) return;
    leave_core(seats_[index - 1].core.load(std::memory_order_relaxed));
    seats_[index - 1].core.store(current_core(), std::memory_order_relaxed);
}

/// For the thread of part `index`, which waits: gives its core away if the thread that it waits for may need that one.
/// It does not if another process has the other thread's core: Linux (6.18) takes a whole time slice from who yields.
void thread_pool::make_room(std::size_t index) {
    if (index > 0) leave_caller(index);
    const bool beside = index > 0 ? shares_core(index) : is_beside_a_worker();
    if (beside || !knows_cores) std::this_thread::yield();
}

void thread_pool::count_wait(std::chrono::steady_clock::duration waited) {
    if (waited >= least_stall) stalled_ += waited;
}

double thread_pool::take_stalled_seconds() {
    return std::chrono::duration<double>(std::exchange(stalled_, {})).count();
}

/// Waits until `value` is no longer `old` and returns its new value. Called by the thread of part `index`.
std::uint32_t thread_pool::await_change(const std::atomic<std::uint32_t>& value, std::uint32_t old, std::size_t index) {
    using clock = std::chrono::steady_clock;
    std::uint32_t now = value.load(std::memory_order_acquire);
    if (now != old) {
        // A worker that finishes so late may have shared the caller's core.
        if (spins_ && index > 0) leave_caller(index);
        return now;
    }
    const clock::time_point began = clock::now();
    for (clock::duration waited{}; spins_ && waited < spin_before_sleep; waited = clock::now() - began) {
        if (waited > spin_before_yield) make_room(index);
        for (int i = 0; i < pauses_per_glance; ++i) {
            pause_core();
            now = value.load(std::memory_order_acquire);
            if (now == old) continue;
            if (index == 0) count_wait(waited);
            return now;
        }
    }
    // A worker that takes so long on another core may have been moved to one that other processes use.
    if (spins_ && index == 0 && !is_beside_a_worker()) stay(rest_after_stall);
    while (now == old) {
        value.wait(old, std::memory_order_acquire);
        now = value.load(std::memory_order_acquire);
    }
    if (index == 0) count_wait(clock::now() - began);
    // A worker woken on the caller's core would keep the caller from its own part.
    if (spins_ && index > 0) leave_caller(index);
    return now;
}

thread_pool::thread_pool(std::size_t threads) {
    spins_ = threads <= std::thread::hardware_concurrency();
    seats_ = std::make_unique<seat[]>(threads - 1);
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

/// Whether part `index` of this round is now the calling thread's to do. Only one thread is told so.
bool thread_pool::begin(std::size_t index, std::uint32_t round) {
    std::uint32_t before = round - 1;
    return seats_[index - 1].begun.compare_exchange_strong(before, round, std::memory_order_relaxed);
}

/// For the caller: does the parts of workers that have not begun theirs, since they sleep or other processes have their
/// cores.
void thread_pool::do_unbegun(std::uint32_t round) {
    for (std::size_t index = 1; index <= workers_.size(); ++index) {
        if (!begin(index, round)) continue;
        if (index < parts_) task_(context_, index);
        unfinished_.fetch_sub(1, std::memory_order_relaxed);
    }
}

void thread_pool::fork(std::size_t parts, call task, void* context) {
    caller_core_.store(current_core(), std::memory_order_relaxed);
    task_ = task;
    context_ = context;
    parts_ = parts;
    unfinished_.store(static_cast<std::uint32_t>(workers_.size()), std::memory_order_relaxed);
    const std::uint32_t round = round_.fetch_add(1, std::memory_order_release) + 1;
    round_.notify_all();
    task(context, 0);
    do_unbegun(round);
    std::uint32_t left = unfinished_.load(std::memory_order_acquire);
    while (left != 0) left = await_change(unfinished_, left, 0);
}

void thread_pool::work(std::size_t index) {
    std::uint32_t seen = 0;
    while (true) {
        seen = await_change(round_, seen, index);
        if (stopping_.load(std::memory_order_relaxed)) return;
        if (!begin(index, seen)) continue;
        if (index < parts_) task_(context_, index);
        if (unfinished_.fetch_sub(1, std::memory_order_acq_rel) == 1) unfinished_.notify_all();
    }
}

}  // namespace chainrule
