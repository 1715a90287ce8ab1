// What the addon exports: info(), Run, Matrix, forward(), gradients(), leastSquares(), the calls of insight_calls.h,
// plain_rows_call.h and ranked_numbers_call.h, and the timings of product_timing_call.h. Its TypeScript types are in
// app/engine.
#include <napi.h>

#include <algorithm>
#include <thread>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "calls/insight_calls.h"
#include "calls/least_squares_call.h"
#include "calls/network_calls.h"
#include "calls/plain_rows_call.h"
#include "calls/product_timing_call.h"
#include "calls/range_test_call.h"
#include "calls/ranked_numbers_call.h"
#include "convert/convert.h"
#include "dispatch.h"
#include "matrix_wrap.h"
#include "run_wrap.h"

namespace chainrule {
namespace {

constexpr unsigned most_threads = 256;

/// {isa, threads, available}. Throws isa_unsupported when CHAINRULE_ISA asks for what this CPU lacks.
Napi::Value info(const Napi::CallbackInfo& call) {
    const Napi::Env env = call.Env();
    return guarded(env, [&]() -> Napi::Value {
        Napi::Object result = Napi::Object::New(env);
        result.Set("isa", Napi::String::New(env, selected_kernels<float>().name));
        const unsigned threads = std::clamp(std::thread::hardware_concurrency(), 1u, most_threads);
        result.Set("threads", Napi::Number::New(env, threads));
        Napi::Array available = Napi::Array::New(env);
        for (const kernel_table<float>* table : supported_kernels<float>()) {
            available.Set(available.Length(), Napi::String::New(env, table->name));
        }
        result.Set("available", available);
        return result;
    });
}

/// Makes glibc return large arrays, JavaScript's too, to the system as soon as they are freed. By default, once a large
/// array was freed, glibc keeps all freed arrays up to that size: with a million rows, 20 MB of freed columns stayed
/// beside the matrix of 80 MB.
void give_back_large_arrays() {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
#endif
}

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
    give_back_large_arrays();
    exports.Set("info", Napi::Function::New(env, info, "info"));
    exports.Set("Run", run_wrap::define(env));
    exports.Set("Matrix", matrix_wrap::define(env));
    exports.Set("forward", Napi::Function::New(env, forward, "forward"));
    exports.Set("gradients", Napi::Function::New(env, gradients, "gradients"));
    exports.Set("walk", Napi::Function::New(env, walk, "walk"));
    exports.Set("statistics", Napi::Function::New(env, statistics, "statistics"));
    exports.Set("gradientCheck", Napi::Function::New(env, gradient_check_call, "gradientCheck"));
    exports.Set("lossGradient", Napi::Function::New(env, loss_gradient_call, "lossGradient"));
    exports.Set("lossPlane", Napi::Function::New(env, loss_plane_call, "lossPlane"));
    exports.Set("rangeTest", Napi::Function::New(env, range_test_call, "rangeTest"));
    exports.Set("leastSquares", Napi::Function::New(env, least_squares_call, "leastSquares"));
    exports.Set("readPlainRows", Napi::Function::New(env, read_plain_rows_call, "readPlainRows"));
    exports.Set("rankNumbers", Napi::Function::New(env, rank_numbers_call, "rankNumbers"));
    exports.Set("timeProduct", Napi::Function::New(env, time_product_call, "timeProduct"));
    exports.Set("timePeak", Napi::Function::New(env, time_peak_call, "timePeak"));
    return exports;
}

}  // namespace
}  // namespace chainrule

static Napi::Object initialize_addon(Napi::Env env, Napi::Object exports) {
    return chainrule::initialize(env, exports);
}

NODE_API_MODULE(chainrule, initialize_addon)
