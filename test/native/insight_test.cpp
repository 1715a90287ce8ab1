// Looks inside a network: the plain walk agrees with the fast passes bit for bit, the gradient check finds a slope that
// is wrong, and planes and statistics are what they say.
#include <utility>

#include "batch/batch_setup.h"
#include "batch/gradient_sink.h"
#include "dispatch.h"
#include "inside/gradient_check.h"
#include "inside/loss_gradient.h"
#include "inside/loss_plane.h"
#include "inside/row_walk.h"
#include "inside/statistics.h"
#include "network/evaluation_pass.h"
#include "test_case.h"

using namespace chainrule;
using namespace chainrule::testing;

namespace {

const std::atomic<bool> never{false};

struct sample {
    network net;
    loss_config objective;
    std::vector<layer_tensors<double>> tensors;
    row_set<double> rows;
    aligned_buffer<double> parameters;
};

layer_config layer(std::size_t units, activation act, normalization norm = normalization::none, double dropout = 0) {
    return {units, act, initializer::glorot_uniform, 0.05, norm == normalization::none, norm, dropout};
}

/// A network of which every tensor holds noise, and `rows` rows.
sample sample_of(std::size_t inputs, const std::vector<layer_config>& layers, loss kind, std::size_t rows) {
    sample made{network({inputs, layers}), {kind}, {}, {}, {}};
    made.parameters = aligned_buffer<double>(made.net.parameter_floats());
    made.net.initialize(1, made.parameters.data());
    made.tensors = made.net.unpack<double>(made.parameters.data());
    std::uint64_t at = 0;
    for (std::size_t index = 0; index < layers.size(); ++index) {
        layer_tensors<double>& of = made.tensors[index];
        if (layers[index].has_bias) {
            for (double& value : of.bias) value = 0.3 * noise(++at);
        }
        for (double& value : of.gamma) value = 1 + 0.5 * noise(++at);
        for (double& value : of.beta) value = 0.5 * noise(++at);
        for (double& value : of.mean) value = 0.5 * noise(++at);
        for (double& value : of.variance) value = 1 + 0.5 * noise(++at);
    }
    made.net.pack(made.tensors, made.parameters.data());
    made.rows.rows = rows;
    made.rows.inputs = inputs;
    made.rows.target_columns = target_columns_of(kind, made.net.outputs());
    made.rows.features = aligned_buffer<double>(rows * inputs);
    made.rows.targets = aligned_buffer<double>(rows * made.rows.target_columns);
    for (std::size_t i = 0; i < made.rows.features.size(); ++i) made.rows.features.data()[i] = 2 * noise(900 + i);
    for (std::size_t i = 0; i < made.rows.targets.size(); ++i) {
        const double value = noise(77000 + i);
        made.rows.targets.data()[i] = takes_class_index(kind)              ? static_cast<double>(i % made.net.outputs())
                                      : kind == loss::binary_cross_entropy ? (value > 0 ? 1.0 : 0.0)
                                                                           : value;
    }
    return made;
}

std::vector<sample> samples() {
    constexpr normalization none = normalization::none;
    std::vector<sample> all;
    all.push_back(sample_of(3, {layer(1, activation::linear)}, loss::mean_squared_error, 5));
    all.push_back(sample_of(7,
                            {layer(20, activation::tanh), layer(9, activation::sigmoid), layer(3, activation::linear)},
                            loss::categorical_cross_entropy, 6));
    all.push_back(sample_of(5, {layer(17, activation::relu, normalization::layer), layer(2, activation::linear)},
                            loss::binary_cross_entropy, 6));
    all.push_back(sample_of(
        4, {layer(8, activation::tanh, none, 0.5), layer(6, activation::sigmoid), layer(2, activation::linear)},
        loss::mean_squared_error, 7));
    all.push_back(sample_of(1, {layer(1, activation::linear)}, loss::mean_squared_error, 9));
    all.push_back(
        sample_of(1, {layer(1, activation::tanh), layer(3, activation::linear)}, loss::mean_squared_error, 4));
    return all;
}

sample normalized_by_batch() {
    return sample_of(5, {layer(18, activation::tanh, normalization::batch), layer(2, activation::linear)},
                     loss::mean_squared_error, 9);
}

void expect_near(double found, double wanted, double room, const std::string& what) {
    if (std::fabs(found - wanted) <= room) return;
    fail(what + ": " + std::to_string(found) + ", expected " + std::to_string(wanted));
}

gradient_check checked(const kernel_table<double>& kernels, const sample& of, std::size_t most) {
    return check_gradients(kernels, of.net, of.tensors, of.objective, of.rows, {most, 3}, never);
}

}  // namespace

