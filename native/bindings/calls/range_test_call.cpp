// See range_test_call.h.
#include "calls/range_test_call.h"

#include "cancellable_worker.h"
#include "convert/convert.h"
#include "convert/read_values.h"
#include "dispatch.h"
#include "inside/range_test.h"

namespace chainrule {
namespace {

rate_range read_range(const Napi::Value& value) {
    const Napi::Object object = read_object(value, "range");
    rate_range range{};
    range.from = read_number(object.Get("from"), "range.from", 1e-30, 1e30);
    range.to = read_number(object.Get("to"), "range.to", 1e-30, 1e30);
    range.steps = read_count(object.Get("steps"), "range.steps", 2, 1e5);
    if (!(range.from < range.to)) refuse("range.from must be below range.to.");
    return range;
}

template <class Real> class range_test_worker : public cancellable_worker {
public:
    explicit range_test_worker(const Napi::CallbackInfo& info)
        : cancellable_worker(info.Env()),
          kernels_(selected_kernels<Real>()),
          range_(read_range(info[1])),
          config_(read_train_config<Real>(info[0])) {}

protected:
    void compute(const std::atomic<bool>& cancelled) override {
        found_ = test_rates(std::move(config_), range_, kernels_, cancelled);
    }

    Napi::Value answer(Napi::Env env) override {
        Napi::Object result = Napi::Object::New(env);
        result.Set("rates", write_floats(env, found_.rates));
        result.Set("losses", write_floats(env, found_.losses));
        result.Set("smoothed", write_floats(env, found_.smoothed));
        result.Set("suggested", found_.suggested ? Napi::Number::New(env, *found_.suggested) : Napi::Value(env.Null()));
        result.Set("stoppedEarly", Napi::Boolean::New(env, found_.stopped_early));
        return result;
    }

private:
    const kernel_table<Real>& kernels_;
    const rate_range range_;
    train_config<Real> config_;
    range_test found_;
};

template <class Real> Napi::Value queue(const Napi::CallbackInfo& info) {
    return cancellable_worker::start(std::make_unique<range_test_worker<Real>>(info));
}

}  // namespace

Napi::Value range_test_call(const Napi::CallbackInfo& info) {
    return guarded(info.Env(),
                   [&]() -> Napi::Value { return wants_double(info[0]) ? queue<double>(info) : queue<float>(info); });
}

}  // namespace chainrule
