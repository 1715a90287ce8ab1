// See cancellable_worker.h.
#include "cancellable_worker.h"

#include "convert.h"

namespace chainrule {

cancellable_worker::cancellable_worker(Napi::Env env)
    : Napi::AsyncWorker(env, "chainrule insight"),
      deferred_(Napi::Promise::Deferred::New(env)),
      cancelled_(std::make_shared<std::atomic<bool>>(false)),
      env_(env) {
    // The pool's threads are joined when the process ends: it must not wait for a minute of work that nobody wants.
    napi_add_env_cleanup_hook(env, environment_ends, cancelled_.get());
}

cancellable_worker::~cancellable_worker() { napi_remove_env_cleanup_hook(env_, environment_ends, cancelled_.get()); }

void cancellable_worker::environment_ends(void* flag) { static_cast<std::atomic<bool>*>(flag)->store(true); }

Napi::Value cancellable_worker::start(std::unique_ptr<cancellable_worker> worker) {
    const Napi::Env env = worker->Env();
    Napi::Object handle = Napi::Object::New(env);
    handle.Set("result", worker->deferred_.Promise());
    handle.Set("cancel",
               Napi::Function::New(env, [flag = worker->cancelled_](const Napi::CallbackInfo&) { flag->store(true); }));
    worker.release()->Queue();
    return handle;
}

void cancellable_worker::Execute() {
    try {
        compute(*cancelled_);
    } catch (...) {
        problem_ = std::current_exception();
    }
}

void cancellable_worker::OnOK() {
    if (problem_) return deferred_.Reject(error_of(Env(), problem_).Value());
    try {
        deferred_.Resolve(answer(Env()));
    } catch (const Napi::Error& error) {
        deferred_.Reject(error.Value());
    } catch (...) {
        deferred_.Reject(error_of(Env(), std::current_exception()).Value());
    }
}

}  // namespace chainrule
