// Rows of a plain text and their numbers. That the rows are those that the app's own cutter finds is tested with it
// (test/app/dataset/plainScan.test.ts); here, that numbers are the nearest doubles, by the C library's reading of the
// same text.
#include <cstdio>
#include <cstdlib>

#include "check.h"
#include "plain_rows.h"
#include "random.h"
#include "test_case.h"

using namespace chainrule;
using namespace chainrule::testing;

namespace {

plain_form two_columns() { return {2, ',', true, '.', false, {0, 1}, 2}; }

bool read(const std::string& text, const plain_form& form, plain_rows& rows) {
    std::vector<unsigned char> bytes(text.begin(), text.end());
    rows = plain_rows(bytes.data(), text.size(), form);
    bytes.resize(text.size() + plain_zeros_after);
    const std::atomic<bool> cancelled{false};
    return read_plain_rows(bytes.data(), text.size(), form, rows, cancelled);
}

double number(const plain_rows& rows, std::size_t column, std::size_t row) {
    return rows.numbers[column * rows.most_rows + row];
}

/// `text` in a row of its own is the double that strtod makes of it, or is left to the caller. Whether it was left.
bool check_number(const std::string& text) {
    plain_rows rows(nullptr, 0, two_columns());
    expect(read("7," + text + "\n", two_columns(), rows), text + " is not plain");
    expect(rows.odd[1] == 0, text + " is not a number");
    if (!rows.hard.empty()) return true;
    const double wanted = std::strtod(text.c_str(), nullptr);
    const double found = number(rows, 1, 0);
    expect_same_bits(&found, &wanted, 1, text);
    return false;
}

}  // namespace

FACT("numbers of few digits, and of seventeen that programs write, are the nearest doubles") {
    const random_stream bits(1, random_purpose::choice, 0);
    std::size_t left = 0, all = 0;
    for (std::uint32_t i = 0; i < 200000; ++i) {
        const double value =
            (static_cast<double>(bits.bits(i)) * 0x1p-64 - 0.5) * std::pow(10.0, static_cast<int>(i % 20) - 6);
        char text[64];
        for (const int digits : {3, 8, 15, 16, 17, 19}) {
            std::snprintf(text, sizeof text, "%.*g", digits, value);
            left += check_number(text) ? 1 : 0;
            ++all;
        }
    }
    // What the caller must read is the exception.
    expect(left < all / 50, std::to_string(left) + " of " + std::to_string(all) + " were left");
}

FACT("halfway between two doubles a number goes to the even one") {
    for (const char* text : {"4503599627370496.5", "4503599627370497.5", "9007199254740993", "9007199254740993.0",
                             "9007199254740992.99", "0.500000000000000166", "1.00000000000000011102230246251565"}) {
        check_number(text);
    }
}

FACT("signs, bare points, exponents and zeros are read") {
    for (const char* text :
         {"0", "-0", "+5", "1.", ".5", "-.5e1", "1e5", "1E-3", "0.0e9", "5e-22", "1e22", "1e-27", "00012"}) {
        expect(!check_number(text), text);
    }
    for (const char* text : {"1e400", "5e-324", "1e-28", "12345678901234567890", "2e23"})
        expect(check_number(text), text);
}

FACT("a column with a cell that is not a number is odd, and others are none the worse") {
    for (const char* cell :
         {"x", "1x", "1 ", " 1", "--1", "1e", "1e+", ".", "-", "0x10", "1_000", "nan", "inf", "\"1\"\"2\"", "\"x\""}) {
        plain_rows rows(nullptr, 0, two_columns());
        expect(read(std::string("1.5,2\n") + cell + ",3\n", two_columns(), rows), cell);
        expect(rows.odd[0] == 1 && rows.odd[1] == 0, cell);
        expect(number(rows, 1, 0) == 2 && number(rows, 1, 1) == 3, cell);
    }
}

FACT("empty cells and lines, quotes and both line ends are plain; all else is left") {
    plain_rows rows(nullptr, 0, two_columns());
    expect(read("\n1,\n\n\"2\",\"\"\n\n007,5", two_columns(), rows), "plain");
    expect(rows.starts == std::vector<std::uint32_t>{1, 5, 13} && rows.longest == 6, "starts and longest row");
    expect(number(rows, 0, 0) == 1 && number(rows, 0, 1) == 2 && number(rows, 0, 2) == 7 && number(rows, 1, 2) == 5,
           "numbers");
    expect(std::isnan(number(rows, 1, 0)) && std::isnan(number(rows, 1, 1)), "empty cells");
    expect(rows.leading_zeros[0] == 1 && rows.leading_zeros[1] == 0, "leading zeros");
    plain_form windows = two_columns();
    windows.crlf = true;
    expect(read("1,2\r\n\r\n3,4\r\n", windows, rows) && rows.starts.size() == 2, "CRLF");
    for (const char* text : {"1\n", "1,2,3\n", "1,2\r\n", "1,2\r3,4\n", "1,\"2\n3\"\n", "1,\"2\r3\"\n", "1,2\"\n",
                             "1,\"2\" \n", "1,\"2\n", "  \n", "1,x\"y\n"}) {
        expect(!read(text, two_columns(), rows), text);
    }
    for (const char* text : {"1,2\n", "1,2\r", "1,2\r\r\n"}) expect(!read(text, windows, rows), text);
}

FACT("a decimal comma stands between quotes where commas cut, and anywhere else where they do not") {
    plain_form form = two_columns();
    form.decimal = ',';
    plain_rows rows(nullptr, 0, two_columns());
    expect(read("\"1,5\",2\n", form, rows) && number(rows, 0, 0) == 1.5 && number(rows, 1, 0) == 2, "between quotes");
    form.delimiter = ';';
    expect(read("1,5;2.5\n", form, rows) && number(rows, 0, 0) == 1.5 && rows.odd[1] == 1, "bare");
}

FACT("a cancelled read ends") {
    const std::atomic<bool> cancelled{true};
    const unsigned char text[4 + plain_zeros_after] = {'1', ',', '2', '\n'};
    plain_rows rows(text, 4, two_columns());
    try {
        read_plain_rows(text, 4, two_columns(), rows, cancelled);
    } catch (const failure& problem) {
        return expect(std::string(problem.code()) == "cancelled", "with its code");
    }
    fail("it went on");
}
