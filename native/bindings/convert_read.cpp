// The way in; see convert.h.
#include <cmath>
#include <cstring>

#include "convert.h"

namespace chainrule {
namespace {

constexpr double most_safe_integer = 9007199254740991.0;
constexpr double most_threads = 256;
// Rows are numbered in 32 bits.
constexpr double most_rows = 4294967295.0;

Napi::Object read_object(const Napi::Value& value, const std::string& name) {
    if (!value.IsObject() || value.IsArray()) refuse(name + " must be an object.");
    return value.As<Napi::Object>();
}

Napi::Array read_array(const Napi::Value& value, const std::string& name) {
    if (!value.IsArray()) refuse(name + " must be an array.");
    return value.As<Napi::Array>();
}

double read_number(const Napi::Value& value, const std::string& name, double least, double most) {
    if (!value.IsNumber()) refuse(name + " must be a number.");
    const double number = value.As<Napi::Number>().DoubleValue();
    if (!std::isfinite(number) || number < least || number > most) {
        refuse(name + " must be a finite number in its range; found " + std::to_string(number) + ".");
    }
    return number;
}

std::string read_text(const Napi::Value& value, const std::string& name) {
    if (!value.IsString()) refuse(name + " must be a string.");
    return value.As<Napi::String>().Utf8Value();
}

template <class Kind> struct named {
    const char* name;
    Kind kind;
};

template <class Kind, std::size_t Count>
Kind read_name(const Napi::Value& value, const std::string& name, const named<Kind> (&known)[Count]) {
    const std::string text = read_text(value, name);
    for (const named<Kind>& entry : known) {
        if (text == entry.name) return entry.kind;
    }
    refuse(name + " is unknown: \"" + text + "\".");
}

constexpr named<activation> activations[] = {{"linear", activation::linear},
                                             {"sigmoid", activation::sigmoid},
                                             {"tanh", activation::tanh},
                                             {"relu", activation::relu}};
constexpr named<initializer> initializers[] = {{"zeros", initializer::zeros},
                                               {"glorotUniform", initializer::glorot_uniform},
                                               {"heUniform", initializer::he_uniform}};
constexpr named<loss> losses[] = {{"meanSquaredError", loss::mean_squared_error},
                                  {"binaryCrossEntropy", loss::binary_cross_entropy},
                                  {"categoricalCrossEntropy", loss::categorical_cross_entropy}};
constexpr named<optimizer_kind> optimizers[] = {
    {"sgd", optimizer_kind::sgd}, {"momentum", optimizer_kind::momentum}, {"adam", optimizer_kind::adam}};

optimizer_config read_optimizer(const Napi::Value& value) {
    const Napi::Object object = read_object(value, "optimizer");
    optimizer_config config;
    config.kind = read_name(object.Get("type"), "optimizer.type", optimizers);
    config.learning_rate = read_number(object.Get("learningRate"), "optimizer.learningRate", 0, 1e30);
    config.weight_decay = read_number(object.Get("weightDecay"), "optimizer.weightDecay", 0, 1e30);
    if (config.kind == optimizer_kind::momentum) {
        config.momentum = read_number(object.Get("momentum"), "optimizer.momentum", 0, 1);
    }
    if (config.kind == optimizer_kind::adam) {
        constexpr double below_one = 1 - 1e-12;
        config.beta1 = read_number(object.Get("beta1"), "optimizer.beta1", 0, below_one);
        config.beta2 = read_number(object.Get("beta2"), "optimizer.beta2", 0, below_one);
        config.epsilon = read_number(object.Get("epsilon"), "optimizer.epsilon", 0, 1e30);
    }
    return config;
}

/// The values of a Float32Array, still JavaScript's. A detached one has length 0.
const float* float_data(const Napi::Value& value, std::size_t length, const std::string& name) {
    if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_float32_array) {
        refuse(name + " must be a Float32Array.");
    }
    const Napi::Float32Array array = value.As<Napi::Float32Array>();
    if (array.ElementLength() != length) {
        refuse(name + " must have " + std::to_string(length) + " values; found " +
               std::to_string(array.ElementLength()) + ".");
    }
    return array.Data();
}

std::vector<float> read_vector(const Napi::Value& value, std::size_t length, const std::string& name) {
    const float* data = float_data(value, length, name);
    return length == 0 ? std::vector<float>() : std::vector<float>(data, data + length);
}

std::size_t row_count(const Napi::Value& value, const std::string& name) {
    if (value.IsNull() || value.IsUndefined()) return 0;
    return read_count(read_object(value, name).Get("rows"), name + ".rows", 0, most_rows);
}

/// Slots arrive per tensor (weight, bias, weight, ...), and are kept per slot.
std::vector<std::vector<layer_tensors>> read_slots(const Napi::Value& value, const network& net, std::size_t slots) {
    std::vector<std::vector<layer_tensors>> result(slots, std::vector<layer_tensors>(net.layers().size()));
    const Napi::Array tensors = read_array(value, "checkpoint.slots");
    if (slots == 0) return result;
    if (tensors.Length() != 2 * net.layers().size()) {
        refuse("checkpoint.slots must have " + std::to_string(2 * net.layers().size()) + " entries; found " +
               std::to_string(tensors.Length()) + ".");
    }
    for (std::uint32_t tensor = 0; tensor < tensors.Length(); ++tensor) {
        const std::string name = "checkpoint.slots[" + std::to_string(tensor) + "]";
        const Napi::Array entries = read_array(tensors.Get(tensor), name);
        if (entries.Length() != slots) refuse(name + " must have " + std::to_string(slots) + " entries.");
        const dense& layer = net.layers()[tensor / 2];
        for (std::uint32_t slot = 0; slot < slots; ++slot) {
            layer_tensors& to = result[slot][tensor / 2];
            const bool weight = tensor % 2 == 0;
            (weight ? to.weight : to.bias) =
                read_vector(entries.Get(slot), weight ? layer.inputs * layer.outputs : layer.outputs, name);
        }
    }
    return result;
}

checkpoint read_checkpoint(const Napi::Value& value, const network& net, optimizer_kind optimizer) {
    const Napi::Object object = read_object(value, "checkpoint");
    checkpoint state;
    state.epoch = read_count(object.Get("epoch"), "checkpoint.epoch", 0, most_safe_integer);
    state.step = read_count(object.Get("step"), "checkpoint.step", 0, most_safe_integer);
    state.since_best = read_count(object.Get("sinceBest"), "checkpoint.sinceBest", 0, most_safe_integer);
    const Napi::Value best = object.Get("best");
    if (!best.IsNull()) {
        const Napi::Object of_best = read_object(best, "checkpoint.best");
        state.best = best_epoch{read_count(of_best.Get("epoch"), "checkpoint.best.epoch", 0, most_safe_integer),
                                read_number(of_best.Get("loss"), "checkpoint.best.loss", -1e308, 1e308)};
    }
    state.layers = read_layers(object.Get("layers"), net, "checkpoint.layers");
    state.best_layers = read_layers(object.Get("bestLayers"), net, "checkpoint.bestLayers");
    state.slots = read_slots(object.Get("slots"), net, slot_count(optimizer));
    return state;
}

std::size_t read_batch_rows(const Napi::Value& value) {
    if (value.IsString()) {
        if (read_text(value, "batchSize") != "full") refuse("batchSize must be a number or \"full\".");
        return static_cast<std::size_t>(most_rows);
    }
    return read_count(value, "batchSize", 1, most_rows);
}

void check_budget(const Napi::Object& object, const train_config& config, const network& net, std::size_t train_rows,
                  std::size_t validation_rows) {
    const double budget = read_number(object.Get("memoryBudget"), "memoryBudget", 0, 1e30);
    const double columns =
        static_cast<double>(net.inputs()) + static_cast<double>(target_columns_of(config.kind, net.outputs()));
    const double rows = static_cast<double>(train_rows) + static_cast<double>(validation_rows);
    const double needed = rows * columns * sizeof(float) +
                          trainer::bytes_needed(config.net, config.kind, config.optimizer.kind, train_rows,
                                                validation_rows, config.batch_rows, config.threads);
    if (needed > budget) refuse_memory(needed < 1.8e19 ? needed : 1.8e19);
}

}  // namespace