FACT("row walk: its outputs and loss have the bits of the fast forward pass on every instruction set") {
    std::vector<sample> all = samples();
    all.push_back(normalized_by_batch());
    for (const kernel_table<double>* kernels : supported_kernels<double>()) {
        for (const sample& of : all) {
            const evaluation_plan plan = plan_evaluation(of.net, of.rows.rows, 1);
            thread_pool pool(1);
            arena memory(evaluation_pass<double>::bytes(of.net, plan));
            evaluation_pass<double> pass(*kernels, of.net, plan, pool, memory);
            std::vector<double> outputs(of.rows.rows * of.net.outputs()), losses(of.rows.rows);
            pass.outputs(of.rows.features.data(), of.rows.rows, of.parameters.data(), outputs.data());
            pass.losses(of.rows, of.objective, of.parameters.data(), 0, of.rows.rows, losses.data());
            row_walk walk(*kernels, of.net, of.tensors, of.objective);
            const bool layer_norm = of.net.layers()[0].norm == normalization::layer;
            for (std::size_t row = 0; row < of.rows.rows; ++row) {
                const double loss = walk.run(of.rows.features.data() + row * of.rows.inputs,
                                             of.rows.targets.data() + row * of.rows.target_columns);
                const double* found = walk.layers().back().a.data();
                for (std::size_t o = 0; o < of.net.outputs(); ++o) {
                    const double wanted = outputs[row * of.net.outputs() + o];
                    // Only means over a layer's units are added in another order.
                    if (of.net.layers()[0].is_normalized())
                        expect_near(found[o], wanted, 1e-14, "output");
                    else
                        expect(found[o] == wanted, "the bits of an output");
                }
                if (!layer_norm && !of.net.layers()[0].is_normalized())
                    expect(loss == losses[row], "the bits of a loss");
                expect_near(loss, losses[row], 1e-14, "loss");
            }
        }
    }
}

FACT("row walk: the mean of its rows' gradients is the batch's gradient") {
    const kernel_table<double>& kernels = selected_kernels<double>();
    for (const sample& of : samples()) {
        if (of.net.has_dropout()) continue;
        batch_setup<double> batch(kernels, of.net, of.objective, of.rows, of.rows.rows, 0, 1);
        gradient_store<double> store(of.net.parameter_floats());
        batch.parameters_changed(of.parameters.data());
        batch.run_alone(of.rows.rows, of.parameters.data(), store);
        const auto wanted = of.net.unpack<double>(store.gradients.data());
        row_walk walk(kernels, of.net, of.tensors, of.objective);
        std::vector<std::vector<double>> found;
        for (const dense& shape : of.net.layers()) found.emplace_back(shape.inputs * shape.outputs);
        for (std::size_t row = 0; row < of.rows.rows; ++row) {
            walk.run(of.rows.features.data() + row * of.rows.inputs,
                     of.rows.targets.data() + row * of.rows.target_columns);
            for (std::size_t index = 0; index < found.size(); ++index) {
                const dense& shape = of.net.layers()[index];
                for (std::size_t i = 0; i < found[index].size(); ++i) {
                    found[index][i] += walk.layers()[index].d_z[i / shape.inputs] *
                                       walk.input_of(index)[i % shape.inputs] / static_cast<double>(of.rows.rows);
                }
            }
        }
        for (std::size_t index = 0; index < found.size(); ++index) {
            for (std::size_t i = 0; i < found[index].size(); ++i) {
                expect_near(found[index][i], wanted[index].weight[i], 1e-15, "gradient");
            }
        }
    }
}

