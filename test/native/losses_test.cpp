// Every loss against its definition in plain double precision, its slopes against central differences, at logits of
// +-1000, with weights, and against itself in every instruction set.
#include <algorithm>
#include <limits>
#include <vector>

#include "dispatch.h"
#include "gemm.h"
#include "test_case.h"

using namespace chainrule;
using namespace chainrule::testing;

namespace {

struct case_of {
    const char* name;
    loss_config config;
};

const case_of cases[] = {
    {"mean squared error", {loss::mean_squared_error}},
    {"mean absolute error", {loss::mean_absolute_error}},
    {"huber", {.kind = loss::huber}},
    {"huber, delta 0.3", {.kind = loss::huber, .delta = 0.3}},
    {"log cosh", {loss::log_cosh}},
    {"quantile", {.kind = loss::quantile, .quantile = 0.9}},
    {"poisson", {loss::poisson}},
    {"binary cross entropy", {loss::binary_cross_entropy}},
    {"binary cross entropy, smoothed", {.kind = loss::binary_cross_entropy, .smoothing = 0.1}},
    {"categorical cross entropy", {loss::categorical_cross_entropy}},
    {"categorical cross entropy, smoothed", {.kind = loss::categorical_cross_entropy, .smoothing = 0.2}},
    {"binary hinge", {loss::binary_hinge}},
    {"categorical hinge", {loss::categorical_hinge}},
    {"binary focal", {loss::binary_focal}},
    {"binary focal, focusing 0", {.kind = loss::binary_focal, .focusing = 0}},
    {"binary focal, focusing 0.5", {.kind = loss::binary_focal, .focusing = 0.5}},
    {"categorical focal", {loss::categorical_focal}},
    {"categorical focal, focusing 0", {.kind = loss::categorical_focal, .focusing = 0}},
    {"categorical focal, focusing 0.5", {.kind = loss::categorical_focal, .focusing = 0.5}},
};

bool is_regression(loss kind) { return kind <= loss::poisson; }

/// One output and its target, as textbooks define it.
double element_reference(const loss_config& config, double z, double y) {
    const double d = z - y;
    const double p = 1 / (1 + std::exp(-z));
    const double of_truth = y > 0.5 ? p : 1 - p;
    const double smooth = y * (1 - config.smoothing) + config.smoothing / 2;
    switch (config.kind) {
        case loss::mean_squared_error: return d * d;
        case loss::mean_absolute_error: return std::fabs(d);
        case loss::huber:
            return std::fabs(d) <= config.delta ? d * d / 2 : config.delta * (std::fabs(d) - config.delta / 2);
        case loss::log_cosh: return std::log(std::cosh(d));
        case loss::quantile: return d < 0 ? -config.quantile * d : (1 - config.quantile) * d;
        case loss::poisson: return std::exp(z) - y * z;
        case loss::binary_cross_entropy: return -smooth * std::log(p) - (1 - smooth) * std::log(1 - p);
        case loss::binary_hinge: return std::fmax(0, 1 - (2 * y - 1) * z);
        case loss::binary_focal: return -std::pow(1 - of_truth, config.focusing) * std::log(of_truth);
        default: fail("not of single outputs");
    }
}

double class_reference(const loss_config& config, const std::vector<double>& z, std::size_t y) {
    const double classes = static_cast<double>(z.size());
    double total = 0, hinge = 0, spread = 0;
    for (const double score : z) total += std::exp(score);
    for (std::size_t j = 0; j < z.size(); ++j) {
        if (j != y) hinge += std::fmax(0, 1 - z[y] + z[j]);
        spread -= std::log(std::exp(z[j]) / total) / classes;
    }
    const double p = std::exp(z[y]) / total;
    if (config.kind == loss::categorical_hinge) return hinge / classes;
    if (config.kind == loss::categorical_focal) return -std::pow(1 - p, config.focusing) * std::log(p);
    return (1 - config.smoothing) * -std::log(p) + config.smoothing * spread;
}

/// Rows of outputs and targets for a loss, kept in double and handed to a kernel in its own precision.
struct example {
    example(const loss_config& of, std::size_t row_count, std::size_t output_count, double size)
        : config(of), rows(row_count), outputs(output_count), stride(padded(output_count)) {
        const bool by_class = takes_class_index(config.kind);
        target_stride = by_class ? 1 : stride;
        output.resize(rows * stride);
        target.resize(rows * target_stride);
        for (std::size_t r = 0; r < rows; ++r) {
            for (std::size_t o = 0; o < outputs; ++o) {
                output[r * stride + o] = size * noise(r * outputs + o);
                if (by_class) continue;
                const double y = noise(70000 + r * outputs + o);
                target[r * stride + o] = is_regression(config.kind) ? y : y > 0 ? 1 : 0;
            }
            if (by_class) target[r] = static_cast<double>(r % outputs);
        }
    }

