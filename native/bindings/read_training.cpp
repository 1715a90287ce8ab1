// See read_training.h.
#include "read_training.h"

#include "convert.h"
#include "read_values.h"

namespace chainrule {
namespace {

// Rows are numbered in 32 bits.
constexpr double most_rows = 4294967295.0;
constexpr double largest = 1e30;
constexpr double below_one = 1 - 1e-12;
// A weight whose gradient is always 0 is divided by it.
constexpr double least_epsilon = 1e-30;
constexpr double most_history = 1000;

constexpr named<optimizer_kind> optimizers[] = {
    {"sgd", optimizer_kind::sgd},           {"momentum", optimizer_kind::momentum},
    {"nesterov", optimizer_kind::nesterov}, {"adaGrad", optimizer_kind::ada_grad},
    {"rmsProp", optimizer_kind::rms_prop},  {"adaDelta", optimizer_kind::ada_delta},
    {"adam", optimizer_kind::adam},         {"adamW", optimizer_kind::adam_w},
    {"amsGrad", optimizer_kind::ams_grad},  {"nAdam", optimizer_kind::n_adam},
    {"rAdam", optimizer_kind::r_adam},      {"adaMax", optimizer_kind::ada_max},
    {"rProp", optimizer_kind::r_prop},      {"lbfgs", optimizer_kind::lbfgs}};

/// The fields of one object, each told by its name.
class fields {
public:
    fields(const Napi::Value& value, std::string name) : object_(read_object(value, name)), name_(std::move(name)) {}

    double number(const char* key, double least, double most) const {
        return read_number(object_.Get(key), place(key), least, most);
    }
    std::size_t count(const char* key, double least, double most) const {
        return read_count(object_.Get(key), place(key), least, most);
    }
    bool flag(const char* key) const { return read_flag(object_.Get(key), place(key)); }
    Napi::Value value(const char* key) const { return object_.Get(key); }
    std::string place(const char* key) const { return name_ + "." + key; }

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
            if (!from.value("biasCorrection").IsUndefined()) config.bias_correction = from.flag("biasCorrection");
            return;
        case optimizer_kind::n_adam:
            read_betas(from, config);
            config.momentum_decay = from.number("momentumDecay", 0, largest);
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
    config.line_search = read_name(from.value("lineSearch"), from.place("lineSearch"), searches);
}

}  // namespace

optimizer_config read_optimizer(const Napi::Value& value, const std::string& name) {
    const fields from(value, name);
    optimizer_config config;
    config.kind = read_name(from.value("type"), from.place("type"), optimizers);
    config.learning_rate = from.number("learningRate", 0, largest);
    if (config.kind == optimizer_kind::r_prop) {
        read_r_prop(from, config);
        return config;
    }
    if (config.kind == optimizer_kind::lbfgs) {
        read_lbfgs(from, config);
        return config;
    }
    config.weight_decay = from.number("weightDecay", 0, largest);
    switch (config.kind) {
        case optimizer_kind::sgd: return config;
        case optimizer_kind::momentum:
            if (!from.value("dampening").IsUndefined()) config.dampening = from.number("dampening", 0, 1);
            [[fallthrough]];
        case optimizer_kind::nesterov: config.momentum = from.number("momentum", 0, 1); return config;
        default: read_adaptive(from, config); return config;
    }
}

std::size_t read_batch_rows(const Napi::Value& value, const std::string& name) {
    if (value.IsString()) {
        if (read_text(value, name) != "full") refuse(name + " must be a number or \"full\".");
        return static_cast<std::size_t>(most_rows);
    }
    return read_count(value, name, 1, most_rows);
}

}  // namespace chainrule
