// Reads how a run trains from JavaScript: optimizer, regularisation, schedule, stopping, history, changes. The ranges
// here only keep the engine safe; the ranges that make sense for a person are in app/contract.
#pragma once

#include <napi.h>

#include "run/train_config.h"

namespace chainrule {

optimizer_config read_optimizer(const Napi::Value& value, const std::string& name);
// Each of these may be undefined: then it is off.
regularization_config read_regularization(const Napi::Value& value);
schedule_config read_schedule(const Napi::Value& value);
stopping_config read_stopping(const Napi::Value& value);
history_config read_history(const Napi::Value& value);
/// Changes with their steps, ascending.
std::vector<change> read_changes(const Napi::Value& value);
/// A change for now, with its text as JSON.
change read_change(const Napi::Value& value);
/// A number of rows, or "full".
std::size_t read_batch_rows(const Napi::Value& value, const std::string& name);

}  // namespace chainrule