    double reference(std::size_t row) const {
        const double* z = output.data() + row * stride;
        if (takes_class_index(config.kind)) {
            return class_reference(config, std::vector<double>(z, z + outputs), static_cast<std::size_t>(target[row]));
        }
        double sum = 0;
        for (std::size_t o = 0; o < outputs; ++o) sum += element_reference(config, z[o], target[row * stride + o]);
        return sum / static_cast<double>(outputs);
    }

    loss_config config;
    std::size_t rows, outputs, stride, target_stride;
    std::vector<double> output, target, weight;
    double scale = 1;
};

template <class Real> struct result {
    std::vector<Real> gradient, row_loss;
};

template <class Real> std::vector<Real> converted(const std::vector<double>& values) {
    return std::vector<Real>(values.begin(), values.end());
}

constexpr std::size_t canaries = 32;

template <class Real>
result<Real> evaluate(const kernel_table<Real>& kernels, const example& e, bool with_gradient = true) {
    const std::vector<Real> output = converted<Real>(e.output), target = converted<Real>(e.target),
                            weight = converted<Real>(e.weight);
    result<Real> found{std::vector<Real>(e.rows * e.stride + canaries, Real(9)),
                       std::vector<Real>(e.rows + canaries, Real(9))};
    loss_rows<Real> p{};
    p.output = output.data();
    p.gradient = with_gradient ? found.gradient.data() : nullptr;
    p.stride = e.stride;
    p.target = target.data();
    p.target_stride = e.target_stride;
    p.rows = e.rows;
    p.outputs = e.outputs;
    p.scale = static_cast<Real>(e.scale);
    p.weight = weight.empty() ? nullptr : weight.data();
    p.row_loss = found.row_loss.data();
    kernels.evaluate_loss(e.config, p);
    return found;
}

template <class Real> const kernel_table<Real>& widest() { return *supported_kernels<Real>().back(); }

constexpr std::size_t widths[] = {1, 2, 3, 15, 16, 17, 40};

void expect_close(double found, double wanted, double absolute, double relative, const std::string& what) {
    expect(std::fabs(found - wanted) <= absolute + relative * std::fabs(wanted),
           what + " is " + std::to_string(found) + "; expected " + std::to_string(wanted));
}

}  // namespace

FACT("every loss is its definition, in both precisions") {
    for (const case_of& c : cases) {
        for (const std::size_t outputs : widths) {
            const example e(c.config, 13, outputs, 6);
            const result<double> doubles = evaluate(widest<double>(), e);
            const result<float> floats = evaluate(widest<float>(), e);
            for (std::size_t r = 0; r < e.rows; ++r) {
                const double wanted = e.reference(r);
                // The definitions themselves lose what log(1 - p) and a sum of exponentials lose.
                expect_close(doubles.row_loss[r], wanted, 1e-13, 1e-12, c.name);
                expect_close(static_cast<double>(floats.row_loss[r]), wanted, 1e-6, 2e-6, c.name);
            }
        }
    }
}

