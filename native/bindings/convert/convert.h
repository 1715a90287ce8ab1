// Conversion between JavaScript values and the engine's types. Each value is checked for type, length and range before
// it is used; a wrong one throws an Error that names it. Nothing else in the bindings reads JavaScript values.
#pragma once

#include <napi.h>

#include <cstring>
#include <exception>
#include <span>
#include <string>
#include <vector>

#include "run/training_thread.h"

namespace chainrule {

/// The JavaScript Error of a C++ exception; its `code` is that of a failure, or out_of_memory for std::bad_alloc.
Napi::Error error_of(Napi::Env env, std::exception_ptr problem);

/// Calls `work` and turns whatever it throws into a JavaScript exception.
template <class Work> auto guarded(Napi::Env env, Work work) {
    try {
        return work();
    } catch (const Napi::Error&) {
        throw;
    } catch (...) {
        throw error_of(env, std::current_exception());
    }
}

/// The tensors of a layer that are learned, in the order in which a checkpoint keeps their slots.
template <class Real> std::vector<std::vector<Real> layer_tensors<Real>::*> learned_members(const dense& layer) {
    std::vector<std::vector<Real> layer_tensors<Real>::*> members = {&layer_tensors<Real>::weight,
                                                                     &layer_tensors<Real>::bias};
    if (layer.is_normalized()) {
        members.insert(members.end(), {&layer_tensors<Real>::gamma, &layer_tensors<Real>::beta});
    }
    return members;
}
inline std::size_t learned_tensors(const network& net) {
    std::size_t count = 0;
    for (const dense& layer : net.layers()) count += layer.is_normalized() ? 4 : 2;
    return count;
}

/// Reads a TrainConfig and its `memoryBudget` (bytes). A training that needs more is refused before anything is copied.
template <class Real> train_config<Real> read_train_config(const Napi::Value& value);

network_config read_network(const Napi::Value& value, const std::string& name);
/// A loss by its name, and its settings (delta, quantile, focusing, labelSmoothing); undefined: the defaults.
loss_config read_objective(const Napi::Value& name, const Napi::Value& settings);
template <class Real>
std::vector<layer_tensors<Real>> read_layers(const Napi::Value& value, const network& net, const std::string& name);
run_command read_step_unit(const Napi::Value& value);
/// true for 'best', false for 'last'.
bool read_wants_best(const Napi::Value& value);
/// A whole number in [least, most].
std::size_t read_count(const Napi::Value& value, const std::string& name, double least, double most);
/// Whether a training is in double, by its config's `precision`. Whether an array or Matrix holds doubles (else
/// floats).
bool wants_double(const Napi::Value& config);
bool holds_doubles(const Napi::Value& array);
bool holds_floats(const Napi::Value& array);
/// A copy of a Float32Array or Float64Array of exactly `length` values.
template <class Real>
aligned_buffer<Real> read_floats(const Napi::Value& value, std::size_t length, const std::string& name);
/// The number of rows that a Rows object states; 0 for null and undefined.
std::size_t read_row_count(const Napi::Value& value, const std::string& name);
/// Reads `count` rows, the number that was checked against the memory budget, even if a getter now gives another.
template <class Real> row_set<Real> read_rows(const Napi::Value& value, std::size_t count, const network& net,
                                              loss kind, const std::string& name);

template <class Real>
Napi::Value write_layers(Napi::Env env, const network& net, const std::vector<layer_tensors<Real>>& layers);
template <class Real> Napi::Value write_checkpoint(Napi::Env env, const network& net, const checkpoint<Real>& state);
Napi::Value write_rows_of_step(Napi::Env env, const rows_of_step& step);
Napi::Value write_checkpoint_list(Napi::Env env, const std::vector<kept_epoch>& list);
Napi::Value write_report(Napi::Env env, const run_report& report);
template <class Real> Napi::TypedArrayOf<Real> write_floats(Napi::Env env, const Real* values, std::size_t count) {
    Napi::TypedArrayOf<Real> array = Napi::TypedArrayOf<Real>::New(env, count);
    if (count != 0) std::memcpy(array.Data(), values, count * sizeof(Real));
    return array;
}
template <class Real> Napi::TypedArrayOf<Real> write_floats(Napi::Env env, std::span<const Real> values) {
    return write_floats(env, values.data(), values.size());
}
template <class Real> Napi::TypedArrayOf<Real> write_floats(Napi::Env env, const std::vector<Real>& values) {
    return write_floats(env, values.data(), values.size());
}

}  // namespace chainrule
