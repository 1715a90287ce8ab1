// The addon's readPlainRows: the rows and numbers of a piece of text, on a thread of their own.
#pragma once

#include <napi.h>

namespace chainrule {

/// readPlainRows(bytes, {columns, delimiter, quoted, decimal, crlf, wanted}, room): {result, cancel}. `bytes` is a
/// Uint8Array of whole lines, copied; `delimiter` and `decimal` are codes of ASCII signs, `wanted` the columns whose
/// numbers are. The result is null where the text is not plain, else {starts, longest, numbers, odd, leadingZeros,
/// hardIndices, hardTexts} as in plain_rows.h. `numbers` stand at the beginning of `room`, a Float64Array, or of a
/// larger one where they do not fit into it; `hardTexts` are the texts of those that belong at `hardIndices`, one a
/// line.
Napi::Value read_plain_rows_call(const Napi::CallbackInfo& info);

}  // namespace chainrule
