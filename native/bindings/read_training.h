// How a run trains, from JavaScript: optimizer, regularisation, schedule, stopping, changes. Ranges here only keep the
// engine's own promises; what makes sense for a person is app/contract's.
#pragma once

#include <napi.h>

#include "optimizer.h"

namespace chainrule {

optimizer_config read_optimizer(const Napi::Value& value, const std::string& name);
/// A number of rows, or "full".
std::size_t read_batch_rows(const Napi::Value& value, const std::string& name);

}  // namespace chainrule