std::size_t read_count(const Napi::Value& value, const std::string& name, double least, double most) {
    const double number = read_number(value, name, least, most);
    if (number != std::floor(number)) refuse(name + " must be a whole number; found " + std::to_string(number) + ".");
    return static_cast<std::size_t>(number);
}

aligned_buffer read_floats(const Napi::Value& value, std::size_t length, const std::string& name) {
    const float* data = float_data(value, length, name);
    aligned_buffer buffer(length);
    if (length != 0) std::memcpy(buffer.data(), data, length * sizeof(float));
    return buffer;
}

network_config read_network(const Napi::Value& value, const std::string& name) {
    const Napi::Object object = read_object(value, name);
    network_config config;
    config.inputs = read_count(object.Get("inputs"), name + ".inputs", 1, most_safe_integer);
    const Napi::Array layers = read_array(object.Get("layers"), name + ".layers");
    for (std::uint32_t i = 0; i < layers.Length(); ++i) {
        const std::string place = name + ".layers[" + std::to_string(i) + "]";
        const Napi::Object layer = read_object(layers.Get(i), place);
        config.layers.push_back({read_count(layer.Get("units"), place + ".units", 1, most_safe_integer),
                                 read_name(layer.Get("activation"), place + ".activation", activations),
                                 read_name(layer.Get("initializer"), place + ".initializer", initializers)});
    }
    return config;
}

