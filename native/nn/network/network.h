// A network: its layers, and where each tensor lies in one block of parameters; initialisation, and conversion from and
// to PyTorch's orientation. Weights are in the panels of gemm.h; their padding is zero and stays zero.
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
/// PyTorch's defaults: what is added to a variance before its square root is taken, and the share of a new batch in the
/// running statistics.
constexpr double normalization_epsilon = 1e-5;
constexpr double running_momentum = 0.1;

/// A layer computes, in this order: weights and bias, normalisation, activation, dropout.
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

/// A layer and the offsets of its tensors in the parameter block, counted in numbers. A layer without a bias has one in
/// the block that stays zero.
struct dense : layer_config {
    std::size_t inputs, outputs;
    std::size_t weight, bias;
    /// Offsets of scale (gamma) and shift (beta) where the layer is normalised; with batch normalisation also of the
    /// running mean and variance, which are in the block but are not learned.
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
    /// Throws failure out_of_memory where sizes overflow. Allocates no parameters.
    explicit network(const network_config& config);

    std::size_t inputs() const { return layers_.front().inputs; }
    std::size_t outputs() const { return layers_.back().outputs; }
    const std::vector<dense>& layers() const { return layers_; }
    /// Numbers in the parameter block, padding included.
    std::size_t parameter_floats() const { return parameter_floats_; }
    std::size_t widest() const { return widest_; }
    bool has_batch_norm() const;
    bool has_dropout() const;

    /// Writes the initial parameters of a seed. Those in double have the values of those in float.
    template <class Real> void initialize(std::uint64_t seed, Real* parameters) const;
    /// Copies tensors into the parameter block and back. Sizes must fit.
    template <class Real> void pack(const std::vector<layer_tensors<Real>>& tensors, Real* parameters) const;
    template <class Real> std::vector<layer_tensors<Real>> unpack(const Real* parameters) const;

private:
    std::vector<dense> layers_;
    std::size_t parameter_floats_ = 0;
    std::size_t widest_ = 0;
};

}  // namespace chainrule
