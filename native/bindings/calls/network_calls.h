// Calls on a network that is not being trained: its outputs for rows, on a worker thread, and its gradients, at once.
#pragma once

#include <napi.h>

namespace chainrule {

/// forward(network, layers, features, rows, threads, memoryBudget): {result, cancel} of a Float32Array (or
/// Float64Array) rows x outputs.
Napi::Value forward(const Napi::CallbackInfo& info);

/// gradients(network, loss, layers, rows: {rows, features, targets}, lossSettings): {loss, layers}, of the mean loss
/// over all rows.
Napi::Value gradients(const Napi::CallbackInfo& info);

}  // namespace chainrule
