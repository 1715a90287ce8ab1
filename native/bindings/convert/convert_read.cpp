// Reading; see convert.h.
#include <cmath>
#include <cstring>

#include "convert/convert.h"
#include "convert/read_training.h"
#include "convert/read_values.h"
#include "matrix_wrap.h"

namespace chainrule {
namespace {

constexpr double most_threads = 256;
// Rows are numbered in 32 bits.
constexpr double most_rows = 4294967295.0;
constexpr std::uint32_t most_layers = 1024;

constexpr named<activation> activations[] = {
    {"linear", activation::linear},     {"step", activation::step},
    {"sigmoid", activation::sigmoid},   {"tanh", activation::tanh},
    {"relu", activation::relu},         {"leakyRelu", activation::leaky_relu},
    {"elu", activation::elu},           {"selu", activation::selu},
    {"gelu", activation::gelu},         {"geluTanh", activation::gelu_tanh},
    {"silu", activation::silu},         {"softplus", activation::softplus},
    {"softsign", activation::softsign},
};
constexpr named<initializer> initializers[] = {
    {"zeros", initializer::zeros},
    {"constant", initializer::constant},
    {"uniform", initializer::uniform},
    {"normal", initializer::normal},
    {"glorotUniform", initializer::glorot_uniform},
    {"glorotNormal", initializer::glorot_normal},
    {"heUniform", initializer::he_uniform},
    {"heNormal", initializer::he_normal},
    {"lecunUniform", initializer::lecun_uniform},
    {"lecunNormal", initializer::lecun_normal},
};
constexpr named<normalization> normalizations[] = {
    {"none", normalization::none}, {"batch", normalization::batch}, {"layer", normalization::layer}};
constexpr named<loss> losses[] = {
    {"meanSquaredError", loss::mean_squared_error},
    {"meanAbsoluteError", loss::mean_absolute_error},
    {"huber", loss::huber},
    {"logCosh", loss::log_cosh},
    {"quantile", loss::quantile},
    {"poisson", loss::poisson},
    {"binaryCrossEntropy", loss::binary_cross_entropy},
    {"categoricalCrossEntropy", loss::categorical_cross_entropy},
    {"binaryHinge", loss::binary_hinge},
    {"categoricalHinge", loss::categorical_hinge},
    {"binaryFocal", loss::binary_focal},
    {"categoricalFocal", loss::categorical_focal},
};

/// Copies a Float32Array or Float64Array, which must have `length` values, into a new Block. The Block is allocated
/// after the length was checked. A detached array has length 0.
template <class Block> Block copy_of_floats(const Napi::Value& value, std::size_t length, const std::string& name) {
    const bool doubles = holds_doubles(value);
    if (!doubles && !holds_floats(value)) refuse(name + " must be a Float32Array or a Float64Array.");
    const std::size_t found = value.As<Napi::TypedArray>().ElementLength();
    if (found != length) {
        refuse(name + " must have " + std::to_string(length) + " values; found " + std::to_string(found) + ".");
    }
    Block block(length);
    if (length == 0) return block;
    const auto copy = [&](const auto* from) {
        auto* to = block.data();
        for (std::size_t i = 0; i < length; ++i) to[i] = static_cast<std::remove_pointer_t<decltype(to)>>(from[i]);
    };
    doubles ? copy(value.As<Napi::Float64Array>().Data()) : copy(value.As<Napi::Float32Array>().Data());
    return block;
}

template <class Real>
std::vector<Real> read_vector(const Napi::Value& value, std::size_t length, const std::string& name) {
    return copy_of_floats<std::vector<Real>>(value, length, name);
}

/// Reads the optimizer state. JavaScript gives slots per learned tensor (weight, bias and, with normalisation, gamma
/// and beta, layer by layer); the engine keeps tensors per slot.
template <class Real> std::vector<std::vector<layer_tensors<Real>>> read_slots(const Napi::Value& value,
                                                                               const network& net, std::size_t slots) {
    std::vector<std::vector<layer_tensors<Real>>> result(slots, std::vector<layer_tensors<Real>>(net.layers().size()));
    if (slots == 0 && value.IsArray()) return result;
    const Napi::Array tensors = read_array(value, learned_tensors(net), "checkpoint.slots");
    std::uint32_t tensor = 0;
    for (std::size_t index = 0; index < net.layers().size(); ++index) {
        const dense& layer = net.layers()[index];
        for (std::vector<Real> layer_tensors<Real>::* member : learned_members<Real>(layer)) {
            const std::string name = "checkpoint.slots[" + std::to_string(tensor) + "]";
            const Napi::Array entries = read_array(tensors.Get(tensor++), slots, name);
            const bool weight = member == &layer_tensors<Real>::weight;
            for (std::uint32_t slot = 0; slot < slots; ++slot) {
                result[slot][index].*member =
                    read_vector<Real>(entries.Get(slot), weight ? layer.inputs * layer.outputs : layer.outputs, name);
            }
        }
        // Running statistics are not learned and have no slots.
        for (std::size_t slot = 0; slot < slots && layer.norm == normalization::batch; ++slot) {
            result[slot][index].mean.resize(layer.outputs);
            result[slot][index].variance.resize(layer.outputs);
        }
    }
    return result;
}

/// Single numbers of schedule and optimizer: scalar_count of them, or none.
std::vector<double> read_scalars(const Napi::Value& value) {
    const std::string name = "checkpoint.scalars";
    if (value.IsUndefined() || read_array(value, name).Length() == 0) return {};
    const Napi::Array array = read_array(value, scalar_count, name);
    std::vector<double> scalars;
    for (std::uint32_t i = 0; i < scalar_count; ++i) {
        // Only the plateau's best value may be negative; the others are counts, flags or factors.
        const double least = i == 2 ? -1e308 : 0;
        scalars.push_back(read_number(array.Get(i), name + "[" + std::to_string(i) + "]", least, i < 4 ? 1e308 : 1e3));
    }
    return scalars;
}

template <class Real>
checkpoint<Real> read_checkpoint(const Napi::Value& value, const network& net, const optimizer_config& optimizer) {
    const Napi::Object object = read_object(value, "checkpoint");
    checkpoint<Real> state;
    state.epoch = read_count(object.Get("epoch"), "checkpoint.epoch", 0, most_safe_integer);
    state.step = read_count(object.Get("step"), "checkpoint.step", 0, most_safe_integer);
    state.since_best = read_count(object.Get("sinceBest"), "checkpoint.sinceBest", 0, most_safe_integer);
    const Napi::Value best = object.Get("best");
    if (!best.IsNull()) {
        const Napi::Object of_best = read_object(best, "checkpoint.best");
        state.best = best_epoch{read_count(of_best.Get("epoch"), "checkpoint.best.epoch", 0, most_safe_integer),
                                read_number(of_best.Get("loss"), "checkpoint.best.loss", -1e308, 1e308)};
    }
    state.layers = read_layers<Real>(object.Get("layers"), net, "checkpoint.layers");
    state.best_layers = read_layers<Real>(object.Get("bestLayers"), net, "checkpoint.bestLayers");
    state.scalars = read_scalars(object.Get("scalars"));
    state.slots = read_slots<Real>(object.Get("slots"), net, slot_count(optimizer));
    return state;
}

template <class Real> void check_budget(const train_config<Real>& config, const network& net, std::size_t train_rows,
                                        std::size_t validation_rows) {
    const double columns = static_cast<double>(net.inputs()) +
                           static_cast<double>(target_columns_of(config.objective.kind, net.outputs()));
    const double rows = static_cast<double>(train_rows) + static_cast<double>(validation_rows);
    const double needed =
        rows * columns * sizeof(Real) + trainer<Real>::bytes_needed(config, train_rows, validation_rows);
    if (needed > config.memory_budget) refuse_memory(needed < 1.8e19 ? needed : 1.8e19);
}

/// Has no branch per number, so that the compiler can vectorise it.
template <class Real> bool all_finite(const Real* values, std::size_t count) {
    Real largest = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const Real nothing = values[i] - values[i];
        largest = nothing == 0 ? largest : Real(1);
    }
    return largest == 0;
}

template <class Buffer> void require_finite(const Buffer& values, const std::string& name) {
    if (all_finite(values.data(), values.size())) return;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values.data()[i])) refuse(name + "[" + std::to_string(i) + "] is not a finite number.");
    }
}

