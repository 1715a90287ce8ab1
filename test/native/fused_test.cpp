// The fused kernels against plain_blocks: a network's rows through row_pass and the sums of plain_blocks, one step at
// a time. Both must give the same bits, for any small network, loss, optimizer and size of batch.
#include "batch/batch_gradient.h"
#include "batch/batch_plan.h"
#include "batch/gradient_sink.h"
#include "dispatch.h"
#include "run/trainer.h"
#include "test_case.h"

using namespace chainrule;
using namespace chainrule::testing;

namespace {

constexpr activation activations[] = {
    activation::linear, activation::step,     activation::sigmoid,   activation::tanh, activation::relu,
    activation::elu,    activation::gelu,     activation::gelu_tanh, activation::silu, activation::softplus,
    activation::selu,   activation::softsign, activation::leaky_relu};
constexpr loss losses[] = {loss::mean_squared_error,
                           loss::huber,
                           loss::quantile,
                           loss::poisson,
                           loss::log_cosh,
                           loss::binary_cross_entropy,
                           loss::categorical_cross_entropy,
                           loss::binary_hinge,
                           loss::categorical_hinge,
                           loss::binary_focal,
                           loss::categorical_focal};
constexpr optimizer_kind optimizers[] = {optimizer_kind::sgd,      optimizer_kind::momentum, optimizer_kind::nesterov,
                                         optimizer_kind::ada_grad, optimizer_kind::rms_prop, optimizer_kind::ada_delta,
                                         optimizer_kind::adam,     optimizer_kind::adam_w,   optimizer_kind::ams_grad,
                                         optimizer_kind::n_adam,   optimizer_kind::r_adam,   optimizer_kind::ada_max,
                                         optimizer_kind::lion,     optimizer_kind::r_prop};

/// A case made of its number: between them they have every activation, loss and optimizer, narrow and wide layers, with
/// dropout and without, and last layers of every activation.
struct fused_case {
    network_config net;
    loss_config objective;
    optimizer_config optimizer;
    regularization_config regularization;
    std::size_t rows, batch_rows;
    bool weighted;
    std::string name;

    explicit fused_case(std::size_t number) : name("case " + std::to_string(number)) {
        const auto pick = [number](std::size_t which, std::size_t count) {
            return static_cast<std::size_t>((noise(number * 31 + which) + 1) / 2 * static_cast<float>(count)) % count;
        };
        constexpr std::size_t units[] = {1, 2, 3, 4, 5, 16, 17, 31, 33, 40};
        constexpr std::size_t batches[] = {1, 2, 3, 7, 16, 17, 32, 64, 100, 300};
        net.inputs = 1 + pick(0, 40);
        objective.kind = losses[number % std::size(losses)];
        objective.smoothing = pick(1, 3) == 0 ? 0.1 : 0;
        const std::size_t hidden = pick(2, 4);
        for (std::size_t i = 0; i < hidden; ++i)
            add_layer(units[pick(3 + i, 10)], activations[(number + i) % std::size(activations)]);
        for (layer_config& layer : net.layers) layer.dropout = pick(16, 3) == 0 ? 0.3 : 0;
        const std::size_t outputs = units[pick(8, 8)];
        add_layer(takes_class_index(objective.kind) ? outputs + 1 : outputs,
                  pick(17, 2) == 0 ? activation::linear : activations[pick(18, std::size(activations))]);
        optimizer.kind = optimizers[number % std::size(optimizers)];
        optimizer.learning_rate = 0.01;
        optimizer.momentum = optimizer.beta1 = optimizer.rho = 0.9;
        optimizer.beta2 = 0.999;
        optimizer.epsilon = 1e-8;
        optimizer.eta_minus = 0.5;
        optimizer.eta_plus = 1.2;
        optimizer.step_min = 1e-6;
        optimizer.step_max = 50;
        batch_rows = batches[pick(9, 10)];
        rows = batch_rows * 3 + pick(10, 5) + 1;
        weighted = pick(11, 3) == 0;
        if (pick(12, 3) == 0) optimizer.weight_decay = 0.01;
        if (pick(13, 3) == 0) regularization.l1 = 0.001;
        if (pick(14, 3) == 0) regularization.decoupled_decay = 0.1;
        regularization.decay_biases = pick(15, 2) == 0;
    }

