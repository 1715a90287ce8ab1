// See insight_calls.h.
#include "calls/insight_calls.h"

#include "batch/batch_setup.h"
#include "cancellable_worker.h"
#include "convert/convert.h"
#include "convert/read_values.h"
#include "dispatch.h"
#include "inside/gradient_check.h"
#include "inside/loss_gradient.h"
#include "inside/loss_plane.h"
#include "inside/row_walk.h"
#include "inside/statistics.h"
#include "network/evaluation_pass.h"

namespace chainrule {
namespace {

/// The problem that all these calls take, read and copied.
struct insight_problem {
    network net;
    loss_config objective;
    std::vector<layer_tensors<double>> layers;
    row_set<double> rows;
};

/// `copies`: how many copies of the weights are held; `bytes_beside`: gives the bytes that are allocated besides.
insight_problem read_problem(const Napi::CallbackInfo& info, double copies,
                             double (*bytes_beside)(const network&, std::size_t)) {
    const Napi::Object object = read_object(info[0], "problem");
    const network net(read_network(object.Get("network"), "network"));
    const loss_config objective = read_objective(object.Get("loss"), object.Get("lossSettings"));
    const Napi::Value rows = object.Get("rows");
    if (!rows.IsObject()) refuse("rows must be an object.");
    const std::size_t count = read_count(rows.As<Napi::Object>().Get("rows"), "rows.rows", 1, 4294967295.0);
    const double columns = static_cast<double>(net.inputs()) + static_cast<double>(net.outputs()) + 2;
    const double numbers = copies * static_cast<double>(net.parameter_floats()) + static_cast<double>(count) * columns;
    const double needed = numbers * sizeof(double) + bytes_beside(net, count);
    if (needed > static_cast<double>(read_count(info[1], "memoryBudget", 0, 9e15))) {
        refuse_memory(needed < 1.8e19 ? needed : 1.8e19);
    }
    return {net, objective, read_layers<double>(object.Get("layers"), net, "layers"),
            read_rows<double>(rows, count, net, objective.kind, "rows")};
}

double batch_bytes(const network& net, std::size_t rows) {
    return static_cast<double>(batch_setup<double>::bytes(net, {}, rows, rows, 1));
}

double evaluation_bytes(const network& net, std::size_t rows) {
    return static_cast<double>(evaluation_pass<double>::bytes(net, plan_evaluation(net, rows, 256)));
}

double no_bytes(const network&, std::size_t) { return 0; }

Napi::Value number(Napi::Env env, double value) { return Napi::Number::New(env, value); }
Napi::Value number(Napi::Env env, std::size_t value) { return Napi::Number::New(env, static_cast<double>(value)); }

Napi::Value first_of(Napi::Env env, const std::vector<double>& values, std::size_t count) {
    return write_floats<double>(env, values.data(), count);
}

Napi::Value write_spread(Napi::Env env, const spread& from) {
    Napi::Object histogram = Napi::Object::New(env);
    histogram.Set("min", number(env, from.min));
    histogram.Set("max", number(env, from.max));
    Napi::Array counts = Napi::Array::New(env, from.bins.size());
    for (std::uint32_t i = 0; i < from.bins.size(); ++i) counts.Set(i, number(env, static_cast<double>(from.bins[i])));
    histogram.Set("counts", counts);
    Napi::Object object = Napi::Object::New(env);
    object.Set("count", number(env, static_cast<double>(from.count)));
    object.Set("mean", number(env, from.mean));
    object.Set("deviation", number(env, from.deviation));
    object.Set("norm", number(env, from.norm));
    object.Set("histogram", histogram);
    return object;
}

Napi::Value share_or_null(Napi::Env env, double share) { return share < 0 ? env.Null() : number(env, share); }

class statistics_worker : public cancellable_worker {
public:
    explicit statistics_worker(const Napi::CallbackInfo& info)
        : cancellable_worker(info.Env()),
          kernels_(selected_kernels<double>()),
          problem_(read_problem(info, 2, statistics_bytes)) {}

protected:
    void compute(const std::atomic<bool>& cancelled) override {
        found_ = take_statistics(kernels_, problem_.net, problem_.layers, problem_.objective, problem_.rows, cancelled);
    }

