// Whole trainings on every instruction set and several numbers of threads: the same bits everywhere. And the training
// thread under a hail of commands, which is what the thread sanitizer is for.
#include <atomic>
#include <thread>
#include <vector>

#include "dispatch.h"
#include "run/training_thread.h"
#include "test_case.h"

using namespace chainrule;
using namespace chainrule::testing;

namespace {

struct training_shape {
    const char* name;
    std::size_t rows, inputs;
    std::vector<std::size_t> units;
    activation act;
    loss kind;
    optimizer_kind optimizer;
    std::size_t batch_rows;
    std::uint64_t epochs;
    /// hash_of the weights, the same on every CPU and with every compiler.
    std::uint64_t recorded;
};

constexpr loss squared = loss::mean_squared_error;
constexpr loss binary = loss::binary_cross_entropy;
constexpr loss cross_entropy = loss::categorical_cross_entropy;
constexpr optimizer_kind sgd = optimizer_kind::sgd;
constexpr optimizer_kind momentum = optimizer_kind::momentum;
constexpr optimizer_kind adam = optimizer_kind::adam;

const training_shape shapes[] = {
    {"small", 53, 4, {16, 3}, activation::relu, cross_entropy, adam, 16, 3, 12532250820800823003ull},
    {"two panels and a bit", 40, 7, {33, 17, 2}, activation::tanh, squared, momentum, 8, 2, 16011077872024842161ull},
    {"one row at a time", 20, 30, {32, 1}, activation::sigmoid, binary, sgd, 1, 2, 1151599729451058344ull},
    {"blocks", 600, 20, {48, 1}, activation::tanh, squared, adam, 500, 2, 13478378542632509661ull},
    {"all rows at once", 700, 30, {40, 1}, activation::relu, squared, sgd, 700, 2, 5945071044661141432ull},
    {"wide", 200, 120, {140, 10}, activation::relu, cross_entropy, momentum, 96, 2, 7757514070831505547ull},
    {"wide with few rows", 60, 50, {600, 500, 3}, activation::relu, cross_entropy, adam, 7, 1, 3411219345208787957ull},
    {"wide with many rows", 1100, 40, {300, 30, 4}, activation::sigmoid, binary, adam, 1100, 1, 9935457097919968269ull},
};

row_set<float> rows_of(const training_shape& shape, std::size_t rows, std::uint64_t from) {
    row_set<float> set;
    set.rows = rows;
    set.inputs = shape.inputs;
    set.target_columns = target_columns_of(shape.kind, shape.units.back());
    set.features = aligned_buffer<float>(rows * shape.inputs);
    set.targets = aligned_buffer<float>(rows * set.target_columns);
    for (std::size_t i = 0; i < set.features.size(); ++i) set.features.data()[i] = noise(from + i);
    for (std::size_t i = 0; i < set.targets.size(); ++i) {
        const float value = noise(from + 3 * i);
        float& target = set.targets.data()[i];
        if (shape.kind == loss::mean_squared_error) target = value;
        if (shape.kind == loss::binary_cross_entropy) target = value > 0 ? 1.0f : 0.0f;
        if (shape.kind == loss::categorical_cross_entropy) target = static_cast<float>(i % shape.units.back());
    }
    return set;
}

train_config<float> config_of(const training_shape& shape, std::size_t threads) {
    train_config<float> config;
    config.net.inputs = shape.inputs;
    for (std::size_t i = 0; i < shape.units.size(); ++i) {
        const bool last = i + 1 == shape.units.size();
        config.net.layers.push_back(
            {shape.units[i], last ? activation::linear : shape.act, initializer::glorot_uniform});
    }
    config.objective.kind = shape.kind;
    config.optimizer.kind = shape.optimizer;
    config.optimizer.learning_rate = 0.01;
    config.optimizer.momentum = config.optimizer.beta1 = 0.9;
    config.optimizer.beta2 = 0.999;
    config.optimizer.epsilon = 1e-8;
    config.optimizer.weight_decay = 0.001;
    config.batch_rows = shape.batch_rows;
    config.epochs = shape.epochs;
    config.seed = 5;
    config.threads = threads;
    config.train = rows_of(shape, shape.rows, 0);
    config.validation = rows_of(shape, shape.rows / 4, 1u << 20);
    return config;
}

struct outcome {
    std::vector<layer_tensors<float>> layers;
    std::vector<epoch_record> records;
};

outcome train(const training_shape& shape, const kernel_table<float>& kernels, std::size_t threads) {
    trainer<float> training(config_of(shape, threads), kernels);
    outcome result;
    while (training.reason() == end_reason::none) {
        if (const std::optional<epoch_record> record = training.advance()) result.records.push_back(*record);
    }
    expect(training.reason() == end_reason::epochs, "finished");
    result.layers = training.current();
    return result;
}

/// FNV-1a over the bits of all weights and biases.
std::uint64_t hash_of(const std::vector<layer_tensors<float>>& layers) {
    std::uint64_t hash = 0xcbf29ce484222325ull;
    for (const layer_tensors<float>& layer : layers) {
        for (const std::vector<float>* tensor : {&layer.weight, &layer.bias}) {
            for (const float value : *tensor) {
                std::uint32_t bits;
                std::memcpy(&bits, &value, sizeof bits);
                hash = (hash ^ bits) * 0x100000001b3ull;
            }
        }
    }
    return hash;
}

void expect_same(const outcome& found, const outcome& wanted, const std::string& what) {
    for (std::size_t i = 0; i < wanted.layers.size(); ++i) {
        const std::string layer = what + ", layer " + std::to_string(i);
        expect_same_bits(found.layers[i].weight.data(), wanted.layers[i].weight.data(), wanted.layers[i].weight.size(),
                         layer);
        expect_same_bits(found.layers[i].bias.data(), wanted.layers[i].bias.data(), wanted.layers[i].bias.size(),
                         layer);
    }
    for (std::size_t i = 0; i < wanted.records.size(); ++i) {
        expect(found.records[i].train_loss == wanted.records[i].train_loss, what + ": training loss");
        expect(found.records[i].validation_loss == wanted.records[i].validation_loss, what + ": validation loss");
    }
}

}  // namespace

