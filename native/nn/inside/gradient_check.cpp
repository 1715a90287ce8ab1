// See gradient_check.h.
#include "inside/gradient_check.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "batch/batch_setup.h"
#include "batch/gradient_sink.h"
#include "random.h"

namespace chainrule {
namespace {

std::vector<double>& tensor_of(layer_tensors<double>& layer, learned_tensor kind) {
    switch (kind) {
        case learned_tensor::weight: return layer.weight;
        case learned_tensor::bias: return layer.bias;
        case learned_tensor::gamma: return layer.gamma;
        case learned_tensor::beta: return layer.beta;
    }
    return layer.weight;
}

std::vector<learned_tensor> learned_of(const dense& layer) {
    std::vector<learned_tensor> kinds = {learned_tensor::weight};
    if (layer.has_bias) kinds.push_back(learned_tensor::bias);
    if (layer.is_normalized()) kinds.insert(kinds.end(), {learned_tensor::gamma, learned_tensor::beta});
    return kinds;
}

/// `wanted` of the numbers below `count`, ascending, by a shuffle that stops early.
std::vector<std::size_t> choose(std::size_t count, std::size_t wanted, std::uint64_t seed, std::uint64_t which) {
    std::vector<std::size_t> numbers(count);
    std::iota(numbers.begin(), numbers.end(), std::size_t{0});
    if (wanted >= count) return numbers;
    const random_stream random(seed, random_purpose::choice, which);
    for (std::size_t i = 0; i < wanted; ++i) std::swap(numbers[i], numbers[i + random.below(i, count - i)]);
    numbers.resize(wanted);
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

/// The loss, and if wanted its gradients, of one batch at any weights.
class batch_loss {
public:
    batch_loss(const kernel_table<double>& kernels, const network& net, const loss_config& config,
               const row_set<double>& rows, std::uint64_t seed)
        : net_(net),
          rows_(rows.rows),
          parameters_(net.parameter_floats()),
          store_(net.parameter_floats()),
          setup_(kernels, net, config, rows, rows.rows, seed, 1) {}

    double at(const std::vector<layer_tensors<double>>& tensors) {
        net_.pack(tensors, parameters_.data());
        setup_.parameters_changed(parameters_.data());
        const batch_total total = setup_.run_alone(rows_, parameters_.data(), store_);
        return total.weight > 0 ? total.loss / total.weight : 0;
    }
    std::vector<layer_tensors<double>> gradients() const { return net_.unpack(store_.gradients.data()); }

private:
    const network& net_;
    const std::size_t rows_;
    aligned_buffer<double> parameters_;
    gradient_store<double> store_;
    batch_setup<double> setup_;
};

/// Keeps the central difference that agrees best with the back-propagated gradient.
void judge(double difference, double noise, checked_gradient& found) {
    if (!std::isfinite(difference)) return;
    const double off = std::fmax(0, std::fabs(found.back_propagated - difference) - noise);
    const double larger = std::fmax(std::fabs(found.back_propagated), std::fabs(difference));
    const double error = off == 0 ? 0 : off / larger;
    if (error >= found.error) return;
    found.error = error;
    found.central_difference = difference;
}

/// Central differences at `value` with several step sizes; the one that agrees best counts. A large step has the
/// smaller rounding error, a small one stays on one side of a kink (of relu, of the absolute error), and a wrong
/// gradient agrees with none of them. (With steps below 1e-6, rounding would hide a wrong gradient.) Richardson's rule
/// combines two steps in a row, which removes the error of order step^2.
void compare(batch_loss& loss, const std::vector<layer_tensors<double>>& tensors, double& value,
             checked_gradient& found) {
    // The largest error that judge() can give; it stays where no difference is finite.
    found.error = 2;
    const double kept = value;
    double before = std::numeric_limits<double>::quiet_NaN();
    for (const double relative : {1e-3, 1e-4, 1e-5, 1e-6}) {
        const double step = relative * std::fmax(1, std::fabs(kept));
        const double above = kept + step, below = kept - step;
        value = above;
        const double loss_above = loss.at(tensors);
        value = below;
        const double loss_below = loss.at(tensors);
        value = kept;
        const double difference = (loss_above - loss_below) / (above - below);
        // The rounding error of a loss is some dozens of epsilons, relative to the loss or to logits of order 1; with
        // normalisation it is larger.
        const double size = std::fmax(1, std::fmax(std::fabs(loss_above), std::fabs(loss_below)));
        const double noise = 256 * std::numeric_limits<double>::epsilon() * size / (above - below);
        judge(difference, noise, found);
        judge((100 * difference - before) / 99, noise, found);
        if (found.error < 1e-8) return;
        // Where two steps agree there is no kink; a smaller step would only be less exact.
        if (std::fabs(difference - before) <= 1e-6 * std::fmax(std::fabs(difference), std::fabs(before))) return;
        before = difference;
    }
}

}  // namespace

gradient_check check_gradients(const kernel_table<double>& kernels, const network& net,
                               std::vector<layer_tensors<double>> tensors, const loss_config& config,
                               const row_set<double>& rows, const gradient_check_request& request,
                               const std::atomic<bool>& cancelled) {
    batch_loss loss(kernels, net, config, rows, request.seed);
    gradient_check result;
    result.loss = loss.at(tensors);
    if (!std::isfinite(result.loss)) throw failure("loss_not_finite", "The loss of these weights is not finite.");
    std::vector<layer_tensors<double>> gradients = loss.gradients();
    for (std::size_t index = 0; index < net.layers().size(); ++index) {
        for (const learned_tensor kind : learned_of(net.layers()[index])) {
            result.parameters += tensor_of(tensors[index], kind).size();
        }
    }
    result.worst.error = -1;
    for (std::size_t index = 0; index < net.layers().size(); ++index) {
        double worst_of_layer = 0;
        for (const learned_tensor kind : learned_of(net.layers()[index])) {
            std::vector<double>& values = tensor_of(tensors[index], kind);
            const std::size_t share =
                std::max<std::size_t>(1, result.parameters <= request.most_parameters
                                             ? values.size()
                                             : request.most_parameters * values.size() / result.parameters);
            const std::uint64_t stream = 4 * index + static_cast<std::uint64_t>(kind);
            for (const std::size_t at : choose(values.size(), share, request.seed, stream)) {
                if (cancelled.load(std::memory_order_relaxed)) throw failure("cancelled", "No longer wanted.");
                checked_gradient found;
                found.position = {index, kind, at};
                found.back_propagated = tensor_of(gradients[index], kind)[at];
                compare(loss, tensors, values[at], found);
                ++result.checked;
                worst_of_layer = std::max(worst_of_layer, found.error);
                if (found.error > result.worst.error) result.worst = found;
            }
        }
        result.layers.push_back(worst_of_layer);
    }
    return result;
}

}  // namespace chainrule