/// A copy of an array, or the numbers of a Matrix.
template <class Real> shared_buffer<Real> read_features(const Napi::Value& value, std::size_t rows, std::size_t inputs,
                                                        const std::string& name) {
    if (matrix_wrap* matrix = matrix_wrap::of(value)) return matrix->take<Real>(rows, inputs, name);
    return read_floats<Real>(value, checked_product(rows, inputs), name);
}

template <class Real> void read_normalization(const Napi::Value& value, const dense& shape, const std::string& name,
                                              layer_tensors<Real>& to) {
    const Napi::Object object = read_object(value, name);
    to.gamma = read_vector<Real>(object.Get("gamma"), shape.outputs, name + ".gamma");
    to.beta = read_vector<Real>(object.Get("beta"), shape.outputs, name + ".beta");
    if (shape.norm != normalization::batch) return;
    to.mean = read_vector<Real>(object.Get("mean"), shape.outputs, name + ".mean");
    to.variance = read_vector<Real>(object.Get("variance"), shape.outputs, name + ".variance");
}

/// A field that is left out has the value of a plain dense layer.
layer_config read_layer(const Napi::Value& value, const std::string& name) {
    const Napi::Object object = read_object(value, name);
    const auto has = [&](const char* field) { return !object.Get(field).IsUndefined(); };
    layer_config layer{read_count(object.Get("units"), name + ".units", 1, most_safe_integer),
                       read_name(object.Get("activation"), name + ".activation", activations),
                       read_name(object.Get("initializer"), name + ".initializer", initializers)};
    if (has("initializerScale")) {
        layer.init_scale = read_number(object.Get("initializerScale"), name + ".initializerScale", -1e30, 1e30);
    }
    if (has("bias")) {
        if (!object.Get("bias").IsBoolean()) refuse(name + ".bias must be true or false.");
        layer.has_bias = object.Get("bias").As<Napi::Boolean>().Value();
    }
    if (has("normalization")) {
        layer.norm = read_name(object.Get("normalization"), name + ".normalization", normalizations);
    }
    if (has("dropout")) layer.dropout = read_number(object.Get("dropout"), name + ".dropout", 0, 0.999999);
    return layer;
}

}  // namespace

