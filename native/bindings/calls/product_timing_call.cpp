// See product_timing_call.h.
#include "calls/product_timing_call.h"

#include "cancellable_worker.h"
#include "convert/convert.h"
#include "convert/read_values.h"
#include "dispatch.h"
#include "inside/product_timing.h"

namespace chainrule {
namespace {

constexpr double most_threads = 256;
constexpr double most_samples = 100000;
constexpr double most_rows = 4294967295.0;
constexpr double most_units = 65536;

timed_product read_product(const Napi::Value& value) {
    constexpr named<layer_product> kinds[] = {{"forward", layer_product::forward},
                                              {"weightGradient", layer_product::weight_gradient},
                                              {"dataGradient", layer_product::data_gradient}};
    const Napi::Object object = read_object(value, "shape");
    timed_product what{};
    what.kind = read_name(object.Get("product"), "shape.product", kinds);
    what.rows = read_count(object.Get("rows"), "shape.rows", 1, most_rows);
    what.inputs = read_count(object.Get("inputs"), "shape.inputs", 1, most_units);
    what.outputs = read_count(object.Get("outputs"), "shape.outputs", 1, most_units);
    return what;
}

class timing_worker : public cancellable_worker {
public:
    timing_worker(Napi::Env env, const Napi::Value& threads, const Napi::Value& samples)
        : cancellable_worker(env),
          kernels_(selected_kernels<float>()),
          threads_(read_count(threads, "threads", 1, most_threads)),
          samples_(read_count(samples, "samples", 1, most_samples)) {}

protected:
    Napi::Value answer(Napi::Env env) override { return write_floats(env, found_); }

    const kernel_table<float>& kernels_;
    const std::size_t threads_, samples_;
    std::vector<double> found_;
};

class product_worker : public timing_worker {
public:
    explicit product_worker(const Napi::CallbackInfo& info)
        : timing_worker(info.Env(), info[1], info[2]), what_(read_product(info[0])) {
        const double needed = static_cast<double>(product_bytes(what_));
        if (needed > static_cast<double>(read_count(info[3], "memoryBudget", 0, 9e15))) refuse_memory(needed);
    }

protected:
    void compute(const std::atomic<bool>& cancelled) override {
        found_ = time_product(kernels_, what_, threads_, samples_, cancelled);
    }

private:
    const timed_product what_;
};

class peak_worker : public timing_worker {
public:
    explicit peak_worker(const Napi::CallbackInfo& info) : timing_worker(info.Env(), info[0], info[1]) {}

protected:
    void compute(const std::atomic<bool>& cancelled) override {
        found_ = time_peak(kernels_, threads_, samples_, cancelled);
    }
};

template <class Worker> Napi::Value queue(const Napi::CallbackInfo& info) {
    return guarded(info.Env(), [&] { return cancellable_worker::start(std::make_unique<Worker>(info)); });
}

}  // namespace

Napi::Value time_product_call(const Napi::CallbackInfo& info) { return queue<product_worker>(info); }

Napi::Value time_peak_call(const Napi::CallbackInfo& info) { return queue<peak_worker>(info); }

}  // namespace chainrule
