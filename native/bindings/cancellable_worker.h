// A call of the addon that works on a thread of its own and can be cancelled. It returns {result: a Promise, cancel: a
// function} at once; a cancelled call rejects soon after with the code "cancelled". The thread is not from libuv's
// pool: a process or worker that ends waits for that pool's work, which may take a minute. When the environment ends,
// this thread is cancelled and joined.
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
    /// Runs on a thread of its own. Must read `cancelled` often, and throw failure "cancelled" once it is set.
    virtual void compute(const std::atomic<bool>& cancelled) = 0;
    /// Runs on the main thread after compute has returned. Returns what the promise resolves to.
    virtual Napi::Value answer(Napi::Env env) = 0;

private:
    static void deliver(Napi::Env env, Napi::Function, cancellable_worker* self, void*);
    using wake_up = Napi::TypedThreadSafeFunction<cancellable_worker, void, deliver>;

    void work();
    void settle(Napi::Env env);
    static void environment_ends(void* self);

    napi_env env_;
    Napi::Promise::Deferred deferred_;
    /// Shared with the cancel function, which may be called after this object is deleted.
    std::shared_ptr<std::atomic<bool>> cancelled_;
    /// Owns this object: its finaliser deletes it.
    wake_up done_;
    std::thread thread_;
    std::exception_ptr problem_;
};

}  // namespace chainrule
