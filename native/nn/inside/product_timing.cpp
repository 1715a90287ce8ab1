// See product_timing.h.
#include "inside/product_timing.h"

#include <algorithm>
#include <chrono>

#include "aligned_buffer.h"
#include "arena.h"
#include "batch/batch_plan.h"
#include "check.h"
#include "gemm.h"
#include "network/row_pass.h"
#include "random.h"
#include "thread_pool.h"

namespace chainrule {
namespace {

// Long compared with a clock reading and a thread switch, short compared with the work of other processes.
constexpr double warm_up_seconds = 0.02;
constexpr double sample_seconds = 0.01;

/// Uniform in [-1, 1).
void fill(std::span<float> numbers, std::uint64_t seed) {
    const random_stream random(seed, random_purpose::shuffle, 0);
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = 2.0f * random.uniform(i) - 1.0f;
}

/// One product and its operands.
class operands {
public:
    operands(const kernel_table<float>& kernels, const timed_product& what, arena& memory)
        : kernels_(kernels),
          what_(what),
          input_(memory.take<float>(checked_product(what.rows, row_stride(what.inputs)))),
          output_(memory.take<float>(checked_product(what.rows, row_stride(what.outputs)))),
          weight_(memory.take<float>(weight_numbers(what.inputs, what.outputs))),
          transposed_(memory.take<float>(checked_product(padded(what.inputs), what.outputs))),
          bias_(memory.take<float>(padded(what.outputs))) {
        fill(input_, 1);
        fill(output_, 2);
        fill(weight_, 3);
    }

    /// This thread's share.
    void multiply(std::size_t part, std::size_t parts) {
        switch (what_.kind) {
            case layer_product::forward: return forward(share_of(what_.rows, part, parts, 1));
            case layer_product::weight_gradient:
                return weight_gradient(share_of(what_.inputs, part, parts, input_grain));
            case layer_product::data_gradient: return data_gradient(share_of(what_.inputs, part, parts, input_grain));
        }
    }

private:
    static matrix_view<float> rows_of(std::span<float> numbers, share rows, std::size_t columns) {
        return {numbers.data() + rows.begin * row_stride(columns), rows.end - rows.begin, columns, row_stride(columns)};
    }
    static const_matrix_view<float> read_only(matrix_view<float> view) {
        return {view.data, view.rows, view.columns, view.stride};
    }

    void forward(share rows) {
        multiply_forward(kernels_, read_only(rows_of(input_, rows, what_.inputs)), weight_.data(), bias_.data(),
                         rows_of(output_, rows, what_.outputs));
    }
    void weight_gradient(share inputs) {
        if (inputs.begin == inputs.end) return;
        const share all = {0, what_.rows};
        multiply_weight_gradient(kernels_, read_only(rows_of(input_, all, what_.inputs)),
                                 read_only(rows_of(output_, all, what_.outputs)), inputs.begin, inputs.end,
                                 weight_.data(), false);
    }
    /// A thread transposes the weights of its own inputs and no others, so that none of them changes cores.
    void data_gradient(share inputs) {
        if (inputs.begin == inputs.end) return;
        const float* weights = weight_.data();
        if (!is_narrow(what_.outputs)) {
            kernels_.transpose_panels(weights, what_.inputs, what_.outputs, inputs.begin, inputs.end, 0, what_.outputs,
                                      transposed_.data());
            weights = transposed_.data();
        }
        const share all = {0, what_.rows};
        const matrix_view<float> to = rows_of(input_, all, what_.inputs);
        multiply_data_gradient(kernels_, read_only(rows_of(output_, all, what_.outputs)),
                               weights + inputs.begin * what_.outputs,
                               {to.data + inputs.begin, to.rows, inputs.end - inputs.begin, to.stride});
    }

    const kernel_table<float>& kernels_;
    const timed_product what_;
    std::span<float> input_, output_, weight_, transposed_, bias_;
};

/// Seconds that one call of `work` takes, `samples` times.
template <class Work>
std::vector<double> time_calls(Work work, std::size_t samples, const std::atomic<bool>& cancelled) {
    using clock = std::chrono::steady_clock;
    const auto seconds_since = [](clock::time_point from) {
        return std::chrono::duration<double>(clock::now() - from).count();
    };
    const clock::time_point began = clock::now();
    std::size_t calls = 0;
    do {
        work();
        ++calls;
    } while (seconds_since(began) < warm_up_seconds);
    const double per_call = seconds_since(began) / static_cast<double>(calls);
    const std::size_t repeats = std::max<std::size_t>(1, static_cast<std::size_t>(sample_seconds / per_call));
    std::vector<double> seconds;
    for (std::size_t i = 0; i < samples; ++i) {
        if (cancelled.load(std::memory_order_relaxed)) throw failure("cancelled", "No longer wanted.");
        const clock::time_point from = clock::now();
        for (std::size_t j = 0; j < repeats; ++j) work();
        seconds.push_back(seconds_since(from) / static_cast<double>(repeats));
    }
    return seconds;
}

}  // namespace

std::size_t product_bytes(const timed_product& what) { return bytes_taken<operands>(kernel_table<float>{}, what); }

std::vector<double> time_product(const kernel_table<float>& kernels, const timed_product& what, std::size_t threads,
                                 std::size_t samples, const std::atomic<bool>& cancelled) {
    arena memory(product_bytes(what));
    operands on(kernels, what, memory);
    thread_pool pool(threads);
    auto multiply = [&](std::size_t part) { on.multiply(part, threads); };
    return time_calls([&] { pool.run(threads, multiply); }, samples, cancelled);
}

std::vector<double> time_peak(const kernel_table<float>& kernels, std::size_t threads, std::size_t samples,
                              const std::atomic<bool>& cancelled) {
    // A millisecond or so.
    constexpr std::size_t rounds = 200000;
    thread_pool pool(threads);
    std::vector<aligned_buffer<float>> values;
    for (std::size_t i = 0; i < threads; ++i) values.emplace_back(fma_chain_values);
    std::size_t done = 0;
    auto run = [&](std::size_t part) {
        const std::size_t mine = kernels.run_fma_chains(values[part].data(), rounds);
        if (part == 0) done = mine;
    };
    std::vector<double> rates = time_calls([&] { pool.run(threads, run); }, samples, cancelled);
    for (double& rate : rates) rate = 2.0 * static_cast<double>(done) * static_cast<double>(threads) / rate;
    return rates;
}

}  // namespace chainrule
