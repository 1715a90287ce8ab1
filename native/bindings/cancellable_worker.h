// Work of one call of the addon on a thread of libuv's pool that its caller can call off: the call answers at once with
// {result: a Promise, cancel: a function}. What is called off, or outlived by its environment, ends soon after and
// rejects with the code "cancelled".
#pragma once

#include <napi.h>

#include <atomic>
#include <memory>

namespace chainrule {

class cancellable_worker : public Napi::AsyncWorker {
public:
    explicit cancellable_worker(Napi::Env env);
    ~cancellable_worker() override;

    static Napi::Value start(std::unique_ptr<cancellable_worker> worker);

protected:
    /// On the pool's thread; looks at `cancelled` often and throws failure "cancelled".
    virtual void compute(const std::atomic<bool>& cancelled) = 0;
    /// On the main thread, after compute has returned.
    virtual Napi::Value answer(Napi::Env env) = 0;

private:
    void Execute() final;
    void OnOK() final;
    static void environment_ends(void* flag);

    Napi::Promise::Deferred deferred_;
    /// Shared with the cancel function, which may be called when this is gone.
    std::shared_ptr<std::atomic<bool>> cancelled_;
    std::exception_ptr problem_;
    napi_env env_;
};

}  // namespace chainrule
