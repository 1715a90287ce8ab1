// Calls on a network that is not being trained: its outputs for rows (or those of several networks), on a worker
// thread, and its gradients, at once.
#pragma once

#include <napi.h>

namespace chainrule {

/// forward(network, members, features, rows, threads, memoryBudget): {result, cancel} of a Float32Array (or
/// Float64Array) members x rows x outputs. A member is the layers' weights of one network.
Napi::Value forward(const Napi::CallbackInfo& info);

/// gradients(network, loss, layers, rows: {rows, features, targets}, lossSettings): {loss, layers}, of the mean loss
/// over all rows.
Napi::Value gradients(const Napi::CallbackInfo& info);

}  // namespace chainrule
