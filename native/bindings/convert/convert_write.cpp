// Writing; see convert.h. Arrays are JavaScript's own memory, since Electron forbids external buffers.
#include <algorithm>
#include <cmath>
#include <new>

#include "convert/convert.h"

namespace chainrule {
namespace {

const char* name_of(run_state state) {
    switch (state) {
        case run_state::ready: return "ready";
        case run_state::running: return "running";
        case run_state::paused: return "paused";
        case run_state::finished: return "finished";
        case run_state::stopped: return "stopped";
        case run_state::diverged: return "diverged";
    }
    return "ready";
}

Napi::Value reason_of(Napi::Env env, const run_status& status) {
    if (status.state == run_state::stopped) return Napi::String::New(env, "stopped");
    switch (status.reason) {
        case end_reason::epochs: return Napi::String::New(env, "epochs");
        case end_reason::patience: return Napi::String::New(env, "patience");
        case end_reason::target_loss: return Napi::String::New(env, "targetLoss");
        case end_reason::time_limit: return Napi::String::New(env, "timeLimit");
        case end_reason::converged: return Napi::String::New(env, "converged");
        case end_reason::diverged: return Napi::String::New(env, "diverged");
        case end_reason::none: break;
    }
    return env.Null();
}

Napi::Value number(Napi::Env env, double value) { return Napi::Number::New(env, value); }
Napi::Value number(Napi::Env env, std::uint64_t value) { return Napi::Number::New(env, static_cast<double>(value)); }

Napi::Value write_best(Napi::Env env, const std::optional<best_epoch>& best) {
    if (!best) return env.Null();
    Napi::Object object = Napi::Object::New(env);
    object.Set("epoch", number(env, best->epoch));
    object.Set("loss", number(env, best->loss));
    return object;
}

template <class Real>
Napi::Value write_normalization(Napi::Env env, const dense& layer, const layer_tensors<Real>& tensors) {
    const bool batch = layer.norm == normalization::batch;
    Napi::Object object = Napi::Object::New(env);
    object.Set("kind", Napi::String::New(env, batch ? "batch" : "layer"));
    object.Set("gamma", write_floats(env, tensors.gamma));
    object.Set("beta", write_floats(env, tensors.beta));
    if (!batch) return object;
    object.Set("mean", write_floats(env, tensors.mean));
    object.Set("variance", write_floats(env, tensors.variance));
    return object;
}

Napi::Value number_or_null(Napi::Env env, double value) {
    return std::isnan(value) ? Napi::Value(env.Null()) : number(env, value);
}

Napi::Value write_records(Napi::Env env, const std::vector<epoch_record>& from) {
    Napi::Array records = Napi::Array::New(env, from.size());
    for (std::uint32_t i = 0; i < from.size(); ++i) {
        // A run of a million tiny epochs makes many of these, so handles are released record by record.
        const Napi::HandleScope scope(env);
        Napi::Object record = Napi::Object::New(env);
        record.Set("epoch", number(env, from[i].epoch));
        record.Set("trainLoss", number(env, from[i].train_loss));
        record.Set("validationLoss", number_or_null(env, from[i].validation_loss));
        record.Set("learningRate", number(env, from[i].learning_rate));
        record.Set("validationScore", number_or_null(env, from[i].validation_score));
        records.Set(i, record);
    }
    return records;
}

/// The change as it was given, with the step after which it was taken.
Napi::Value write_changes(Napi::Env env, const std::vector<change>& from) {
    Napi::Array changes = Napi::Array::New(env, from.size());
    const Napi::Object json = env.Global().Get("JSON").As<Napi::Object>();
    for (std::uint32_t i = 0; i < from.size(); ++i) {
        const Napi::Value said =
            json.Get("parse").As<Napi::Function>().Call(json, {Napi::String::New(env, from[i].text)});
        Napi::Object entry = said.As<Napi::Object>();
        entry.Set("step", number(env, from[i].step));
        changes.Set(i, entry);
    }
    return changes;
}

/// null before the first measured step; in the array, a ratio that is not finite is null.
Napi::Value write_ratios(Napi::Env env, const std::vector<double>& ratios) {
    if (ratios.empty()) return env.Null();
    Napi::Array array = Napi::Array::New(env, ratios.size());
    for (std::uint32_t i = 0; i < ratios.size(); ++i) {
        array.Set(i, std::isfinite(ratios[i]) ? number(env, ratios[i]) : Napi::Value(env.Null()));
    }
    return array;
}

Napi::Value write_cause(Napi::Env env, const divergence_cause& cause) {
    const char* kind = nullptr;
    switch (cause.what) {
        case divergence_cause::kind::none: return env.Null();
        case divergence_cause::kind::learning_rate: kind = "learningRate"; break;
        case divergence_cause::kind::unscaled_input: kind = "unscaledInput"; break;
        case divergence_cause::kind::exploding_gradients: kind = "explodingGradients"; break;
    }
    Napi::Object object = Napi::Object::New(env);
    object.Set("kind", Napi::String::New(env, kind));
    object.Set("index", number(env, static_cast<std::uint64_t>(cause.index)));
    object.Set("value", number(env, cause.value));
    return object;
}

}  // namespace

Napi::Error error_of(Napi::Env env, std::exception_ptr problem) {
    const char* code = "internal";
    std::string message = "The engine failed without saying why.";
    try {
        std::rethrow_exception(problem);
    } catch (const failure& known) {
        code = known.code();
        message = known.what();
    } catch (const std::bad_alloc&) {
        code = "out_of_memory";
        message = "0";
    } catch (const std::exception& other) {
        message = other.what();
    } catch (...) {
    }
    Napi::Error error = Napi::Error::New(env, message);
    error.Set("code", Napi::String::New(env, code));
    return error;
}

template <class Real>
Napi::Value write_layers(Napi::Env env, const network& net, const std::vector<layer_tensors<Real>>& layers) {
    Napi::Array array = Napi::Array::New(env, layers.size());
    for (std::uint32_t i = 0; i < layers.size(); ++i) {
        Napi::Object object = Napi::Object::New(env);
        object.Set("inputs", number(env, static_cast<std::uint64_t>(net.layers()[i].inputs)));
        object.Set("outputs", number(env, static_cast<std::uint64_t>(net.layers()[i].outputs)));
        object.Set("weight", write_floats(env, layers[i].weight));
        object.Set("bias", write_floats(env, layers[i].bias));
        const dense& layer = net.layers()[i];
        if (layer.is_normalized()) object.Set("normalization", write_normalization(env, layer, layers[i]));
        array.Set(i, object);
    }
    return array;
}

template <class Real> Napi::Value write_checkpoint(Napi::Env env, const network& net, const checkpoint<Real>& state) {
    Napi::Object object = Napi::Object::New(env);
    object.Set("epoch", number(env, state.epoch));
    object.Set("step", number(env, state.step));
    object.Set("best", write_best(env, state.best));
    object.Set("sinceBest", number(env, state.since_best));
    object.Set("layers", write_layers(env, net, state.layers));
    object.Set("bestLayers", write_layers(env, net, state.best_layers));
    Napi::Array tensors = Napi::Array::New(env, learned_tensors(net));
    std::uint32_t tensor = 0;
    for (std::size_t index = 0; index < net.layers().size(); ++index) {
        for (const auto member : learned_members<Real>(net.layers()[index])) {
            Napi::Array entries = Napi::Array::New(env, state.slots.size());
            for (std::uint32_t slot = 0; slot < state.slots.size(); ++slot) {
                entries.Set(slot, write_floats(env, state.slots[slot][index].*member));
            }
            tensors.Set(tensor++, entries);
        }
    }
    object.Set("slots", tensors);
    Napi::Array scalars = Napi::Array::New(env, state.scalars.size());
    for (std::uint32_t i = 0; i < state.scalars.size(); ++i) scalars.Set(i, number(env, state.scalars[i]));
    object.Set("scalars", scalars);
    return object;
}

/// {rows, taken}.
Napi::Value write_rows_of_step(Napi::Env env, const rows_of_step& step) {
    Napi::Object object = Napi::Object::New(env);
    Napi::Uint32Array rows = Napi::Uint32Array::New(env, step.rows.size());
    std::copy(step.rows.begin(), step.rows.end(), rows.Data());
    object.Set("rows", rows);
    object.Set("taken", Napi::Boolean::New(env, step.is_taken));
    return object;
}

Napi::Value write_checkpoint_list(Napi::Env env, const std::vector<kept_epoch>& list) {
    Napi::Array array = Napi::Array::New(env, list.size());
    for (std::uint32_t i = 0; i < list.size(); ++i) {
        const Napi::HandleScope scope(env);
        Napi::Object object = Napi::Object::New(env);
        object.Set("epoch", number(env, list[i].epoch));
        object.Set("step", number(env, list[i].step));
        array.Set(i, object);
    }
    return array;
}

Napi::Value write_report(Napi::Env env, const run_report& report) {
    const run_status& status = report.status;
    Napi::Object object = Napi::Object::New(env);
    object.Set("state", Napi::String::New(env, name_of(status.state)));
    object.Set("epoch", number(env, status.epoch));
    object.Set("step", number(env, status.step));
    object.Set("stepsPerEpoch", number(env, status.steps_per_epoch));
    object.Set("seconds", number(env, status.seconds));
    object.Set("rowsPerSecond", number(env, status.rows_per_second));
    object.Set("best", write_best(env, status.best));
    object.Set("reason", reason_of(env, status));
    object.Set("divergedAt",
               status.state == run_state::diverged ? number(env, status.diverged_at) : Napi::Value(env.Null()));
    object.Set("learningRate", number(env, status.learning_rate));
    object.Set("cause", status.state == run_state::diverged ? write_cause(env, status.cause) : env.Null());
    object.Set("updateRatios", write_ratios(env, status.update_ratios));
    object.Set("historyVersion", number(env, status.history_version));
    object.Set("records", write_records(env, report.records));
    object.Set("changes", write_changes(env, report.changes));
    return object;
}

template Napi::Value write_layers(Napi::Env, const network&, const std::vector<layer_tensors<float>>&);
template Napi::Value write_layers(Napi::Env, const network&, const std::vector<layer_tensors<double>>&);
template Napi::Value write_checkpoint(Napi::Env, const network&, const checkpoint<float>&);
template Napi::Value write_checkpoint(Napi::Env, const network&, const checkpoint<double>&);

}  // namespace chainrule
