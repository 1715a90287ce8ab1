// See row_walk.h.
#include "inside/row_walk.h"

#include <algorithm>
#include <cmath>

namespace chainrule {

row_walk::row_walk(const kernel_table<double>& kernels, const network& net,
                   const std::vector<layer_tensors<double>>& tensors, const loss_config& config)
    : kernels_(kernels), net_(net), tensors_(tensors), config_(config), inverse_deviations_(net.layers().size()) {
    for (const dense& layer : net.layers()) {
        const std::vector<double> zeros(padded(layer.outputs));
        layers_.push_back({zeros, zeros, zeros, zeros, zeros, zeros, zeros});
    }
}

double row_walk::run(const double* features, const double* targets) {
    features_ = features;
    for (std::size_t index = 0; index < layers_.size(); ++index) forward(index);
    const double loss = take_loss(targets);
    for (std::size_t index = layers_.size(); index-- > 0;) backward(index);
    return loss;
}

/// z = W x + b;  a = f(z), or f of the normalised z
void row_walk::forward(std::size_t index) {
    const dense& layer = net_.layers()[index];
    const layer_tensors<double>& of = tensors_[index];
    walked_layer& to = layers_[index];
    const double* x = input_of(index);
    for (std::size_t o = 0; o < layer.outputs; ++o) {
        double sum = of.bias[o];
        for (std::size_t i = 0; i < layer.inputs; ++i) sum = std::fma(x[i], of.weight[o * layer.inputs + i], sum);
        to.z[o] = sum;
    }
    if (layer.is_normalized())
        normalize(index);
    else
        to.shifted = to.z;
    kernels_.activate(layer.act, to.shifted.data(), to.a.data(), {1, to.a.size(), to.a.size()});
}

/// n = (z - mean) / sqrt(variance + epsilon);  y = gamma n + beta
void row_walk::normalize(std::size_t index) {
    const dense& layer = net_.layers()[index];
    const layer_tensors<double>& of = tensors_[index];
    walked_layer& to = layers_[index];
    const double count = static_cast<double>(layer.outputs);
    double mean = 0, variance = 0;
    for (std::size_t o = 0; o < layer.outputs; ++o) mean += to.z[o] / count;
    for (std::size_t o = 0; o < layer.outputs; ++o) variance += (to.z[o] - mean) * (to.z[o] - mean) / count;
    inverse_deviations_[index] = 1 / std::sqrt(variance + normalization_epsilon);
    for (std::size_t o = 0; o < layer.outputs; ++o) {
        to.normalized[o] = layer.norm == normalization::layer
                               ? (to.z[o] - mean) * inverse_deviations_[index]
                               : (to.z[o] - of.mean[o]) / std::sqrt(of.variance[o] + normalization_epsilon);
        to.shifted[o] = std::fma(of.gamma[o], to.normalized[o], of.beta[o]);
    }
}

/// The row's loss and, in d_a of the last layer, its derivative.
double row_walk::take_loss(const double* targets) {
    walked_layer& last = layers_.back();
    std::vector<double> target(last.a.size());
    std::copy(targets, targets + target_columns_of(config_.kind, net_.outputs()), target.begin());
    double loss = 0;
    loss_rows<double> rows{};
    rows.output = last.a.data();
    rows.gradient = last.d_a.data();
    rows.stride = last.a.size();
    rows.target = target.data();
    rows.target_stride = target.size();
    rows.rows = 1;
    rows.outputs = net_.outputs();
    rows.scale = gradient_scale<double>(config_.kind, 1, net_.outputs());
    rows.row_loss = &loss;
    kernels_.evaluate_loss(config_, rows);
    return loss;
}

/// d_y = d_a f'(y);  d_z = d_y, or what normalisation makes of it;  d_a below = W' d_z
void row_walk::backward(std::size_t index) {
    const dense& layer = net_.layers()[index];
    walked_layer& at = layers_[index];
    at.d_shifted = at.d_a;
    kernels_.activate_backward(layer.act, at.shifted.data(), at.a.data(), at.d_shifted.data(),
                               {1, at.a.size(), at.a.size()});
    if (layer.is_normalized())
        normalize_backward(index);
    else
        at.d_z = at.d_shifted;
    if (index == 0) return;
    const std::vector<double>& weight = tensors_[index].weight;
    std::vector<double>& below = layers_[index - 1].d_a;
    for (std::size_t i = 0; i < layer.inputs; ++i) {
        double sum = 0;
        for (std::size_t o = 0; o < layer.outputs; ++o) sum = std::fma(at.d_z[o], weight[o * layer.inputs + i], sum);
        below[i] = sum;
    }
}

/// d_n = gamma d_y;  batch, whose statistics are constants: d_z = d_n / deviation
///                   layer: d_z = (d_n - mean(d_n) - n mean(d_n n)) / deviation
void row_walk::normalize_backward(std::size_t index) {
    const dense& layer = net_.layers()[index];
    const layer_tensors<double>& of = tensors_[index];
    walked_layer& at = layers_[index];
    const double count = static_cast<double>(layer.outputs);
    double mean = 0, product = 0;
    for (std::size_t o = 0; o < layer.outputs; ++o) {
        const double d_n = of.gamma[o] * at.d_shifted[o];
        mean += d_n / count;
        product += d_n * at.normalized[o] / count;
    }
    for (std::size_t o = 0; o < layer.outputs; ++o) {
        const double d_n = of.gamma[o] * at.d_shifted[o];
        at.d_z[o] = layer.norm == normalization::layer
                        ? (d_n - mean - at.normalized[o] * product) * inverse_deviations_[index]
                        : d_n / std::sqrt(of.variance[o] + normalization_epsilon);
    }
}

void add_gradients(const walked_layer& walked, const dense& layer, const double* input, double share,
                   std::span<double> weights, std::span<double> biases) {
    for (std::size_t o = 0; o < layer.outputs; ++o) {
        const double slope = share * walked.d_z[o];
        biases[o] += slope;
        for (std::size_t i = 0; i < layer.inputs; ++i) weights[o * layer.inputs + i] += slope * input[i];
    }
}

}  // namespace chainrule
