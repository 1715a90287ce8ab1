// A fixed fork/join pool: run() gives every thread one part of a task and returns when all are done. The caller is
// thread 0. A part is done by the worker of its index, or by the caller if that worker has not begun it when the caller
// is done with its own: on a busy machine a worker may wait for a core for many milliseconds. Waiting threads spin for
// a millisecond, then sleep; with more threads than cores they sleep at once. A worker that finds itself on the
// caller's core moves to another core.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

namespace chainrule {

class thread_pool {
public:
    /// `threads` includes the caller, 1 or more. Throws std::system_error when the system refuses a thread.
    explicit thread_pool(std::size_t threads);
    ~thread_pool();
    thread_pool(const thread_pool&) = delete;
    thread_pool& operator=(const thread_pool&) = delete;

    std::size_t threads() const { return workers_.size() + 1; }

    /// Seconds that the caller has waited for workers since the last call of this function, counting only waits so long
    /// that a worker's core, or the caller's, must have gone to another process.
    double take_stalled_seconds();

    /// Calls task(0) .. task(parts - 1), each once, at the same time or one after the other, so that they may not wait
    /// for each other; parts is at most threads(). `task` must not throw. Only one thread may be in run() at a time.
    template <class Task> void run(std::size_t parts, Task& task) {
        if (parts <= 1) {
            if (parts == 1) task(std::size_t{0});
            return;
        }
        fork(parts, [](void* context, std::size_t part) { (*static_cast<Task*>(context))(part); }, &task);
    }

private:
    using call = void (*)(void*, std::size_t);
    /// A worker, as others see it; on a line of its own.
    struct alignas(64) seat {
        /// The core on which it was last seen.
        std::atomic<int> core{-1};
        /// The last round whose part of it was begun, by itself or by the caller.
        std::atomic<std::uint32_t> begun{0};
    };
    bool begin(std::size_t index, std::uint32_t round);
    void do_unbegun(std::uint32_t round);
    bool shares_core(std::size_t index);
    bool is_beside_a_worker() const;
    void leave_caller(std::size_t index);
    void stay(std::chrono::steady_clock::duration period);
    bool may_move();
    void make_room(std::size_t index);
    void count_wait(std::chrono::steady_clock::duration waited);
    std::uint32_t await_change(const std::atomic<std::uint32_t>& value, std::uint32_t old, std::size_t index);
    void fork(std::size_t parts, call task, void* context);
    void work(std::size_t index);
    void stop();

    std::vector<std::thread> workers_;
    /// Worker `index` has seat index - 1.
    std::unique_ptr<seat[]> seats_;
    /// Time (steady clock) before which no worker moves to another core.
    std::atomic<std::chrono::steady_clock::rep> stays_until_{0};
    bool spins_ = false;
    call task_ = nullptr;
    void* context_ = nullptr;
    std::size_t parts_ = 0;
    /// Of the caller, who alone touches it.
    std::chrono::steady_clock::duration stalled_{};
    /// The caller's core at the last fork.
    std::atomic<int> caller_core_{-1};
    // On lines of their own: the workers poll the first while the last of them count down the second.
    alignas(64) std::atomic<std::uint32_t> round_{0};
    alignas(64) std::atomic<std::uint32_t> unfinished_{0};
    std::atomic<bool> stopping_{false};
};

/// Part `part` of `parts` of [0, count), cut at multiples of `grain`; parts differ by at most one grain.
struct share {
    std::size_t begin;
    std::size_t end;
};
constexpr share share_of(std::size_t count, std::size_t part, std::size_t parts, std::size_t grain) {
    const std::size_t grains = (count + grain - 1) / grain;
    const std::size_t begin = grains * part / parts * grain;
    const std::size_t end = grains * (part + 1) / parts * grain;
    return {begin < count ? begin : count, end < count ? end : count};
}

}  // namespace chainrule