bool holds_doubles(const Napi::Value& array) {
    return array.IsTypedArray() && array.As<Napi::TypedArray>().TypedArrayType() == napi_float64_array;
}

bool holds_floats(const Napi::Value& array) {
    return array.IsTypedArray() && array.As<Napi::TypedArray>().TypedArrayType() == napi_float32_array;
}

bool wants_double(const Napi::Value& config) {
    const Napi::Value precision = read_object(config, "config").Get("precision");
    if (precision.IsUndefined()) return false;
    const std::string text = read_text(precision, "precision");
    if (text != "float32" && text != "float64") {
        refuse("precision must be \"float32\" or \"float64\"; found " + quoted(text) + ".");
    }
    return text == "float64";
}

std::size_t read_row_count(const Napi::Value& value, const std::string& name) {
    if (value.IsNull() || value.IsUndefined()) return 0;
    return read_count(read_object(value, name).Get("rows"), name + ".rows", 0, most_rows);
}

std::size_t read_count(const Napi::Value& value, const std::string& name, double least, double most) {
    const double number = read_number(value, name, least, most);
    if (number != std::floor(number)) refuse(name + " must be a whole number; found " + written(number) + ".");
    return static_cast<std::size_t>(number);
}

template <class Real>
aligned_buffer<Real> read_floats(const Napi::Value& value, std::size_t length, const std::string& name) {
    return copy_of_floats<aligned_buffer<Real>>(value, length, name);
}

