// The analytical method against systems that are solved by hand, NIST's Longley data, Hilbert matrices, and columns
// that say the same as others.
#include "closed_form/least_squares.h"

#include <cstdio>

#include "check.h"
#include "closed_form/singular_values.h"
#include "test_case.h"

using namespace chainrule;
using namespace chainrule::testing;

namespace {

void expect_close(double found, double wanted, double relative, const std::string& what) {
    const double room = relative * std::fmax(std::fabs(wanted), relative);
    if (std::fabs(found - wanted) <= room) return;
    char text[120];
    std::snprintf(text, sizeof text, ": %.17g, expected %.17g", found, wanted);
    fail(what + text);
}

struct system_of {
    std::vector<double> features, targets, weights;
    std::size_t inputs, outputs = 1;

    least_squares solved() const {
        static const std::atomic<bool> never{false};
        const double* weight = weights.empty() ? nullptr : weights.data();
        const std::size_t rows = targets.size() / outputs;
        return least_squares(weighted_rows<double>{features.data(), targets.data(), weight, rows, inputs, outputs},
                             never);
    }
};

std::vector<double> hilbert(std::size_t rows, std::size_t columns) {
    std::vector<double> values(rows * columns);
    for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t j = 0; j < columns; ++j) values[i * columns + j] = 1.0 / static_cast<double>(i + j + 1);
    }
    return values;
}

}  // namespace

FACT("least squares: a line through three points is the one by hand") {
    const least_squares found = system_of{{0, 1, 2}, {1, 3, 4}, {}, 1}.solved();
    expect_close(found.coefficients()[0], 1.5, 1e-15, "slope");
    expect_close(found.intercepts()[0], 7.0 / 6, 1e-15, "intercept");
    expect_close(found.loss(), 1.0 / 18, 1e-14, "loss");
    expect_close(found.singular_values()[0], std::sqrt(2.0 / 3), 1e-15, "deviation of the feature");
    expect(found.rank() == 1 && found.collinear().empty(), "one column stands for itself");
}

FACT("least squares: NIST's Longley coefficients, to ten digits") {
    const double longley[16][7] = {
        {60323, 83.0, 234289, 2356, 1590, 107608, 1947},  {61122, 88.5, 259426, 2325, 1456, 108632, 1948},
        {60171, 88.2, 258054, 3682, 1616, 109773, 1949},  {61187, 89.5, 284599, 3351, 1650, 110929, 1950},
        {63221, 96.2, 328975, 2099, 3099, 112075, 1951},  {63639, 98.1, 346999, 1932, 3594, 113270, 1952},
        {64989, 99.0, 365385, 1870, 3547, 115094, 1953},  {63761, 100.0, 363112, 3578, 3350, 116219, 1954},
        {66019, 101.2, 397469, 2904, 3048, 117388, 1955}, {67857, 104.6, 419180, 2822, 2857, 118734, 1956},
        {68169, 108.4, 442769, 2936, 2798, 120445, 1957}, {66513, 110.8, 444546, 4681, 2637, 121950, 1958},
        {68655, 112.6, 482704, 3813, 2552, 123366, 1959}, {69564, 114.2, 502601, 3931, 2514, 125368, 1960},
        {69331, 115.7, 518173, 4806, 2572, 127852, 1961}, {70551, 116.9, 554894, 4007, 2827, 130081, 1962}};
    const double certified[6] = {15.0618722713733,  -0.358191792925910e-01, -2.02022980381683,
                                 -1.03322686717359, -0.511041056535807e-01, 1829.15146461355};
    system_of data{{}, {}, {}, 6};
    for (const auto& row : longley) {
        data.targets.push_back(row[0]);
        data.features.insert(data.features.end(), row + 1, row + 7);
    }
    const least_squares found = data.solved();
    expect(found.rank() == 6, "Longley has full rank");
    for (int j = 0; j < 6; ++j) expect_close(found.coefficients()[j], certified[j], 1e-10, "coefficient");
    expect_close(found.intercepts()[0], -3482258.63459582, 1e-10, "intercept");
    expect_close(found.loss() * 16, 836424.055505915, 1e-10, "residual sum of squares");
}

