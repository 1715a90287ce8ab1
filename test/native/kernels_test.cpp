// Sums: the same bits in every instruction set, in the order that is promised.
#include <cmath>
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
            for (const std::size_t index : {0, 37, 159}) {
                std::vector<float> y = x;
                y[index] = bad;
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

FACT("chains of fma end where the same chains one by one do, and as many are counted") {
    for (const kernel_table<float>* kernels : supported_kernels<float>()) {
        std::vector<float> found(fma_chain_values), wanted(fma_chain_values);
        for (std::size_t i = 0; i < found.size(); ++i) found[i] = wanted[i] = noise(i);
        const std::size_t done = kernels->run_fma_chains(found.data(), 5);
        const float a = wanted[0], b = wanted[1];
        expect(done % 5 == 0 && done / 5 >= 8 && done / 5 <= wanted.size(), "a number of chains");
        for (std::size_t i = 0; i < done / 5; ++i) {
            for (int round = 0; round < 5; ++round) wanted[i] = std::fma(a, b, wanted[i]);
        }
        expect_same_bits(found.data(), wanted.data(), wanted.size(), kernels->name);
    }
}
