// Receives the gradients of a mini-batch: either an optimizer, which updates the parameters strip by strip (a strip is
// a contiguous range of the parameter block), or a buffer that stores them.
#pragma once

#include <algorithm>
#include <cstddef>

#include "aligned_buffer.h"
#include "kernel_table.h"

namespace chainrule {

/// Receives finished gradients. Several threads may call it at once, for different strips.
template <class Real> class gradient_sink {
public:
    virtual ~gradient_sink() = default;
    /// `gradient` [count] holds the gradients of parameters [offset, offset + count); `weights` is true for weight
    /// matrices, false for vectors.
    virtual void take(std::size_t offset, std::size_t count, bool weights, const Real* gradient) = 0;
    /// For prefetching: lists the memory that take() will read besides the gradient, at most most_ranges entries, from
    /// `to` on. The parameters are `strips` strips of `count` numbers, the first at `offset`, each `stride` numbers
    /// after the one before. Returns the pointer after the last entry.
    virtual memory_range* list_memory(std::size_t offset, std::size_t count, std::size_t strips, std::size_t stride,
                                      memory_range* to) const {
        (void)offset, (void)count, (void)strips, (void)stride;
        return to;
    }
    static constexpr std::size_t most_ranges = 4;
    /// Receives the new running statistics of batch normalisation (not gradients) for parameters [offset, offset +
    /// count).
    virtual void take_statistics(std::size_t offset, std::size_t count, const Real* values) {
        (void)offset, (void)count, (void)values;
    }
};

/// Stores gradients at the parameters' offsets, and changes no parameter.
template <class Real> class gradient_store : public gradient_sink<Real> {
public:
    explicit gradient_store(std::size_t floats) : gradients(floats) {}
    void take(std::size_t offset, std::size_t count, bool, const Real* gradient) override {
        std::copy_n(gradient, count, gradients.data() + offset);
    }
    aligned_buffer<Real> gradients;
};

}  // namespace chainrule
