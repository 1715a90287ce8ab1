// See network_calls.h.
#include "calls/network_calls.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "batch/batch_setup.h"
#include "batch/gradient_sink.h"
#include "cancellable_worker.h"
#include "convert/convert.h"
#include "convert/read_values.h"
#include "dispatch.h"
#include "matrix_wrap.h"
#include "network/evaluation_pass.h"

namespace chainrule {
namespace {

// Bytes that a synchronous call may take; a network that needs more is not small.
constexpr double most_bytes_at_once = 1024.0 * 1024 * 1024;

/// Takes the rows through one or several networks of the same layers. Computes in the type of the features.
template <class Real> class forward_worker : public cancellable_worker {
public:
    /// Reads and copies all arguments.
    explicit forward_worker(const Napi::CallbackInfo& info)
        : cancellable_worker(info.Env()), kernels_(selected_kernels<Real>()), net_(read_network(info[0], "network")) {
        rows_ = read_count(info[3], "rows", 0, 4294967295.0);
        const std::size_t threads = read_count(info[4], "threads", 1, 256);
        plan_ = plan_evaluation(net_, rows_, threads);
        const Napi::Array members = read_array(info[1], "members");
        const std::uint32_t count = members.Length();
        if (count == 0) refuse("members must have at least 1 entry; found 0.");
        const std::size_t per_row = checked_sum(net_.inputs(), checked_product(count, net_.outputs()));
        const std::size_t floats =
            checked_sum(checked_product(count, net_.parameter_floats()), checked_product(rows_, per_row));
        const double needed =
            static_cast<double>(floats) * sizeof(Real) + static_cast<double>(evaluation_pass<Real>::bytes(net_, plan_));
        if (needed > static_cast<double>(read_count(info[5], "memoryBudget", 0, 9e15))) refuse_memory(needed);
        for (std::uint32_t i = 0; i < count; ++i) {
            parameters_.emplace_back(net_.parameter_floats());
            net_.pack(read_layers<Real>(members.Get(i), net_, "members[" + std::to_string(i) + "]"),
                      parameters_.back().data());
        }
        matrix_wrap* const held = matrix_wrap::of(info[2]);
        features_ = held != nullptr ? held->take<Real>(rows_, net_.inputs(), "features")
                                    : read_floats<Real>(info[2], rows_ * net_.inputs(), "features");
        output_ = aligned_buffer<Real>(count * rows_ * net_.outputs());
    }

protected:
    void compute(const std::atomic<bool>& cancelled) override {
        // How rows are divided changes no bit; a member takes some milliseconds for a piece. All members read a piece
        // before the next one, while it is in the cache; for more than a chunk, so that a member's parameters stay
        // there as well.
        const std::size_t piece = 16 * plan_.parts * plan_.chunk_rows;
        thread_pool pool(plan_.parts);
        arena memory(evaluation_pass<Real>::bytes(net_, plan_));
        evaluation_pass<Real> pass(kernels_, net_, plan_, pool, memory);
        for (std::size_t first = 0; first < rows_; first += piece) {
            const Real* const features = features_.data() + first * net_.inputs();
            for (std::size_t member = 0; member < parameters_.size(); ++member) {
                if (cancelled.load(std::memory_order_relaxed)) throw failure("cancelled", "No longer wanted.");
                pass.outputs(features, std::min(piece, rows_ - first), parameters_[member].data(),
                             output_.data() + (member * rows_ + first) * net_.outputs());
            }
        }
    }

    Napi::Value answer(Napi::Env env) override { return write_floats(env, output_.data(), output_.size()); }

private:
    const kernel_table<Real>& kernels_;
    network net_;
    evaluation_plan plan_{};
    std::size_t rows_ = 0;
    shared_buffer<Real> features_;
    std::vector<aligned_buffer<Real>> parameters_;  // one for each member
    aligned_buffer<Real> output_;                   // [members][rows][outputs]
};

template <class Real> Napi::Value queue_forward(const Napi::CallbackInfo& info) {
    return cancellable_worker::start(std::make_unique<forward_worker<Real>>(info));
}

template <class Real> Napi::Value gradients_of(const Napi::CallbackInfo& info, const network& net) {
    const Napi::Env env = info.Env();
    const loss_config objective = read_objective(info[1], info[4]);
    const std::size_t count = read_row_count(info[3], "rows");
    if (count == 0) refuse("rows.rows must be at least 1; found 0.");
    const double needed = 3.0 * static_cast<double>(net.parameter_floats()) * sizeof(Real) +
                          static_cast<double>(batch_setup<Real>::bytes(net, objective, count, count, 1));
    if (needed > most_bytes_at_once) refuse_memory(needed);
    const std::vector<layer_tensors<Real>> layers = read_layers<Real>(info[2], net, "layers");
    const row_set<Real> rows = read_rows<Real>(info[3], count, net, objective.kind, "rows");
    aligned_buffer<Real> parameters(net.parameter_floats());
    net.pack(layers, parameters.data());
    batch_setup<Real> batch(selected_kernels<Real>(), net, objective, rows, count, 0, 1);
    batch.parameters_changed(parameters.data());
    gradient_store<Real> store(net.parameter_floats());
    const batch_total total = batch.run_alone(count, parameters.data(), store);
    Napi::Object result = Napi::Object::New(env);
    result.Set("loss", Napi::Number::New(env, total.loss / total.weight));
    result.Set("layers", write_layers(env, net, net.unpack(store.gradients.data())));
    return result;
}

}  // namespace

Napi::Value forward(const Napi::CallbackInfo& info) {
    return guarded(info.Env(), [&]() -> Napi::Value {
        const matrix_wrap* const held = matrix_wrap::of(info[2]);
        const bool doubles = held != nullptr ? held->is_double() : holds_doubles(info[2]);
        return doubles ? queue_forward<double>(info) : queue_forward<float>(info);
    });
}

Napi::Value gradients(const Napi::CallbackInfo& info) {
    return guarded(info.Env(), [&]() -> Napi::Value {
        const network net(read_network(info[0], "network"));
        const bool doubles = info[3].IsObject() && holds_doubles(info[3].As<Napi::Object>().Get("features"));
        return doubles ? gradients_of<double>(info, net) : gradients_of<float>(info, net);
    });
}

}  // namespace chainrule
