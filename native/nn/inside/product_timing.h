// Measures how long the matrix products of a dense layer take, divided among threads as in a training, and how many
// operations the CPU can do at most. Float32 only. Times are in seconds, by the steady clock.
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

/// Seconds of one product: `samples` values, each the mean over some milliseconds, after a warm-up of the same length.
/// A data gradient includes the transposition of the weights. Throws failure "cancelled" soon after `cancelled` is set,
/// and out_of_memory.
std::vector<double> time_product(const kernel_table<float>& kernels, const timed_product& what, std::size_t threads,
                                 std::size_t samples, const std::atomic<bool>& cancelled);

/// Operations per second (an fma is two) of all threads together, in registers alone: `samples` values.
std::vector<double> time_peak(const kernel_table<float>& kernels, std::size_t threads, std::size_t samples,
                              const std::atomic<bool>& cancelled);

}  // namespace chainrule
