// See row_buffers.h.
#include "batch/row_buffers.h"

#include <cstring>

#include "gemm.h"

namespace chainrule {
namespace {

// How many rows ahead of its copying a row is prefetched. Must not exceed rows_ahead.
constexpr std::size_t rows_before_use = 16;

template <class Real> const_matrix_view<Real> first_rows(matrix_view<Real> all, std::size_t count) {
    return {all.data, count, all.columns, all.stride};
}

/// Copies a row; for a short row a loop is faster than a call of memcpy.
template <class Real> void copy_row(const Real* from, std::size_t count, Real* to) {
    constexpr std::size_t short_row = 64;
    if (count > short_row) {
        std::memcpy(to, from, count * sizeof(Real));
    } else {
        for (std::size_t i = 0; i < count; ++i) to[i] = from[i];
    }
}

/// Prefetches a row that will be copied soon. Long rows are left to the CPU's own prefetcher.
template <class Real> void fetch_row([[maybe_unused]] const Real* from, [[maybe_unused]] std::size_t count) {
#if defined(__GNUC__)
    constexpr std::size_t line = 64, most_lines = 4;
    const std::size_t bytes = count * sizeof(Real);
    if (bytes > most_lines * line) return;
    for (std::size_t at = 0; at < bytes; at += line) __builtin_prefetch(reinterpret_cast<const char*>(from) + at);
    __builtin_prefetch(from + count - 1);
#endif
}

}  // namespace

template <class Real> void gather_features(const mini_batch<Real>& batch, const buffered_rows& rows, Real* to) {
    if (batch.order == nullptr) return;
    const std::size_t inputs = batch.data.inputs;
    const Real* features = batch.data.features.data();
    const std::uint32_t* order = batch.order + rows.first;
    to += rows.buffer_first * row_stride(inputs);
    for (std::size_t r = 0; r < rows.count; ++r, to += row_stride(inputs)) {
        copy_row(features + order[r] * inputs, inputs, to);
        fetch_row(features + order[r + rows_before_use] * inputs, inputs);
    }
}

template <class Real> const_matrix_view<Real> features_of(const mini_batch<Real>& batch, const Real* gathered,
                                                          std::size_t first, std::size_t count) {
    if (batch.order == nullptr) return batch.data.feature_rows(first, count);
    return {gathered, count, batch.data.inputs, row_stride(batch.data.inputs)};
}

template <class Real>
row_buffers<Real>::row_buffers(const batch_context<Real>& context, std::size_t rows, arena& memory)
    : pass(context.kernels, context.net, rows, true, memory),
      features(memory.take<Real>(checked_product(rows, row_stride(context.net.inputs())))),
      kernels_(context.kernels),
      net_(context.net),
      objective_(context.objective),
      target_stride_(takes_class_index(objective_.kind) ? 1 : padded(net_.outputs())),
      targets_(memory.take<Real>(checked_product(rows, target_stride_))),
      weights_(memory.take<Real>(rows)) {}

template <class Real> void row_buffers<Real>::gather_targets(const mini_batch<Real>& batch, const buffered_rows& rows) {
    const row_set<Real>& data = batch.data;
    const std::size_t columns = data.target_columns;
    for (std::size_t r = 0; r < rows.count; ++r) {
        const std::size_t row = batch.order == nullptr ? rows.first + r : batch.order[rows.first + r];
        const std::size_t to = rows.buffer_first + r;
        copy_row(data.targets.data() + row * columns, columns, targets_.data() + to * target_stride_);
        if (data.weights.size() > 0) weights_[to] = data.weights.data()[row];
        if (batch.order == nullptr) continue;
        fetch_row(data.targets.data() + batch.order[rows.first + r + rows_before_use] * columns, columns);
    }
}

template <class Real>
const_matrix_view<Real> row_buffers<Real>::gather(const mini_batch<Real>& batch, const buffered_rows& rows) {
    gather_targets(batch, rows);
    gather_features(batch, rows, features.data());
    return features_of(batch, features.data(), rows.first - rows.buffer_first, rows.buffer_rows);
}

template <class Real>
void row_buffers<Real>::take_losses(const mini_batch<Real>& batch, const buffered_rows& rows, Real* row_losses) {
    const std::size_t last_layer = net_.layers().size() - 1;
    const matrix_view<Real> output = pass.outputs(last_layer, rows.buffer_rows);
    const matrix_view<Real> gradient = pass.d_outputs(last_layer, rows.buffer_rows);
    loss_rows<Real> p{};
    p.output = output.row(rows.buffer_first);
    p.gradient = gradient.row(rows.buffer_first);
    p.stride = output.stride;
    p.target_stride = target_stride_;
    p.target = targets_.data() + rows.buffer_first * target_stride_;
    p.rows = rows.count;
    p.outputs = net_.outputs();
    p.scale = batch.scale;
    p.weight = batch.data.weights.size() > 0 ? weights_.data() + rows.buffer_first : nullptr;
    p.row_loss = row_losses + rows.first;
    kernels_.evaluate_loss(objective_, p);
}

template <class Real> void row_buffers<Real>::pass_rows(const mini_batch<Real>& batch, const buffered_rows& rows,
                                                        const std::vector<const Real*>& transposed, Real* row_losses) {
    if (rows.count == 0) return;
    pass.forward(batch.parameters, gather(batch, rows), range_of(batch, rows));
    take_losses(batch, rows, row_losses);
    pass.backward(batch.parameters, transposed, range_of(batch, rows));
}

template <class Real> const_matrix_view<Real> row_buffers<Real>::input_of(const mini_batch<Real>& batch,
                                                                          std::size_t first, std::size_t count,
                                                                          std::size_t index) {
    if (index > 0) return first_rows(pass.outputs(index - 1, count), count);
    return features_of(batch, features.data(), first, count);
}

template <class Real> void row_buffers<Real>::sum_layer(const mini_batch<Real>& batch, std::size_t first,
                                                        std::size_t count, std::size_t index, share inputs,
                                                        share panels, Real* gradient, bool accumulate) {
    const dense& layer = net_.layers()[index];
    const const_matrix_view<Real> d_sums = first_rows(pass.d_sums(index, count), count);
    if (inputs.begin < inputs.end) {
        multiply_weight_gradient(kernels_, input_of(batch, first, count, index), d_sums, inputs.begin, inputs.end,
                                 gradient + layer.weight, accumulate);
    }
    if (panels.begin == panels.end) return;
    const std::size_t column = panels.begin * panel_width, wide = panels.end - panels.begin;
    if (layer.has_bias) {
        kernels_.sum_rows(d_sums.data + column, d_sums.stride, count, wide, gradient + layer.bias + column, accumulate);
    }
    // With batch normalisation, the gradients of gamma and beta were summed in the backward pass.
    if (layer.norm != normalization::layer) return;
    const matrix_view<Real> d_output = pass.d_outputs(index, count);
    const matrix_view<Real> normalized = pass.normalized(index, count);
    kernels_.sum_products(d_output.data + column, d_output.stride, normalized.data + column, normalized.stride, count,
                          wide, gradient + layer.gamma + column, accumulate);
    kernels_.sum_rows(d_output.data + column, d_output.stride, count, wide, gradient + layer.beta + column, accumulate);
}

template class row_buffers<float>;
template class row_buffers<double>;
template void gather_features(const mini_batch<float>&, const buffered_rows&, float*);
template void gather_features(const mini_batch<double>&, const buffered_rows&, double*);
template const_matrix_view<float> features_of(const mini_batch<float>&, const float*, std::size_t, std::size_t);
template const_matrix_view<double> features_of(const mini_batch<double>&, const double*, std::size_t, std::size_t);

}  // namespace chainrule
