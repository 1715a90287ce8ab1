// What dropout draws, against the random numbers that it is defined by, for every instruction set and wherever rows and
// columns are cut; and what it does to outputs.
#include <limits>
#include <vector>

#include "dispatch.h"
#include "guarded_numbers.h"
#include "network/dropout.h"
#include "test_case.h"

using namespace chainrule;
using namespace chainrule::testing;

namespace {

constexpr std::uint64_t seed = 11, step = 7;
constexpr std::size_t number = 2, rows = 5;
constexpr double share = 0.3;

dense layer_of(std::size_t outputs) {
    dense layer{};
    layer.outputs = outputs;
    layer.dropout = share;
    return layer;
}

/// By the definition: number row * outputs + unit of the stream of this step and layer, of which 24 bits count.
bool is_dropped(std::size_t row, std::size_t unit, std::size_t outputs) {
    const random_stream stream(seed, random_purpose::dropout, step * 4096 + number);
    return stream.uniform(row * outputs + unit) < static_cast<float>(static_cast<int>(share * 16777216)) / 16777216;
}

/// Columns [first, first + columns) of rows [first_row, first_row + rows), padding included, on memory that ends there.
template <class Real> void expect_drawn(const kernel_table<Real>& kernels, std::size_t outputs, std::size_t first_row,
                                        std::size_t first, std::size_t columns) {
    const std::size_t stride = padded(outputs) + panel_width;
    guarded_numbers<Real> factors((rows - 1) * stride + columns, Real(9));
    kernels.draw_dropout(draw_of(seed, step), dropout_of<Real>(layer_of(outputs), number), first_row, first,
                         factors.data(), {rows, columns, stride});
    const std::string what =
        std::string(kernels.name) + ", " + std::to_string(outputs) + " outputs from " + std::to_string(first);
    expect(factors.intact(), what + ": nothing beside them is touched");
    for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t c = 0; c < columns; ++c) {
            const bool is_zero = first + c >= outputs || is_dropped(first_row + r, first + c, outputs);
            expect(factors.data()[r * stride + c] == (is_zero ? Real(0) : static_cast<Real>(1 / (1 - share))),
                   what + ": row " + std::to_string(first_row + r) + ", unit " + std::to_string(first + c));
        }
    }
}

template <class Real> void expect_all_drawn() {
    for (const kernel_table<Real>* kernels : supported_kernels<Real>()) {
        for (const std::size_t outputs : {1, 3, 16, 17, 31, 33, 50}) {
            for (const std::size_t first_row : {0, 3, 1000}) {
                expect_drawn(*kernels, outputs, first_row, 0, padded(outputs));
                if (outputs > panel_width) expect_drawn(*kernels, outputs, first_row, panel_width, panel_width);
            }
        }
    }
}

template <class Real> void expect_applied() {
    constexpr Real unbounded = std::numeric_limits<Real>::infinity(), none = std::numeric_limits<Real>::quiet_NaN();
    for (const kernel_table<Real>* kernels : supported_kernels<Real>()) {
        std::vector<Real> factors(panel_width), from(panel_width), to(panel_width, Real(9));
        for (std::size_t i = 0; i < panel_width; ++i) factors[i] = i % 2 == 0 ? Real(2) : Real(0);
        for (const Real value : {Real(1.5), Real(-1.5), unbounded, none}) {
            for (Real& x : from) x = value;
            kernels->apply_dropout(factors.data(), from.data(), to.data(), {1, panel_width, panel_width});
            for (std::size_t i = 0; i < panel_width; ++i) {
                const Real wanted = i % 2 == 0 ? 2 * value : Real(0);
                expect_same_bits(&to[i], &wanted, 1, std::string(kernels->name) + ", " + std::to_string(value));
            }
        }
    }
}

}  // namespace

FACT("dropout draws what its definition says, wherever rows and columns begin") {
    expect_all_drawn<float>();
    expect_all_drawn<double>();
}

FACT("a dropped output is 0 whatever it was, and the others are divided by what is kept") {
    expect_applied<float>();
    expect_applied<double>();
}
