// The JavaScript object of one run: its training_thread, the listener that gets its snapshots, and what keeps the
// process and this object alive while it runs. All methods must be called on the thread that made it.
#pragma once

#include <napi.h>

#include <atomic>
#include <memory>
#include <optional>
#include <variant>

#include "run/training_thread.h"

namespace chainrule {

class run_wrap : public Napi::ObjectWrap<run_wrap> {
public:
    static Napi::Function define(Napi::Env env);

    /// new Run(config): see read_train_config.
    explicit run_wrap(const Napi::CallbackInfo& info);
    ~run_wrap() override;

private:
    /// Shared with the thread-safe function, which may outlive this object.
    struct mailbox {
        run_wrap* owner;
        std::atomic<bool> has_mail{false};
    };
    static void deliver(Napi::Env env, Napi::Function, mailbox* box, void*);
    using wake_up = Napi::TypedThreadSafeFunction<mailbox, void, deliver>;

    void on_snapshot(const Napi::CallbackInfo& info);
    void start(const Napi::CallbackInfo& info);
    void pause(const Napi::CallbackInfo& info);
    void step(const Napi::CallbackInfo& info);
    void stop(const Napi::CallbackInfo& info);
    void change_settings(const Napi::CallbackInfo& info);
    void rewind(const Napi::CallbackInfo& info);
    Napi::Value weights(const Napi::CallbackInfo& info);
    Napi::Value newest_rows(const Napi::CallbackInfo& info);
    Napi::Value last_checkpoint(const Napi::CallbackInfo& info);
    Napi::Value list_checkpoints(const Napi::CallbackInfo& info);
    Napi::Value checkpoint_at(const Napi::CallbackInfo& info);
    void forget_history(const Napi::CallbackInfo& info);
    void dispose(const Napi::CallbackInfo& info);

    template <class Real> void begin(Napi::Env env, train_config<Real> config);
    bool has_thread() const { return !std::holds_alternative<std::monostate>(thread_); }
    void require_thread(Napi::Env env) const;
    /// Calls `use` with the training thread, of whichever type; there must be one.
    template <class Use> auto with_thread(Use use) {
        if (auto* doubles = std::get_if<std::unique_ptr<training_thread<double>>>(&thread_)) return use(**doubles);
        return use(*std::get<std::unique_ptr<training_thread<float>>>(thread_));
    }
    /// Calls `use` with the checkpoint history, of whichever type; returns `otherwise` where there is none.
    template <class Result, class Use> Result with_history(Result otherwise, Use use) {
        if (auto* doubles = std::get_if<std::shared_ptr<checkpoint_history<double>>>(&history_)) return use(**doubles);
        if (auto* floats = std::get_if<std::shared_ptr<checkpoint_history<float>>>(&history_)) return use(**floats);
        return otherwise;
    }
    void send(Napi::Env env, run_command command, std::uint64_t times = 1);
    void hand_over(Napi::Env env);
    void stay_alive(Napi::Env env, bool alive);
    void end_thread();
    static void environment_ends(void* self);

    std::variant<std::monostate, std::unique_ptr<training_thread<float>>, std::unique_ptr<training_thread<double>>>
        thread_;
    /// The checkpoint history, which outlives the thread.
    std::variant<std::monostate, std::shared_ptr<checkpoint_history<float>>,
                 std::shared_ptr<checkpoint_history<double>>>
        history_;
    std::optional<network> net_;
    Napi::FunctionReference listener_;
    wake_up wake_up_;
    mailbox* box_ = nullptr;
    napi_env env_;
    bool hooked_ = false;
    bool alive_ = false;
};

}  // namespace chainrule
