// The addon's rankNumbers: the numbers at given ranks in sorted order, on a thread of its own.
#pragma once

#include <napi.h>

namespace chainrule {

/// rankNumbers(values, ranks): {result, cancel}. `values`: a Float64Array, which is copied without its NaN; `ranks`:
/// each less than the number of values that are not NaN. The result is {values, different} as in ranked_numbers.h.
Napi::Value rank_numbers_call(const Napi::CallbackInfo& info);

}  // namespace chainrule
