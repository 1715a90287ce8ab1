// The addon's rangeTest: losses at learning rates that grow from step to step, on a worker thread.
#pragma once

#include <napi.h>

namespace chainrule {

/// rangeTest(config as for Run, {from, to, steps}): {result, cancel}.
Napi::Value range_test_call(const Napi::CallbackInfo& info);

}  // namespace chainrule
