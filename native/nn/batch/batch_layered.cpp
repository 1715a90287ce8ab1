// The way of a batch through a network with batch normalisation: all its rows through one layer at a time, since each
// such layer needs means over all rows before any row can go on, forward and back. Threads share rows, then columns.
#include <cmath>

#include "batch/batch_pass.h"
#include "gemm.h"

namespace chainrule {
namespace {

// Rows over which one chain adds; chains are added in ascending order. A chain over a whole large batch would lose
// digits.
constexpr std::size_t chain_rows = 256;

/// into = the sum over rows, in chains, of what sum(first, count, accumulate, to) adds up.
template <class Real, class Sum>
void sum_in_chains(const kernel_table<Real>& kernels, std::size_t rows, std::size_t columns, Real* into, Sum sum) {
    alignas(64) Real chain[panel_width];
    for (std::size_t column = 0; column < columns; column += panel_width) {
        for (std::size_t first = 0; first < rows; first += chain_rows) {
            const std::size_t count = rows - first < chain_rows ? rows - first : chain_rows;
            sum(first, count, column, first == 0 ? into + column : chain);
            if (first > 0) kernels.add(into + column, chain, panel_width);
        }
    }
}

}  // namespace

/// Mean, variance and deviation of the layer's sums over the batch.
template <class Real> void batch_pass<Real>::take_column_statistics(std::size_t index, const batch& b) {
    row_pass<Real>& pass = workplaces_[0].pass;
    const matrix_view<Real> sums = pass.sums(index, b.count);
    auto& to = pass.statistics(index);
    const Real rows = static_cast<Real>(b.count);
    for_panels(b, net_.layers()[index].outputs, [&](std::size_t, std::size_t from, std::size_t columns) {
        Real* mean = to.mean.data() + from;
        sum_in_chains(kernels_, b.count, columns, mean,
                      [&](std::size_t first, std::size_t count, std::size_t column, Real* into) {
                          kernels_.sum_rows(sums.row(first) + from + column, sums.stride, count, 1, into, false);
                      });
        for (std::size_t i = 0; i < columns; ++i) mean[i] /= rows;
        Real* variance = to.variance.data() + from;
        sum_in_chains(kernels_, b.count, columns, variance,
                      [&](std::size_t first, std::size_t count, std::size_t column, Real* into) {
                          kernels_.sum_squared_deviations(sums.row(first) + from + column, sums.stride, count, 1,
                                                          mean + column, into);
                      });
        Real* inverse = to.inverse_deviation.data() + from;
        for (std::size_t i = 0; i < columns; ++i) inverse[i] = variance[i] /= rows;
        kernels_.invert_deviations(inverse, static_cast<Real>(normalization_epsilon), columns);
    });
}

/// Gradients of scale and shift, and the means that the way back through the layer needs.
template <class Real> void batch_pass<Real>::sum_columns(std::size_t index, const batch& b) {
    const dense& layer = net_.layers()[index];
    row_pass<Real>& pass = workplaces_[0].pass;
    const matrix_view<Real> d_output = pass.d_outputs(index, b.count);
    const matrix_view<Real> normalized = pass.normalized(index, b.count);
    auto& to = pass.statistics(index);
    const Real rows = static_cast<Real>(b.count);
    for_panels(b, layer.outputs, [&](std::size_t, std::size_t from, std::size_t columns) {
        Real* d_gamma = block_gradients_[0].data() + layer.gamma + from;
        Real* d_beta = block_gradients_[0].data() + layer.beta + from;
        sum_in_chains(kernels_, b.count, columns, d_beta,
                      [&](std::size_t first, std::size_t count, std::size_t column, Real* into) {
                          kernels_.sum_rows(d_output.row(first) + from + column, d_output.stride, count, 1, into,
                                            false);
                      });
        sum_in_chains(kernels_, b.count, columns, d_gamma,
                      [&](std::size_t first, std::size_t count, std::size_t column, Real* into) {
                          kernels_.sum_products(d_output.row(first) + from + column, d_output.stride,
                                                normalized.row(first) + from + column, normalized.stride, count, 1,
                                                into, false);
                      });
        for (std::size_t i = 0; i < columns; ++i) {
            to.mean_d_output.data()[from + i] = d_beta[i] / rows;
            to.mean_product.data()[from + i] = d_gamma[i] / rows;
        }
    });
}

template <class Real> void batch_pass<Real>::forward_layered(const batch& b) {
    workplace& place = workplaces_[0];
    const placed_rows all = {0, b.count, 0, b.count};
    for_rows(b, all, [&](const placed_rows& rows) { gather(place, b, rows); });
    for (std::size_t index = 0; index < net_.layers().size(); ++index) {
        const bool batch_norm = net_.layers()[index].norm == normalization::batch;
        const const_matrix_view<Real> input = input_of(place, b, 0, b.count, index);
        for_rows(b, all, [&](const placed_rows& rows) {
            place.pass.forward_sums(index, b.parameters, input, range_of(b, rows));
            if (!batch_norm) place.pass.forward_rest(index, b.parameters, range_of(b, rows));
        });
        if (!batch_norm) continue;
        take_column_statistics(index, b);
        for_rows(b, all,
                 [&](const placed_rows& rows) { place.pass.forward_rest(index, b.parameters, range_of(b, rows)); });
    }
    for_rows(b, all, [&](const placed_rows& rows) { take_losses(place, b, rows); });
}

template <class Real> void batch_pass<Real>::backward_layered(const batch& b) {
    row_pass<Real>& pass = workplaces_[0].pass;
    const placed_rows all = {0, b.count, 0, b.count};
    for (std::size_t index = net_.layers().size(); index-- > 0;) {
        const bool batch_norm = net_.layers()[index].norm == normalization::batch;
        for_rows(b, all, [&](const placed_rows& rows) { pass.backward_rest(index, b.parameters, range_of(b, rows)); });
        if (batch_norm) sum_columns(index, b);
        for_rows(b, all, [&](const placed_rows& rows) {
            if (batch_norm) pass.backward_batch_norm(index, b.parameters, range_of(b, rows));
            if (index > 0) pass.backward_product(index, transposed_data_[index], range_of(b, rows));
        });
    }
}

/// running += momentum (batch - running), where the batch's variance is the unbiased one, as in PyTorch.
template <class Real> void batch_pass<Real>::hand_over_statistics(const batch& b, gradient_sink<Real>& sink) {
    const Real momentum = static_cast<Real>(running_momentum);
    const Real unbiased = b.count > 1 ? static_cast<Real>(b.count) / static_cast<Real>(b.count - 1) : Real(1);
    for (std::size_t index = 0; index < net_.layers().size(); ++index) {
        const dense& layer = net_.layers()[index];
        if (layer.norm != normalization::batch) continue;
        auto& from = workplaces_[0].pass.statistics(index);
        for (std::size_t i = 0; i < layer.outputs; ++i) {
            Real& mean = from.mean.data()[i];
            Real& variance = from.variance.data()[i];
            mean = std::fma(momentum, mean - b.parameters[layer.mean + i], b.parameters[layer.mean + i]);
            variance = std::fma(momentum, variance * unbiased - b.parameters[layer.variance + i],
                                b.parameters[layer.variance + i]);
        }
        sink.take_statistics(layer.mean, layer.outputs, from.mean.data());
        sink.take_statistics(layer.variance, layer.outputs, from.variance.data());
    }
}

template <class Real> double batch_pass<Real>::run_layered(const batch& b, gradient_sink<Real>& sink) {
    forward_layered(b);
    const double total = sum_of_losses(row_losses_.data(), b.count);
    if (!std::isfinite(total)) return total;
    backward_layered(b);
    hand_over_statistics(b, sink);
    auto sums = [&](std::size_t part) {
        for (std::size_t i = 0; i < net_.layers().size(); ++i) {
            const dense& layer = net_.layers()[i];
            const share inputs = share_of(layer.inputs, part, b.threads, input_grain);
            const share panels = {0, part == 0 ? panels_of(layer.outputs) : 0};
            sum_layer(workplaces_[0], b, 0, b.count, i, inputs, panels, false);
            finish_inputs(i, inputs, {1, 1}, b, sink);
            if (panels.begin < panels.end) finish_vectors(layer, panels, {1, 1}, sink);
        }
    };
    pool_.run(b.threads, sums);
    return total;
}

#define CHAINRULE_INSTANTIATE(Real) template double batch_pass<Real>::run_layered(const batch&, gradient_sink<Real>&)
CHAINRULE_INSTANTIATE(float);
CHAINRULE_INSTANTIATE(double);
#undef CHAINRULE_INSTANTIATE

}  // namespace chainrule