FACT("trainings give the recorded bits on every instruction set and on 1, 2, 3 and 5 threads") {
    for (const training_shape& shape : shapes) {
        const outcome wanted = train(shape, *supported_kernels<float>().back(), 1);
        const std::uint64_t hash = hash_of(wanted.layers);
        expect(hash == shape.recorded, std::string(shape.name) + " has the hash " + std::to_string(hash));
        for (const kernel_table<float>* kernels : supported_kernels<float>()) {
            for (const std::size_t threads : {1, 2, 3, 5}) {
                expect_same(train(shape, *kernels, threads), wanted,
                            std::string(shape.name) + " on " + kernels->name + " with " + std::to_string(threads));
            }
        }
    }
}

FACT("the memory that a training needs is told before it is taken") {
    for (const training_shape& shape : shapes) {
        const train_config<float> config = config_of(shape, 2);
        const double told = trainer<float>::bytes_needed(config, shape.rows, shape.rows / 4);
        const network net(config.net);
        expect(told > 3.0 * static_cast<double>(net.parameter_floats()) * sizeof(float), shape.name);
        expect(told < 64e6, shape.name);
    }
}

FACT("a training thread survives a hail of commands and questions and loses no record") {
    for (const std::size_t threads : {1, 3}) {
        train_config<float> config = config_of(shapes[0], threads);
        config.epochs = 400;
        std::atomic<int> notices{0};
        training_thread<float> run(std::move(config), *supported_kernels<float>().back(), [&] { ++notices; });
        std::vector<epoch_record> records;
        run_state state = run_state::ready;
        const auto collect = [&] {
            for (const run_report& report : run.collect()) {
                state = report.status.state;
                records.insert(records.end(), report.records.begin(), report.records.end());
            }
        };
        constexpr run_command commands[] = {run_command::start, run_command::pause, run_command::step_batch,
                                            run_command::step_epoch};
        for (std::uint64_t i = 0; i < 2000; ++i) {
            run.send(commands[static_cast<std::size_t>((noise(i) + 1.0f) * 2.0f)]);
            if (i % 7 == 0) collect();
            if (i % 11 == 0) run.current_weights();
            if (i % 13 == 0) run.best_weights();
            if (i % 17 == 0) run.last_checkpoint();
        }
        run.send(run_command::start);
        // It may have finished with commands still waiting.
        while (state != run_state::finished || !run.is_idle()) {
            collect();
            std::this_thread::yield();
        }
        expect(records.size() == 400 && notices > 0, "records: " + std::to_string(records.size()));
        for (std::size_t i = 0; i < records.size(); ++i) expect(records[i].epoch == i + 1, "order");
    }
}

FACT("who finds a training thread idle finds that it has ended, too") {
    for (int round = 0; round < 3000; ++round) {
        train_config<float> config = config_of(shapes[2], 1);
        config.epochs = 1;
        training_thread<float> run(std::move(config), *supported_kernels<float>().back(), [] {});
        run.send(run_command::start);
        while (!run.is_idle()) {
        }
        const std::vector<run_report> reports = run.collect();
        expect(!reports.empty() && reports.back().status.state == run_state::finished, "told");
    }
}

FACT("changes and rewinds among other commands leave a run that ends as a new one does") {
    for (const std::size_t threads : {1, 3}) {
        train_config<float> config = config_of(shapes[0], threads);
        config.epochs = 30;
        training_thread<float> run(std::move(config), *supported_kernels<float>().back(), [] {});
        run_state state = run_state::ready;
        const auto collect = [&] {
            for (const run_report& report : run.collect()) state = report.status.state;
        };
        for (std::uint64_t i = 0; i < 600; ++i) {
            const std::size_t draw = static_cast<std::size_t>((noise(i) + 1.0f) * 4.0f);
            change what;
            if (draw % 2 == 0) what.batch_rows = 1 + i % 60;
            if (draw > 2) what.optimizer = config_of(shapes[0], 1).optimizer;
            if (draw < 5) {
                run.send_change(what);
            } else {
                run.send(draw == 5 ? run_command::start : draw == 6 ? run_command::rewind : run_command::step_epoch);
            }
            if (i % 7 == 0) collect();
            if (i % 11 == 0) run.current_weights();
            if (i % 17 == 0) run.last_checkpoint();
        }
        run.send(run_command::rewind);
        run.send(run_command::start);
        while (state != run_state::finished || !run.is_idle()) {
            collect();
            std::this_thread::yield();
        }
        train_config<float> plain = config_of(shapes[0], 1);
        plain.epochs = 30;
        trainer<float> wanted(std::move(plain), *supported_kernels<float>().back());
        while (wanted.reason() == end_reason::none) wanted.advance();
        expect(hash_of(run.current_weights()) == hash_of(wanted.current()), "the same weights");
    }
}

FACT("a training thread may be ended in any state") {
    for (int round = 0; round < 60; ++round) {
        train_config<float> config =
            config_of(shapes[static_cast<std::size_t>(round) % 2], 1 + static_cast<std::size_t>(round) % 3);
        config.epochs = 1000000;
        training_thread<float> run(std::move(config), *supported_kernels<float>().back(), [] {});
        if (round % 4 > 0) run.send(run_command::start);
        if (round % 4 > 1) run.current_weights();
        if (round % 4 > 2) run.send(run_command::pause);
    }
}
