// See batch_pass.h. The idea of taking a chunk of rows through all layers and back while it is in cache, rather than
// layer by layer, is from the measurements behind the design: it is worth more than any tuning of the product.
#include "batch_pass.h"

#include <cmath>
#include <cstring>

#include "gemm.h"

namespace chainrule {
namespace {

// Threads get whole cache lines of inputs' weights, and multiples of no tile height in particular.
constexpr std::size_t input_grain = 16;
constexpr std::size_t row_grain = 12;

template <class Real> const_matrix_view<Real> rows_of(matrix_view<Real> all, std::size_t first, std::size_t count) {
    return {all.row(first), count, all.columns, all.stride};
}

}  // namespace

template <class Real> double sum_of_losses(const Real* losses, std::size_t count) {
    // Eight chains hide the latency of an addition.
    double chains[8] = {};
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        for (std::size_t j = 0; j < 8; ++j) chains[j] += static_cast<double>(losses[i + j]);
    }
    for (std::size_t j = 0; i + j < count; ++j) chains[j] += static_cast<double>(losses[i + j]);
    return ((chains[0] + chains[4]) + (chains[2] + chains[6])) + ((chains[1] + chains[5]) + (chains[3] + chains[7]));
}

template <class Real> batch_pass<Real>::workplace::workplace(const kernel_table<Real>& kernels, const network& net,
                                                             loss kind, std::size_t rows)
    : pass(kernels, net, rows, true),
      features(checked_product(rows, net.inputs())),
      targets(checked_product(rows, kind == loss::categorical_cross_entropy ? 1 : padded(net.outputs()))) {}

template <class Real> batch_pass<Real>::batch_pass(const kernel_table<Real>& kernels, const network& net, loss kind,
                                                   const batch_plan& plan, std::size_t batch_rows, thread_pool& pool)
    : kernels_(kernels), net_(net), kind_(kind), plan_(plan), pool_(pool), row_losses_(batch_rows) {
    const std::size_t places = plan.by_blocks ? plan.parts : 1;
    for (std::size_t i = 0; i < places; ++i) workplaces_.emplace_back(kernels, net, kind, plan.chunk_rows);
    for (std::size_t i = 0; i < plan.blocks; ++i) block_gradients_.emplace_back(net.parameter_floats());
    for (std::size_t i = 0; i < net.layers().size(); ++i) {
        const dense& layer = net.layers()[i];
        transposed_.emplace_back(i == 0 ? 0 : checked_product(padded(layer.inputs), layer.outputs));
        transposed_data_.push_back(transposed_.back().data());
    }
}

template <class Real> std::size_t batch_pass<Real>::floats_needed(const network& net, loss kind, const batch_plan& plan,
                                                                  std::size_t batch_rows) {
    const std::size_t target_columns = kind == loss::categorical_cross_entropy ? 1 : padded(net.outputs());
    std::size_t place = row_pass<Real>::floats_needed(net, plan.chunk_rows, true);
    place = checked_sum(place, checked_product(plan.chunk_rows, checked_sum(net.inputs(), target_columns)));
    std::size_t floats = checked_product(place, plan.by_blocks ? plan.parts : 1);
    floats = checked_sum(floats, checked_product(plan.blocks, net.parameter_floats()));
    for (std::size_t i = 1; i < net.layers().size(); ++i) {
        const dense& layer = net.layers()[i];
        floats = checked_sum(floats, checked_product(padded(layer.inputs), layer.outputs));
    }
    return checked_sum(floats, batch_rows);
}

template <class Real> void batch_pass<Real>::parameters_changed(const Real* parameters) {
    for (std::size_t i = 1; i < net_.layers().size(); ++i) {
        const dense& layer = net_.layers()[i];
        transpose_weights(parameters + layer.weight, layer.inputs, layer.outputs, 0, layer.inputs,
                          transposed_[i].data());
    }
}

