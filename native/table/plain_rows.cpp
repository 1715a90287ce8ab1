// See plain_rows.h.
#include "plain_rows.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>

#include "check.h"

namespace chainrule {
namespace {

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t rows_between_looks = 4096;

constexpr double exact_powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                   1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
constexpr int most_exact_power = 22;
constexpr std::uint64_t most_exact = std::uint64_t{1} << 53;
constexpr int most_quotient_power = 27;
/// 5^27 is the largest power of 5 that fits 63 bits.
constexpr auto powers_of_five = [] {
    std::array<std::uint64_t, most_quotient_power + 1> powers{1};
    for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 5;
    return powers;
}();

bool is_digit(unsigned char byte) { return static_cast<unsigned char>(byte - '0') < 10; }

std::uint64_t eight_bytes(const unsigned char* from) {
    std::uint64_t bytes;
    std::memcpy(&bytes, from, sizeof bytes);
    return bytes;
}

/// Whether eight bytes are all digits: each high half is 3, and stays 3 when 6 is added to the low half.
bool are_digits(std::uint64_t bytes) {
    return ((bytes & 0xf0f0f0f0f0f0f0f0) | (((bytes + 0x0606060606060606) & 0xf0f0f0f0f0f0f0f0) >> 4)) ==
           0x3333333333333333;
}

/// The value of eight digits: neighbours are joined to pairs, fours and eight (Lemire, "Quickly parsing eight digits",
/// 2018). Little-endian.
std::uint32_t value_of_digits(std::uint64_t bytes) {
    bytes = (bytes & 0x0f0f0f0f0f0f0f0f) * 2561 >> 8;
    bytes = (bytes & 0x00ff00ff00ff00ff) * 6553601 >> 16;
    return static_cast<std::uint32_t>((bytes & 0x0000ffff0000ffff) * 42949672960001 >> 32);
}

/// A number's text: digits * 10^power.
struct decimal_number {
    bool negative = false;
    std::uint64_t digits = 0;
    long power = 0;
    /// More digits than 64 bits hold; `digits` is wrong.
    bool long_one = false;
};

const unsigned char* read_digits(const unsigned char* at, std::uint64_t& digits) {
    if constexpr (std::endian::native == std::endian::little) {
        for (std::uint64_t bytes; are_digits(bytes = eight_bytes(at)); at += 8) {
            digits = digits * 100000000 + value_of_digits(bytes);
        }
    }
    for (; is_digit(*at); ++at) digits = digits * 10 + (*at - '0');
    return at;
}

/// The number of digits between `from` and `to`, without leading zeros.
std::size_t significant(const unsigned char* from, const unsigned char* to) {
    while (from < to && (*from == '0' || !is_digit(*from))) ++from;
    return static_cast<std::size_t>(std::count_if(from, to, is_digit));
}

/// The end of the number at `at`; `at` itself where no number begins there. `decimal` is -1 where a decimal sign is not
/// possible.
const unsigned char* read_number(const unsigned char* at, int decimal, decimal_number& found) {
    const unsigned char* const start = at;
    found.negative = *at == '-';
    if (*at == '-' || *at == '+') ++at;
    const unsigned char* const first = at;
    at = read_digits(at, found.digits);
    std::ptrdiff_t count = at - first;
    if (*at == decimal) {
        const unsigned char* const fraction = at + 1;
        at = read_digits(fraction, found.digits);
        count += at - fraction;
        found.power = -static_cast<long>(at - fraction);
    }
    if (count == 0) return start;
    // 10^19 is the last power below 2^64.
    found.long_one = count > 19 && significant(first, at) > 19;
    if ((*at | 0x20) != 'e') return at;
    const unsigned char* from = at + 1;
    const bool down = *from == '-';
    if (*from == '-' || *from == '+') ++from;
    if (!is_digit(*from)) return at;
    long power = 0;
    // A larger exponent gives infinity or 0 anyway.
    for (; is_digit(*from); ++from) power = std::min(power * 10 + (*from - '0'), 100000L);
    found.power += down ? -power : power;
    return from;
}

#ifdef __SIZEOF_INT128__
/// digits / 10^power, rounded to nearest, ties to even. The quotient by 5^power has at least 62 bits, and its remainder
/// decides ties. digits > 0, 1 <= power <= 27.
double quotient(std::uint64_t digits, int power) {
    __extension__ typedef unsigned __int128 wide;
    const std::uint64_t fives = powers_of_five[static_cast<std::size_t>(power)];
    const int up = std::countl_zero(digits), divisor_up = std::countl_zero(fives);
    const std::uint64_t divisor = fives << divisor_up;
    // Half of the normalised digits, so that the quotient by a normalised divisor fits 64 bits.
    const wide dividend = static_cast<wide>(digits << up) << 63;
    const std::uint64_t whole = static_cast<std::uint64_t>(dividend / divisor);
    const bool rest = whole * static_cast<wide>(divisor) != dividend;
    const int dropped = 64 - std::countl_zero(whole) - 53;
    const std::uint64_t half = std::uint64_t{1} << (dropped - 1), below = whole & (2 * half - 1);
    std::uint64_t kept = whole >> dropped;
    if (below > half || (below == half && (rest || (kept & 1) != 0))) ++kept;
    // All results are normal numbers, from 1e-27 to 2^64, so the exponent's bits are those of a power of two.
    const int exponent = dropped - 63 + divisor_up - up - power;
    return static_cast<double>(kept) * std::bit_cast<double>(static_cast<std::uint64_t>(1023 + exponent) << 52);
}
#endif

/// Returns false where the caller has to compute the double.
bool to_double(const decimal_number& found, double& value) {
    const auto signed_value = [&](double magnitude) { return found.negative ? -magnitude : magnitude; };
    if (found.long_one) return false;
    if (found.digits == 0) {
        value = signed_value(0.0);
        return true;
    }
    // digits and the power of ten are both exact doubles, so one operation rounds once (Clinger 1990).
    if (found.digits <= most_exact && found.power >= -most_exact_power && found.power <= most_exact_power) {
        const double whole = static_cast<double>(found.digits);
        value = signed_value(found.power < 0 ? whole / exact_powers[-found.power] : whole * exact_powers[found.power]);
        return true;
    }
#ifdef __SIZEOF_INT128__
    if (found.power < 0 && found.power >= -most_quotient_power) {
        value = signed_value(quotient(found.digits, static_cast<int>(-found.power)));
        return true;
    }
#endif
    return false;
}

/// Counts up to 255 bytes at a time in one byte, so that the compiler can vectorise it.
std::size_t line_ends(const unsigned char* text, std::size_t size) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < size;) {
        const std::size_t end = std::min<std::size_t>(size, at + 255);
        unsigned char some = 0;
        for (; at < end; ++at) some = static_cast<unsigned char>(some + (text[at] == '\n' ? 1 : 0));
        count += some;
    }
    return count;
}