FACT("gradient check: every network passes, with dropout's mask held fast and batch statistics moving along") {
    std::vector<sample> all = samples();
    all.push_back(normalized_by_batch());
    for (const sample& of : all) {
        const gradient_check found = checked(selected_kernels<double>(), of, 100000);
        expect(found.checked == found.parameters, "all parameters");
        expect(found.layers.size() == of.net.layers().size(), "an error for each layer");
        if (found.worst.error >= 1e-6) {
            fail("layer " + std::to_string(found.worst.position.layer) + " is off by " +
                 std::to_string(found.worst.error));
        }
    }
}

FACT("gradient check: finds a slope that is one part in a hundred thousand off") {
    static const kernel_table<double>& right = selected_kernels<double>();
    kernel_table<double> wrong = right;
    // The error is in the slopes of the first layer's activation.
    wrong.pass_fused = [](const fused_network<double>& net, const fused_rows<double>& rows) {
        std::vector<double> before(net.layers[0].inputs * padded(net.layers[0].outputs));
        double* weights = rows.gradients + net.layers[0].weight;
        if (rows.accumulate) std::copy_n(weights, before.size(), before.begin());
        right.pass_fused(net, rows);
        for (std::size_t i = 0; i < before.size(); ++i) weights[i] = before[i] + (weights[i] - before[i]) * 1.00001;
    };
    const std::vector<sample> all = samples();
    const gradient_check found = checked(wrong, all[1], 100000);
    expect(found.worst.error > 5e-6 && found.worst.error < 2e-5, "the error is that of the slope");
    expect(found.worst.position.layer <= 1, "below or at the layer that has it");
    expect(found.layers[2] < 1e-6, "the layer above is right");
}

FACT("gradient check: of many parameters each tensor gets its share, the same for the same seed") {
    const sample of = std::move(samples()[1]);
    const gradient_check one = checked(selected_kernels<double>(), of, 30),
                         two = checked(selected_kernels<double>(), of, 30);
    expect(one.parameters == 7 * 20 + 20 + 20 * 9 + 9 + 9 * 3 + 3, "all count");
    expect(one.checked >= 20 && one.checked <= 36, "some are moved");
    expect(one.worst.position.index == two.worst.position.index && one.worst.error == two.worst.error, "the same ones");
}

FACT("loss plane: its middle is the loss, and a step along a direction is that step of the weights") {
    const sample of = std::move(samples()[1]);
    plane at{of.tensors, of.tensors, of.tensors, {-1, 0, 0.5}, {0, 2}};
    for (std::size_t index = 0; index < of.tensors.size(); ++index) {
        for (double& value : at.along_y[index].weight) value = index == 0 ? 1 : 0;
        for (double& value : at.along_y[index].bias) value = 0;
    }
    const std::vector<double> losses =
        losses_on_plane(selected_kernels<double>(), of.net, at, of.objective, of.rows, 2, never);
    expect(losses.size() == 6, "[y][x]");
    const network_statistics middle =
        take_statistics(selected_kernels<double>(), of.net, of.tensors, of.objective, of.rows, never);
    expect_near(losses[1], middle.loss, 1e-15, "middle");
    // All weights and biases at zero: every class is as likely.
    expect_near(losses[0], std::log(3.0), 1e-14, "weights minus themselves");
    std::vector<layer_tensors<double>> moved = of.tensors;
    for (double& value : moved[0].weight) value += 2;
    expect_near(losses[4],
                take_statistics(selected_kernels<double>(), of.net, moved, of.objective, of.rows, never).loss, 1e-15,
                "two steps along y");
}

