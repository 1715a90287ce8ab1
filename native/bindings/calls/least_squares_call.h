// The addon's leastSquares: the exact optimum of a linear network, on a worker thread.
#pragma once

#include <napi.h>

namespace chainrule {

/// leastSquares({rows, inputs, outputs, features, targets, weights}, memoryBudget): {result, cancel}. Arrays are all
/// Float32Array or all Float64Array; `weights` may be null.
Napi::Value least_squares_call(const Napi::CallbackInfo& info);

}  // namespace chainrule