network_config read_network(const Napi::Value& value, const std::string& name) {
    const Napi::Object object = read_object(value, name);
    network_config config;
    config.inputs = read_count(object.Get("inputs"), name + ".inputs", 1, most_safe_integer);
    const Napi::Array layers = read_array(object.Get("layers"), name + ".layers");
    const std::uint32_t count = layers.Length();
    if (count > most_layers)
        refuse(name + ".layers must have at most 1024 entries; found " + std::to_string(count) + ".");
    for (std::uint32_t i = 0; i < count; ++i) {
        config.layers.push_back(read_layer(layers.Get(i), name + ".layers[" + std::to_string(i) + "]"));
    }
    return config;
}

loss_config read_objective(const Napi::Value& name, const Napi::Value& settings) {
    loss_config config{read_name(name, "loss", losses)};
    if (settings.IsUndefined()) return config;
    const Napi::Object object = read_object(settings, "lossSettings");
    config.delta = read_number(object.Get("delta"), "lossSettings.delta", 1e-30, 1e30);
    config.quantile = read_number(object.Get("quantile"), "lossSettings.quantile", 0, 1);
    config.focusing = read_number(object.Get("focusing"), "lossSettings.focusing", 0, 1000);
    config.smoothing = read_number(object.Get("labelSmoothing"), "lossSettings.labelSmoothing", 0, 1);
    return config;
}

template <class Real>
std::vector<layer_tensors<Real>> read_layers(const Napi::Value& value, const network& net, const std::string& name) {
    const Napi::Array layers = read_array(value, net.layers().size(), name);
    std::vector<layer_tensors<Real>> tensors;
    for (std::uint32_t i = 0; i < net.layers().size(); ++i) {
        const std::string layer_name = name + "[" + std::to_string(i) + "]";
        const Napi::Object layer = read_object(layers.Get(i), layer_name);
        const dense& shape = net.layers()[i];
        layer_tensors<Real> read;
        read.weight = read_vector<Real>(layer.Get("weight"), checked_product(shape.inputs, shape.outputs),
                                        layer_name + ".weight");
        read.bias = read_vector<Real>(layer.Get("bias"), shape.outputs, layer_name + ".bias");
        if (shape.is_normalized())
            read_normalization(layer.Get("normalization"), shape, layer_name + ".normalization", read);
        tensors.push_back(std::move(read));
    }
    return tensors;
}

template <class Real> row_set<Real> read_rows(const Napi::Value& value, std::size_t count, const network& net,
                                              loss kind, const std::string& name) {
    row_set<Real> rows;
    rows.inputs = net.inputs();
    rows.target_columns = target_columns_of(kind, net.outputs());
    rows.rows = count;
    if (rows.rows == 0) return rows;
    const Napi::Object object = read_object(value, name);
    rows.features = read_features<Real>(object.Get("features"), rows.rows, rows.inputs, name + ".features");
    rows.targets =
        read_floats<Real>(object.Get("targets"), checked_product(rows.rows, rows.target_columns), name + ".targets");
    const Napi::Value weights = object.Get("weights");
    if (!weights.IsUndefined() && !weights.IsNull()) {
        rows.weights = read_floats<Real>(weights, rows.rows, name + ".weights");
    }
    require_finite(rows.features, name + ".features");
    require_finite(rows.weights, name + ".weights");
    for (std::size_t row = 0; row < rows.weights.size(); ++row) {
        if (rows.weights.data()[row] < 0) refuse(name + ".weights[" + std::to_string(row) + "] must not be negative.");
    }
    if (!takes_class_index(kind)) {
        require_finite(rows.targets, name + ".targets");
        return rows;
    }
    for (std::size_t row = 0; row < rows.rows; ++row) {
        const Real target = rows.targets.data()[row];
        const bool is_class = target >= 0 && target < static_cast<Real>(net.outputs()) && target == std::floor(target);
        if (!is_class) {
            refuse(name + ".targets[" + std::to_string(row) + "] must be a class from 0 to " +
                   std::to_string(net.outputs() - 1) + "; found " + written(static_cast<double>(target)) + ".");
        }
    }
    return rows;
}

