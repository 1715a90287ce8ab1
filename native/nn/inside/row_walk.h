// Forward and backward pass of one row in double, with every number kept: the textbook formulas of a layer, one output
// at a time, without tiles, panels or blocks. The lessons show it, and tests compare the fast passes with it, so it
// adds in the same order and uses the kernels' own functions. As in a prediction, dropout is off and batch
// normalisation uses its running statistics.
#pragma once

#include <atomic>
#include <span>
#include <vector>

#include "kernel_table.h"
#include "network/network.h"
#include "network/row_set.h"

namespace chainrule {

/// What one layer computes for one row. Vectors are padded to a multiple of 16; the first `outputs` numbers are valid.
struct walked_layer {
    /// z = W x + b; normalised without scale and shift; scaled and shifted; and the activation a.
    std::vector<double> z, normalized, shifted, a;
    /// Derivatives of the loss with respect to a, shifted and z. That of b is d_z, that of W is d_z x'.
    std::vector<double> d_a, d_shifted, d_z;
};

class row_walk {
public:
    /// All arguments must outlive it; the tensors must fit the network.
    row_walk(const kernel_table<double>& kernels, const network& net, const std::vector<layer_tensors<double>>& tensors,
             const loss_config& config);

    /// Computes one row: `features` [inputs] and `targets` [outputs], or a class index. Returns its loss.
    double run(const double* features, const double* targets);

    const std::vector<walked_layer>& layers() const { return layers_; }
    /// Input of layer `index` in the last run: the features, or the activations of the layer below.
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

/// Adds `share` of one row's derivatives to those by a layer's weights [outputs][inputs] and biases [outputs].
void add_gradients(const walked_layer& walked, const dense& layer, const double* input, double share,
                   std::span<double> weights, std::span<double> biases);

/// Walks all rows and returns their mean loss, weighted where they have row weights. `visit(row, share)` is called
/// after each row with its share of the mean. Throws failure "cancelled" soon after `cancelled` is set.
template <class Visit>
double walk_rows(row_walk& walk, const row_set<double>& rows, const std::atomic<bool>& cancelled, Visit visit) {
    const double total = rows.weight_of(nullptr, rows.rows);
    double loss = 0;
    for (std::size_t row = 0; row < rows.rows; ++row) {
        if (cancelled.load(std::memory_order_relaxed)) throw failure("cancelled", "No longer wanted.");
        const double weight = rows.weights.size() == 0 ? 1.0 : rows.weights.data()[row];
        const double share = total > 0 ? weight / total : 0;
        loss +=
            share * walk.run(rows.features.data() + row * rows.inputs, rows.targets.data() + row * rows.target_columns);
        visit(row, share);
    }
    return loss;
}

}  // namespace chainrule
