// Sums: the same bits in every instruction set, in the order that is promised.
#include <vector>

#include "dispatch.h"
#include "test_case.h"

using namespace chainrule;
using namespace chainrule::testing;

FACT("one value that is not finite is found among many") {
    for (const kernel_table<float>* kernels : supported_kernels<float>()) {
        std::vector<float> x(160, 3e38f);
        expect(kernels->all_finite(x.data(), x.size()), "all are finite");
        for (const float bad : {INFINITY, -INFINITY, NAN}) {
            for (const std::size_t place : {0, 37, 159}) {
                std::vector<float> y = x;
                y[place] = bad;
                expect(!kernels->all_finite(y.data(), y.size()), "one is not");
            }
        }
    }
}

FACT("sums over rows go down each column in order") {
    for (const kernel_table<float>* kernels : supported_kernels<float>()) {
        std::vector<float> rows(11 * 48), found(32, 1.0f), wanted(32, 1.0f);
        for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = noise(i);
        for (std::size_t r = 0; r < 11; ++r) {
            for (std::size_t c = 0; c < 32; ++c) wanted[c] += rows[r * 48 + c];
        }
        kernels->sum_rows(rows.data(), 48, 11, 2, found.data(), true);
        expect_same_bits(found.data(), wanted.data(), 32, kernels->name);
    }
}
