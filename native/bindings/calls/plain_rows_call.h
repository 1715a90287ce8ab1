// The addon's readPlainRows: reads the rows and numbers of a piece of CSV text, on a thread of its own.
#pragma once

#include <napi.h>

namespace chainrule {

/// readPlainRows(bytes, {columns, delimiter, quoted, decimal, crlf, wanted}, room): {result, cancel}. `bytes`: a
/// Uint8Array of whole lines, which is copied; `delimiter` and `decimal`: ASCII codes; `wanted`: indices of the columns
/// whose numbers are returned. The result is null where the text is not well-formed, else {starts, longest, numbers,
/// odd, leadingZeros, hardIndices, hardTexts} as in plain_rows.h. `numbers` fill `room`, a Float64Array, from its
/// start, or a new, larger array if they do not fit; `hardTexts` has the texts of the numbers at `hardIndices`, one per
/// line.
Napi::Value read_plain_rows_call(const Napi::CallbackInfo& info);

}  // namespace chainrule
