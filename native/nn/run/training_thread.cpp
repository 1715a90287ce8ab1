// See training_thread.h. A piece of work may take less than a microsecond, so between two pieces the thread reads only
// two flags; it looks at the clock and takes locks about once in a millisecond.
#include "run/training_thread.h"

#include <algorithm>
#include <new>
#include <utility>

namespace chainrule {
namespace {

constexpr std::chrono::milliseconds report_interval{100};
constexpr std::chrono::microseconds look_interval{1000};
/// Between two attempts to get memory for a report.
constexpr std::chrono::milliseconds memory_wait{10};
constexpr unsigned most_pieces_per_look = 4096;
constexpr std::uint64_t most_steps_per_piece = 1000;
// Measuring a step's update copies the weights and reads them twice, about 2 ns per number: at most 1 % of the time may
// go into it.
constexpr double gauge_seconds_per_number = 100 * 2e-9;

double seconds_of(std::chrono::steady_clock::duration time) { return std::chrono::duration<double>(time).count(); }

double seconds_between(std::chrono::steady_clock::time_point from, std::chrono::steady_clock::time_point to) {
    return seconds_of(to - from);
}

/// Entries [begin, end) of `from`.
template <class Entry> std::vector<Entry> copy_of(const std::vector<Entry>& from, std::size_t begin, std::size_t end) {
    return {from.begin() + static_cast<std::ptrdiff_t>(begin), from.begin() + static_cast<std::ptrdiff_t>(end)};
}

template <class Entry> void erase_first(std::vector<Entry>& from, std::size_t count) {
    from.erase(from.begin(), from.begin() + static_cast<std::ptrdiff_t>(count));
}

}  // namespace

template <class Real>
training_thread<Real>::training_thread(train_config<Real> config, const kernel_table<Real>& kernels,
                                       std::function<void()> notify)
    : trainer_(std::move(config), kernels), notify_(std::move(notify)) {
    commands_.reserve(16);
    commands_taken_.reserve(16);
    gauged_for_ = std::max(seconds_of(report_interval) / 2,
                           gauge_seconds_per_number * static_cast<double>(trainer_.parameter_floats()));
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

// One lock for all: the thread finds all of them in one turn, so that it does not pause between two epochs.
template <class Real> void training_thread<Real>::send(run_command command, std::uint64_t times) {
    {
        const std::lock_guard<std::mutex> lock(command_mutex_);
        for (std::uint64_t k = 0; k < times; ++k) commands_.push_back({command, nullptr});
        commands_sent_ += times;
        has_commands_.store(true);
    }
    command_added_.notify_all();
}

template <class Real> void training_thread<Real>::send_change(change what) {
    enqueue({run_command::change, std::make_unique<prepared_change<Real>>(trainer_.prepare(std::move(what)))});
}

template <class Real> void training_thread<Real>::enqueue(order next) {
    {
        const std::lock_guard<std::mutex> lock(command_mutex_);
        commands_.push_back(std::move(next));
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
    for (order& next : commands_taken_) {
        carry_out(next);
        commands_done_.fetch_add(1);
    }
    commands_taken_.clear();
    notify_();
}

template <class Real> void training_thread<Real>::carry_out(order& next) {
    if (next.command == run_command::rewind) return rewind();
    const bool can_run = state_ == run_state::ready || state_ == run_state::paused;
    const bool running = state_ == run_state::running;
    if (!can_run && !running) return;
    switch (next.command) {
        case run_command::start: limit_ = 0; break;
        case run_command::pause:
            if (running) set_state(run_state::paused);
            return;
        case run_command::step_batch:
        case run_command::step_epoch: {
            // A step command does nothing while the run goes freely; while it carries out steps, it adds one more.
            if (running && limit_ == 0) return;
            const std::uint64_t from = running ? limit_ : trainer_.step();
            limit_ = next.command == run_command::step_batch ? from + 1 : end_of_epoch(from, !running);
            break;
        }
        case run_command::stop: set_state(run_state::stopped); return;
        case run_command::change: take_change(std::move(*next.change)); return;
        case run_command::rewind: return;
    }
    if (!can_run) return;
    set_state(run_state::running);
    if (trainer_.reason() != end_reason::none) end(trainer_.reason());
}

template <class Real> void training_thread<Real>::take_change(prepared_change<Real> next) {
    const change& taken = trainer_.take(std::move(next));
    until_there_is_memory([&] {
        const std::lock_guard<std::mutex> lock(report_mutex_);
        changes_.push_back(taken);
    });
    publish(false);
}

template <class Real> void training_thread<Real>::rewind() {
    // Reports what happened until now.
    if (state_ == run_state::running) set_state(run_state::paused);
    trainer_.rewind();
    reason_ = end_reason::none;
    limit_ = rows_at_report_ = 0;
    seconds_ = seconds_at_report_ = rows_per_second_ = 0;
    has_best_.store(false);
    ended_badly_.store(false);
    gauges_next_ = false;
    gauged_at_ = {};
    set_state(run_state::ready);
}

/// The number of the last step of the epoch that step `from` + 1 belongs to.
template <class Real> std::uint64_t training_thread<Real>::end_of_epoch(std::uint64_t from, bool at_rest) const {
    // A pause may fall between an epoch's last batch and its validation: then only the validation is left.
    if (at_rest && trainer_.is_validating()) return from;
    const std::uint64_t end = trainer_.step() + trainer_.steps_left();
    const std::uint64_t per_epoch = trainer_.steps_per_epoch();
    return from < end ? end : end + ((from - end) / per_epoch + 1) * per_epoch;
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
    publish(true);
    // Set last, so that whoever sees an idle thread also sees its last status.
    running_.store(state == run_state::running);
    notify_();
}

/// Steps before the next one that is measured; 0: the next one is.
template <class Real> std::uint64_t training_thread<Real>::steps_until_gauged() const {
    if (gauges_next_) return 0;
    const std::uint64_t most = limit_ == 0 ? most_steps_per_piece : limit_ - trainer_.step() - 1;
    return std::min(most, trainer_.steps_before_an_end());
}

template <class Real> void training_thread<Real>::advance() {
    const std::uint64_t steps = trainer_.is_validating() ? 1 : steps_until_gauged();
    const bool gauges = steps == 0;
    const std::optional<epoch_record> record = gauges ? trainer_.advance_gauged() : trainer_.advance(steps);
    if (gauges) {
        gauges_next_ = false;
        gauged_at_ = clock::now();
    }
    if (record) {
        if (!has_best_.load(std::memory_order_relaxed)) has_best_.store(true);
        until_there_is_memory([&] {
            const std::lock_guard<std::mutex> lock(report_mutex_);
            records_.push_back(*record);
        });
    }
    if (trainer_.reason() != end_reason::none) return end(trainer_.reason());
    if (limit_ != 0 && trainer_.step() >= limit_ && !trainer_.is_validating()) {
        limit_ = 0;
        return set_state(run_state::paused);
    }
    if (gauges) report_if_due(gauged_at_);
    if (--pieces_until_look_ == 0) look_at_clock();
}

template <class Real> void training_thread<Real>::end(end_reason reason) {
    reason_ = reason;
    const bool diverged = reason_ == end_reason::diverged;
    ended_badly_.store(diverged);
    set_state(diverged ? run_state::diverged : run_state::finished);
}

/// Whether to measure the next step: before each report, unless that would take too much time. Before the first report,
/// also whenever the run's time has grown by half since the last measurement, since the run may end before that report.
template <class Real> bool training_thread<Real>::wants_to_gauge(clock::time_point now) const {
    if (trainer_.is_validating()) return false;
    const double since = seconds_between(gauged_at_, now), ran = seconds_ + seconds_between(running_since_, now);
    if (now - last_report_ >= report_interval) return since >= gauged_for_;
    return ran < seconds_of(report_interval) && gauged_for_ < seconds_of(report_interval) && since >= ran / 3;
}

/// Adapts how often the clock is looked at, and reports when the last report is old enough.
template <class Real> void training_thread<Real>::look_at_clock() {
    const clock::time_point now = clock::now();
    const auto elapsed = now - last_look_;
    last_look_ = now;
    if (elapsed < look_interval / 2 && pieces_per_look_ < most_pieces_per_look) pieces_per_look_ *= 2;
    if (elapsed > look_interval * 2 && pieces_per_look_ > 1) pieces_per_look_ /= 2;
    pieces_until_look_ = pieces_per_look_;
    const double allowed = trainer_.seconds_allowed();
    if (allowed > 0 && seconds_ + seconds_between(running_since_, now) >= allowed) return end(end_reason::time_limit);
    gauges_next_ = wants_to_gauge(now);
    if (!gauges_next_) report_if_due(now);
}

template <class Real> void training_thread<Real>::report_if_due(clock::time_point now) {
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
    status.learning_rate = trainer_.learning_rate();
    status.diverged_at = trainer_.diverged_at();
    status.cause = trainer_.cause();
    status.history_version = trainer_.history() ? trainer_.history()->version() : 0;
    status.update_ratios = trainer_.latest_update_ratios();
    return status;
}

template <class Real> void training_thread<Real>::publish(bool state_changed) {
    until_there_is_memory([&] {
        run_status status = status_now();
        const std::lock_guard<std::mutex> lock(report_mutex_);
        status.records = records_collected_ + records_.size();
        status.changes = changes_collected_ + changes_.size();
        latest_ = status;
        if (state_changed) statuses_.push_back(std::move(status));
        has_latest_ = !state_changed;
    });
}

template <class Real> template <class Work> void training_thread<Real>::until_there_is_memory(Work work) {
    while (!quitting_.load(std::memory_order_relaxed)) {
        try {
            return work();
        } catch (const std::bad_alloc&) {
            std::this_thread::sleep_for(memory_wait);
        }
    }
}

// Nothing is taken out before all of it is copied: where memory runs out, the next call finds it still there.
template <class Real> std::vector<run_report> training_thread<Real>::collect() {
    const std::lock_guard<std::mutex> lock(report_mutex_);
    std::vector<run_status> statuses = statuses_;
    if (has_latest_) statuses.push_back(latest_);
    if (statuses.empty()) return {};
    std::vector<run_report> reports;
    std::size_t record = 0, change = 0;
    for (const run_status& status : statuses) {
        const std::size_t next_record = status.records - records_collected_;
        const std::size_t next_change = status.changes - changes_collected_;
        reports.push_back({status, copy_of(records_, record, next_record), copy_of(changes_, change, next_change)});
        record = next_record;
        change = next_change;
    }
    // Records and changes newer than the last status wait for the next one.
    erase_first(records_, record);
    erase_first(changes_, change);
    records_collected_ += record;
    changes_collected_ += change;
    statuses_.clear();
    has_latest_ = false;
    return reports;
}

template <class Real> std::unique_lock<std::mutex> training_thread<Real>::visit() {
    visitors_.fetch_add(1);
    std::unique_lock<std::mutex> lock(trainer_mutex_);
    visitors_.fetch_sub(1);
    visitors_.notify_all();
    return lock;
}

template <class Real> std::vector<layer_tensors<Real>> training_thread<Real>::current_weights() {
    const std::unique_lock<std::mutex> lock = visit();
    return trainer_.current();
}

template <class Real> rows_of_step training_thread<Real>::newest_rows() {
    const std::unique_lock<std::mutex> lock = visit();
    return trainer_.newest_rows();
}

template <class Real> std::vector<layer_tensors<Real>> training_thread<Real>::best_weights() {
    return has_best_.load() || ended_badly_.load() ? trainer_.best() : current_weights();
}

template class training_thread<float>;
template class training_thread<double>;

}  // namespace chainrule
