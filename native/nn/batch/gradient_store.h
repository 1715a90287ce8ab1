// Keeps the gradients of a batch where the parameters that they belong to would be, and changes nothing.
#pragma once

#include <algorithm>

#include "aligned_buffer.h"
#include "batch/batch_pass.h"

namespace chainrule {

template <class Real> class gradient_store : public gradient_sink<Real> {
public:
    explicit gradient_store(std::size_t floats) : gradients(floats) {}
    void take(std::size_t offset, std::size_t count, bool, const Real* gradient) override {
        std::copy(gradient, gradient + count, gradients.data() + offset);
    }
    aligned_buffer<Real> gradients;
};

}  // namespace chainrule
