// See row_pass.h. op_forward and op_backward in the sense of back-propagation: the forward pass caches every layer's
// activations, the backward pass multiplies by the local derivatives from the last layer to the first.
#include "row_pass.h"

namespace chainrule {
namespace {

template <class Real> matrix_view<Real> rows_of(matrix_view<Real> all, std::size_t first, std::size_t last) {
    return {all.row(first), last - first, all.columns, all.stride};
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

template <class Real>
row_pass<Real>::row_pass(const kernel_table<Real>& kernels, const network& net, std::size_t rows, bool with_gradients)
    : kernels_(kernels), net_(net) {
    for (const dense& layer : net.layers()) {
        const std::size_t floats = checked_product(rows, row_stride(layer.outputs));
        activations_.emplace_back(floats);
        if (with_gradients) gradients_.emplace_back(floats);
    }
}

template <class Real>
std::size_t row_pass<Real>::floats_needed(const network& net, std::size_t rows, bool with_gradients) {
    std::size_t floats = 0;
    for (const dense& layer : net.layers()) {
        floats = checked_sum(floats, checked_product(rows, row_stride(layer.outputs)));
    }
    return checked_product(floats, with_gradients ? 2 : 1);
}

template <class Real> matrix_view<Real> row_pass<Real>::view(std::size_t index,
                                                             std::vector<aligned_buffer<Real>>& buffers,
                                                             std::size_t rows) {
    const std::size_t columns = net_.layers()[index].outputs;
    return {buffers[index].data(), rows, columns, row_stride(columns)};
}

template <class Real> void row_pass<Real>::forward(const Real* parameters, const_matrix_view<Real> input,
                                                   std::size_t first, std::size_t last) {
    const_matrix_view<Real> from = {input.row(first), last - first, input.columns, input.stride};
    for (std::size_t index = 0; index < net_.layers().size(); ++index) {
        const dense& layer = net_.layers()[index];
        const matrix_view<Real> to = rows_of(activations(index, last), first, last);
        multiply_forward(kernels_, from, parameters + layer.weight, parameters + layer.bias, to);
        kernels_.activate(layer.act, to.data, to.data, to.rows * to.stride);
        from = read_only(to);
    }
}

template <class Real>
void row_pass<Real>::backward(const std::vector<const Real*>& transposed, std::size_t first, std::size_t last) {
    for (std::size_t index = net_.layers().size(); index-- > 0;) {
        const dense& layer = net_.layers()[index];
        const matrix_view<Real> gradient = rows_of(gradients(index, last), first, last);
        const matrix_view<Real> output = rows_of(activations(index, last), first, last);
        kernels_.activate_backward(layer.act, nullptr, output.data, gradient.data, gradient.rows * gradient.stride);
        if (index == 0) return;
        const matrix_view<Real> below = rows_of(gradients(index - 1, last), first, last);
        multiply_data_gradient(kernels_, read_only(gradient), transposed[index], below);
    }
}

template class row_pass<float>;
template class row_pass<double>;

}  // namespace chainrule
