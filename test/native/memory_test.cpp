// What a training says that it will take against what it takes: this program counts every byte that is asked of
// operator new. Also that nothing is taken once a training goes on, and that what is too large is told before anything
// is taken.
#include <atomic>
#include <cstdlib>
#include <new>

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
    double moment_bytes = 0;
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
        {"moments", 30, {plain, out}, optimizer_kind::adam, 300, 100, 50, 1, false, 1e7},
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
    config.moments = {given.moment_bytes, 6, 2};
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
    expect(told <= 1.25 * taken + small_things, what);
    counted = 0;
    counting = true;
    for (int step = 0; step < 8; ++step) training.advance();
    for (int step = 0; step < 80; ++step) training.advance(1000);
    training.advance_gauged();
    counting = false;
    expect(counted == 0, std::string(given.name) + " took " + std::to_string(counted.load()) + " bytes in its steps");
}

}  // namespace

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