FACT("least squares: coefficients of a Hilbert system come back within its condition number") {
    for (std::size_t columns = 1; columns <= 7; ++columns) {
        system_of data{hilbert(12, columns), {}, {}, columns, 2};
        for (std::size_t i = 0; i < 12; ++i) {
            double first = 3, second = -1;
            for (std::size_t j = 0; j < columns; ++j) {
                first += data.features[i * columns + j];
                second += (j % 2 == 0 ? 2.0 : -2.0) * data.features[i * columns + j];
            }
            data.targets.insert(data.targets.end(), {first, second});
        }
        const least_squares found = data.solved();
        expect(found.rank() == columns, "full rank");
        const double condition = found.singular_values().front() / found.singular_values().back();
        for (std::size_t j = 0; j < columns; ++j) {
            expect_close(found.coefficients()[j], 1, 1e-14 * condition, "first target");
            expect_close(found.coefficients()[columns + j], j % 2 == 0 ? 2 : -2, 1e-14 * condition, "second target");
        }
        expect_close(found.loss(), 0, 1e-12, "loss");
    }
}

FACT("least squares: a weight counts a row that many times, and 0 not at all") {
    const system_of weighted{{1, 0, 2, 5, 4, 1, 7, 7, 3, -2}, {1, 0, 4, 9, 2}, {1, 2, 3, 0, 1}, 2};
    const system_of repeated{{1, 0, 2, 5, 2, 5, 4, 1, 4, 1, 4, 1, 3, -2}, {1, 0, 0, 4, 4, 4, 2}, {}, 2};
    const least_squares a = weighted.solved(), b = repeated.solved();
    for (int j = 0; j < 2; ++j) expect_close(a.coefficients()[j], b.coefficients()[j], 1e-14, "coefficient");
    expect_close(a.intercepts()[0], b.intercepts()[0], 1e-14, "intercept");
    expect_close(a.loss(), b.loss(), 1e-13, "loss");
}

FACT("least squares: a column that is another one in other units is named, and the shorter coefficients are taken") {
    // The second is twice the first and one more; y = 5 x. Of all (a, b) with a + 2 b = 5 the shortest is (1, 2).
    const least_squares found = system_of{{0, 1, 1, 3, 2, 5, 5, 11}, {0, 5, 10, 25}, {}, 2}.solved();
    expect(found.rank() == 1 && found.collinear().size() == 1, "one column too many");
    expect(found.collinear()[0].column == 1 && found.collinear()[0].on.size() == 1, "it is the second");
    expect(found.collinear()[0].on[0].column == 0, "it says what the first says");
    expect_close(found.collinear()[0].on[0].factor, 2, 1e-14, "factor");
    expect_close(found.coefficients()[0], 1, 1e-14, "first");
    expect_close(found.coefficients()[1], 2, 1e-14, "second");
    expect_close(found.intercepts()[0], -2, 1e-14, "intercept");
    expect_close(found.loss(), 0, 1e-14, "loss");
}

FACT("least squares: float rows say what is collinear though each was rounded") {
    std::vector<float> features, targets;
    for (std::uint64_t row = 0; row < 1000; ++row) {
        const float a = noise(2 * row), b = noise(2 * row + 1);
        features.insert(features.end(), {a, b, a / 3 - b / 7 + 0.1f});
        targets.push_back(a + b);
    }
    const std::atomic<bool> never{false};
    const least_squares found(weighted_rows<float>{features.data(), targets.data(), nullptr, 1000, 3, 1}, never);
    expect(found.rank() == 2 && found.collinear().size() == 1, "two columns are enough");
    expect(found.collinear()[0].on.size() == 2, "the third depends on both others");
}

FACT("least squares: constant columns, all levels of a category and fewer rows than columns are no trouble") {
    const least_squares constant = system_of{{0.1, 1, 0.1, 2, 0.1, 4}, {2, 4, 8}, {}, 2}.solved();
    expect(constant.rank() == 1 && constant.collinear()[0].column == 0 && constant.collinear()[0].on.empty(),
           "a constant depends on nothing");
    expect_close(constant.coefficients()[1], 2, 1e-14, "the other column");
    expect(constant.coefficients()[0] == 0, "a constant gets no coefficient");

    const least_squares levels =
        system_of{{1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0}, {1, 5, 9, 1, 5}, {}, 3}.solved();
    expect(levels.rank() == 2, "the last level follows from the others");
    expect_close(levels.coefficients()[0], -4, 1e-14, "first level");
    expect(std::fabs(levels.coefficients()[1]) < 1e-14, "second level");
    expect_close(levels.coefficients()[2], 4, 1e-14, "third level");
    expect_close(levels.intercepts()[0], 5, 1e-14, "intercept");

    const least_squares wide = system_of{{1, 2, 3, 4, 6, 8}, {0, 1}, {}, 3}.solved();
    expect(wide.rank() == 1 && wide.collinear().size() == 2, "two rows differ in one way");
    // Along (3, 4, 5), by which the rows differ.
    for (int j = 0; j < 3; ++j) expect_close(wide.coefficients()[j], (3.0 + j) / 50, 1e-14, "shortest");
    expect_close(wide.loss(), 0, 1e-14, "loss");
}

