// A trainer on a thread of its own, steered by commands and watched by reports. Commands are queued and carried out in
// order between two pieces of work; reports are kept until somebody collects them, so none is ever lost.
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

/// Where a run stood at one moment.
struct run_status {
    run_state state = run_state::ready;
    std::uint64_t epoch = 0, step = 0, steps_per_epoch = 0;
    /// Training time without pauses.
    double seconds = 0;
    double rows_per_second = 0;
    std::optional<best_epoch> best;
    end_reason reason = end_reason::none;
    double learning_rate = 0;
    std::uint64_t diverged_at = 0;
    divergence_cause cause;
    /// See checkpoint_history::version; 0 where none is kept.
    std::uint64_t history_version = 0;
    /// See update_ratios::latest: of the newest step that was gauged.
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
    /// `notify` is called from the training thread when there is something to collect or is_idle() may have changed:
    /// after each command and change of state, and at most ten times a second besides. It must not block or throw.
    training_thread(train_config<Real> config, const kernel_table<Real>& kernels, std::function<void()> notify);
    /// Stops within one piece of work and joins.
    ~training_thread();

    /// Any but `change`.
    void send(run_command command);
    /// Checks it and allocates what it needs; throws failure.
    void send_change(change what);
    /// Whether all commands are carried out and nothing runs: nothing will happen until the next command.
    bool is_idle() const;

    /// Everything since the last call, in order: one report per change of state, and one for what came after it.
    std::vector<run_report> collect();

    /// Waits for the piece of work under way; any thread but the training thread.
    std::vector<layer_tensors<Real>> current_weights();
    /// Of the best epoch; before one was finished the present ones, unless those are spoilt.
    std::vector<layer_tensors<Real>> best_weights();
    std::optional<checkpoint<Real>> last_checkpoint() const { return trainer_.last_checkpoint(); }
    const std::shared_ptr<checkpoint_history<Real>>& history() const { return trainer_.history(); }

private:
    using clock = std::chrono::steady_clock;

    /// A command and, for a change, what it brings.
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

    trainer<Real> trainer_;
    const std::function<void()> notify_;

    // Of the training thread alone.
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
    /// Steps whose size is told: whether the next is one, when the last one was, and seconds for which that is new.
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
    /// One per change of state.
    std::vector<run_status> statuses_;
    run_status latest_;
    bool has_latest_ = false;
    std::vector<epoch_record> records_;
    std::vector<change> changes_;
    std::size_t records_collected_ = 0, changes_collected_ = 0;

    std::thread thread_;
};

}  // namespace chainrule
