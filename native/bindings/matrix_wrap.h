// A matrix of features in native memory. JavaScript writes it piece by piece, then one or several runs or forward
// passes take it, so that the features are in memory only once. (Memory shared by JavaScript and the engine would need
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

    /// new Matrix(rows, columns, precision, memoryBudget, runs): all zeros, to be taken `runs` times (default 1).
    /// Throws out_of_memory if it needs more than the budget, in bytes.
    explicit matrix_wrap(const Napi::CallbackInfo& info);

    /// The matrix of a JavaScript value; null where it is not one.
    static matrix_wrap* of(const Napi::Value& value);

    bool is_double() const { return std::holds_alternative<shared_buffer<double>>(values_); }
    /// Gives the numbers to a run; from then on they cannot be written, and after the last run this object releases
    /// them. Throws failure invalid_argument where they are not rows x columns of Real.
    template <class Real> shared_buffer<Real> take(std::size_t rows, std::size_t columns, const std::string& name);

private:
    void write(const Napi::CallbackInfo& info);
    void Finalize(Napi::Env env) override;
    /// Tells JavaScript's garbage collector how many bytes this holds, so that it collects in time.
    void announce(Napi::BasicEnv env, std::size_t bytes);

    std::size_t rows_ = 0;
    std::size_t columns_ = 0;
    std::size_t announced_ = 0;
    /// How many more times it may be taken.
    std::size_t runs_ = 1;
    bool given_ = false;
    std::variant<std::monostate, shared_buffer<float>, shared_buffer<double>> values_;
};

}  // namespace chainrule