class reader {
public:
    reader(const unsigned char* text, std::size_t size, const plain_form& form, plain_rows& rows)
        : text_(text),
          end_(text + size),
          form_(form),
          rows_(rows),
          // In a field without quotes, a decimal sign that equals the delimiter is a delimiter.
          bare_decimal_(form.decimal == form.delimiter ? -1 : form.decimal),
          // Where quotes do not enclose fields, a quote is an ordinary character.
          quote_(form.quoted ? '"' : -1) {
        for (const unsigned char stop :
             {static_cast<unsigned char>('\n'), static_cast<unsigned char>('\r'), form.delimiter}) {
            stops_[stop] = true;
        }
        if (form.quoted) stops_['"'] = true;
    }

    bool read(const std::atomic<bool>& cancelled) {
        for (const unsigned char* at = text_; at < end_;) {
            if (rows_.starts.size() % rows_between_looks == 0 && cancelled.load(std::memory_order_relaxed)) {
                throw failure("cancelled", "No longer wanted.");
            }
            const unsigned char* const next = past_line_end(at);
            if (next != nullptr) {
                at = next;
                continue;
            }
            at = read_row(at);
            if (at == nullptr) return false;
        }
        return true;
    }

private:
    /// Pointer after the line end at `at` (the end of the text counts as one); null where there is none.
    const unsigned char* past_line_end(const unsigned char* at) const {
        if (at >= end_) return end_;
        if (!form_.crlf) return *at == '\n' ? at + 1 : nullptr;
        return *at == '\r' && at + 1 < end_ && at[1] == '\n' ? at + 2 : nullptr;
    }

