// See read_training.h.
#include "convert/read_training.h"

#include "convert/convert.h"
#include "convert/read_values.h"

namespace chainrule {
namespace {

// Rows are numbered in 32 bits.
constexpr double most_rows = 4294967295.0;
constexpr double largest = 1e30;
constexpr double below_one = 1 - 1e-12;
// Epsilon must not be 0: where a gradient is always 0, epsilon is the divisor.
constexpr double least_epsilon = 1e-30;
constexpr double most_history = 1000;
constexpr double most_checkpoints = 100000;

constexpr named<optimizer_kind> optimizers[] = {
    {"sgd", optimizer_kind::sgd},           {"momentum", optimizer_kind::momentum},
    {"nesterov", optimizer_kind::nesterov}, {"adaGrad", optimizer_kind::ada_grad},
    {"rmsProp", optimizer_kind::rms_prop},  {"adaDelta", optimizer_kind::ada_delta},
    {"adam", optimizer_kind::adam},         {"adamW", optimizer_kind::adam_w},
    {"amsGrad", optimizer_kind::ams_grad},  {"nAdam", optimizer_kind::n_adam},
    {"rAdam", optimizer_kind::r_adam},      {"adaMax", optimizer_kind::ada_max},
    {"lion", optimizer_kind::lion},         {"rProp", optimizer_kind::r_prop},
    {"lbfgs", optimizer_kind::lbfgs}};

constexpr named<schedule_kind> schedules[] = {
    {"constant", schedule_kind::constant},       {"step", schedule_kind::step},
    {"exponential", schedule_kind::exponential}, {"inverseTime", schedule_kind::inverse_time},
    {"cosine", schedule_kind::cosine},           {"warmupCosine", schedule_kind::warmup_cosine},
    {"oneCycle", schedule_kind::one_cycle},      {"reduceOnPlateau", schedule_kind::reduce_on_plateau}};

/// Reads the fields of one object by their names.
class fields {
public:
    fields(const Napi::Value& value, std::string name) : object_(read_object(value, name)), name_(std::move(name)) {}

