// Work of one call of the addon that its caller can call off: the call answers at once with {result: a Promise, cancel:
// a function}. What is called off rejects soon after with the code "cancelled". Each has a thread of its own and not
// one of libuv's pool, for whose work a process or a worker waits when it ends, a minute if it must; this is told to
// end, and is joined before its environment goes.
#pragma once

#include <napi.h>

#include <atomic>
#include <exception>
#include <memory>
#include <thread>

namespace chainrule {

class cancellable_worker {
public:
    explicit cancellable_worker(Napi::Env env);
    virtual ~cancellable_worker() = default;
    cancellable_worker(const cancellable_worker&) = delete;
    cancellable_worker& operator=(const cancellable_worker&) = delete;

    static Napi::Value start(std::unique_ptr<cancellable_worker> worker);

protected:
    /// On a thread of its own; looks at `cancelled` often and throws failure "cancelled".
    virtual void compute(const std::atomic<bool>& cancelled) = 0;
    /// On the main thread, after compute has returned.
    virtual Napi::Value answer(Napi::Env env) = 0;

private:
    static void deliver(Napi::Env env, Napi::Function, cancellable_worker* self, void*);
    using wake_up = Napi::TypedThreadSafeFunction<cancellable_worker, void, deliver>;

    void work();
    void settle(Napi::Env env);
    static void environment_ends(void* self);

    napi_env env_;
    Napi::Promise::Deferred deferred_;
    /// Shared with the cancel function, which may be called when this is gone.
    std::shared_ptr<std::atomic<bool>> cancelled_;
    /// Owns this object: its end is the end of it.
    wake_up done_;
    std::thread thread_;
    std::exception_ptr problem_;
};

}  // namespace chainrule