    Napi::Value answer(Napi::Env env) override {
        Napi::Array layers = Napi::Array::New(env, found_.layers.size());
        for (std::uint32_t i = 0; i < found_.layers.size(); ++i) {
            const layer_statistics& from = found_.layers[i];
            Napi::Object layer = Napi::Object::New(env);
            layer.Set("weights", write_spread(env, from.weights));
            layer.Set("biases", write_spread(env, from.biases));
            layer.Set("activations", write_spread(env, from.activations));
            layer.Set("weightGradients", write_spread(env, from.weight_gradients));
            layer.Set("biasGradients", write_spread(env, from.bias_gradients));
            layer.Set("sumGradients", write_spread(env, from.sum_gradients));
            layer.Set("dead", share_or_null(env, from.dead));
            layer.Set("saturated", share_or_null(env, from.saturated));
            layers.Set(i, layer);
        }
        Napi::Object result = Napi::Object::New(env);
        result.Set("loss", number(env, found_.loss));
        result.Set("layers", layers);
        return result;
    }

private:
    const kernel_table<double>& kernels_;
    insight_problem problem_;
    network_statistics found_;
};

class gradient_check_worker : public cancellable_worker {
public:
    explicit gradient_check_worker(const Napi::CallbackInfo& info)
        : cancellable_worker(info.Env()),
          kernels_(selected_kernels<double>()),
          problem_(read_problem(info, 5, batch_bytes)) {
        const Napi::Object object = read_object(info[0], "problem");
        request_.most_parameters = read_count(object.Get("parameters"), "parameters", 1, 9e15);
        request_.seed = read_count(object.Get("seed"), "seed", 0, 9e15);
    }

protected:
    void compute(const std::atomic<bool>& cancelled) override {
        found_ = check_gradients(kernels_, problem_.net, problem_.layers, problem_.objective, problem_.rows, request_,
                                 cancelled);
    }

    Napi::Value answer(Napi::Env env) override {
        static constexpr const char* names[] = {"weight", "bias", "gamma", "beta"};
        const checked_gradient& from = found_.worst;
        Napi::Object worst = Napi::Object::New(env);
        worst.Set("layer", number(env, from.position.layer));
        worst.Set("tensor", Napi::String::New(env, names[static_cast<std::size_t>(from.position.tensor)]));
        worst.Set("index", number(env, from.position.index));
        worst.Set("backPropagated", number(env, from.back_propagated));
        worst.Set("centralDifference", number(env, from.central_difference));
        worst.Set("error", number(env, from.error));
        Napi::Object result = Napi::Object::New(env);
        result.Set("parameters", number(env, found_.parameters));
        result.Set("checked", number(env, found_.checked));
        result.Set("loss", number(env, found_.loss));
        result.Set("worst", worst);
        result.Set("layers", write_floats(env, found_.layers));
        return result;
    }

private:
    const kernel_table<double>& kernels_;
    insight_problem problem_;
    gradient_check_request request_{};
    gradient_check found_;
};

class loss_gradient_worker : public cancellable_worker {
public:
    explicit loss_gradient_worker(const Napi::CallbackInfo& info)
        : cancellable_worker(info.Env()),
          kernels_(selected_kernels<double>()),
          problem_(read_problem(info, 3, no_bytes)) {}

protected:
    void compute(const std::atomic<bool>& cancelled) override {
        found_ =
            gradient_of_loss(kernels_, problem_.net, problem_.layers, problem_.objective, problem_.rows, cancelled);
    }

