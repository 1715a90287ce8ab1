// See layered_batch.h. Mean, variance and the backward pass: Ioffe and Szegedy 2015.
#include "batch/layered_batch.h"

#include <cmath>

#include "batch/shared_work.h"

namespace chainrule {
namespace {

// Rows that one chain adds up; chains are added in ascending order. A single chain over a large batch would lose
// digits.
constexpr std::size_t chain_rows = 256;

/// into[columns] = the sum over all rows; sum(first, count, column, to) adds up rows [first, first + count) of one
/// panel of columns.
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

template <class Real> layered_batch<Real>::layered_batch(const batch_context<Real>& context, arena& memory)
    : batch_gradient<Real>(context, memory),
      pool_(context.pool),
      buffers_(context, context.plan.chunk_rows, memory),
      gradient_(memory.take<Real>(context.net.parameter_floats())) {}

/// Mean, variance and inverse standard deviation of each of the layer's sums over the batch.
template <class Real> void layered_batch<Real>::take_column_statistics(std::size_t index, const mini_batch<Real>& b) {
    row_pass<Real>& pass = buffers_.pass;
    const matrix_view<Real> sums = pass.sums(index, b.count);
    auto& to = pass.statistics(index);
    const Real rows = static_cast<Real>(b.count);
    for_columns(
        pool_, b.threads, net_.layers()[index].outputs, [&](std::size_t, std::size_t from, std::size_t columns) {
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

/// Gradients of scale and shift, and the means that the backward pass through the layer needs.
template <class Real> void layered_batch<Real>::sum_columns(std::size_t index, const mini_batch<Real>& b) {
    const dense& layer = net_.layers()[index];
    row_pass<Real>& pass = buffers_.pass;
    const matrix_view<Real> d_output = pass.d_outputs(index, b.count);
    const matrix_view<Real> normalized = pass.normalized(index, b.count);
    auto& to = pass.statistics(index);
    const Real rows = static_cast<Real>(b.count);
    for_columns(pool_, b.threads, layer.outputs, [&](std::size_t, std::size_t from, std::size_t columns) {
        Real* d_gamma = gradient_.data() + layer.gamma + from;
        Real* d_beta = gradient_.data() + layer.beta + from;
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

template <class Real> void layered_batch<Real>::forward(const mini_batch<Real>& b) {
    const buffered_rows all = {0, b.count, 0, b.count};
    for_rows(pool_, b.threads, all, [&](const buffered_rows& rows) { buffers_.gather(b, rows); });
    for (std::size_t index = 0; index < net_.layers().size(); ++index) {
        const const_matrix_view<Real> input = buffers_.input_of(b, 0, b.count, index);
        for_rows(pool_, b.threads, all, [&](const buffered_rows& rows) {
            buffers_.pass.forward_sums(index, b.parameters, input, range_of(b, rows));
            if (!is_normalized(index)) buffers_.pass.forward_rest(index, b.parameters, range_of(b, rows));
        });
        if (!is_normalized(index)) continue;
        take_column_statistics(index, b);
        for_rows(pool_, b.threads, all, [&](const buffered_rows& rows) {
            buffers_.pass.forward_rest(index, b.parameters, range_of(b, rows));
        });
    }
    for_rows(pool_, b.threads, all,
             [&](const buffered_rows& rows) { buffers_.take_losses(b, rows, row_losses_.data()); });
}

template <class Real> void layered_batch<Real>::backward(const mini_batch<Real>& b) {
    row_pass<Real>& pass = buffers_.pass;
    const buffered_rows all = {0, b.count, 0, b.count};
    for (std::size_t index = net_.layers().size(); index-- > 0;) {
        for_rows(pool_, b.threads, all,
                 [&](const buffered_rows& rows) { pass.backward_rest(index, b.parameters, range_of(b, rows)); });
        if (is_normalized(index)) sum_columns(index, b);
        for_rows(pool_, b.threads, all, [&](const buffered_rows& rows) {
            if (is_normalized(index)) pass.backward_batch_norm(index, b.parameters, range_of(b, rows));
            if (index > 0) pass.backward_product(index, transposed_.weights()[index], range_of(b, rows));
        });
    }
}

/// running += momentum (batch - running), where the batch's variance is the unbiased one, as in PyTorch.
template <class Real>
void layered_batch<Real>::hand_over_statistics(const mini_batch<Real>& b, gradient_sink<Real>& sink) {
    const Real momentum = static_cast<Real>(running_momentum);
    const Real unbiased = b.count > 1 ? static_cast<Real>(b.count) / static_cast<Real>(b.count - 1) : Real(1);
    for (std::size_t index = 0; index < net_.layers().size(); ++index) {
        const dense& layer = net_.layers()[index];
        if (!is_normalized(index)) continue;
        auto& from = buffers_.pass.statistics(index);
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

/// One thread's share of the weight gradients, and of giving all gradients to the sink.
template <class Real>
void layered_batch<Real>::hand_over(std::size_t part, const mini_batch<Real>& b, gradient_sink<Real>& sink) {
    const auto finish = [&](std::size_t offset, std::size_t count, bool weights) {
        sink.take(offset, count, weights, gradient_.data() + offset);
    };
    for (std::size_t index = 0; index < net_.layers().size(); ++index) {
        const dense& layer = net_.layers()[index];
        const share inputs = share_of(layer.inputs, part, b.threads, input_grain);
        const share panels = {0, part == 0 ? panels_of(layer.outputs) : 0};
        buffers_.sum_layer(b, 0, b.count, index, inputs, panels, gradient_.data(), false);
        if (inputs.begin < inputs.end) {
            for_each_weight_strip(layer, inputs, finish);
            transposed_.update(index, inputs, {0, layer.outputs}, b.parameters);
        }
        for_each_vector_strip(layer, panels, finish);
    }
}

template <class Real> double layered_batch<Real>::run_batch(const mini_batch<Real>& b, gradient_sink<Real>& sink) {
    forward(b);
    const double total = sum_of_losses(row_losses_.data(), b.count);
    if (!std::isfinite(total)) return total;
    backward(b);
    hand_over_statistics(b, sink);
    auto sums = [&](std::size_t part) { hand_over(part, b, sink); };
    pool_.run(b.threads, sums);
    return total;
}

template class layered_batch<float>;
template class layered_batch<double>;

}  // namespace chainrule
