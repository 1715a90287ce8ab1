// Which epochs of a run are kept to go back to, that what is kept is what was there, and that keeping changes no bit;
// and the sizes of steps.
#include "run/checkpoint_history.h"

#include <numeric>

#include "dispatch.h"
#include "run/trainer.h"
#include "test_case.h"

using namespace chainrule;
using namespace chainrule::testing;

namespace {

constexpr double mebibyte = 1024.0 * 1024.0;
constexpr history_config usual = {64 * mebibyte, 240, 8};

/// One layer of `inputs` weights, one bias and no slots.
network network_of(std::size_t inputs) {
    return network({inputs, {{1, activation::linear, initializer::glorot_uniform}}});
}

/// Epochs that are kept of `epochs` epochs of ten steps each.
std::vector<kept_epoch> kept_of(std::uint64_t epochs, std::size_t inputs, const history_config& config = usual) {
    const network net = network_of(inputs);
    checkpoint_history<float> kept(net, 0, config, epochs);
    arena memory(bytes_taken<training_state<float>>(net, 0));
    training_state<float> state(net, 0, memory);
    for (state.at.epoch = 1; state.at.epoch <= epochs; ++state.at.epoch) {
        state.at.step = 10 * state.at.epoch;
        kept.keep(state, state.parameters);
    }
    return kept.list();
}

train_config<float> config_of(std::uint64_t epochs, optimizer_kind optimizer, const history_config& kept) {
    train_config<float> config;
    config.net = {
        3, {{5, activation::tanh, initializer::glorot_uniform}, {2, activation::linear, initializer::glorot_uniform}}};
    config.objective.kind = loss::mean_squared_error;
    config.optimizer.kind = optimizer;
    config.optimizer.learning_rate = 0.02;
    config.optimizer.momentum = config.optimizer.beta1 = 0.9;
    config.optimizer.beta2 = 0.999;
    config.optimizer.epsilon = 1e-8;
    config.batch_rows = 4;
    config.epochs = epochs;
    config.seed = 3;
    config.history = kept;
    config.train.rows = 11;
    config.train.inputs = 3;
    config.train.target_columns = 2;
    config.train.features = aligned_buffer<float>(33);
    config.train.targets = aligned_buffer<float>(22);
    for (std::size_t i = 0; i < 33; ++i) config.train.features.data()[i] = noise(i);
    for (std::size_t i = 0; i < 22; ++i) config.train.targets.data()[i] = noise(100 + i);
    return config;
}

const kernel_table<float>& kernels() { return *supported_kernels<float>().back(); }

void expect_same_layers(const std::vector<layer_tensors<float>>& found, const std::vector<layer_tensors<float>>& wanted,
                        const std::string& what) {
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        expect_same_bits(found[i].weight.data(), wanted[i].weight.data(), wanted[i].weight.size(), what);
        expect_same_bits(found[i].bias.data(), wanted[i].bias.data(), wanted[i].bias.size(), what);
    }
}

}  // namespace

FACT("kept epochs are every epoch while there are few, and thin out evenly, the first one staying") {
    expect(kept_of(5, 10).size() == 5, "five of five");
    expect(kept_of(240, 10).size() == 240, "240 of 240");
    for (const std::uint64_t epochs : {241u, 1000u, 100000u}) {
        const std::vector<kept_epoch> kept = kept_of(epochs, 10);
        const std::string what = std::to_string(kept.size()) + " of " + std::to_string(epochs);
        expect(kept.size() > 120 - 1 && kept.size() <= 240, what);
        expect(kept.front().epoch == 1, what + " begin late");
        const std::uint64_t stride = kept[1].epoch - 1;
        expect((stride & (stride - 1)) == 0 && stride > 1, what + " are " + std::to_string(stride) + " apart");
        for (std::size_t i = 0; i < kept.size(); ++i) {
            expect(kept[i].epoch == 1 + i * stride && kept[i].step == 10 * kept[i].epoch, what + " are uneven");
        }
        expect(kept.back().epoch + stride > epochs, what + " end early");
    }
}

FACT("kept epochs stay within their bytes, an odd number of them too, and are none where fewer than eight fit") {
    // Two blocks of a million numbers each: eight are 61 MiB.
    const std::size_t eight = kept_of(50, 1000000).size();
    expect(eight >= 4 && eight <= 8, "kept " + std::to_string(eight));
    expect(kept_of(50, 1100000).empty(), "seven are not worth it");
    expect(kept_of(50, 1000000, {0, 240, 8}).empty(), "no bytes");
    const std::vector<kept_epoch> odd = kept_of(100, 10, {64 * mebibyte, 9, 8});
    expect(odd.size() >= 5 && odd.size() <= 9, "odd: kept " + std::to_string(odd.size()));
    for (std::size_t i = 0; i < odd.size(); ++i) expect(odd[i].epoch == 1 + 16 * i, "odd: uneven");
}

