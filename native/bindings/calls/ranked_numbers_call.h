// The addon's rankNumbers: numbers by their places in sorted order, on a thread of their own.
#pragma once

#include <napi.h>

namespace chainrule {

/// rankNumbers(values, ranks): {result, cancel}. `values` is a Float64Array, copied but for its NaN; `ranks` are less
/// than the number of the others. The result is {values, different} as in ranked_numbers.h.
Napi::Value rank_numbers_call(const Napi::CallbackInfo& info);

}  // namespace chainrule