FACT("loss gradient: is as steep as the loss plane along each parameter, and its loss is the plane's middle") {
    std::vector<sample> all = samples();
    all.push_back(normalized_by_batch());
    const kernel_table<double>& kernels = selected_kernels<double>();
    for (const sample& of : all) {
        const loss_gradient found = gradient_of_loss(kernels, of.net, of.tensors, of.objective, of.rows, never);
        for (std::size_t index = 0; index < of.tensors.size(); ++index) {
            for (auto member : {&layer_tensors<double>::weight, &layer_tensors<double>::bias,
                                &layer_tensors<double>::gamma, &layer_tensors<double>::beta}) {
                for (std::size_t i = 0; i < (of.tensors[index].*member).size(); ++i) {
                    plane along{of.tensors, of.tensors, of.tensors, {-1e-5, 0, 1e-5}, {0}};
                    for (auto* zeros : {&along.along_x, &along.along_y}) {
                        for (layer_tensors<double>& layer : *zeros) {
                            for (auto* values : {&layer.weight, &layer.bias, &layer.gamma, &layer.beta, &layer.mean,
                                                 &layer.variance}) {
                                std::fill(values->begin(), values->end(), 0.0);
                            }
                        }
                    }
                    (along.along_x[index].*member)[i] = 1;
                    const std::vector<double> losses =
                        losses_on_plane(kernels, of.net, along, of.objective, of.rows, 1, never);
                    // Truncation and rounding of a central difference are both about 1e-11.
                    const double slope = (losses[2] - losses[0]) / 2e-5;
                    const bool has_no_bias = member == &layer_tensors<double>::bias && !of.net.layers()[index].has_bias;
                    if (!has_no_bias) expect_near((found.layers[index].*member)[i], slope, 1e-9, "slope");
                    expect_near(found.loss, losses[1], 1e-14, "loss");
                }
            }
        }
    }
}

FACT("statistics: spreads by hand") {
    const spread found = spread_of(std::vector<double>{-1, 1, 3, 5});
    expect(found.count == 4 && found.mean == 2 && found.min == -1 && found.max == 5, "mean, min, max");
    expect_near(found.deviation, std::sqrt(5.0), 1e-15, "deviation");
    expect_near(found.norm, 6, 1e-15, "norm");
    expect(found.bins[0] == 1 && found.bins[10] == 1 && found.bins[21] == 1 && found.bins[31] == 1, "bins");
    const spread same = spread_of(std::vector<double>{2, 2});
    expect(same.bins[0] == 2 && same.deviation == 0, "one value");
    expect(spread_of({}).count == 0 && spread_of({}).norm == 0, "no values");
}

FACT("statistics: a relu that no row wakes is dead, and outputs at a limit are saturated") {
    sample of = sample_of(1, {layer(2, activation::relu), layer(2, activation::tanh), layer(1, activation::linear)},
                          loss::mean_squared_error, 4);
    of.tensors[0].weight = {0, 0};
    of.tensors[0].bias = {-1, 1};
    of.tensors[1].weight = {0, 3, 0, 0.1};
    of.tensors[1].bias = {0, 0};
    const network_statistics found =
        take_statistics(selected_kernels<double>(), of.net, of.tensors, of.objective, of.rows, never);
    expect(found.layers[0].dead == 0.5 && found.layers[0].saturated == -1, "one of two is dead");
    expect(found.layers[1].saturated == 0.5 && found.layers[1].dead == -1, "tanh(3) is saturated, tanh(0.1) is not");
    expect(found.layers[2].saturated == -1 && found.layers[2].dead == -1, "a linear layer can be neither");
    expect(found.layers[0].activations.count == 8 && found.layers[1].weight_gradients.count == 4, "counts");
}