    Napi::Value answer(Napi::Env env) override {
        Napi::Object result = Napi::Object::New(env);
        result.Set("loss", number(env, found_.loss));
        result.Set("layers", write_layers(env, problem_.net, found_.layers));
        return result;
    }

private:
    const kernel_table<double>& kernels_;
    insight_problem problem_;
    loss_gradient found_;
};

class loss_plane_worker : public cancellable_worker {
public:
    explicit loss_plane_worker(const Napi::CallbackInfo& info)
        : cancellable_worker(info.Env()),
          kernels_(selected_kernels<double>()),
          problem_(read_problem(info, 8, evaluation_bytes)) {
        const Napi::Object object = read_object(info[0], "problem");
        plane_.weights = problem_.layers;
        plane_.along_x = read_layers<double>(object.Get("alongX"), problem_.net, "alongX");
        plane_.along_y = read_layers<double>(object.Get("alongY"), problem_.net, "alongY");
        plane_.x = read_offsets(object.Get("x"), "x");
        plane_.y = read_offsets(object.Get("y"), "y");
        threads_ = read_count(object.Get("threads"), "threads", 1, 256);
    }

protected:
    void compute(const std::atomic<bool>& cancelled) override {
        losses_ =
            losses_on_plane(kernels_, problem_.net, plane_, problem_.objective, problem_.rows, threads_, cancelled);
    }

    Napi::Value answer(Napi::Env env) override { return write_floats(env, losses_); }

private:
    static std::vector<double> read_offsets(const Napi::Value& value, const std::string& name) {
        if (!holds_doubles(value)) refuse(name + " must be a Float64Array.");
        const std::size_t count = value.As<Napi::TypedArray>().ElementLength();
        if (count == 0 || count > 10000) refuse(name + " must have 1 to 10000 values.");
        const aligned_buffer<double> copy = read_floats<double>(value, count, name);
        return {copy.data(), copy.data() + count};
    }

    const kernel_table<double>& kernels_;
    insight_problem problem_;
    plane plane_;
    std::size_t threads_ = 1;
    std::vector<double> losses_;
};

template <class Worker> Napi::Value queue(const Napi::CallbackInfo& info) {
    return guarded(info.Env(),
                   [&]() -> Napi::Value { return cancellable_worker::start(std::make_unique<Worker>(info)); });
}

}  // namespace

Napi::Value walk(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    return guarded(env, [&]() -> Napi::Value {
        const insight_problem problem = read_problem(info, 2, no_bytes);
        row_walk walked(selected_kernels<double>(), problem.net, problem.layers, problem.objective);
        const double loss = walked.run(problem.rows.features.data(), problem.rows.targets.data());
        Napi::Array layers = Napi::Array::New(env, walked.layers().size());
        for (std::uint32_t i = 0; i < walked.layers().size(); ++i) {
            const walked_layer& from = walked.layers()[i];
            const dense& layer = problem.net.layers()[i];
            Napi::Object to = Napi::Object::New(env);
            to.Set("z", first_of(env, from.z, layer.outputs));
            to.Set("normalized",
                   layer.is_normalized() ? first_of(env, from.normalized, layer.outputs) : Napi::Value(env.Null()));
            to.Set("shifted", first_of(env, from.shifted, layer.outputs));
            to.Set("a", first_of(env, from.a, layer.outputs));
            to.Set("dA", first_of(env, from.d_a, layer.outputs));
            to.Set("dShifted", first_of(env, from.d_shifted, layer.outputs));
            to.Set("dZ", first_of(env, from.d_z, layer.outputs));
            layers.Set(i, to);
        }
        Napi::Object result = Napi::Object::New(env);
        result.Set("loss", number(env, loss));
        result.Set("layers", layers);
        return result;
    });
}

Napi::Value statistics(const Napi::CallbackInfo& info) { return queue<statistics_worker>(info); }
Napi::Value gradient_check_call(const Napi::CallbackInfo& info) { return queue<gradient_check_worker>(info); }
Napi::Value loss_gradient_call(const Napi::CallbackInfo& info) { return queue<loss_gradient_worker>(info); }
Napi::Value loss_plane_call(const Napi::CallbackInfo& info) { return queue<loss_plane_worker>(info); }

}  // namespace chainrule
