// Runs a trainer on a thread of its own. Commands are queued and carried out in order, between two pieces of work.
// Reports are kept until collect() is called, so none is ever lost.
//
//   ready -> running <-> paused -> finished | stopped | diverged
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "run/trainer.h"

namespace chainrule {

enum class run_state { ready, running, paused, finished, stopped, diverged };
enum class run_command { start, pause, step_batch, step_epoch, stop, rewind, change };

/// Status of a run at one time.
struct run_status {
    run_state state = run_state::ready;
    std::uint64_t epoch = 0, step = 0, steps_per_epoch = 0;
    /// Seconds of training, without pauses.
    double seconds = 0;
    double rows_per_second = 0;
    std::optional<best_epoch> best;
    end_reason reason = end_reason::none;
    double learning_rate = 0;
    std::uint64_t diverged_at = 0;
    divergence_cause cause;
    /// See checkpoint_history::version; 0 where no history is kept.
    std::uint64_t history_version = 0;
    /// See update_ratios::latest; of the newest step that was measured.
    std::vector<double> update_ratios;
    /// Records and changes made so far.
    std::size_t records = 0, changes = 0;
};

/// One status, and the epochs finished and changes taken since the one before it.
struct run_report {
    run_status status;
    std::vector<epoch_record> records;
    std::vector<change> changes;
};

template <class Real> class training_thread {
public:
    /// `notify` is called on the training thread when there is something to collect or is_idle() may have changed:
    /// after each command and each change of state, and otherwise at most ten times a second. It must not block or
    /// throw.
    training_thread(train_config<Real> config, const kernel_table<Real>& kernels, std::function<void()> notify);
    /// Stops within one piece of work and joins.
    ~training_thread();

    /// Sends any command but `change`, as if it were sent `times` times.
    void send(run_command command, std::uint64_t times = 1);
    /// Checks a change, allocates what it needs and sends it. Throws failure.
    void send_change(change what);
    /// Whether all commands are carried out and the run does not go on: nothing happens until the next command.
    bool is_idle() const;

    /// Reports since the last call, in order: one per change of state, and one for what came after the last.
    std::vector<run_report> collect();

    /// The current weights. Waits for the current piece of work; may be called from any thread but the training thread.
    std::vector<layer_tensors<Real>> current_weights();
    /// As trainer::newest_rows; as current_weights().
    rows_of_step newest_rows();
    /// Weights of the best epoch. Before the first end of an epoch: the current ones, or the initial ones if the run
    /// diverged.
    std::vector<layer_tensors<Real>> best_weights();
    std::optional<checkpoint<Real>> last_checkpoint() const { return trainer_.last_checkpoint(); }
    const std::shared_ptr<checkpoint_history<Real>>& history() const { return trainer_.history(); }

private:
    using clock = std::chrono::steady_clock;

    /// A command, with the prepared change if it is one.
    struct order {
        run_command command;
        std::unique_ptr<prepared_change<Real>> change;
    };

    void work();
    void enqueue(order next);
    void carry_out(order& next);
    void take_change(prepared_change<Real> next);
    void rewind();
    std::uint64_t end_of_epoch(std::uint64_t from, bool at_rest) const;
    void obey();
    void wait_for_command();
    /// Holds the trainer between two pieces of work.
    std::unique_lock<std::mutex> visit();
    void let_visitors_in();
    void advance();
    void set_state(run_state state);
    void end(end_reason reason);
    std::uint64_t steps_until_gauged() const;
    bool wants_to_gauge(clock::time_point now) const;
    void look_at_clock();
    void report_if_due(clock::time_point now);
    void measure(clock::time_point now);
    run_status status_now() const;
    void publish(bool state_changed);
    /// Repeats `work`, which leaves all as it was where it throws bad_alloc, until it succeeds or the thread is to end:
    /// an error on this thread would end the process.
    template <class Work> void until_there_is_memory(Work work);

    trainer<Real> trainer_;
    const std::function<void()> notify_;

    // Used by the training thread alone.
    run_state state_ = run_state::ready;
    end_reason reason_ = end_reason::none;
    /// Step after which to pause; 0 for none.
    std::uint64_t limit_ = 0;
    double seconds_ = 0;
    clock::time_point running_since_{};
    clock::time_point last_report_{};
    clock::time_point last_look_{};
    std::uint64_t rows_at_report_ = 0;
    double seconds_at_report_ = 0;
    double rows_per_second_ = 0;
    unsigned pieces_until_look_ = 1, pieces_per_look_ = 1;
    /// Steps whose update ratios are measured: whether the next one is, when the last one was, and the least seconds
    /// between two.
    bool gauges_next_ = false;
    clock::time_point gauged_at_{};
    double gauged_for_ = 0;

    // Held by the training thread while it works, so that others see the trainer between two pieces of work.
    std::mutex trainer_mutex_;
    std::atomic<std::uint32_t> visitors_{0};
    std::atomic<bool> ended_badly_{false};
    std::atomic<bool> has_best_{false};

    std::mutex command_mutex_;
    std::condition_variable command_added_;
    std::vector<order> commands_;
    std::vector<order> commands_taken_;
    std::atomic<bool> has_commands_{false};
    std::atomic<bool> quitting_{false};
    std::uint64_t commands_sent_ = 0;
    std::atomic<std::uint64_t> commands_done_{0};
    std::atomic<bool> running_{false};

    std::mutex report_mutex_;
    /// One status per change of state.
    std::vector<run_status> statuses_;
    run_status latest_;
    bool has_latest_ = false;
    std::vector<epoch_record> records_;
    std::vector<change> changes_;
    std::size_t records_collected_ = 0, changes_collected_ = 0;

    std::thread thread_;
};

}  // namespace chainrule
