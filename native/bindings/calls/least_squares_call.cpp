// See least_squares_call.h.
#include "calls/least_squares_call.h"

#include <cmath>
#include <optional>

#include "cancellable_worker.h"
#include "closed_form/least_squares.h"
#include "convert/convert.h"

namespace chainrule {
namespace {

constexpr double most_rows = 4294967295.0;
constexpr double most_columns = 1e6;

template <class Real> void refuse_not_finite(const aligned_buffer<Real>& values, const std::string& name) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values.data()[i])) refuse(name + "[" + std::to_string(i) + "] must be finite.");
        // A value's square, summed over all rows, must not overflow a double.
        if (std::fabs(static_cast<double>(values.data()[i])) > 1e140) refuse(name + " must be at most 1e140.");
    }
}

Napi::Array write_collinear(Napi::Env env, const std::vector<collinear_column>& columns) {
    Napi::Array list = Napi::Array::New(env, columns.size());
    for (std::uint32_t i = 0; i < columns.size(); ++i) {
        const Napi::HandleScope scope(env);
        Napi::Array terms = Napi::Array::New(env, columns[i].on.size());
        for (std::uint32_t k = 0; k < columns[i].on.size(); ++k) {
            Napi::Object term = Napi::Object::New(env);
            term.Set("column", Napi::Number::New(env, static_cast<double>(columns[i].on[k].column)));
            term.Set("factor", Napi::Number::New(env, columns[i].on[k].factor));
            terms.Set(k, term);
        }
        Napi::Object column = Napi::Object::New(env);
        column.Set("column", Napi::Number::New(env, static_cast<double>(columns[i].column)));
        column.Set("on", terms);
        list.Set(i, column);
    }
    return list;
}

template <class Real> class least_squares_worker : public cancellable_worker {
public:
    least_squares_worker(const Napi::CallbackInfo& info, const Napi::Object& problem) : cancellable_worker(info.Env()) {
        rows_ = read_count(problem.Get("rows"), "rows", 1, most_rows);
        inputs_ = read_count(problem.Get("inputs"), "inputs", 0, most_columns);
        outputs_ = read_count(problem.Get("outputs"), "outputs", 1, most_columns);
        const std::size_t values = checked_product(rows_, checked_sum(checked_sum(inputs_, outputs_), 1));
        const double needed = static_cast<double>(values) * sizeof(Real) +
                              static_cast<double>(least_squares::bytes_needed(inputs_, outputs_));
        if (needed > static_cast<double>(read_count(info[1], "memoryBudget", 0, 9e15))) refuse_memory(needed);
        features_ = read_floats<Real>(problem.Get("features"), rows_ * inputs_, "features");
        targets_ = read_floats<Real>(problem.Get("targets"), rows_ * outputs_, "targets");
        refuse_not_finite(features_, "features");
        refuse_not_finite(targets_, "targets");
        read_weights(problem.Get("weights"));
    }

protected:
    void compute(const std::atomic<bool>& cancelled) override {
        const Real* weights = weights_.size() == 0 ? nullptr : weights_.data();
        solution_.emplace(weighted_rows<Real>{features_.data(), targets_.data(), weights, rows_, inputs_, outputs_},
                          cancelled);
    }

    Napi::Value answer(Napi::Env env) override {
        Napi::Object result = Napi::Object::New(env);
        result.Set("coefficients", write_floats(env, solution_->coefficients()));
        result.Set("intercepts", write_floats(env, solution_->intercepts()));
        result.Set("loss", Napi::Number::New(env, solution_->loss()));
        result.Set("rank", Napi::Number::New(env, static_cast<double>(solution_->rank())));
        result.Set("singularValues", write_floats(env, solution_->singular_values()));
        result.Set("collinear", write_collinear(env, solution_->collinear()));
        return result;
    }

private:
    void read_weights(const Napi::Value& value) {
        if (value.IsNull()) return;
        weights_ = read_floats<Real>(value, rows_, "weights");
        refuse_not_finite(weights_, "weights");
        for (std::size_t row = 0; row < rows_; ++row) {
            if (weights_.data()[row] < 0) refuse("weights[" + std::to_string(row) + "] must not be negative.");
        }
    }

    std::size_t rows_ = 0, inputs_ = 0, outputs_ = 0;
    aligned_buffer<Real> features_, targets_, weights_;
    std::optional<least_squares> solution_;
};

template <class Real> Napi::Value queue(const Napi::CallbackInfo& info, const Napi::Object& problem) {
    return cancellable_worker::start(std::make_unique<least_squares_worker<Real>>(info, problem));
}

}  // namespace

Napi::Value least_squares_call(const Napi::CallbackInfo& info) {
    return guarded(info.Env(), [&]() -> Napi::Value {
        if (!info[0].IsObject()) refuse("problem must be an object.");
        const Napi::Object problem = info[0].As<Napi::Object>();
        return holds_doubles(problem.Get("features")) ? queue<double>(info, problem) : queue<float>(info, problem);
    });
}

}  // namespace chainrule