loss read_loss(const Napi::Value& value, const std::string& name) { return read_name(value, name, losses); }

std::vector<layer_tensors> read_layers(const Napi::Value& value, const network& net, const std::string& name) {
    const Napi::Array layers = read_array(value, name);
    if (layers.Length() != net.layers().size()) {
        refuse(name + " must have " + std::to_string(net.layers().size()) + " entries; found " +
               std::to_string(layers.Length()) + ".");
    }
    std::vector<layer_tensors> tensors;
    for (std::uint32_t i = 0; i < layers.Length(); ++i) {
        const std::string place = name + "[" + std::to_string(i) + "]";
        const Napi::Object layer = read_object(layers.Get(i), place);
        const dense& shape = net.layers()[i];
        tensors.push_back(
            {read_vector(layer.Get("weight"), checked_product(shape.inputs, shape.outputs), place + ".weight"),
             read_vector(layer.Get("bias"), shape.outputs, place + ".bias")});
    }
    return tensors;
}

row_set read_rows(const Napi::Value& value, const network& net, loss kind, const std::string& name) {
    row_set rows;
    rows.inputs = net.inputs();
    rows.target_columns = target_columns_of(kind, net.outputs());
    rows.rows = row_count(value, name);
    if (rows.rows == 0) return rows;
    const Napi::Object object = read_object(value, name);
    rows.features = read_floats(object.Get("features"), checked_product(rows.rows, rows.inputs), name + ".features");
    rows.targets =
        read_floats(object.Get("targets"), checked_product(rows.rows, rows.target_columns), name + ".targets");
    if (kind != loss::categorical_cross_entropy) return rows;
    for (std::size_t row = 0; row < rows.rows; ++row) {
        const float target = rows.targets.data()[row];
        const bool is_class =
            target >= 0.0f && target < static_cast<float>(net.outputs()) && target == std::floor(target);
        if (!is_class) {
            refuse(name + ".targets[" + std::to_string(row) + "] must be a class from 0 to " +
                   std::to_string(net.outputs() - 1) + "; found " + std::to_string(target) + ".");
        }
    }
    return rows;
}

train_config read_train_config(const Napi::Value& value) {
    const Napi::Object object = read_object(value, "config");
    train_config config;
    config.net = read_network(object.Get("network"), "network");
    config.kind = read_loss(object.Get("loss"), "loss");
    config.optimizer = read_optimizer(object.Get("optimizer"));
    config.batch_rows = read_batch_rows(object.Get("batchSize"));
    config.epochs = read_count(object.Get("epochs"), "epochs", 1, most_safe_integer);
    config.patience = read_count(object.Get("patience"), "patience", 0, most_safe_integer);
    config.seed = read_count(object.Get("seed"), "seed", 0, most_safe_integer);
    config.threads = read_count(object.Get("threads"), "threads", 1, most_threads);
    const network net(config.net);
    if (net.layers().back().act != activation::linear) {
        refuse("The last layer's activation must be linear: losses are computed from logits.");
    }
    const std::size_t train_rows = row_count(object.Get("train"), "train");
    if (train_rows == 0) refuse("train.rows must be at least 1; found 0.");
    check_budget(object, config, net, train_rows, row_count(object.Get("validation"), "validation"));
    config.train = read_rows(object.Get("train"), net, config.kind, "train");
    config.validation = read_rows(object.Get("validation"), net, config.kind, "validation");
    const Napi::Value from = object.Get("checkpoint");
    if (!from.IsUndefined() && !from.IsNull()) config.resume = read_checkpoint(from, net, config.optimizer.kind);
    return config;
}

run_command read_step_unit(const Napi::Value& value) {
    const std::string unit = read_text(value, "unit");
    if (unit == "batch") return run_command::step_batch;
    if (unit == "epoch") return run_command::step_epoch;
    refuse("unit must be \"batch\" or \"epoch\"; found \"" + unit + "\".");
}

bool read_wants_best(const Napi::Value& value) {
    const std::string which = read_text(value, "which");
    if (which != "best" && which != "last") refuse("which must be \"best\" or \"last\"; found \"" + which + "\".");
    return which == "best";
}

}  // namespace chainrule
