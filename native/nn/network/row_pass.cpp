// See row_pass.h. The forward pass keeps what each layer computed; the backward pass multiplies by the local
// derivatives from the last layer to the first.
#include "network/row_pass.h"

#include <cstring>

namespace chainrule {
namespace {

template <class Real> matrix_view<Real> part_of(matrix_view<Real> all, const row_range& rows) {
    return {all.row(rows.first), rows.count(), all.columns, all.stride};
}

template <class Real> const_matrix_view<Real> read_only(matrix_view<Real> view) {
    return {view.data, view.rows, view.columns, view.stride};
}

}  // namespace

std::size_t row_stride(std::size_t columns) {
    // Rows a multiple of 1 KB apart fall into few cache sets: a tile that walks down them would evict itself.
    const std::size_t stride = padded(columns);
    return stride % 256 == 0 ? stride + panel_width : stride;
}

template <class Real> row_pass<Real>::row_pass(const kernel_table<Real>& kernels, const network& net, std::size_t rows,
                                               bool training, arena& memory)
    : kernels_(kernels), net_(net), training_(training) {
    for (const dense& layer : net.layers()) {
        const auto take_if = [&, count = checked_product(rows, row_stride(layer.outputs))](bool needed) {
            return memory.take<Real>(needed ? count : 0);
        };
        const bool normalizes = training && layer.is_normalized(), drops = training && layer.dropout > 0;
        normalized_.push_back(take_if(normalizes));
        arguments_.push_back(take_if(training && needs_argument(layer.act)));
        activations_.push_back(take_if(true));
        outputs_.push_back(take_if(drops));
        factors_.push_back(take_if(drops));
        d_outputs_.push_back(take_if(training));
        d_sums_.push_back(take_if(normalizes));
        row_deviations_.push_back(memory.take<Real>(layer.norm == normalization::layer ? rows : 0));
        const auto column = [&] {
            return memory.take<Real>(layer.norm == normalization::batch ? padded(layer.outputs) : 0);
        };
        statistics_.push_back({column(), column(), column(), column(), column()});
    }
}

template <class Real> std::size_t row_pass<Real>::bytes(const network& net, std::size_t rows, bool training) {
    return bytes_taken<row_pass>(kernel_table<Real>{}, net, rows, training);
}

template <class Real>
matrix_view<Real> row_pass<Real>::view(std::size_t index, std::span<Real> buffer, std::size_t rows) const {
    const std::size_t columns = net_.layers()[index].outputs;
    return {buffer.data(), rows, columns, row_stride(columns)};
}

template <class Real> matrix_view<Real> row_pass<Real>::normalized(std::size_t index, std::size_t rows) {
    return view(index, normalized_[index].size() > 0 ? normalized_[index] : activations_[index], rows);
}

template <class Real> matrix_view<Real> row_pass<Real>::argument(std::size_t index, std::size_t rows) {
    return view(index, arguments_[index].size() > 0 ? arguments_[index] : activations_[index], rows);
}

template <class Real> matrix_view<Real> row_pass<Real>::sums(std::size_t index, std::size_t rows) {
    return net_.layers()[index].is_normalized() ? normalized(index, rows) : argument(index, rows);
}

template <class Real> matrix_view<Real> row_pass<Real>::outputs(std::size_t index, std::size_t rows) {
    return view(index, outputs_[index].size() > 0 ? outputs_[index] : activations_[index], rows);
}

template <class Real> matrix_view<Real> row_pass<Real>::d_sums(std::size_t index, std::size_t rows) {
    return view(index, d_sums_[index].size() > 0 ? d_sums_[index] : d_outputs_[index], rows);
}

template <class Real> normalization_rows<Real> row_pass<Real>::normalization_of(std::size_t index,
                                                                                const Real* parameters,
                                                                                const row_range& rows) {
    const dense& layer = net_.layers()[index];
    normalization_rows<Real> p{};
    p.normalized = normalized(index, rows.last).row(rows.first);
    p.output = argument(index, rows.last).row(rows.first);
    if (training_) {
        p.d_output = d_outputs(index, rows.last).row(rows.first);
        p.d_input = d_sums(index, rows.last).row(rows.first);
    }
    p.stride = row_stride(layer.outputs);
    p.rows = rows.count();
    p.columns = layer.outputs;
    p.scale = parameters + layer.gamma;
    p.shift = parameters + layer.beta;
    if (layer.norm == normalization::layer) {
        p.inverse_deviation = row_deviations_[index].data() + rows.first;
    } else {
        column_statistics& columns = statistics_[index];
        p.inverse_deviation = columns.inverse_deviation.data();
        p.mean = columns.mean.data();
        p.mean_d_output = columns.mean_d_output.data();
        p.mean_product = columns.mean_product.data();
    }
    return p;
}

template <class Real> void row_pass<Real>::use_running_statistics(const Real* parameters) {
    for (std::size_t index = 0; index < net_.layers().size(); ++index) {
        const dense& layer = net_.layers()[index];
        if (layer.norm != normalization::batch) continue;
        column_statistics& columns = statistics_[index];
        const std::size_t width = padded(layer.outputs);
        std::memcpy(columns.mean.data(), parameters + layer.mean, width * sizeof(Real));
        std::memcpy(columns.inverse_deviation.data(), parameters + layer.variance, width * sizeof(Real));
        kernels_.invert_deviations(columns.inverse_deviation.data(), static_cast<Real>(normalization_epsilon), width);
    }
}

template <class Real>
void row_pass<Real>::forward(const Real* parameters, const_matrix_view<Real> input, const row_range& rows) {
    if (!training_) use_running_statistics(parameters);
    for (std::size_t index = 0; index < net_.layers().size(); ++index) {
        forward_sums(index, parameters, index == 0 ? input : read_only(outputs(index - 1, rows.last)), rows);
        forward_rest(index, parameters, rows);
    }
}

template <class Real> void row_pass<Real>::backward(const Real* parameters, const std::vector<const Real*>& transposed,
                                                    const row_range& rows) {
    for (std::size_t index = net_.layers().size(); index-- > 0;) {
        backward_rest(index, parameters, rows);
        if (index > 0) backward_product(index, transposed[index], rows);
    }
}

template <class Real> void row_pass<Real>::forward_sums(std::size_t index, const Real* parameters,
                                                        const_matrix_view<Real> input, const row_range& rows) {
    forward_columns(index, parameters, input, rows, 0, net_.layers()[index].outputs);
}

template <class Real>
void row_pass<Real>::forward_rest(std::size_t index, const Real* parameters, const row_range& rows) {
    const dense& layer = net_.layers()[index];
    if (layer.norm == normalization::layer) {
        kernels_.normalize_rows(normalization_of(index, parameters, rows), static_cast<Real>(normalization_epsilon));
    } else if (layer.norm == normalization::batch) {
        kernels_.normalize_columns(normalization_of(index, parameters, rows));
    }
    activate_columns(index, rows, 0, row_stride(layer.outputs));
}

template <class Real>
void row_pass<Real>::backward_rest(std::size_t index, const Real* parameters, const row_range& rows) {
    const dense& layer = net_.layers()[index];
    activate_columns_backward(index, rows, 0, row_stride(layer.outputs));
    if (layer.norm == normalization::layer) {
        kernels_.normalize_rows_backward(normalization_of(index, parameters, rows));
    }
}

template <class Real> void row_pass<Real>::activate_columns(std::size_t index, const row_range& rows, std::size_t first,
                                                            std::size_t columns) {
    const dense& layer = net_.layers()[index];
    const matrix_view<Real> from = part_of(argument(index, rows.last), rows);
    const matrix_view<Real> to = part_of(view(index, activations_[index], rows.last), rows);
    const row_shape shape = {from.rows, columns, from.stride};
    kernels_.activate(layer.act, from.data + first, to.data + first, shape);
    if (outputs_[index].size() == 0) return;
    Real* factors = part_of(view(index, factors_[index], rows.last), rows).data + first;
    kernels_.draw_dropout(rows.draw, dropout_of<Real>(layer, index), rows.batch_row + rows.first, first, factors,
                          shape);
    kernels_.apply_dropout(factors, to.data + first, part_of(outputs(index, rows.last), rows).data + first, shape);
}

template <class Real> void row_pass<Real>::activate_columns_backward(std::size_t index, const row_range& rows,
                                                                     std::size_t first, std::size_t columns) {
    const dense& layer = net_.layers()[index];
    const matrix_view<Real> gradient = part_of(d_outputs(index, rows.last), rows);
    const row_shape shape = {gradient.rows, columns, gradient.stride};
    if (outputs_[index].size() > 0) {
        const Real* factors = part_of(view(index, factors_[index], rows.last), rows).data + first;
        kernels_.apply_dropout(factors, gradient.data + first, gradient.data + first, shape);
    }
    const matrix_view<Real> from = part_of(argument(index, rows.last), rows);
    const matrix_view<Real> output = part_of(view(index, activations_[index], rows.last), rows);
    kernels_.activate_backward(layer.act, from.data + first, output.data + first, gradient.data + first, shape);
}

template <class Real>
void row_pass<Real>::backward_batch_norm(std::size_t index, const Real* parameters, const row_range& rows) {
    kernels_.normalize_columns_backward(normalization_of(index, parameters, rows));
}

template <class Real>
void row_pass<Real>::backward_product(std::size_t index, const Real* transposed, const row_range& rows) {
    backward_columns(index, transposed, rows, 0, padded(net_.layers()[index].inputs));
}

template <class Real> void row_pass<Real>::forward_columns(std::size_t index, const Real* parameters,
                                                           const_matrix_view<Real> input, const row_range& rows,
                                                           std::size_t first, std::size_t columns) {
    const dense& layer = net_.layers()[index];
    const matrix_view<Real> to = part_of(sums(index, rows.last), rows);
    multiply_forward(kernels_, {input.row(rows.first), rows.count(), input.columns, input.stride},
                     parameters + layer.weight + first * layer.inputs, parameters + layer.bias + first,
                     {to.data + first, to.rows, columns, to.stride});
}

template <class Real> void row_pass<Real>::backward_columns(std::size_t index, const Real* transposed,
                                                            const row_range& rows, std::size_t first,
                                                            std::size_t columns) {
    const matrix_view<Real> to = part_of(d_outputs(index - 1, rows.last), rows);
    multiply_data_gradient(kernels_, read_only(part_of(d_sums(index, rows.last), rows)),
                           transposed + first * net_.layers()[index].outputs,
                           {to.data + first, to.rows, columns, to.stride});
}

std::size_t bytes_of_row(const network& net, bool training) {
    // The difference between buffers for two rows and for one, since each buffer is rounded up to whole cache lines.
    return net.inputs() * sizeof(float) + row_pass<float>::bytes(net, 2, training) -
           row_pass<float>::bytes(net, 1, training);
}

template class row_pass<float>;
template class row_pass<double>;

}  // namespace chainrule
