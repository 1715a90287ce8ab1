// What is planned against what is taken: arenas are full when what they are for is made, and this program counts every
// byte that is asked of operator new. Also that nothing is taken once a training goes on, and that what is too large is
// told before anything is taken.
#include <atomic>
#include <cstdlib>
#include <new>

#include "closed_form/least_squares.h"
#include "dispatch.h"
#include "run/trainer.h"
#include "test_case.h"

namespace {

std::atomic<bool> counting{false};
std::atomic<std::size_t> counted{0};

void* take(std::size_t bytes, std::size_t alignment) {
    if (counting.load(std::memory_order_relaxed)) counted.fetch_add(bytes);
    // Of exactly this size, so that sanitizers see what lies beyond.
    const std::size_t least = bytes == 0 ? 1 : bytes;
#ifdef _MSC_VER
    return _aligned_malloc(least, alignment);
#else
    void* memory = nullptr;
    return posix_memalign(&memory, alignment, least) == 0 ? memory : nullptr;
#endif
}

void* take_or_throw(std::size_t bytes, std::size_t alignment) {
    void* memory = take(bytes, alignment);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}

void give_back(void* memory) {
#ifdef _MSC_VER
    _aligned_free(memory);
#else
    std::free(memory);
#endif
}

constexpr std::size_t usual = alignof(std::max_align_t);

}  // namespace