/// Rows [first, first + count) of the batch into rows from place_first of the place; of features nothing is copied
/// where they lie in order already. Returns the place's features.
template <class Real> const_matrix_view<Real> batch_pass<Real>::gather(workplace& place, const batch& b,
                                                                       std::size_t first, std::size_t place_first,
                                                                       std::size_t count, std::size_t place_rows) {
    const std::size_t inputs = net_.inputs();
    const std::size_t columns = b.data->target_columns;
    const std::size_t target_stride = kind_ == loss::categorical_cross_entropy ? 1 : padded(columns);
    for (std::size_t r = 0; r < count; ++r) {
        const std::size_t row = b.order == nullptr ? first + r : b.order[first + r];
        std::memcpy(place.targets.data() + (place_first + r) * target_stride, b.data->targets.data() + row * columns,
                    columns * sizeof(Real));
        if (b.order == nullptr) continue;
        std::memcpy(place.features.data() + (place_first + r) * inputs, b.data->features.data() + row * inputs,
                    inputs * sizeof(Real));
    }
    if (b.order == nullptr) return b.data->feature_rows(first - place_first, place_rows);
    return {place.features.data(), place_rows, inputs, inputs};
}

/// Forward, loss and backward of rows [first, first + count) of the batch, in rows from place_first of the place.
template <class Real> void batch_pass<Real>::pass_rows(workplace& place, const batch& b, std::size_t first,
                                                       std::size_t place_first, std::size_t count,
                                                       std::size_t place_rows) {
    if (count == 0) return;
    const const_matrix_view<Real> input = gather(place, b, first, place_first, count, place_rows);
    const std::size_t last_layer = net_.layers().size() - 1;
    const std::size_t end = place_first + count;
    place.pass.forward(b.parameters, input, place_first, end);
    const matrix_view<Real> output = place.pass.activations(last_layer, place_rows);
    const matrix_view<Real> gradient = place.pass.gradients(last_layer, place_rows);
    loss_rows<Real> rows{};
    rows.output = output.row(place_first);
    rows.gradient = gradient.row(place_first);
    rows.stride = output.stride;
    rows.target_stride = kind_ == loss::categorical_cross_entropy ? 1 : padded(net_.outputs());
    rows.target = place.targets.data() + place_first * rows.target_stride;
    rows.rows = count;
    rows.outputs = net_.outputs();
    rows.scale = b.scale;
    rows.row_loss = row_losses_.data() + first;
    kernels_.evaluate_loss(kind_, rows);
    place.pass.backward(transposed_data_, place_first, end);
}

/// Weight gradients of a layer over the place's first `count` rows (the batch's rows from `first`), for some inputs.
template <class Real> void batch_pass<Real>::sum_layer(workplace& place, const batch& b, std::size_t first,
                                                       std::size_t count, std::size_t index, share inputs, bool biases,
                                                       bool accumulate) {
    const dense& layer = net_.layers()[index];
    Real* gradient = block_gradients_[b.count == 0 ? 0 : first / plan_.block_rows].data();
    const const_matrix_view<Real> d_output = rows_of(place.pass.gradients(index, count), 0, count);
    const_matrix_view<Real> input;
    if (index > 0) {
        input = rows_of(place.pass.activations(index - 1, count), 0, count);
    } else if (b.order == nullptr) {
        input = b.data->feature_rows(first, count);
    } else {
        input = {place.features.data(), count, net_.inputs(), net_.inputs()};
    }
    if (inputs.begin < inputs.end) {
        multiply_weight_gradient(kernels_, input, d_output, inputs.begin, inputs.end, gradient + layer.weight,
                                 accumulate);
    }
    if (!biases) return;
    kernels_.sum_rows(d_output.data, d_output.stride, count, panels_of(layer.outputs), gradient + layer.bias,
                      accumulate);
}

template <class Real> void batch_pass<Real>::run_block(std::size_t part, std::size_t block, const batch& b) {
    workplace& place = workplaces_[part];
    const std::size_t begin = block * plan_.block_rows;
    const std::size_t end = begin + plan_.block_rows < b.count ? begin + plan_.block_rows : b.count;
    for (std::size_t first = begin; first < end; first += plan_.chunk_rows) {
        const std::size_t count = end - first < plan_.chunk_rows ? end - first : plan_.chunk_rows;
        pass_rows(place, b, first, 0, count, count);
        for (std::size_t i = 0; i < net_.layers().size(); ++i) {
            sum_layer(place, b, first, count, i, {0, net_.layers()[i].inputs}, true, first != begin);
        }
    }
}