    double number(const char* key, double least, double most) const {
        return read_number(object_.Get(key), name_of(key), least, most);
    }
    /// null means off and gives 0; a number must be above 0.
    double number_or_off(const char* key) const {
        return value(key).IsNull() ? 0 : number(key, least_epsilon, largest);
    }
    std::size_t count(const char* key, double least, double most) const {
        return read_count(object_.Get(key), name_of(key), least, most);
    }
    bool flag(const char* key) const { return read_flag(object_.Get(key), name_of(key)); }
    Napi::Value value(const char* key) const { return object_.Get(key); }
    std::string name_of(const char* key) const { return name_ + "." + key; }

private:
    Napi::Object object_;
    std::string name_;
};

void read_betas(const fields& from, optimizer_config& config) {
    config.beta1 = from.number("beta1", 0, below_one);
    config.beta2 = from.number("beta2", 0, below_one);
    config.epsilon = from.number("epsilon", least_epsilon, largest);
}

void read_adaptive(const fields& from, optimizer_config& config) {
    switch (config.kind) {
        case optimizer_kind::ada_grad:
            config.learning_rate_decay = from.number("learningRateDecay", 0, largest);
            config.initial_accumulator = from.number("initialAccumulator", 0, largest);
            config.epsilon = from.number("epsilon", least_epsilon, largest);
            return;
        case optimizer_kind::rms_prop:
            config.momentum = from.number("momentum", 0, 1);
            config.centered = from.flag("centered");
            [[fallthrough]];
        case optimizer_kind::ada_delta:
            config.rho = from.number("rho", 0, below_one);
            config.epsilon = from.number("epsilon", least_epsilon, largest);
            return;
        case optimizer_kind::adam:
        case optimizer_kind::adam_w:
        case optimizer_kind::ams_grad:
            read_betas(from, config);
            config.bias_correction = from.flag("biasCorrection");
            return;
        case optimizer_kind::n_adam:
            read_betas(from, config);
            config.momentum_decay = from.number("momentumDecay", 0, largest);
            return;
        case optimizer_kind::lion:
            config.beta1 = from.number("beta1", 0, below_one);
            config.beta2 = from.number("beta2", 0, below_one);
            return;
        default: read_betas(from, config);
    }
}

void read_r_prop(const fields& from, optimizer_config& config) {
    config.eta_minus = from.number("etaMinus", 0, 1);
    config.eta_plus = from.number("etaPlus", 1, largest);
    config.step_min = from.number("stepMin", least_epsilon, largest);
    config.step_max = from.number("stepMax", config.step_min, largest);
}

void read_lbfgs(const fields& from, optimizer_config& config) {
    constexpr named<bool> searches[] = {{"strongWolfe", true}, {"none", false}};
    config.history_size = from.count("historySize", 1, most_history);
    config.gradient_tolerance = from.number("gradientTolerance", 0, largest);
    config.change_tolerance = from.number("changeTolerance", 0, largest);
    config.line_search = read_name(from.value("lineSearch"), from.name_of("lineSearch"), searches);
}

}  // namespace

optimizer_config read_optimizer(const Napi::Value& value, const std::string& name) {
    const fields from(value, name);
    optimizer_config config;
    config.kind = read_name(from.value("type"), from.name_of("type"), optimizers);
    config.learning_rate = from.number("learningRate", 0, largest);
    if (config.kind == optimizer_kind::r_prop) {
        read_r_prop(from, config);
        return config;
    }
    config.weight_decay = from.number("weightDecay", 0, largest);
    if (config.kind == optimizer_kind::lbfgs) {
        read_lbfgs(from, config);
        return config;
    }
    switch (config.kind) {
        case optimizer_kind::sgd: return config;
        case optimizer_kind::momentum: config.dampening = from.number("dampening", 0, 1); [[fallthrough]];
        case optimizer_kind::nesterov: config.momentum = from.number("momentum", 0, 1); return config;
        default: read_adaptive(from, config); return config;
    }
}

regularization_config read_regularization(const Napi::Value& value) {
    if (value.IsUndefined()) return {};
    const fields from(value, "regularization");
    regularization_config config;
    config.l1 = from.number("l1", 0, largest);
    config.decoupled_decay = from.number("decoupledDecay", 0, largest);
    config.clip_norm = from.number_or_off("clipNorm");
    config.clip_value = from.number_or_off("clipValue");
    config.max_norm = from.number_or_off("maxNorm");
    config.decay_biases = from.flag("decayBiases");
    return config;
}

schedule_config read_schedule(const Napi::Value& value) {
    if (value.IsUndefined()) return {};
    const fields from(value, "schedule");
    schedule_config config;
    config.kind = read_name(from.value("type"), from.name_of("type"), schedules);
    switch (config.kind) {
        case schedule_kind::step: config.every = from.count("every", 1, most_safe_integer); [[fallthrough]];
        case schedule_kind::exponential: config.factor = from.number("factor", 0, largest); break;
        case schedule_kind::inverse_time: config.decay = from.number("decay", 0, largest); break;
        case schedule_kind::warmup_cosine:
            config.warmup_epochs = from.count("warmupEpochs", 0, most_safe_integer);
            [[fallthrough]];
        case schedule_kind::cosine: config.minimum = from.number("minimum", 0, largest); break;
        case schedule_kind::reduce_on_plateau:
            config.factor = from.number("factor", 0, 1);
            config.patience = from.count("patience", 0, most_safe_integer);
            config.threshold = from.number("threshold", 0, 1);
            config.minimum = from.number("minimum", 0, largest);
            break;
        case schedule_kind::constant:
        case schedule_kind::one_cycle: break;
    }
    return config;
}

stopping_config read_stopping(const Napi::Value& value) {
    if (value.IsUndefined()) return {};
    constexpr named<monitor> monitors[] = {{"loss", monitor::loss},
                                           {"trainingLoss", monitor::training_loss},
                                           {"accuracy", monitor::accuracy},
                                           {"meanAbsoluteError", monitor::mean_absolute_error}};
    const fields from(value, "stopping");
    stopping_config config;
    config.monitored = read_name(from.value("monitor"), from.name_of("monitor"), monitors);
    if (!from.value("targetLoss").IsNull()) config.target_loss = from.number("targetLoss", -largest, largest);
    config.seconds = from.number_or_off("seconds");
    return config;
}

history_config read_history(const Napi::Value& value) {
    if (value.IsUndefined() || value.IsNull()) return {};
    const fields from(value, "history");
    history_config config;
    config.bytes = from.number("bytes", 0, largest);
    config.most = from.count("most", 1, most_checkpoints);
    config.fewest = from.count("fewest", 1, most_checkpoints);
    return config;
}

change read_change(const Napi::Value& value) {
    const Napi::Object object = read_object(value, "change");
    change result;
    const Napi::Value optimizer = object.Get("optimizer");
    const Napi::Value batch_size = object.Get("batchSize");
    if (!optimizer.IsUndefined()) result.optimizer = read_optimizer(optimizer, "change.optimizer");
    if (!batch_size.IsUndefined()) result.batch_rows = read_batch_rows(batch_size, "change.batchSize");
    const Napi::Object json = value.Env().Global().Get("JSON").As<Napi::Object>();
    const Napi::Value text = json.Get("stringify").As<Napi::Function>().Call(json, {value});
    result.text = text.IsString() ? text.As<Napi::String>().Utf8Value() : "{}";
    return result;
}

std::vector<change> read_changes(const Napi::Value& value) {
    std::vector<change> changes;
    if (value.IsUndefined()) return changes;
    const Napi::Array array = read_array(value, "changes");
    std::uint64_t last = 0;
    for (std::uint32_t i = 0; i < array.Length(); ++i) {
        const std::string name = "changes[" + std::to_string(i) + "]";
        const Napi::Object object = read_object(array.Get(i), name);
        changes.push_back(read_change(object));
        changes.back().step = read_count(object.Get("step"), name + ".step", 0, most_safe_integer);
        if (changes.back().step < last) refuse(name + ".step must not be below the one before.");
        last = changes.back().step;
    }
    return changes;
}

std::size_t read_batch_rows(const Napi::Value& value, const std::string& name) {
    if (value.IsString()) {
        if (read_text(value, name) != "full") refuse(name + " must be a number or \"full\".");
        return static_cast<std::size_t>(most_rows);
    }
    return read_count(value, name, 1, most_rows);
}

}  // namespace chainrule
