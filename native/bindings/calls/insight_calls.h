// Calls that look inside a network that is not being trained, all in double. Each takes a problem {network, layers,
// loss, lossSettings, rows}, with more fields where named below, and a memory budget in bytes.
#pragma once

#include <napi.h>

namespace chainrule {

/// walk(problem, memoryBudget): computes the first row synchronously and returns {loss, layers: [{z, normalized,
/// shifted, a, dA, dShifted, dZ}]}.
Napi::Value walk(const Napi::CallbackInfo& info);

/// statistics(problem, memoryBudget): {result, cancel}.
Napi::Value statistics(const Napi::CallbackInfo& info);

/// gradientCheck({..., parameters, seed}, memoryBudget): {result, cancel}.
Napi::Value gradient_check_call(const Napi::CallbackInfo& info);

/// lossGradient(problem, memoryBudget): {result: Promise of {loss, layers}, cancel}, the layers in the shape of the
/// weights.
Napi::Value loss_gradient_call(const Napi::CallbackInfo& info);

/// lossPlane({..., alongX, alongY, x, y, threads}, memoryBudget): {result: Promise of a Float64Array [y][x], cancel}.
Napi::Value loss_plane_call(const Napi::CallbackInfo& info);

}  // namespace chainrule