    void add_layer(std::size_t units, activation act) {
        layer_config layer{units, act, initializer::glorot_uniform};
        layer.has_bias = net.layers.size() % 3 != 2;
        net.layers.push_back(layer);
    }

    template <class Real> row_set<Real> data() const {
        row_set<Real> set;
        set.rows = rows;
        set.inputs = net.inputs;
        set.target_columns = target_columns_of(objective.kind, net.layers.back().units);
        set.features = aligned_buffer<Real>(rows * net.inputs);
        set.targets = aligned_buffer<Real>(rows * set.target_columns);
        if (weighted) set.weights = aligned_buffer<Real>(rows);
        for (std::size_t i = 0; i < set.features.size(); ++i) set.features.data()[i] = noise(i);
        for (std::size_t i = 0; i < set.weights.size(); ++i) set.weights.data()[i] = (noise(i + 5) + 1) / 2;
        for (std::size_t i = 0; i < set.targets.size(); ++i) {
            const bool is_class = takes_class_index(objective.kind);
            set.targets.data()[i] = is_class           ? static_cast<Real>(i * 7 % net.layers.back().units)
                                    : noise(9 * i) > 0 ? Real(1)
                                                       : Real(0);
        }
        return set;
    }

    template <class Real> train_config<Real> training() const {
        train_config<Real> config;
        config.net = net;
        config.objective = objective;
        config.optimizer = optimizer;
        config.regularization = regularization;
        config.batch_rows = batch_rows;
        config.epochs = 3;
        config.seed = 5;
        config.train = data<Real>();
        return config;
    }
};

constexpr std::size_t cases = 286;

template <class Real> struct batch_result {
    std::vector<Real> losses, gradients;
    double loss;
};

template <class Real>
batch_result<Real> gradients_of(const fused_case& of, const kernel_table<Real>& kernels, bool fused, bool ordered) {
    const network net(of.net);
    const row_set<Real> data = of.data<Real>();
    std::vector<Real> parameters(net.parameter_floats());
    net.initialize(3, parameters.data());
    batch_plan plan = plan_batch(net, of.rows, 2);
    const bool can_be = plan.strategy == batch_strategy::whole_steps || plan.strategy == batch_strategy::fused_blocks;
    expect(can_be, of.name + " can be fused");
    if (!fused) plan.strategy = batch_strategy::plain_blocks;
    thread_pool pool(plan.parts);
    arena memory(batch_bytes<Real>(net, of.objective, plan, of.rows));
    const auto batch = make_batch_gradient<Real>({kernels, net, of.objective, plan, of.rows, 1, pool}, memory);
    batch->parameters_changed(parameters.data());
    std::vector<std::uint32_t> order(of.rows + rows_ahead);
    for (std::size_t i = 0; i < of.rows; ++i) order[i] = static_cast<std::uint32_t>((i * 7919 + 3) % of.rows);
    gradient_store<Real> store(net.parameter_floats());
    const batch_total total =
        batch->run({data, ordered ? order.data() : nullptr, of.rows}, parameters.data(), plan.parts, 1, store);
    return {{batch->row_losses(), batch->row_losses() + of.rows},
            {store.gradients.data(), store.gradients.data() + store.gradients.size()},
            total.loss};
}

template <class Real> void expect_same_gradients() {
    for (std::size_t number = 0; number < cases; ++number) {
        const fused_case of(number);
        for (const kernel_table<Real>* kernels : supported_kernels<Real>()) {
            const bool ordered = number % 4 != 0;
            const batch_result<Real> plain = gradients_of(of, *kernels, false, ordered);
            const batch_result<Real> fused = gradients_of(of, *kernels, true, ordered);
            const std::string name = of.name + " on " + kernels->name;
            expect_same_bits(fused.losses.data(), plain.losses.data(), plain.losses.size(), name + ", losses");
            expect_same_bits(fused.gradients.data(), plain.gradients.data(), plain.gradients.size(), name);
            expect(same_bits(fused.loss, plain.loss), name + ", loss of the batch");
        }
    }
}

template <class Real> std::vector<Real> weights_after(train_config<Real> config, const kernel_table<Real>& kernels,
                                                      std::uint64_t steps_at_once) {
    trainer<Real> training(std::move(config), kernels);
    std::vector<Real> numbers;
    while (training.reason() == end_reason::none) {
        if (const auto record = training.advance(steps_at_once)) {
            numbers.push_back(static_cast<Real>(record->train_loss));
        }
    }
    for (const layer_tensors<Real>& layer : training.current()) {
        numbers.insert(numbers.end(), layer.weight.begin(), layer.weight.end());
        numbers.insert(numbers.end(), layer.bias.begin(), layer.bias.end());
    }
    numbers.push_back(static_cast<Real>(training.step()));
    numbers.push_back(static_cast<Real>(training.batch_loss()));
    return numbers;
}

template <class Real> void expect_same_trainings() {
    for (std::size_t number = 0; number < cases; ++number) {
        const fused_case of(number);
        for (const kernel_table<Real>* kernels : supported_kernels<Real>()) {
            // A limit that no norm reaches changes nothing, but all gradients have to be seen before a step is taken.
            train_config<Real> unfused = of.training<Real>();
            unfused.regularization.clip_norm = 1e30;
            const std::vector<Real> plain = weights_after(std::move(unfused), *kernels, 1);
            const std::string name = of.name + " on " + kernels->name;
            for (const std::uint64_t most : {1, 3, 1000}) {
                const std::vector<Real> whole = weights_after(of.training<Real>(), *kernels, most);
                expect(whole.size() == plain.size(), name + ", epochs");
                expect_same_bits(whole.data(), plain.data(), plain.size(), name + ", steps at once");
            }
        }
    }
}

}  // namespace

