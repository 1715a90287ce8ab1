// See run_wrap.h. The training thread only wakes the main thread up, which then collects the reports. The training
// thread is joined before the thread-safe function is released: in dispose, by the garbage collector, or when the
// environment ends.
#include "run_wrap.h"

#include <new>

#include "convert/convert.h"
#include "convert/read_training.h"
#include "convert/read_values.h"
#include "dispatch.h"

namespace chainrule {
namespace {

/// As many as a run may have epochs; each is a command of 16 bytes.
constexpr double most_steps_sent = 1e6;

}  // namespace

Napi::Function run_wrap::define(Napi::Env env) {
    return DefineClass(
        env, "Run",
        {InstanceMethod<&run_wrap::on_snapshot>("onSnapshot"), InstanceMethod<&run_wrap::start>("start"),
         InstanceMethod<&run_wrap::pause>("pause"), InstanceMethod<&run_wrap::step>("step"),
         InstanceMethod<&run_wrap::stop>("stop"), InstanceMethod<&run_wrap::change_settings>("change"),
         InstanceMethod<&run_wrap::rewind>("rewind"), InstanceMethod<&run_wrap::weights>("weights"),
         InstanceMethod<&run_wrap::newest_rows>("newestRows"), InstanceMethod<&run_wrap::last_checkpoint>("checkpoint"),
         InstanceMethod<&run_wrap::list_checkpoints>("checkpoints"),
         InstanceMethod<&run_wrap::checkpoint_at>("checkpointAt"),
         InstanceMethod<&run_wrap::forget_history>("forgetHistory"), InstanceMethod<&run_wrap::dispose>("dispose")});
}

run_wrap::run_wrap(const Napi::CallbackInfo& info) : Napi::ObjectWrap<run_wrap>(info), env_(info.Env()) {
    const Napi::Env env = info.Env();
    guarded(env, [&] {
        wants_double(info[0]) ? begin(env, read_train_config<double>(info[0]))
                              : begin(env, read_train_config<float>(info[0]));
    });
}

template <class Real> void run_wrap::begin(Napi::Env env, train_config<Real> config) {
    const kernel_table<Real>& kernels = selected_kernels<Real>();
    net_.emplace(config.net);
    auto box = std::make_unique<mailbox>();
    box->owner = this;
    box_ = box.get();
    wake_up_ = wake_up::New(
        env, nullptr, Napi::Object(), "chainrule run", 0, 1, box.release(),
        [](Napi::Env, void*, mailbox* done) { delete done; }, static_cast<void*>(nullptr));
    wake_up_.Unref(env);
    try {
        thread_.emplace<std::unique_ptr<training_thread<Real>>>(
            std::make_unique<training_thread<Real>>(std::move(config), kernels, [box = box_, wake = wake_up_] {
                if (!box->has_mail.exchange(true)) wake.NonBlockingCall();
            }));
    } catch (...) {
        box_->owner = nullptr;
        wake_up_.Release();
        throw;
    }
    const std::shared_ptr<checkpoint_history<Real>>& kept =
        std::get<std::unique_ptr<training_thread<Real>>>(thread_)->history();
    if (kept) history_ = kept;
    // Hooks run last in, first out: this hook joins the thread before the thread-safe function's own hook runs.
    napi_add_env_cleanup_hook(env, environment_ends, this);
    hooked_ = true;
}

run_wrap::~run_wrap() { end_thread(); }

void run_wrap::end_thread() {
    if (!has_thread()) return;
    thread_.emplace<std::monostate>();
    box_->owner = nullptr;
    wake_up_.Release();
    if (hooked_) napi_remove_env_cleanup_hook(env_, environment_ends, this);
    hooked_ = false;
}

void run_wrap::environment_ends(void* self) {
    run_wrap* run = static_cast<run_wrap*>(self);
    run->hooked_ = false;
    run->thread_.emplace<std::monostate>();
    // From here on the environment itself releases the thread-safe function.
    run->box_->owner = nullptr;
}

void run_wrap::require_thread(Napi::Env env) const {
    if (!has_thread()) throw Napi::Error::New(env, "This run was disposed of; make a new one.");
}

void run_wrap::deliver(Napi::Env env, Napi::Function, mailbox* box, void*) {
    if (static_cast<napi_env>(env) == nullptr || box->owner == nullptr) return;
    box->has_mail.store(false);
    try {
        box->owner->hand_over(env);
    } catch (const std::bad_alloc&) {
        // What was not collected is still there: asks for another turn, in which there may be memory again.
        if (!box->has_mail.exchange(true)) box->owner->wake_up_.NonBlockingCall();
    }
}

void run_wrap::hand_over(Napi::Env env) {
    const Napi::HandleScope scope(env);
    // Keeps this object alive while its listener is called, which may drop or dispose of it.
    [[maybe_unused]] const Napi::Object self = Value();
    // Asked before reports are collected: if the run ends just after that, its last report is still to come, and the
    // process stays alive until then.
    const bool was_idle = with_thread([](auto& run) { return run.is_idle(); });
    if (!listener_.IsEmpty()) {
        for (const run_report& report : with_thread([](auto& run) { return run.collect(); })) {
            try {
                listener_.Call({write_report(env, report)});
            } catch (const Napi::Error& error) {
                napi_fatal_exception(env, error.Value());
            }
            if (!has_thread()) return;
        }
    }
    if (was_idle && with_thread([](auto& run) { return run.is_idle(); })) stay_alive(env, false);
}

/// Keeps the process, and this object, while the run goes on.
void run_wrap::stay_alive(Napi::Env env, bool alive) {
    if (alive == alive_) return;
    alive_ = alive;
    if (alive) {
        Ref();
        wake_up_.Ref(env);
    } else {
        wake_up_.Unref(env);
        Unref();
    }
}

void run_wrap::send(Napi::Env env, run_command command, std::uint64_t times) {
    require_thread(env);
    stay_alive(env, true);
    with_thread([&](auto& run) { run.send(command, times); });
}

void run_wrap::on_snapshot(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    require_thread(env);
    if (!info[0].IsFunction()) throw Napi::TypeError::New(env, "onSnapshot needs a function.");
    listener_ = Napi::Persistent(info[0].As<Napi::Function>());
    // Reports from before there was a listener are still waiting.
    if (!box_->has_mail.exchange(true)) wake_up_.NonBlockingCall();
}

void run_wrap::start(const Napi::CallbackInfo& info) { send(info.Env(), run_command::start); }
void run_wrap::pause(const Napi::CallbackInfo& info) { send(info.Env(), run_command::pause); }
void run_wrap::stop(const Napi::CallbackInfo& info) { send(info.Env(), run_command::stop); }

void run_wrap::step(const Napi::CallbackInfo& info) {
    require_thread(info.Env());
    guarded(info.Env(), [&] {
        const run_command command = read_step_unit(info[0]);
        const std::size_t times = info[1].IsUndefined() ? 1 : read_count(info[1], "times", 1, most_steps_sent);
        send(info.Env(), command, times);
    });
}

void run_wrap::rewind(const Napi::CallbackInfo& info) { send(info.Env(), run_command::rewind); }

void run_wrap::change_settings(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    require_thread(env);
    guarded(env, [&] {
        const change what = read_change(info[0]);
        // A getter may have disposed of this run.
        require_thread(env);
        with_thread([&](auto& run) { run.send_change(what); });
        stay_alive(env, true);
    });
}

Napi::Value run_wrap::weights(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    require_thread(env);
    return guarded(env, [&] {
        const bool best = read_wants_best(info[0]);
        return with_thread([&](auto& run) -> Napi::Value {
            return write_layers(env, *net_, best ? run.best_weights() : run.current_weights());
        });
    });
}

Napi::Value run_wrap::newest_rows(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    require_thread(env);
    return guarded(env,
                   [&] { return write_rows_of_step(env, with_thread([](auto& run) { return run.newest_rows(); })); });
}

Napi::Value run_wrap::last_checkpoint(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    require_thread(env);
    return guarded(env, [&]() -> Napi::Value {
        return with_thread([&](auto& run) -> Napi::Value {
            const auto state = run.last_checkpoint();
            return state ? write_checkpoint(env, *net_, *state) : Napi::Value(env.Null());
        });
    });
}

Napi::Value run_wrap::list_checkpoints(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    return guarded(env, [&] {
        return write_checkpoint_list(env,
                                     with_history(std::vector<kept_epoch>(), [](auto& kept) { return kept.list(); }));
    });
}

Napi::Value run_wrap::checkpoint_at(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    return guarded(env, [&] {
        const std::uint64_t step = read_count(info[0], "step", 0, most_safe_integer);
        return with_history(Napi::Value(env.Null()), [&](auto& kept) -> Napi::Value {
            const auto state = kept.at(step);
            return state ? write_checkpoint(env, *net_, *state) : Napi::Value(env.Null());
        });
    });
}

/// Releases this object's share of the history; a run that still trains keeps its own.
void run_wrap::forget_history(const Napi::CallbackInfo&) { history_ = std::monostate(); }

void run_wrap::dispose(const Napi::CallbackInfo& info) {
    if (!has_thread()) return;
    stay_alive(info.Env(), false);
    end_thread();
    listener_.Reset();
}

}  // namespace chainrule
