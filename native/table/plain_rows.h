// Reads well-formed rows of a delimited text, and the numbers in them, in one pass. Well-formed: each row has the same
// number of fields, quotes open and close at the ends of fields, no field contains a line end, and all lines end alike.
// Any other text is left to the caller (app/dataset/records.ts, which gives the same result for well-formed text), and
// so is a number whose double would take arithmetic of more than 128 bits.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace chainrule {

/// How the text is cut; delimiter, quote and decimal sign are ASCII and none of them a digit, a sign or a letter.
struct plain_form {
    /// Fields of a row, at least 2.
    std::size_t columns;
    unsigned char delimiter;
    /// Whether `"` encloses fields; else it is a character.
    bool quoted;
    unsigned char decimal;
    /// Whether lines end in CRLF; else in LF.
    bool crlf;
    /// For each column of the text, the index of its numbers among the result's columns; `skipped` where they are not
    /// wanted.
    std::vector<std::size_t> result_columns;
    static constexpr std::size_t skipped = SIZE_MAX;
    /// How many columns are wanted.
    std::size_t wanted;
};

/// A number whose double is left to the caller: its column in the result, its row, and the byte range of its text.
struct hard_number {
    std::size_t result_column, row;
    std::size_t from, to;
};

struct plain_rows {
    /// For a text of `size` bytes. Allocates here and not on the reading thread, whose own heap would keep the memory.
    plain_rows(const unsigned char* text, std::size_t size, const plain_form& form);

    /// An upper bound of the number of rows.
    std::size_t most_rows;
    /// Byte offset of each row; empty lines are not rows.
    std::vector<std::uint32_t> starts;
    /// Bytes of the longest row.
    std::size_t longest = 0;
    /// [wanted][most_rows], column by column; NaN where a cell is empty. Undefined behind the last row and in odd
    /// columns.
    std::unique_ptr<double[]> numbers;
    std::vector<hard_number> hard;
    /// For each wanted column: whether a cell is neither empty nor `[+-]digits[.digits][e[+-]digits]`, and whether one
    /// begins with a zero and another digit.
    std::vector<std::uint8_t> odd, leading_zeros;
};

/// `text` has whole lines (the last may lack its line end), less than 4 GiB, and `plain_zeros_after` zeros after it;
/// `rows` was constructed for it and `form`. Returns false where the text is not well-formed; then `rows` is of no use.
/// Throws failure cancelled.
bool read_plain_rows(const unsigned char* text, std::size_t size, const plain_form& form, plain_rows& rows,
                     const std::atomic<bool>& cancelled);
constexpr std::size_t plain_zeros_after = 16;

}  // namespace chainrule