/// Joins the blocks of a strip by a tree that only the number of blocks decides, and hands it over.
template <class Real> void batch_pass<Real>::finish_strip(std::size_t offset, std::size_t count, bool weights,
                                                          std::size_t blocks, gradient_sink<Real>& sink) {
    for (std::size_t distance = 1; distance < blocks; distance *= 2) {
        for (std::size_t block = 0; block + distance < blocks; block += 2 * distance) {
            kernels_.add(block_gradients_[block].data() + offset, block_gradients_[block + distance].data() + offset,
                         count);
        }
    }
    sink.take(offset, count, weights, block_gradients_[0].data() + offset);
}

template <class Real>
void batch_pass<Real>::finish(std::size_t part, std::size_t blocks, const batch& b, gradient_sink<Real>& sink) {
    for (std::size_t index = 0; index < net_.layers().size(); ++index) {
        const dense& layer = net_.layers()[index];
        const share inputs = share_of(layer.inputs, part, b.threads, input_grain);
        const std::size_t count = inputs.end - inputs.begin;
        if (count == layer.inputs) {
            finish_strip(layer.weight, layer.weight_floats(), true, blocks, sink);
        } else if (count > 0) {
            for (std::size_t panel = 0; panel < panels_of(layer.outputs); ++panel) {
                finish_strip(layer.weight + (panel * layer.inputs + inputs.begin) * panel_width, count * panel_width,
                             true, blocks, sink);
            }
        }
        if (part == 0) finish_strip(layer.bias, layer.bias_floats(), false, blocks, sink);
        if (index == 0 || count == 0) continue;
        transpose_weights(b.parameters + layer.weight, layer.inputs, layer.outputs, inputs.begin, inputs.end,
                          transposed_[index].data());
    }
}

template <class Real> double batch_pass<Real>::run_by_blocks(const batch& b, gradient_sink<Real>& sink) {
    const std::size_t blocks = ceil_divide(b.count, plan_.block_rows);
    auto rows = [&](std::size_t part) {
        const share mine = share_of(blocks, part, b.threads, 1);
        for (std::size_t block = mine.begin; block < mine.end; ++block) run_block(part, block, b);
    };
    pool_.run(b.threads, rows);
    const double total = sum_of_losses(row_losses_.data(), b.count);
    if (!std::isfinite(total)) return total;
    auto sums = [&](std::size_t part) { finish(part, blocks, b, sink); };
    pool_.run(b.threads, sums);
    return total;
}

template <class Real> double batch_pass<Real>::run_wide(const batch& b, gradient_sink<Real>& sink) {
    workplace& place = workplaces_[0];
    double total = 0;
    for (std::size_t first = 0; first < b.count; first += plan_.chunk_rows) {
        const std::size_t count = b.count - first < plan_.chunk_rows ? b.count - first : plan_.chunk_rows;
        const bool last = first + count == b.count;
        auto rows = [&](std::size_t part) {
            const share mine = share_of(count, part, b.threads, row_grain);
            pass_rows(place, b, first + mine.begin, mine.begin, mine.end - mine.begin, count);
        };
        pool_.run(b.threads, rows);
        if (last) {
            total = sum_of_losses(row_losses_.data(), b.count);
            if (!std::isfinite(total)) return total;
        }
        auto sums = [&](std::size_t part) {
            for (std::size_t i = 0; i < net_.layers().size(); ++i) {
                const share inputs = share_of(net_.layers()[i].inputs, part, b.threads, input_grain);
                sum_layer(place, b, first, count, i, inputs, part == 0, first != 0);
            }
            if (last) finish(part, 1, b, sink);
        };
        pool_.run(b.threads, sums);
    }
    return total;
}

template <class Real> double batch_pass<Real>::run(const row_set<Real>& data, const std::uint32_t* order,
                                                   std::size_t count, const Real* parameters, std::size_t threads,
                                                   gradient_sink<Real>& sink) {
    const batch b = {&data, order, count, parameters, threads, gradient_scale<Real>(kind_, count, net_.outputs())};
    return plan_.by_blocks ? run_by_blocks(b, sink) : run_wide(b, sink);
}

template double sum_of_losses(const float*, std::size_t);
template double sum_of_losses(const double*, std::size_t);
template class batch_pass<float>;
template class batch_pass<double>;

}  // namespace chainrule