FACT("slopes of losses are central differences of their values") {
    for (const case_of& c : cases) {
        for (const std::size_t outputs : {1, 5, 17}) {
            example e(c.config, 7, outputs, 6);
            e.scale = takes_class_index(c.config.kind) ? 1 : 1.0 / static_cast<double>(outputs);
            const result<double> found = evaluate(widest<double>(), e);
            for (std::size_t o = 0; o < outputs; ++o) {
                const double step = 1e-5;
                example above = e, below = e;
                for (std::size_t r = 0; r < e.rows; ++r) {
                    above.output[r * e.stride + o] += step;
                    below.output[r * e.stride + o] -= step;
                }
                const result<double> up = evaluate(widest<double>(), above), down = evaluate(widest<double>(), below);
                for (std::size_t r = 0; r < e.rows; ++r) {
                    const double wanted = (up.row_loss[r] - down.row_loss[r]) / (2 * step);
                    // Rounding of the losses over the step, and its square times the third derivative.
                    const double size = std::max(1.0, std::fabs(up.row_loss[r]));
                    expect_close(found.gradient[r * e.stride + o], wanted, 1e-10 * size, 1e-7, c.name);
                }
            }
        }
    }
}

FACT("slopes in float are those in double, rounded") {
    for (const case_of& c : cases) {
        for (const std::size_t outputs : widths) {
            const example e(c.config, 13, outputs, 6);
            const result<double> wanted = evaluate(widest<double>(), e);
            const result<float> found = evaluate(widest<float>(), e);
            for (std::size_t i = 0; i < e.rows * e.stride; ++i) {
                expect_close(static_cast<double>(found.gradient[i]), wanted.gradient[i], 2e-6, 2e-6, c.name);
            }
        }
    }
}

template <class Real> void expect_exact_at_a_thousand() {
    const double z = 1000;
    const struct {
        loss_config config;
        std::vector<double> output;
        double target, value;
        std::vector<double> slope;
    } edges[] = {
        {{loss::binary_cross_entropy}, {z}, 1, 0, {0}},
        {{loss::binary_cross_entropy}, {z}, 0, z, {1}},
        {{loss::binary_cross_entropy}, {-z}, 1, z, {-1}},
        {{loss::binary_cross_entropy}, {-z}, 0, 0, {0}},
        {{.kind = loss::binary_cross_entropy, .smoothing = 0.5}, {z}, 1, 250, {0.25}},
        {{loss::binary_focal}, {z}, 1, 0, {0}},
        {{loss::binary_focal}, {z}, 0, z, {1}},
        {{loss::binary_focal}, {-z}, 1, z, {-1}},
        {{.kind = loss::binary_focal, .focusing = 0}, {-z}, 0, 0, {0}},
        {{loss::binary_hinge}, {z}, 0, z + 1, {1}},
        {{loss::binary_hinge}, {z}, 1, 0, {0}},
        {{loss::categorical_cross_entropy}, {z, 0, -z}, 0, 0, {0, 0, 0}},
        {{loss::categorical_cross_entropy}, {z, 0, -z}, 2, 2 * z, {1, 0, -1}},
        {{.kind = loss::categorical_cross_entropy, .smoothing = 0.75}, {z, 0, -z}, 0, 750, {0.5, -0.25, -0.25}},
        {{loss::categorical_focal}, {z, 0, -z}, 0, 0, {0, 0, 0}},
        {{loss::categorical_focal}, {z, 0, -z}, 2, 2 * z, {1, 0, -1}},
        {{.kind = loss::categorical_focal, .focusing = 0}, {z, 0, -z}, 0, 0, {0, 0, 0}},
        {{.kind = loss::categorical_focal, .focusing = 0.5}, {z, 0, -z}, 0, 0, {0, 0, 0}},
        {{loss::categorical_hinge}, {z, 0, -z, -z}, 1, 1001.0 / 4, {0.25, -0.25, 0, 0}},
        {{loss::log_cosh}, {z}, 0, z - 0.69314718055994530942, {1}},
    };
    for (const kernel_table<Real>* kernels : supported_kernels<Real>()) {
        for (const auto& edge : edges) {
            example e(edge.config, 1, edge.output.size(), 1);
            std::copy(edge.output.begin(), edge.output.end(), e.output.begin());
            e.target[0] = edge.target;
            const result<Real> found = evaluate(*kernels, e);
            const double unit = static_cast<double>(std::numeric_limits<Real>::epsilon());
            expect_close(static_cast<double>(found.row_loss[0]), edge.value, 0, unit, "loss");
            for (std::size_t o = 0; o < edge.slope.size(); ++o) {
                expect_close(static_cast<double>(found.gradient[o]), edge.slope[o], 0, 2 * unit, "slope");
            }
        }
    }
}

