// Rows of a delimited text that are as they should be, and the numbers in them, read in one walk: each row has the same
// number of fields, quotes open and close where fields begin and end, no field holds a line end, all lines end alike.
// What is anything else is not judged here but left to the caller (app/dataset/records.ts, which this agrees with), and
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
    /// Of each column, the place of its numbers in the result; `skipped` where they are not wanted.
    std::vector<std::size_t> result_columns;
    static constexpr std::size_t skipped = SIZE_MAX;
    /// How many columns are wanted.
    std::size_t wanted;
};

/// A number whose double is left to the caller: its wanted column and row, and where its text stands.
struct hard_number {
    std::size_t result_column, row;
    std::size_t from, to;
};

struct plain_rows {
    /// For a text. Memory is taken here and not on the thread that reads, whose own heap would keep it.
    plain_rows(const unsigned char* text, std::size_t size, const plain_form& form);

    /// The text has no more rows.
    std::size_t most_rows;
    /// Where each row begins, in bytes; empty lines are no rows.
    std::vector<std::uint32_t> starts;
    /// Bytes of the longest row.
    std::size_t longest = 0;
    /// wanted x most_rows, column by column; NaN where a cell is empty. Anything behind the last row and in an odd
    /// column.
    std::unique_ptr<double[]> numbers;
    std::vector<hard_number> hard;
    /// Of each wanted column, whether a cell is neither empty nor `[+-]digits[.digits][e[+-]digits]`, and whether one
    /// begins with a zero and another digit.
    std::vector<std::uint8_t> odd, leading_zeros;
};

/// `text` is whole lines (the last may lack its end) of less than 4 GiB and is followed by `plain_zeros_after` zeros;
/// `rows` is new and made for it and `form`. False where it is not plain; then `rows` holds nothing of use.
/// Throws failure cancelled.
bool read_plain_rows(const unsigned char* text, std::size_t size, const plain_form& form, plain_rows& rows,
                     const std::atomic<bool>& cancelled);
constexpr std::size_t plain_zeros_after = 16;

}  // namespace chainrule
