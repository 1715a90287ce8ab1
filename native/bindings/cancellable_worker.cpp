// See cancellable_worker.h.
#include "cancellable_worker.h"

#include "convert/convert.h"

namespace chainrule {

cancellable_worker::cancellable_worker(Napi::Env env)
    : env_(env), deferred_(Napi::Promise::Deferred::New(env)), cancelled_(std::make_shared<std::atomic<bool>>(false)) {}

Napi::Value cancellable_worker::start(std::unique_ptr<cancellable_worker> worker) {
    const Napi::Env env(worker->env_);
    Napi::Object handle = Napi::Object::New(env);
    handle.Set("result", worker->deferred_.Promise());
    handle.Set("cancel",
               Napi::Function::New(env, [flag = worker->cancelled_](const Napi::CallbackInfo&) { flag->store(true); }));
    cancellable_worker* self = worker.get();
    self->done_ = wake_up::New(
        env, nullptr, Napi::Object(), "chainrule insight", 0, 1, self,
        [](Napi::Env, void*, cancellable_worker* finished) { delete finished; }, static_cast<void*>(nullptr));
    worker.release();
    try {
        self->thread_ = std::thread([self] { self->work(); });
    } catch (...) {
        self->done_.Release();
        throw;
    }
    // Hooks run last in, first out: this hook joins the thread before the thread-safe function's own hook runs.
    napi_add_env_cleanup_hook(env, environment_ends, self);
    return handle;
}

void cancellable_worker::work() {
    try {
        compute(*cancelled_);
    } catch (...) {
        problem_ = std::current_exception();
    }
    done_.NonBlockingCall();
}

void cancellable_worker::environment_ends(void* worker) {
    cancellable_worker* self = static_cast<cancellable_worker*>(worker);
    self->cancelled_->store(true);
    self->thread_.join();
}

void cancellable_worker::deliver(Napi::Env env, Napi::Function, cancellable_worker* self, void*) {
    // Without an environment there is no promise to settle, and the thread was joined.
    if (static_cast<napi_env>(env) == nullptr || !self->thread_.joinable()) return;
    self->thread_.join();
    napi_remove_env_cleanup_hook(self->env_, environment_ends, self);
    try {
        self->settle(env);
    } catch (const Napi::Error&) {
        // The environment is being terminated: no promise can be settled any more.
    }
    self->done_.Release();
}

void cancellable_worker::settle(Napi::Env env) {
    if (problem_) return deferred_.Reject(error_of(env, problem_).Value());
    try {
        deferred_.Resolve(answer(env));
    } catch (const Napi::Error& error) {
        deferred_.Reject(error.Value());
    } catch (...) {
        deferred_.Reject(error_of(env, std::current_exception()).Value());
    }
}

}  // namespace chainrule
