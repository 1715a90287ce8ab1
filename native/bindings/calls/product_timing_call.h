// The addon's timeProduct and timePeak: how fast the engine's products are, on a worker thread.
#pragma once

#include <napi.h>

namespace chainrule {

/// timeProduct({product, rows, inputs, outputs}, threads, samples, memoryBudget): {result, cancel}; seconds of one
/// product each.
Napi::Value time_product_call(const Napi::CallbackInfo& info);
/// timePeak(threads, samples): {result, cancel}; operations a second each.
Napi::Value time_peak_call(const Napi::CallbackInfo& info);

}  // namespace chainrule
