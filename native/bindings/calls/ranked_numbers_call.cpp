// See ranked_numbers_call.h.
#include "calls/ranked_numbers_call.h"

#include <bit>
#include <cmath>

#include "cancellable_worker.h"
#include "convert/convert.h"
#include "convert/read_values.h"
#include "ranked_numbers.h"

namespace chainrule {
namespace {

constexpr std::size_t most_ranks = 1000;

class ranking_worker : public cancellable_worker {
public:
    explicit ranking_worker(const Napi::CallbackInfo& info) : cancellable_worker(info.Env()) {
        const Napi::Array ranks = read_array(info[1], "ranks");
        const std::size_t count = ranks.Length();
        if (count > most_ranks) refuse("ranks must have at most 1000 entries; found " + std::to_string(count) + ".");
        for (std::uint32_t i = 0; i < count; ++i) {
            ranks_.push_back(read_count(ranks.Get(i), "ranks[" + std::to_string(i) + "]", 0, most_safe_integer));
        }
        if (!holds_doubles(info[0])) refuse("values must be a Float64Array.");
        const Napi::Float64Array values = info[0].As<Napi::Float64Array>();
        const std::size_t length = values.ElementLength();
        const double* const from = length == 0 ? nullptr : values.Data();
        ordered_.reserve(length);
        for (std::size_t i = 0; i < length; ++i) {
            const double value = from[i];
            if (!std::isnan(value)) ordered_.push_back(ordered_bits(std::bit_cast<std::uint64_t>(value)));
        }
        for (const std::size_t rank : ranks_) {
            if (rank >= ordered_.size()) {
                refuse("ranks must be less than the " + std::to_string(ordered_.size()) + " numbers; found " +
                       std::to_string(rank) + ".");
            }
        }
    }

protected:
    void compute(const std::atomic<bool>& cancelled) override {
        found_ = rank_numbers(std::move(ordered_), ranks_, cancelled);
    }

    Napi::Value answer(Napi::Env env) override {
        Napi::Object result = Napi::Object::New(env);
        result.Set("values", write_floats(env, found_.values));
        result.Set("different", Napi::Number::New(env, static_cast<double>(found_.different)));
        return result;
    }

private:
    std::vector<std::size_t> ranks_;
    std::vector<std::uint64_t> ordered_;
    ranked_numbers found_;
};

}  // namespace

Napi::Value rank_numbers_call(const Napi::CallbackInfo& info) {
    return guarded(info.Env(), [&] { return cancellable_worker::start(std::make_unique<ranking_worker>(info)); });
}

}  // namespace chainrule
