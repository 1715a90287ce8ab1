// One row walked forward and backward through a network in double, every number of it kept: the formulas of a layer in
// the order in which a book states them, one output at a time, without tiles, panels or blocks. It is what lessons look
// at, and what tests compare the fast passes with: sums are added in the same order and the functions are the kernels'
// own. As in a prediction, dropout is off and batch normalisation uses its running statistics.
#pragma once

#include <vector>

#include "kernel_table.h"
#include "network/network.h"

namespace chainrule {

/// What one layer computes for one row; all are padded to whole panels, of which the first `outputs` count.
struct walked_layer {
    /// W x + b, and what comes of it: normalised (without scale and shift), scaled and shifted, activated.
    std::vector<double> z, normalized, shifted, a;
    /// The loss's derivatives with respect to a, to shifted and to z; that of b is d_z, that of W is d_z x'.
    std::vector<double> d_a, d_shifted, d_z;
};

class row_walk {
public:
    /// All arguments must outlive it; the tensors must fit the network.
    row_walk(const kernel_table<double>& kernels, const network& net, const std::vector<layer_tensors<double>>& tensors,
             const loss_config& config);

    /// Walks a row: `features` [inputs] and `targets` [outputs], or the class index. Returns its loss.
    double run(const double* features, const double* targets);

    const std::vector<walked_layer>& layers() const { return layers_; }
    /// What layer `index` was given in the last run: the features or what the layer below puts out.
    const double* input_of(std::size_t index) const { return index == 0 ? features_ : layers_[index - 1].a.data(); }

private:
    void forward(std::size_t index);
    void normalize(std::size_t index);
    double take_loss(const double* targets);
    void backward(std::size_t index);
    void normalize_backward(std::size_t index);

    const kernel_table<double>& kernels_;
    const network& net_;
    const std::vector<layer_tensors<double>>& tensors_;
    const loss_config config_;
    const double* features_ = nullptr;
    std::vector<walked_layer> layers_;
    /// 1 / deviation of layer normalisation, per layer.
    std::vector<double> inverse_deviations_;
};

}  // namespace chainrule