FACT("least squares: one row and no columns have their mean for an answer") {
    const least_squares row = system_of{{3, 4}, {7}, {}, 2}.solved();
    expect(row.rank() == 0 && row.singular_values().empty(), "one row tells nothing apart");
    expect(row.intercepts()[0] == 7 && row.loss() == 0, "and is met");
    const least_squares none = system_of{{}, {1, 2, 6}, {}, 0}.solved();
    expect(none.intercepts()[0] == 3, "the mean");
    expect_close(none.loss(), 14.0 / 3, 1e-15, "the variance");
}

FACT("least squares: what is left is orthogonal to every column, over many blocks of rows, with recorded bits") {
    constexpr std::size_t rows = 1500, inputs = 20;
    system_of data{{}, {}, {}, inputs};
    for (std::size_t i = 0; i < rows * inputs; ++i) data.features.push_back(noise(i) + (i % inputs == 3 ? 10.0 : 0.0));
    for (std::size_t i = 0; i < rows; ++i) data.targets.push_back(noise(7'000'000 + i));
    const least_squares found = data.solved();
    std::vector<double> product(inputs + 1);
    double squared = 0;
    for (std::size_t r = 0; r < rows; ++r) {
        const double* x = data.features.data() + r * inputs;
        double left = data.targets[r] - found.intercepts()[0];
        for (std::size_t j = 0; j < inputs; ++j) left -= found.coefficients()[j] * x[j];
        for (std::size_t j = 0; j < inputs; ++j) product[j] += left * x[j];
        product[inputs] += left;
        squared += left * left;
    }
    for (double value : product) expect(std::fabs(value) < 1e-10, "orthogonal");
    expect_close(found.loss(), squared / rows, 1e-13, "loss");
    std::uint64_t hash = 0;
    for (double value : found.coefficients()) {
        std::uint64_t bits;
        std::memcpy(&bits, &value, sizeof bits);
        hash = (hash ^ bits) * 0x9e3779b97f4a7c15ull;
    }
    expect(hash == 4189276798855381305ull, "hash " + std::to_string(hash));
}

FACT("least squares: refuses no rows and weights of 0, and ends when it is cancelled") {
    const std::atomic<bool> cancelled{true};
    const double values[] = {1, 2}, zeros[] = {0, 0};
    auto message = [&](std::size_t rows, const double* weights, const std::atomic<bool>& flag) -> std::string {
        try {
            least_squares found(weighted_rows<double>{values, values, weights, rows, 1, 1}, flag);
            return "solved";
        } catch (const failure& problem) {
            return problem.code();
        }
    };
    const std::atomic<bool> never{false};
    expect(message(0, nullptr, never) == "invalid_argument", "no rows");
    expect(message(2, zeros, never) == "invalid_argument", "no weight");
    expect(message(2, nullptr, cancelled) == "cancelled", "cancelled");
}

FACT("singular values: those by hand, and the condition number of a Hilbert matrix") {
    const auto values_of = [](std::vector<double> matrix, std::size_t n) { return singular_values(matrix, n); };
    const std::vector<double> two = values_of({3, 4, 0, 5}, 2);
    expect_close(two[0], std::sqrt(45.0), 1e-15, "largest");
    expect_close(two[1], std::sqrt(5.0), 1e-15, "smallest");
    const std::vector<double> five = values_of(hilbert(5, 5), 5);
    expect_close(five[0] / five[4], 476607.25024259434, 1e-9, "condition number of the 5 x 5");
    const std::vector<double> three = values_of({0, 0, 7, 0, 0, 0, 2, 0, 0}, 3);
    expect_close(three[0], 7, 1e-15, "a permutation");
    expect_close(three[1], 2, 1e-15, "a permutation");
    expect(three[2] == 0, "singular");
}
