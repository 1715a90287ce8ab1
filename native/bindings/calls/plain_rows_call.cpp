// See plain_rows_call.h.
#include "calls/plain_rows_call.h"

#include <cstring>
#include <optional>

#include "cancellable_worker.h"
#include "convert/convert.h"
#include "convert/read_values.h"
#include "plain_rows.h"

namespace chainrule {
namespace {

constexpr double most_columns = 1e6;
/// Byte offsets of rows are 32-bit numbers.
constexpr std::size_t most_bytes = std::size_t{1} << 31;

unsigned char read_sign(const Napi::Value& value, const std::string& name) {
    const std::size_t sign = read_count(value, name, 1, 127);
    if (std::strchr("+-eE\"\r\n", static_cast<int>(sign)) != nullptr || (sign >= '0' && sign <= '9')) {
        refuse(name + " must not be a part of numbers, a quote or a line end; found " + std::to_string(sign) + ".");
    }
    return static_cast<unsigned char>(sign);
}

plain_form read_form(const Napi::Value& value) {
    const Napi::Object object = read_object(value, "form");
    plain_form form{};
    form.columns = read_count(object.Get("columns"), "form.columns", 2, most_columns);
    form.delimiter = read_sign(object.Get("delimiter"), "form.delimiter");
    form.decimal = read_sign(object.Get("decimal"), "form.decimal");
    form.quoted = read_flag(object.Get("quoted"), "form.quoted");
    form.crlf = read_flag(object.Get("crlf"), "form.crlf");
    form.result_columns.assign(form.columns, plain_form::skipped);
    const Napi::Array wanted = read_array(object.Get("wanted"), "form.wanted");
    for (std::uint32_t i = 0; i < wanted.Length(); ++i) {
        const std::string name = "form.wanted[" + std::to_string(i) + "]";
        const Napi::HandleScope scope(value.Env());
        const std::size_t column = read_count(wanted.Get(i), name, 0, static_cast<double>(form.columns - 1));
        if (form.result_columns[column] != plain_form::skipped) refuse(name + " must not be wanted twice.");
        form.result_columns[column] = form.wanted++;
    }
    return form;
}

template <class Array, class Number> Array written(Napi::Env env, const std::vector<Number>& numbers) {
    Array array = Array::New(env, numbers.size());
    if (!numbers.empty()) std::memcpy(array.Data(), numbers.data(), numbers.size() * sizeof(Number));
    return array;
}

class plain_rows_worker : public cancellable_worker {
public:
    explicit plain_rows_worker(const Napi::CallbackInfo& info)
        : cancellable_worker(info.Env()), form_(read_form(info[1])) {
        if (!info[0].IsTypedArray() || info[0].As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array) {
            refuse("bytes must be a Uint8Array.");
        }
        const Napi::Uint8Array bytes = info[0].As<Napi::Uint8Array>();
        size_ = bytes.ElementLength();
        if (size_ > most_bytes) refuse("bytes must be at most 2 GiB.");
        text_.reset(new unsigned char[size_ + plain_zeros_after]);
        if (size_ != 0) std::memcpy(text_.get(), bytes.Data(), size_);
        std::memset(text_.get() + size_, 0, plain_zeros_after);
        rows_.emplace(text_.get(), size_, form_);
        if (!holds_doubles(info[2])) refuse("room must be a Float64Array.");
        room_ = Napi::Persistent(info[2].As<Napi::Float64Array>());
    }

protected:
    void compute(const std::atomic<bool>& cancelled) override {
        plain_ = read_plain_rows(text_.get(), size_, form_, *rows_, cancelled);
    }

    Napi::Value answer(Napi::Env env) override {
        if (!plain_) return env.Null();
        Napi::Object result = Napi::Object::New(env);
        result.Set("starts", written<Napi::Uint32Array>(env, rows_->starts));
        result.Set("longest", Napi::Number::New(env, static_cast<double>(rows_->longest)));
        result.Set("numbers", numbers(env));
        result.Set("odd", written<Napi::Uint8Array>(env, rows_->odd));
        result.Set("leadingZeros", written<Napi::Uint8Array>(env, rows_->leading_zeros));
        std::vector<double> indices;
        std::string texts;
        for (const hard_number& hard : rows_->hard) {
            indices.push_back(static_cast<double>(hard.result_column * rows_->starts.size() + hard.row));
            texts.append(reinterpret_cast<const char*>(text_.get()) + hard.from, hard.to - hard.from).push_back('\n');
        }
        result.Set("hardIndices", written<Napi::Float64Array>(env, indices));
        result.Set("hardTexts", Napi::String::New(env, texts));
        return result;
    }

private:
    Napi::Float64Array numbers(Napi::Env env) {
        const std::size_t rows = rows_->starts.size(), count = rows * form_.wanted;
        Napi::Float64Array room = room_.Value();
        // Some room to spare, since the next piece may have more rows.
        if (room.ElementLength() < count) room = Napi::Float64Array::New(env, count + count / 8);
        for (std::size_t column = 0; column < form_.wanted && rows != 0; ++column) {
            std::memcpy(room.Data() + column * rows, rows_->numbers.get() + column * rows_->most_rows,
                        rows * sizeof(double));
        }
        return room;
    }

    const plain_form form_;
    std::size_t size_ = 0;
    std::unique_ptr<unsigned char[]> text_;
    Napi::Reference<Napi::Float64Array> room_;
    bool plain_ = false;
    std::optional<plain_rows> rows_;
};

}  // namespace

Napi::Value read_plain_rows_call(const Napi::CallbackInfo& info) {
    return guarded(info.Env(), [&] { return cancellable_worker::start(std::make_unique<plain_rows_worker>(info)); });
}

}  // namespace chainrule
