// The addon's leastSquares: the exact optimum of a linear network, on a worker thread.
#pragma once

#include <napi.h>

namespace chainrule {

/// leastSquares({rows, inputs, outputs, features, targets, weights, at}, memoryBudget): {result, cancel}. Arrays are
/// all Float32Array or all Float64Array; `weights` may be null; `at` is null, or {weight, bias} as Float64Arrays whose
/// distance from the optimum is returned.
Napi::Value least_squares_call(const Napi::CallbackInfo& info);

}  // namespace chainrule