    /// Returns the start of the next line; null where this row is not well-formed.
    const unsigned char* read_row(const unsigned char* const start) {
        const std::size_t row = rows_.starts.size();
        const unsigned char* at = start;
        for (std::size_t column = 0; column < form_.columns; ++column) {
            if (column > 0) {
                if (at >= end_ || *at != form_.delimiter) return nullptr;
                ++at;
            }
            const std::size_t result_column = form_.result_columns[column];
            at = result_column == plain_form::skipped ? skip_field(at) : number_field(at, result_column, row);
            if (at == nullptr) return nullptr;
        }
        rows_.longest = std::max(rows_.longest, static_cast<std::size_t>(at - start));
        rows_.starts.push_back(static_cast<std::uint32_t>(start - text_));
        return past_line_end(at);
    }

    /// Returns the end of the field at `at`: a delimiter, a line end or the text's end; null where it is not
    /// well-formed.
    const unsigned char* skip_field(const unsigned char* at) const {
        if (at < end_ && *at == quote_) return skip_quoted(at + 1);
        while (at < end_ && !stops_[*at]) ++at;
        // Any other stop is refused by read_row.
        return at;
    }

    /// `at` is behind the opening quote.
    const unsigned char* skip_quoted(const unsigned char* at) const {
        for (; at < end_; ++at) {
            if (*at == '\n' || *at == '\r') return nullptr;
            if (*at != '"') continue;
            if (at + 1 >= end_ || at[1] != '"') return at + 1;
            ++at;
        }
        return nullptr;
    }

    const unsigned char* number_field(const unsigned char* const start, std::size_t result_column, std::size_t row) {
        const bool quoted = start < end_ && *start == quote_;
        const unsigned char* const from = quoted ? start + 1 : start;
        decimal_number found;
        const unsigned char* to = read_number(from, quoted ? form_.decimal : bare_decimal_, found);
        // The bytes after the text do not belong to it, so they cannot end a field.
        const bool ended = to < end_ ? (quoted ? *to == '"' : stops_[*to]) : !quoted && to == end_;
        const unsigned char* const after = quoted ? to + 1 : to;
        if (!ended || (quoted && after < end_ && *after == '"')) {
            rows_.odd[result_column] = 1;
            return skip_field(start);
        }
        double& value = rows_.numbers[result_column * rows_.most_rows + row];
        if (to == from) {
            value = no_number;
        } else {
            if (*from == '0' && is_digit(from[1])) rows_.leading_zeros[result_column] = 1;
            if (!to_double(found, value)) {
                rows_.hard.push_back(
                    {result_column, row, static_cast<std::size_t>(from - text_), static_cast<std::size_t>(to - text_)});
            }
        }
        return after;
    }

    const unsigned char* const text_;
    const unsigned char* const end_;
    const plain_form& form_;
    plain_rows& rows_;
    const int bare_decimal_, quote_;
    bool stops_[256] = {};
};

}  // namespace

plain_rows::plain_rows(const unsigned char* text, std::size_t size, const plain_form& form)
    // Each field takes at least one byte, its delimiter or line end; only the last line may have no line end.
    : most_rows(std::min(line_ends(text, size), size / form.columns) + 1),
      numbers(new double[checked_product(form.wanted, most_rows)]),
      odd(form.wanted, 0),
      leading_zeros(form.wanted, 0) {}

bool read_plain_rows(const unsigned char* text, std::size_t size, const plain_form& form, plain_rows& rows,
                     const std::atomic<bool>& cancelled) {
    return reader(text, size, form, rows).read(cancelled);
}

}  // namespace chainrule
