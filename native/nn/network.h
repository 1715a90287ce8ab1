// A network of dense layers as one block of parameters: where each tensor lies in it, how it is initialised, and the
// way to and from PyTorch's orientation. Weights are kept in the panels of gemm.h; padding is zero and stays zero.
#pragma once

#include <cstdint>
#include <vector>

#include "aligned_buffer.h"
#include "gemm.h"
#include "kernel_table.h"

namespace chainrule {

enum class initializer { zeros, glorot_uniform, he_uniform };

struct layer_config {
    std::size_t units;
    activation act;
    initializer init;
};

struct network_config {
    std::size_t inputs;
    std::vector<layer_config> layers;
};

/// A dense layer's place among the parameters, in floats.
struct dense {
    std::size_t inputs, outputs;
    activation act;
    initializer init;
    std::size_t weight, bias;

    std::size_t weight_floats() const { return inputs * padded(outputs); }
    std::size_t bias_floats() const { return padded(outputs); }
};

/// One layer's tensors in PyTorch's orientation: weight[outputs][inputs], bias[outputs].
template <class Real> struct layer_tensors {
    std::vector<Real> weight;
    std::vector<Real> bias;
};

class network {
public:
    /// Throws failure out_of_memory where sizes overflow; allocates nothing for parameters.
    explicit network(const network_config& config);

    std::size_t inputs() const { return layers_.front().inputs; }
    std::size_t outputs() const { return layers_.back().outputs; }
    const std::vector<dense>& layers() const { return layers_; }
    /// Floats of the parameter block, padding included.
    std::size_t parameter_floats() const { return parameter_floats_; }
    std::size_t widest() const { return widest_; }

    template <class Real> void initialize(std::uint64_t seed, Real* parameters) const;
    /// Sizes must fit.
    template <class Real> void pack(const std::vector<layer_tensors<Real>>& tensors, Real* parameters) const;
    template <class Real> std::vector<layer_tensors<Real>> unpack(const Real* parameters) const;

private:
    std::vector<dense> layers_;
    std::size_t parameter_floats_ = 0;
    std::size_t widest_ = 0;
};

}  // namespace chainrule