template <class Real> train_config<Real> read_train_config(const Napi::Value& value) {
    const Napi::Object object = read_object(value, "config");
    train_config<Real> config;
    config.net = read_network(object.Get("network"), "network");
    config.objective = read_objective(object.Get("loss"), object.Get("lossSettings"));
    const Napi::Value judged_by = object.Get("validationLoss");
    if (!judged_by.IsUndefined()) config.judged_by = read_objective(judged_by, object.Get("lossSettings"));
    config.optimizer = read_optimizer(object.Get("optimizer"), "optimizer");
    config.regularization = read_regularization(object.Get("regularization"));
    config.schedule = read_schedule(object.Get("schedule"));
    config.stopping = read_stopping(object.Get("stopping"));
    config.changes = read_changes(object.Get("changes"));
    config.batch_rows = read_batch_rows(object.Get("batchSize"), "batchSize");
    config.epochs = read_count(object.Get("epochs"), "epochs", 1, most_safe_integer);
    config.patience = read_count(object.Get("patience"), "patience", 0, most_safe_integer);
    config.seed = read_count(object.Get("seed"), "seed", 0, most_safe_integer);
    config.threads = read_count(object.Get("threads"), "threads", 1, most_threads);
    config.memory_budget = read_number(object.Get("memoryBudget"), "memoryBudget", 0, 1e30);
    config.history = read_history(object.Get("history"));
    const network net(config.net);
    if (net.layers().back().act != activation::linear) {
        refuse("The last layer's activation must be linear: losses are computed from logits.");
    }
    const Napi::Value train = object.Get("train");
    const Napi::Value validation = object.Get("validation");
    const std::size_t train_rows = read_row_count(train, "train");
    const std::size_t validation_rows = read_row_count(validation, "validation");
    if (train_rows == 0) refuse("train.rows must be at least 1; found 0.");
    check_budget(config, net, train_rows, validation_rows);
    config.train = read_rows<Real>(train, train_rows, net, config.objective.kind, "train");
    config.validation = read_rows<Real>(validation, validation_rows, net, config.objective.kind, "validation");
    const Napi::Value from = object.Get("checkpoint");
    if (!from.IsUndefined() && !from.IsNull()) config.resume = read_checkpoint<Real>(from, net, config.optimizer);
    const Napi::Value initial = object.Get("initialLayers");
    if (!initial.IsUndefined()) config.initial_layers = read_layers<Real>(initial, net, "initialLayers");
    return config;
}

run_command read_step_unit(const Napi::Value& value) {
    const std::string unit = read_text(value, "unit");
    if (unit == "batch") return run_command::step_batch;
    if (unit == "epoch") return run_command::step_epoch;
    refuse("unit must be \"batch\" or \"epoch\"; found " + quoted(unit) + ".");
}

bool read_wants_best(const Napi::Value& value) {
    const std::string which = read_text(value, "which");
    if (which != "best" && which != "last") refuse("which must be \"best\" or \"last\"; found " + quoted(which) + ".");
    return which == "best";
}

template aligned_buffer<float> read_floats(const Napi::Value&, std::size_t, const std::string&);
template aligned_buffer<double> read_floats(const Napi::Value&, std::size_t, const std::string&);
template std::vector<layer_tensors<float>> read_layers(const Napi::Value&, const network&, const std::string&);
template std::vector<layer_tensors<double>> read_layers(const Napi::Value&, const network&, const std::string&);
template row_set<float> read_rows(const Napi::Value&, std::size_t, const network&, loss, const std::string&);
template row_set<double> read_rows(const Napi::Value&, std::size_t, const network&, loss, const std::string&);
template train_config<float> read_train_config(const Napi::Value&);
template train_config<double> read_train_config(const Napi::Value&);

}  // namespace chainrule
