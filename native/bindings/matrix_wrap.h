// A matrix of features in native memory that JavaScript writes piece by piece and a run, or several, or a forward pass
// then takes over, so that no second one is ever there. (Memory that JavaScript and the engine share would need
// external buffers, which Electron does not have.)
#pragma once

#include <napi.h>

#include <string>
#include <variant>

#include "shared_buffer.h"

namespace chainrule {

class matrix_wrap : public Napi::ObjectWrap<matrix_wrap> {
public:
    static Napi::Function define(Napi::Env env);

    /// new Matrix(rows, columns, precision, memoryBudget, runs): all zeros, for so many runs (1 where it is left out).
    /// Throws out_of_memory above the budget (bytes).
    explicit matrix_wrap(const Napi::CallbackInfo& info);

    /// null where `value` is anything else.
    static matrix_wrap* of(const Napi::Value& value);

    bool is_double() const { return std::holds_alternative<shared_buffer<double>>(values_); }
    /// The numbers, which cannot be written any more; this lets go of them with the last run. Refuses where they are
    /// not rows x columns of Real.
    template <class Real> shared_buffer<Real> take(std::size_t rows, std::size_t columns, const std::string& name);

private:
    void write(const Napi::CallbackInfo& info);
    void Finalize(Napi::Env env) override;
    /// Tells JavaScript's collector what this holds, so that it frees what nobody needs before so much is taken.
    void announce(Napi::BasicEnv env, std::size_t bytes);

    std::size_t rows_ = 0;
    std::size_t columns_ = 0;
    std::size_t announced_ = 0;
    /// Runs it is still for.
    std::size_t runs_ = 1;
    bool given_ = false;
    std::variant<std::monostate, shared_buffer<float>, shared_buffer<double>> values_;
};

}  // namespace chainrule
