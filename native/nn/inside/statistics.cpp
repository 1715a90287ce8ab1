// See statistics.h.
#include "inside/statistics.h"

#include <algorithm>
#include <cmath>

#include "arena.h"
#include "inside/row_walk.h"

namespace chainrule {
namespace {

/// The numbers that are collected for one layer.
struct layer_numbers {
    /// [rows][outputs]
    std::span<double> activations, sum_gradients;
    /// [outputs][inputs] and [outputs], of the mean loss.
    std::span<double> weight_gradients, bias_gradients;
    /// [outputs]: on how many rows a unit was not 0.
    std::span<std::size_t> alive;
};

struct collected_numbers {
    collected_numbers(const network& net, std::size_t rows, arena& memory) {
        for (const dense& layer : net.layers()) {
            const std::size_t values = checked_product(rows, layer.outputs);
            layers.push_back({memory.take<double>(values), memory.take<double>(values),
                              memory.take<double>(checked_product(layer.inputs, layer.outputs)),
                              memory.take<double>(layer.outputs), memory.take<std::size_t>(layer.outputs)});
        }
    }
    std::vector<layer_numbers> layers;
};

/// Collects the numbers of row `row`, which counts as `share` of the mean.
void collect(const walked_layer& walked, const dense& layer, const double* input, std::size_t row, double share,
             layer_numbers& into) {
    for (std::size_t o = 0; o < layer.outputs; ++o) {
        into.activations[row * layer.outputs + o] = walked.a[o];
        into.sum_gradients[row * layer.outputs + o] = walked.d_z[o];
        if (walked.a[o] != 0) ++into.alive[o];
    }
    add_gradients(walked, layer, input, share, into.weight_gradients, into.bias_gradients);
}

double saturated_share(activation act, std::span<const double> outputs) {
    const double low = act == activation::sigmoid ? 0 : -1;
    const double near = saturation_share * (1 - low);
    const auto saturated = [=](double a) { return a <= low + near || a >= 1 - near; };
    return static_cast<double>(std::count_if(outputs.begin(), outputs.end(), saturated)) /
           static_cast<double>(outputs.size());
}

layer_statistics summarize(const dense& layer, const layer_tensors<double>& tensors, const layer_numbers& from) {
    layer_statistics found;
    found.weights = spread_of(tensors.weight);
    found.biases = spread_of(tensors.bias);
    found.activations = spread_of(from.activations);
    found.weight_gradients = spread_of(from.weight_gradients);
    found.bias_gradients = spread_of(from.bias_gradients);
    found.sum_gradients = spread_of(from.sum_gradients);
    if (layer.act == activation::relu) {
        const auto dead = std::count(from.alive.begin(), from.alive.end(), std::size_t{0});
        found.dead = static_cast<double>(dead) / static_cast<double>(layer.outputs);
    }
    if (layer.act == activation::sigmoid || layer.act == activation::tanh) {
        found.saturated = saturated_share(layer.act, from.activations);
    }
    return found;
}

}  // namespace

spread spread_of(std::span<const double> values) {
    spread found;
    found.count = values.size();
    if (values.empty()) return found;
    const double count = static_cast<double>(values.size());
    found.min = found.max = values.front();
    double sum = 0, squares = 0, deviations = 0;
    for (double value : values) {
        sum += value;
        squares += value * value;
        found.min = std::min(found.min, value);
        found.max = std::max(found.max, value);
    }
    found.mean = sum / count;
    found.norm = std::sqrt(squares);
    const double range = found.max - found.min;
    for (double value : values) {
        deviations += (value - found.mean) * (value - found.mean);
        const double bin = range > 0 ? (value - found.min) / range * static_cast<double>(histogram_bins) : 0;
        // A NaN has no bin: its comparison is false.
        if (bin >= 0) ++found.bins[std::min(static_cast<std::size_t>(bin), histogram_bins - 1)];
    }
    found.deviation = std::sqrt(deviations / count);
    return found;
}

network_statistics take_statistics(const kernel_table<double>& kernels, const network& net,
                                   const std::vector<layer_tensors<double>>& tensors, const loss_config& config,
                                   const row_set<double>& rows, const std::atomic<bool>& cancelled) {
    row_walk walk(kernels, net, tensors, config);
    arena memory(bytes_taken<collected_numbers>(net, rows.rows));
    collected_numbers collected(net, rows.rows, memory);
    std::vector<layer_numbers>& layers = collected.layers;
    network_statistics found;
    found.loss = walk_rows(walk, rows, cancelled, [&](std::size_t row, double share) {
        for (std::size_t index = 0; index < layers.size(); ++index) {
            collect(walk.layers()[index], net.layers()[index], walk.input_of(index), row, share, layers[index]);
        }
    });
    for (std::size_t index = 0; index < layers.size(); ++index) {
        found.layers.push_back(summarize(net.layers()[index], tensors[index], layers[index]));
    }
    return found;
}

double statistics_bytes(const network& net, std::size_t rows) {
    return static_cast<double>(bytes_taken<collected_numbers>(net, rows));
}

}  // namespace chainrule