FACT("a fused pass gives the losses and gradients of the plain one, bit by bit") {
    expect_same_gradients<float>();
    expect_same_gradients<double>();
}

FACT("whole steps, one or many at once, lead to the weights of plain_blocks, bit by bit") {
    expect_same_trainings<float>();
    expect_same_trainings<double>();
}

FACT("a decay that is too small to count at first is not left out of later steps of the same call") {
    const auto config = [](double clip_norm) {
        train_config<float> result = fused_case(0).training<float>();
        result.batch_rows = 1;
        result.optimizer.kind = optimizer_kind::sgd;
        result.optimizer.weight_decay = 0;
        result.regularization = {};
        result.regularization.decoupled_decay = 1e-4;
        result.regularization.clip_norm = clip_norm;
        result.schedule.kind = schedule_kind::warmup_cosine;
        result.schedule.warmup_epochs = 2;
        return result;
    };
    const std::vector<float> whole = weights_after(config(0), selected_kernels<float>(), 1000);
    const std::vector<float> plain = weights_after(config(1e30), selected_kernels<float>(), 1);
    expect_same_bits(whole.data(), plain.data(), plain.size(), "weights");
}

FACT("whole steps end before the one whose loss is not finite, and leave the weights as they were") {
    const kernel_table<float>& kernels = selected_kernels<float>();
    for (const std::size_t batch_rows : {1, 8}) {
        const auto config = [&](double clip_norm) {
            train_config<float> result = fused_case(0).training<float>();
            result.batch_rows = batch_rows;
            result.optimizer.kind = optimizer_kind::sgd;
            result.optimizer.learning_rate = 1e25;
            result.objective.kind = loss::mean_squared_error;
            result.regularization.clip_norm = clip_norm;
            return result;
        };
        trainer<float> whole(config(0), kernels), single(config(1e30), kernels);
        while (whole.reason() == end_reason::none) whole.advance(1000);
        while (single.reason() == end_reason::none) single.advance();
        expect(whole.reason() == end_reason::diverged, "it diverges");
        expect(whole.diverged_at() == single.diverged_at(), "at the same step");
        const auto left = whole.current(), wanted = single.current();
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            expect_same_bits(left[i].weight.data(), wanted[i].weight.data(), wanted[i].weight.size(), "weights");
        }
    }
}

FACT("whole steps stop where a change is due and where a step is asked for") {
    train_config<float> config = fused_case(0).training<float>();
    config.batch_rows = 2;
    config.epochs = 1;
    change halved;
    halved.step = 3;
    halved.optimizer = config.optimizer;
    halved.optimizer->learning_rate /= 2;
    config.changes = {halved};
    trainer<float> training(std::move(config), selected_kernels<float>());
    training.advance(2);
    expect(training.step() == 2, "two were asked for");
    training.advance(1000);
    expect(training.step() == 3 && training.learning_rate() == 0.01, "a change is due after the third");
    training.advance(1);
    expect(training.learning_rate() == 0.005, "it is taken");
}