FACT("a kept epoch is what a run that was stopped there would be, and keeping it changes no bit") {
    for (const optimizer_kind optimizer : {optimizer_kind::sgd, optimizer_kind::adam, optimizer_kind::ams_grad}) {
        trainer<float> plain(config_of(60, optimizer, {}), kernels());
        trainer<float> kept(config_of(60, optimizer, {64 * mebibyte, 20, 8}), kernels());
        expect(plain.history() == nullptr, "none without a budget");
        std::vector<std::optional<checkpoint<float>>> ends;
        while (plain.reason() == end_reason::none) {
            if (plain.advance(1000)) ends.push_back(plain.last_checkpoint());
        }
        while (kept.reason() == end_reason::none) kept.advance(1000);
        expect_same_layers(kept.current(), plain.current(), "the end");
        const std::vector<kept_epoch> list = kept.history()->list();
        expect(list.size() == 15, "kept " + std::to_string(list.size()));
        for (const kept_epoch& kept_end : list) {
            const checkpoint<float>& wanted = *ends[kept_end.epoch - 1];
            const checkpoint<float> found = *kept.history()->at(kept_end.step + 2);
            const std::string what = "epoch " + std::to_string(kept_end.epoch);
            expect(found.epoch == kept_end.epoch && found.step == kept_end.step && found.step == wanted.step, what);
            expect(found.since_best == wanted.since_best && found.best->epoch == wanted.best->epoch &&
                       found.best->loss == wanted.best->loss && found.scalars == wanted.scalars,
                   what + ": position");
            expect_same_layers(found.layers, wanted.layers, what + ": weights");
            expect_same_layers(found.best_layers, wanted.best_layers, what + ": best");
            expect(found.slots.size() == wanted.slots.size(), what + ": slots");
            for (std::size_t slot = 0; slot < wanted.slots.size(); ++slot) {
                expect_same_layers(found.slots[slot], wanted.slots[slot], what + ": slot");
            }
        }
        expect(!kept.history()->at(2), "nothing before the first");
        const std::uint64_t version = kept.history()->version();
        kept.rewind();
        expect(kept.history()->list().empty() && kept.history()->version() > version, "rewound");
        while (kept.reason() == end_reason::none) kept.advance(1000);
        expect(kept.history()->list().size() == 15, "kept again");
    }
}

FACT("kept epochs outlive their trainer") {
    std::shared_ptr<checkpoint_history<float>> kept;
    {
        trainer<float> training(config_of(10, optimizer_kind::adam, usual), kernels());
        while (training.reason() == end_reason::none) training.advance(1000);
        kept = training.history();
    }
    expect(kept->list().size() == 10 && kept->at(3)->epoch == 1, "gone");
}

FACT("the size of a step is the norm of what it changed over that of the weights, and looking changes no bit") {
    trainer<float> plain(config_of(8, optimizer_kind::adam, {}), kernels());
    trainer<float> gauged(config_of(8, optimizer_kind::adam, {}), kernels());
    expect(gauged.latest_update_ratios().empty(), "none before the first");
    while (plain.reason() == end_reason::none) {
        const std::vector<layer_tensors<float>> before = plain.current();
        plain.advance();
        gauged.advance_gauged();
        const std::vector<layer_tensors<float>> after = plain.current();
        expect_same_layers(gauged.current(), after, "weights");
        for (std::size_t layer = 0; layer < after.size(); ++layer) {
            double changed = 0, were = 0;
            for (std::size_t i = 0; i < after[layer].weight.size(); ++i) {
                const double now = after[layer].weight[i], then = before[layer].weight[i];
                changed += (now - then) * (now - then);
                were += then * then;
            }
            const double wanted = std::sqrt(changed / were), found = gauged.latest_update_ratios()[layer];
            // Each difference is rounded to float once: by 2^-24 of itself.
            expect(std::abs(found - wanted) <= 1e-7 * wanted,
                   "told " + std::to_string(found) + ", is " + std::to_string(wanted));
        }
    }
    gauged.rewind();
    expect(gauged.latest_update_ratios().empty(), "none after a rewind");
}
