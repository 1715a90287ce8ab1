// Who takes the gradients of a mini-batch: an optimizer that changes the parameters at once, strip by strip, or a
// store.
#pragma once

#include <algorithm>
#include <cstddef>

#include "aligned_buffer.h"
#include "kernel_table.h"

namespace chainrule {

/// Takes gradients that are complete; called from several threads at once for different strips.
template <class Real> class gradient_sink {
public:
    virtual ~gradient_sink() = default;
    /// `gradient` holds those of parameters [offset, offset + count); `weights` is false for all but weight matrices.
    virtual void take(std::size_t offset, std::size_t count, bool weights, const Real* gradient) = 0;
    /// Adds what take() of some parameters will read beside the gradient, at most most_ranges of it, from `to` on:
    /// `strips` strips of `count`, the first at `offset`, each `stride` after the one before. Returns the place after
    /// the last.
    virtual memory_range* list_memory(std::size_t offset, std::size_t count, std::size_t strips, std::size_t stride,
                                      memory_range* to) const {
        (void)offset, (void)count, (void)strips, (void)stride;
        return to;
    }
    static constexpr std::size_t most_ranges = 4;
    /// New running statistics of batch normalisation, which are no gradients, for parameters [offset, offset + count).
    virtual void take_statistics(std::size_t offset, std::size_t count, const Real* values) {
        (void)offset, (void)count, (void)values;
    }
};

/// Keeps gradients where the parameters that they belong to would be, and changes nothing.
template <class Real> class gradient_store : public gradient_sink<Real> {
public:
    explicit gradient_store(std::size_t floats) : gradients(floats) {}
    void take(std::size_t offset, std::size_t count, bool, const Real* gradient) override {
        std::copy_n(gradient, count, gradients.data() + offset);
    }
    aligned_buffer<Real> gradients;
};

}  // namespace chainrule