FACT("losses of logits of +-1000 are finite and exact, in both precisions") {
    expect_exact_at_a_thousand<float>();
    expect_exact_at_a_thousand<double>();
}

FACT("small losses keep their digits where they are what is left of a difference") {
    example cosh({loss::log_cosh}, 1, 1, 1);
    cosh.output[0] = 1e-6;
    cosh.target[0] = 0;
    expect_close(evaluate(widest<double>(), cosh).row_loss[0], 5e-13, 0, 1e-11, "log cosh");
    example focal({loss::categorical_focal}, 1, 2, 1);
    focal.output[0] = 20;
    focal.output[1] = 0;
    focal.target[0] = 0;
    const double rest = 1 / (1 + std::exp(20.0));
    expect_close(evaluate(widest<double>(), focal).row_loss[0], -std::log1p(-rest) * rest * rest, 0, 1e-13, "focal");
}

FACT("a row's weight multiplies its loss and its slopes, and no weights are weights of 1") {
    for (const case_of& c : cases) {
        const example plain(c.config, 6, 5, 4);
        example ones = plain, weighted = plain;
        ones.weight.assign(6, 1);
        weighted.weight = {0, 0.5, 1, 2, 4, 0.25};
        const result<float> wanted = evaluate(widest<float>(), plain), same = evaluate(widest<float>(), ones),
                            found = evaluate(widest<float>(), weighted);
        expect_same_bits(same.row_loss.data(), wanted.row_loss.data(), 6, c.name);
        expect_same_bits(same.gradient.data(), wanted.gradient.data(), wanted.gradient.size(), c.name);
        for (std::size_t r = 0; r < 6; ++r) {
            const float by = static_cast<float>(weighted.weight[r]);
            expect(found.row_loss[r] == by * wanted.row_loss[r], c.name);
            for (std::size_t o = 0; o < 5; ++o) {
                const std::size_t i = r * plain.stride + o;
                expect(found.gradient[i] == by * wanted.gradient[i], c.name);
            }
        }
    }
}

FACT("losses are the same without gradients, and write neither past their rows nor anything but 0 into padding") {
    for (const case_of& c : cases) {
        for (const kernel_table<float>* kernels : supported_kernels<float>()) {
            const example e(c.config, 4, 5, 6);
            const result<float> found = evaluate(*kernels, e), without = evaluate(*kernels, e, false);
            expect_same_bits(without.row_loss.data(), found.row_loss.data(), e.rows, c.name);
            for (std::size_t i = 0; i < e.rows * e.stride; ++i) {
                expect(i % e.stride < 5 || found.gradient[i] == 0.0f, std::string(c.name) + ": padding");
                expect(without.gradient[i] == 9.0f, std::string(c.name) + ": gradients that were not asked for");
            }
            for (std::size_t i = 0; i < canaries; ++i) {
                expect(found.gradient[e.rows * e.stride + i] == 9.0f, std::string(c.name) + ": past the gradients");
                expect(found.row_loss[e.rows + i] == 9.0f, std::string(c.name) + ": past the losses");
            }
        }
    }
}

template <class Real> void expect_same_losses() {
    for (const case_of& c : cases) {
        for (const std::size_t outputs : widths) {
            for (const double size : {5.0, 80.0, 1000.0}) {
                example e(c.config, 13, outputs, size);
                e.scale = 1.0 / 3.0;
                for (std::size_t r = 0; r < e.rows; ++r) e.weight.push_back(1.5 + noise(r));
                const result<Real> wanted = evaluate(*supported_kernels<Real>().front(), e);
                for (const kernel_table<Real>* kernels : supported_kernels<Real>()) {
                    const result<Real> found = evaluate(*kernels, e);
                    const std::string what = std::string(kernels->name) + " " + c.name;
                    expect_same_bits(found.gradient.data(), wanted.gradient.data(), found.gradient.size(), what);
                    expect_same_bits(found.row_loss.data(), wanted.row_loss.data(), found.row_loss.size(), what);
                }
            }
        }
    }
}

FACT("losses and their gradients are the same bits in every instruction set, in both precisions") {
    expect_same_losses<float>();
    expect_same_losses<double>();
}
