// A network of layers as one block of parameters: where each tensor lies in it, how it is initialised, and the
// way to and from PyTorch's orientation. Weights are kept in the panels of gemm.h; padding is zero and stays zero.
#pragma once

#include <cstdint>
#include <vector>

#include "aligned_buffer.h"
#include "gemm.h"
#include "kernel_table.h"

namespace chainrule {

enum class initializer {
    zeros,
    constant,
    uniform,
    normal,
    glorot_uniform,
    glorot_normal,
    he_uniform,
    he_normal,
    lecun_uniform,
    lecun_normal
};

enum class normalization { none, batch, layer };
/// Added to a variance before its root is taken, and the share of a batch in the running statistics: PyTorch's
/// defaults.
constexpr double normalization_epsilon = 1e-5;
constexpr double running_momentum = 0.1;

/// In this order: weights and bias, normalisation, activation, dropout.
struct layer_config {
    std::size_t units;
    activation act;
    initializer init;
    /// Value of constant, limit of uniform, standard deviation of normal.
    double init_scale = 0.05;
    bool has_bias = true;
    normalization norm = normalization::none;
    /// Share of outputs set to zero while training, in [0, 1).
    double dropout = 0;
};

struct network_config {
    std::size_t inputs;
    std::vector<layer_config> layers;
};

/// A layer and its place among the parameters, in numbers. A layer without bias has one that stays zero.
struct dense : layer_config {
    std::size_t inputs, outputs;
    std::size_t weight, bias;
    /// Of normalisation only: scale (gamma) and shift (beta); of batch normalisation also the running statistics,
    /// which lie among the parameters but are not learned.
    std::size_t gamma = 0, beta = 0, mean = 0, variance = 0;

    std::size_t weight_floats() const { return weight_numbers(inputs, outputs); }
    std::size_t bias_floats() const { return padded(outputs); }
    bool is_normalized() const { return norm != normalization::none; }
};

/// One layer's tensors in PyTorch's orientation: weight[outputs][inputs], all others [outputs] or empty.
template <class Real> struct layer_tensors {
    std::vector<Real> weight;
    std::vector<Real> bias;
    std::vector<Real> gamma, beta, mean, variance;
};

class network {
public:
    /// Throws failure out_of_memory where sizes overflow; allocates nothing for parameters.
    explicit network(const network_config& config);

    std::size_t inputs() const { return layers_.front().inputs; }
    std::size_t outputs() const { return layers_.back().outputs; }
    const std::vector<dense>& layers() const { return layers_; }
    /// Numbers in the parameter block, padding included.
    std::size_t parameter_floats() const { return parameter_floats_; }
    std::size_t widest() const { return widest_; }
    bool has_batch_norm() const;
    bool has_dropout() const;

    /// A double network begins with the numbers of a float one.
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