// The array forms, and those that do not throw, would come down to these, were it not for sanitizers, which bring their
// own.
void* operator new(std::size_t bytes) { return take_or_throw(bytes, usual); }
void* operator new(std::size_t bytes, std::align_val_t alignment) {
    return take_or_throw(bytes, static_cast<std::size_t>(alignment));
}
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept { return take(bytes, usual); }
void* operator new(std::size_t bytes, std::align_val_t alignment, const std::nothrow_t&) noexcept {
    return take(bytes, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t bytes) { return take_or_throw(bytes, usual); }
void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept { return take(bytes, usual); }
void operator delete[](void* memory) noexcept { give_back(memory); }
void operator delete[](void* memory, std::size_t) noexcept { give_back(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { give_back(memory); }
void operator delete(void* memory, std::align_val_t, const std::nothrow_t&) noexcept { give_back(memory); }
void operator delete(void* memory) noexcept { give_back(memory); }
void operator delete(void* memory, std::size_t) noexcept { give_back(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { give_back(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { give_back(memory); }

using namespace chainrule;
using namespace chainrule::testing;

namespace {

// Threads, vectors' own heads, names: what is not counted in numbers.
constexpr double small_things = 48 * 1024;

struct memory_case {
    const char* name;
    std::size_t inputs;
    std::vector<layer_config> layers;
    optimizer_kind optimizer;
    std::size_t rows, batch_rows, validation_rows, threads;
    bool clips = false;
    double history_bytes = 0;
};

layer_config layer_of(std::size_t units, activation act, normalization norm, double dropout) {
    layer_config layer{units, act, initializer::glorot_uniform};
    layer.norm = norm;
    layer.dropout = dropout;
    return layer;
}

std::vector<memory_case> memory_cases() {
    const layer_config out = layer_of(3, activation::linear, normalization::none, 0);
    const layer_config plain = layer_of(100, activation::relu, normalization::none, 0);
    const layer_config batch = layer_of(90, activation::gelu, normalization::batch, 0.5);
    const layer_config row = layer_of(70, activation::silu, normalization::layer, 0.1);
    const layer_config last = layer_of(3, activation::gelu, normalization::none, 0);
    const layer_config dropping = layer_of(60, activation::gelu, normalization::none, 0.3);
    const layer_config wide = layer_of(300, activation::tanh, normalization::none, 0.2);
    return {
        {"by blocks", 30, {plain, out}, optimizer_kind::adam, 1000, 600, 200, 3},
        {"one row at a time", 30, {plain, out}, optimizer_kind::sgd, 300, 1, 0, 1},
        {"dropout by blocks", 30, {dropping, last}, optimizer_kind::adam, 1000, 600, 200, 3},
        {"wide", 80, {wide, row, out}, optimizer_kind::rms_prop, 700, 256, 90, 2},
        {"batch normalisation", 30, {batch, batch, out}, optimizer_kind::momentum, 2000, 1500, 100, 4},
        {"layer normalisation", 30, {row, out}, optimizer_kind::ada_delta, 900, 500, 800, 2},
        {"everything", 30, {batch, row, wide, out}, optimizer_kind::ams_grad, 500, 500, 30, 8, true},
        {"checkpoint history", 30, {plain, out}, optimizer_kind::adam, 300, 100, 50, 1, false, 1e7},
        {"L-BFGS", 30, {plain, out}, optimizer_kind::lbfgs, 400, 400, 0, 2},
        {"resilient propagation", 200, {wide, out}, optimizer_kind::r_prop, 400, 400, 0, 1},
    };
}

template <class Real> row_set<Real> rows_with(std::size_t rows, std::size_t inputs) {
    row_set<Real> set;
    set.rows = rows;
    set.inputs = inputs;
    set.target_columns = 1;
    set.features = aligned_buffer<Real>(rows * inputs);
    set.targets = aligned_buffer<Real>(rows);
    for (std::size_t i = 0; i < set.features.size(); ++i) set.features.data()[i] = static_cast<Real>(noise(i));
    return set;
}

template <class Real> train_config<Real> config_of(const memory_case& given) {
    train_config<Real> config;
    config.net = {given.inputs, given.layers};
    config.objective.kind = loss::categorical_cross_entropy;
    config.optimizer.kind = given.optimizer;
    config.optimizer.learning_rate = 1e-3;
    config.optimizer.epsilon = 1e-8;
    config.optimizer.beta1 = config.optimizer.beta2 = config.optimizer.rho = 0.9;
    config.optimizer.history_size = 10;
    config.regularization.clip_norm = given.clips ? 1 : 0;
    config.batch_rows = given.batch_rows;
    config.epochs = 1000;
    config.threads = given.threads;
    config.history = {given.history_bytes, 6, 2};
    config.train = rows_with<Real>(given.rows, given.inputs);
    config.validation = rows_with<Real>(given.validation_rows, given.inputs);
    return config;
}

template <class Real> void expect_told(const memory_case& given) {
    train_config<Real> config = config_of<Real>(given);
    const double told = trainer<Real>::bytes_needed(config, given.rows, given.validation_rows);
    counted = 0;
    counting = true;
    trainer<Real> training(std::move(config), *supported_kernels<Real>().back());
    counting = false;
    const double taken = static_cast<double>(counted.load());
    const std::string what =
        std::string(given.name) + ": told " + std::to_string(told) + " and took " + std::to_string(taken);
    expect(taken <= told + small_things, what);
    expect(told <= taken + small_things, what);
    counted = 0;
    counting = true;
    for (int step = 0; step < 8; ++step) training.advance();
    for (int step = 0; step < 80; ++step) training.advance(1000);
    training.advance_gauged();
    counting = false;
    expect(counted == 0, std::string(given.name) + " took " + std::to_string(counted.load()) + " bytes in its steps");
}

void expect_full(const arena& memory, std::size_t planned, const std::string& what) {
    const std::string text = what + ": planned " + std::to_string(planned) + ", took " + std::to_string(memory.taken());
    expect(planned > 0 && memory.taken() == planned && memory.size() == planned, text);
}

/// The strategy of the plan, and all others that suit the network.
std::vector<batch_plan> plans_of(const network& net, std::size_t rows, std::size_t threads) {
    batch_plan plan = plan_batch(net, rows, threads);
    std::vector<batch_plan> plans = {plan};
    plan.parts = threads;
    if (plan.strategy == batch_strategy::wide || plan.strategy == batch_strategy::layered) plans.push_back(plan);
    if (plan.strategy != batch_strategy::whole_steps && plan.strategy != batch_strategy::fused_blocks) return plans;
    for (const batch_strategy strategy : {batch_strategy::fused_blocks, batch_strategy::plain_blocks}) {
        plan.strategy = strategy;
        plans.push_back(plan);
    }
    return plans;
}

template <class Real> void expect_planned(const memory_case& given) {
    const kernel_table<Real>& kernels = *supported_kernels<Real>().back();
    const train_config<Real> config = config_of<Real>(given);
    const network net(config.net);
    thread_pool pool(given.threads);
    for (const batch_plan& plan : plans_of(net, given.batch_rows, given.threads)) {
        const std::size_t planned = batch_bytes<Real>(net, config.objective, plan, given.batch_rows);
        arena memory(planned);
        make_batch_gradient<Real>({kernels, net, config.objective, plan, given.batch_rows, 0, pool}, memory);
        expect_full(memory, planned, std::string(given.name) + ", a batch");
    }
    const evaluation_plan evaluation = plan_evaluation(net, given.rows, given.threads);
    const std::size_t forward = evaluation_pass<Real>::bytes(net, evaluation);
    arena forward_memory(forward);
    const evaluation_pass<Real> pass(kernels, net, evaluation, pool, forward_memory);
    expect_full(forward_memory, forward, std::string(given.name) + ", a forward pass");
    const auto planned = bytes_taken<run_parts<Real>>(kernel_table<Real>{}, net, config, given.rows,
                                                      given.validation_rows, evaluation, pool);
    arena memory(planned);
    const run_parts<Real> parts(kernels, net, config, given.rows, given.validation_rows, evaluation, pool, memory);
    expect_full(memory, planned, std::string(given.name) + ", a run");
}

}  // namespace

FACT("what every strategy of a batch, a forward pass and a run plan is what they take, in both types") {
    for (const memory_case& given : memory_cases()) {
        expect_planned<float>(given);
        expect_planned<double>(given);
    }
}

FACT("spans of an arena begin on cache lines, are zeros and do not meet; one number too many is a bug") {
    arena counting;
    expect(counting.take<float>(5).empty() && counting.take<double>(0).empty(), "counted only");
    counting.take<double>(17);
    arena memory(counting.taken());
    const std::span<float> first = memory.take<float>(5);
    const std::span<double> second = memory.take<double>(17);
    expect(reinterpret_cast<std::uintptr_t>(first.data()) % 64 == 0, "a cache line");
    expect(reinterpret_cast<std::uintptr_t>(second.data()) % 64 == 0, "a cache line");
    for (const float number : first) expect(number == 0, "zero");
    for (const double number : second) expect(number == 0, "zero");
    expect(static_cast<void*>(first.data() + 5 + 16) <= static_cast<void*>(second.data()), "apart");
    expect(memory.taken() == memory.size(), "full");
    try {
        memory.take<float>(1);
        fail("more was given than there is");
    } catch (const std::logic_error&) {
    }
}

FACT("the linear network's solution takes what it says") {
    for (const std::size_t inputs : {0, 1, 40, 211}) {
        const std::vector<double> features(300 * inputs, 0.5), targets(600, 1);
        const std::atomic<bool> never{false};
        counted = 0;
        counting = true;
        const least_squares solution(weighted_rows<double>{features.data(), targets.data(), nullptr, 300, inputs, 2},
                                     never);
        counting = false;
        const double told = static_cast<double>(least_squares::bytes_needed(inputs, 2));
        const double taken = static_cast<double>(counted.load());
        expect(solution.rank() == 0, "constant columns");
        expect(told <= taken && taken <= told + 128.0 * 1024,
               "told " + std::to_string(told) + ", took " + std::to_string(taken));
    }
}

FACT("a training takes as much memory as it says, in both types, and no more while it goes on") {
    for (const memory_case& given : memory_cases()) {
        expect_told<float>(given);
        expect_told<double>(given);
    }
}

FACT("what is too large by far is told without taking any memory for it") {
    memory_case given = memory_cases()[3];
    given.layers[0].units = given.layers[1].units = std::size_t{1} << 33;
    given.rows = given.validation_rows = 1;
    const train_config<float> config = config_of<float>(given);
    counted = 0;
    counting = true;
    const double told = trainer<float>::bytes_needed(config, std::size_t{1} << 32, 0);
    counting = false;
    expect(told > 1e19, "told " + std::to_string(told));
    expect(counted < 16 * 1024, "took " + std::to_string(counted.load()));
}
