// See training_thread.h. Between two pieces of work the thread looks at two flags only; clocks and locks are left for
// once in about a millisecond, since a piece of work may be shorter than a microsecond.
#include "training_thread.h"

#include <utility>

namespace chainrule {
namespace {

constexpr std::chrono::milliseconds report_interval{100};
constexpr std::chrono::microseconds look_interval{1000};
constexpr unsigned most_pieces_per_look = 4096;

double seconds_between(std::chrono::steady_clock::time_point from, std::chrono::steady_clock::time_point to) {
    return std::chrono::duration<double>(to - from).count();
}

}  // namespace

template <class Real>
training_thread<Real>::training_thread(train_config<Real> config, const kernel_table<Real>& kernels,
                                       std::function<void()> notify)
    : trainer_(std::move(config), kernels), notify_(std::move(notify)) {
    commands_.reserve(16);
    commands_taken_.reserve(16);
    latest_ = status_now();
    has_best_ = trainer_.best_so_far().has_value();
    thread_ = std::thread([this] { work(); });
}

template <class Real> training_thread<Real>::~training_thread() {
    quitting_.store(true);
    {
        const std::lock_guard<std::mutex> lock(command_mutex_);
        has_commands_.store(true);
    }
    command_added_.notify_all();
    thread_.join();
}

template <class Real> void training_thread<Real>::send(run_command command) {
    {
        const std::lock_guard<std::mutex> lock(command_mutex_);
        commands_.push_back(command);
        ++commands_sent_;
        has_commands_.store(true);
    }
    command_added_.notify_all();
}

template <class Real> bool training_thread<Real>::is_idle() const {
    return commands_done_.load() == commands_sent_ && !running_.load();
}

template <class Real> void training_thread<Real>::work() {
    std::unique_lock<std::mutex> working(trainer_mutex_);
    while (true) {
        if (has_commands_.load(std::memory_order_acquire)) obey();
        if (quitting_.load(std::memory_order_relaxed)) return;
        if (visitors_.load(std::memory_order_acquire) != 0) {
            working.unlock();
            let_visitors_in();
            working.lock();
        }
        if (state_ == run_state::running) {
            advance();
            continue;
        }
        working.unlock();
        wait_for_command();
        working.lock();
    }
}

template <class Real> void training_thread<Real>::let_visitors_in() {
    for (std::uint32_t visitors = visitors_.load(); visitors != 0; visitors = visitors_.load()) {
        visitors_.wait(visitors);
    }
}

template <class Real> void training_thread<Real>::wait_for_command() {
    std::unique_lock<std::mutex> lock(command_mutex_);
    command_added_.wait(lock, [this] { return has_commands_.load(); });
}

template <class Real> void training_thread<Real>::obey() {
    {
        const std::lock_guard<std::mutex> lock(command_mutex_);
        commands_taken_.swap(commands_);
        has_commands_.store(false);
    }
    for (const run_command command : commands_taken_) {
        carry_out(command);
        commands_done_.fetch_add(1);
    }
    commands_taken_.clear();
    notify_();
}

template <class Real> void training_thread<Real>::carry_out(run_command command) {
    const bool can_run = state_ == run_state::ready || state_ == run_state::paused;
    const bool running = state_ == run_state::running;
    if (!can_run && !running) return;
    switch (command) {
        case run_command::start: limit_ = 0; break;
        case run_command::pause:
            if (running) set_state(run_state::paused);
            return;
        case run_command::step_batch:
        case run_command::step_epoch: {
            // While it runs freely a step means nothing; while it steps, one more is added.
            if (running && limit_ == 0) return;
            const std::uint64_t from = running ? limit_ : trainer_.step();
            limit_ = command == run_command::step_batch ? from + 1 : end_of_epoch(from, !running);
            break;
        }
        case run_command::stop: set_state(run_state::stopped); return;
    }
    if (!can_run) return;
    set_state(run_state::running);
    if (trainer_.reason() != end_reason::none) end();
}

template <class Real> std::uint64_t training_thread<Real>::end_of_epoch(std::uint64_t from, bool at_rest) const {
    // A pause may fall between an epoch's last batch and its validation: then only that is left of it.
    if (at_rest && trainer_.is_validating()) return from;
    const std::uint64_t per_epoch = trainer_.steps_per_epoch();
    return (from / per_epoch + 1) * per_epoch;
}

template <class Real> void training_thread<Real>::set_state(run_state state) {
    const clock::time_point now = clock::now();
    if (state_ == run_state::running) measure(now);
    if (state == run_state::running) {
        running_since_ = now;
        last_look_ = now;
        last_report_ = now;
    }
    state_ = state;
    running_.store(state == run_state::running);
    publish(true);
    notify_();
}

template <class Real> void training_thread<Real>::advance() {
    const std::optional<epoch_record> record = trainer_.advance();
    if (record) {
        if (!has_best_.load(std::memory_order_relaxed)) has_best_.store(true);
        const std::lock_guard<std::mutex> lock(report_mutex_);
        records_.push_back(*record);
    }
    if (trainer_.reason() != end_reason::none) return end();
    if (limit_ != 0 && trainer_.step() >= limit_ && !trainer_.is_validating()) {
        limit_ = 0;
        return set_state(run_state::paused);
    }
    if (--pieces_until_look_ == 0) look_at_clock();
}

template <class Real> void training_thread<Real>::end() {
    reason_ = trainer_.reason();
    const bool diverged = reason_ == end_reason::diverged;
    ended_badly_.store(diverged);
    set_state(diverged ? run_state::diverged : run_state::finished);
}

/// Adapts how often the clock is looked at, and reports when the last report is old enough.
template <class Real> void training_thread<Real>::look_at_clock() {
    const clock::time_point now = clock::now();
    const auto elapsed = now - last_look_;
    last_look_ = now;
    if (elapsed < look_interval / 2 && pieces_per_look_ < most_pieces_per_look) pieces_per_look_ *= 2;
    if (elapsed > look_interval * 2 && pieces_per_look_ > 1) pieces_per_look_ /= 2;
    pieces_until_look_ = pieces_per_look_;
    if (now - last_report_ < report_interval) return;
    measure(now);
    publish(false);
    notify_();
}

template <class Real> void training_thread<Real>::measure(clock::time_point now) {
    seconds_ += seconds_between(running_since_, now);
    running_since_ = now;
    last_report_ = now;
    const double elapsed = seconds_ - seconds_at_report_;
    if (elapsed <= 0) return;
    rows_per_second_ = static_cast<double>(trainer_.rows_seen() - rows_at_report_) / elapsed;
    rows_at_report_ = trainer_.rows_seen();
    seconds_at_report_ = seconds_;
}

template <class Real> run_status training_thread<Real>::status_now() const {
    run_status status;
    status.state = state_;
    status.epoch = trainer_.epoch();
    status.step = trainer_.step();
    status.steps_per_epoch = trainer_.steps_per_epoch();
    status.seconds = seconds_;
    status.rows_per_second = rows_per_second_;
    status.best = trainer_.best_so_far();
    status.reason = reason_;
    status.diverged_at = trainer_.diverged_at();
    return status;
}

template <class Real> void training_thread<Real>::publish(bool state_changed) {
    run_status status = status_now();
    const std::lock_guard<std::mutex> lock(report_mutex_);
    status.records = records_collected_ + records_.size();
    if (state_changed) {
        changes_.push_back(status);
        has_latest_ = false;
    } else {
        has_latest_ = true;
    }
    latest_ = status;
}

template <class Real> std::vector<run_report> training_thread<Real>::collect() {
    std::vector<run_status> statuses;
    std::vector<epoch_record> records;
    std::size_t collected = 0;
    {
        const std::lock_guard<std::mutex> lock(report_mutex_);
        statuses.swap(changes_);
        if (has_latest_) statuses.push_back(latest_);
        has_latest_ = false;
        records.swap(records_);
        collected = records_collected_;
        // Records newer than the last status wait for the next one.
        const std::size_t taken = statuses.empty() ? 0 : statuses.back().records - collected;
        records_.assign(records.begin() + static_cast<std::ptrdiff_t>(taken), records.end());
        records.resize(taken);
        records_collected_ += taken;
    }
    std::vector<run_report> reports;
    std::size_t from = 0;
    for (const run_status& status : statuses) {
        const std::size_t to = status.records - collected;
        reports.push_back({status, std::vector<epoch_record>(records.begin() + static_cast<std::ptrdiff_t>(from),
                                                             records.begin() + static_cast<std::ptrdiff_t>(to))});
        from = to;
    }
    return reports;
}

template <class Real> std::vector<layer_tensors<Real>> training_thread<Real>::current_weights() {
    visitors_.fetch_add(1);
    const std::lock_guard<std::mutex> lock(trainer_mutex_);
    visitors_.fetch_sub(1);
    visitors_.notify_all();
    return trainer_.current();
}

template <class Real> std::vector<layer_tensors<Real>> training_thread<Real>::best_weights() {
    return has_best_.load() || ended_badly_.load() ? trainer_.best() : current_weights();
}

template class training_thread<float>;
template class training_thread<double>;

}  // namespace chainrule
