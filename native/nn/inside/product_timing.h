// How long the products of a dense layer take, shared out among threads as a training shares them, and how many
// operations the CPU can do in that time at most. Float32 only. Times are in seconds by the steady clock.
#pragma once

#include <atomic>
#include <cstddef>
#include <vector>

#include "kernel_table.h"

namespace chainrule {

enum class layer_product { forward, weight_gradient, data_gradient };

struct timed_product {
    layer_product kind;
    std::size_t rows, inputs, outputs;
};

/// Bytes that time_product allocates.
std::size_t product_bytes(const timed_product& what);

/// Seconds of one product, `samples` times, each the mean over some milliseconds, after as much that is not counted. A
/// data gradient includes the transposition of its weights. Throws failure "cancelled" soon after `cancelled` is set,
/// and out_of_memory.
std::vector<double> time_product(const kernel_table<float>& kernels, const timed_product& what, std::size_t threads,
                                 std::size_t samples, const std::atomic<bool>& cancelled);

/// Operations a second (an fma is two) of all threads together without any memory, `samples` times.
std::vector<double> time_peak(const kernel_table<float>& kernels, std::size_t threads, std::size_t samples,
                              const std::atomic<bool>& cancelled);

}  // namespace chainrule
