// See matrix_wrap.h.
#include "matrix_wrap.h"

#include <utility>

#include "convert/convert.h"
#include "convert/read_values.h"

namespace chainrule {
namespace {

// Rows are numbered in 32 bits.
constexpr double most_rows = 4294967295.0;
// Identifies our objects, whatever their prototype.
constexpr napi_type_tag tag = {0x8d0f3c52a4b94e17, 0xb1c6e27f905a3d48};

/// Writes columns [column, column + width) of the rows from `row` on.
template <class Real, class Given> void put(shared_buffer<Real>& to, std::size_t columns, std::size_t row,
                                            std::size_t column, std::size_t width, const Given* from,
                                            std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        Real* into = to.data() + (row + i) * columns + column;
        for (std::size_t k = 0; k < width; ++k) into[k] = static_cast<Real>(from[i * width + k]);
    }
}

}  // namespace

Napi::Function matrix_wrap::define(Napi::Env env) {
    return DefineClass(env, "Matrix", {InstanceMethod<&matrix_wrap::write>("write")});
}

matrix_wrap::matrix_wrap(const Napi::CallbackInfo& info) : Napi::ObjectWrap<matrix_wrap>(info) {
    guarded(info.Env(), [&] {
        constexpr named<bool> precisions[] = {{"float32", false}, {"float64", true}};
        rows_ = read_count(info[0], "rows", 0, most_rows);
        columns_ = read_count(info[1], "columns", 1, most_safe_integer);
        const bool doubles = read_name(info[2], "precision", precisions);
        if (!info[4].IsUndefined()) runs_ = read_count(info[4], "runs", 1, most_safe_integer);
        const std::size_t count = checked_product(rows_, columns_);
        const double needed = static_cast<double>(count) * (doubles ? sizeof(double) : sizeof(float));
        if (needed > read_number(info[3], "memoryBudget", 0, 1e30)) refuse_memory(needed);
        announce(info.Env(), static_cast<std::size_t>(needed));
        if (doubles) {
            values_.emplace<shared_buffer<double>>(aligned_buffer<double>(count));
        } else {
            values_.emplace<shared_buffer<float>>(aligned_buffer<float>(count));
        }
        info.This().As<Napi::Object>().TypeTag(&tag);
    });
}

void matrix_wrap::Finalize(Napi::Env env) { announce(env, 0); }

void matrix_wrap::announce(Napi::BasicEnv env, std::size_t bytes) {
    Napi::MemoryManagement::AdjustExternalMemory(
        env, static_cast<std::int64_t>(bytes) - static_cast<std::int64_t>(announced_));
    announced_ = bytes;
}

matrix_wrap* matrix_wrap::of(const Napi::Value& value) {
    if (!value.IsObject() || !value.As<Napi::Object>().CheckTypeTag(&tag)) return nullptr;
    return Unwrap(value.As<Napi::Object>());
}

void matrix_wrap::write(const Napi::CallbackInfo& info) {
    guarded(info.Env(), [&] {
        if (given_) refuse("This matrix was given to a run; make a new one.");
        const std::size_t row = read_count(info[0], "row", 0, static_cast<double>(rows_));
        const std::size_t column = read_count(info[1], "column", 0, static_cast<double>(columns_ - 1));
        const std::size_t width = read_count(info[2], "width", 1, static_cast<double>(columns_ - column));
        const bool doubles = holds_doubles(info[3]);
        if (!doubles && !holds_floats(info[3])) refuse("values must be a Float32Array or a Float64Array.");
        const std::size_t length = info[3].As<Napi::TypedArray>().ElementLength();
        if (length % width != 0 || length / width > rows_ - row) {
            refuse("values must have " + std::to_string(width) + " numbers for each of at most " +
                   std::to_string(rows_ - row) + " rows; found " + std::to_string(length) + ".");
        }
        const auto put_from = [&](const auto* from) {
            if (auto* to = std::get_if<shared_buffer<float>>(&values_)) {
                put(*to, columns_, row, column, width, from, length / width);
            } else {
                put(std::get<shared_buffer<double>>(values_), columns_, row, column, width, from, length / width);
            }
        };
        doubles ? put_from(info[3].As<Napi::Float64Array>().Data()) : put_from(info[3].As<Napi::Float32Array>().Data());
    });
}

template <class Real>
shared_buffer<Real> matrix_wrap::take(std::size_t rows, std::size_t columns, const std::string& name) {
    auto* values = std::get_if<shared_buffer<Real>>(&values_);
    if (values == nullptr) {
        refuse(name + " must be in the run's precision, and not be given to more runs than it was made for.");
    }
    if (rows != rows_ || columns != columns_) {
        refuse(name + " must have " + std::to_string(rows) + " rows and " + std::to_string(columns) +
               " columns; found " + std::to_string(rows_) + " and " + std::to_string(columns_) + ".");
    }
    shared_buffer<Real> taken = *values;
    given_ = true;
    if (--runs_ == 0) {
        values_.emplace<std::monostate>();
        announce(Env(), 0);
    }
    return taken;
}

template shared_buffer<float> matrix_wrap::take(std::size_t, std::size_t, const std::string&);
template shared_buffer<double> matrix_wrap::take(std::size_t, std::size_t, const std::string&);

}  // namespace chainrule
