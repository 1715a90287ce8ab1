// Numbers in an aligned_buffer that several owners read; a copy is one more owner. They must be filled before the first
// copy is made.
#pragma once

#include <memory>
#include <utility>

#include "aligned_buffer.h"

namespace chainrule {

template <class Real> class shared_buffer {
public:
    shared_buffer() = default;
    shared_buffer(aligned_buffer<Real>&& owned) : size_(owned.size()) {
        auto held = std::make_shared<aligned_buffer<Real>>(std::move(owned));
        // One pointer: it points to the numbers and keeps their buffer alive.
        data_ = std::shared_ptr<Real>(held, held->data());
    }

    Real* data() { return data_.get(); }
    const Real* data() const { return data_.get(); }
    std::size_t size() const { return size_; }

private:
    std::shared_ptr<Real> data_;
    std::size_t size_ = 0;
};

}  // namespace chainrule
