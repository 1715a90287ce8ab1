// See batch_pass.h. The idea of taking a chunk of rows through all layers and back while it is in cache, rather than
// layer by layer, is from the measurements behind the design: it is worth more than any tuning of the product.
#include "batch/batch_pass.h"

#include <cstring>

#include "gemm.h"

namespace chainrule {
namespace {

// Rows that together take less stay in the second cache.
constexpr std::size_t near_bytes = 256 * 1024;
// How many rows before it is copied a row is asked for.
constexpr std::size_t rows_before_use = 16;

template <class Real> const_matrix_view<Real> rows_of(matrix_view<Real> all, std::size_t first, std::size_t count) {
    return {all.row(first), count, all.columns, all.stride};
}

/// A short row is copied sooner than memcpy is called.
template <class Real> void copy_row(const Real* from, std::size_t count, Real* to) {
    constexpr std::size_t short_row = 64;
    if (count > short_row) {
        std::memcpy(to, from, count * sizeof(Real));
    } else {
        for (std::size_t i = 0; i < count; ++i) to[i] = from[i];
    }
}

/// Asks for a row that will be copied soon. Long ones are left to the CPU, which sees that they go on.
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
      features(checked_product(rows, row_stride(net.inputs()))),
      targets(checked_product(rows, takes_class_index(kind) ? 1 : padded(net.outputs()))),
      weights(rows) {}

template <class Real>
std::size_t batch_pass<Real>::workplace::floats_needed(const network& net, loss kind, std::size_t rows) {
    const std::size_t target_columns = takes_class_index(kind) ? 1 : padded(net.outputs());
    const std::size_t columns = checked_sum(row_stride(net.inputs()), target_columns + 1);
    return checked_sum(row_pass<Real>::floats_needed(net, rows, true), checked_product(rows, columns));
}

template <class Real>
batch_pass<Real>::batch_pass(const kernel_table<Real>& kernels, const network& net, const loss_config& config,
                             const batch_plan& plan, std::size_t batch_rows, std::uint64_t seed, thread_pool& pool)
    : kernels_(kernels), net_(net), config_(config), plan_(plan), seed_(seed), pool_(pool), row_losses_(batch_rows) {
    pieces_ = aligned_buffer<Real>(piece_floats(plan));
    for (std::size_t i = 0; i < own_features(net, plan); ++i) {
        own_features_.emplace_back(checked_product(plan.chunk_rows, row_stride(net.inputs())));
    }
    for (std::size_t i = 0; i < plan.blocks; ++i) block_gradients_.emplace_back(net.parameter_floats());
    for (std::size_t i = 0; i < net.layers().size(); ++i) {
        const dense& layer = net.layers()[i];
        const bool as_it_is = i == 0 || is_narrow(layer.outputs);
        transposed_.emplace_back(as_it_is ? 0 : checked_product(padded(layer.inputs), layer.outputs));
        transposed_data_.push_back(transposed_.back().data());
    }
    std::vector<Real*> transposed;
    for (aligned_buffer<Real>& buffer : transposed_) transposed.push_back(buffer.data());
    const std::size_t places = plan.by_blocks ? plan.parts : 1;
    for (std::size_t i = 0; i < places; ++i) {
        if (plan.fused) {
            fused_places_.emplace_back(net, config, plan.chunk_rows, transposed);
        } else {
            workplaces_.emplace_back(kernels, net, config.kind, plan.chunk_rows);
        }
    }
}

template <class Real> std::size_t batch_pass<Real>::floats_needed(const network& net, loss kind, const batch_plan& plan,
                                                                  std::size_t batch_rows) {
    const std::size_t place = plan.fused ? fused_place<Real>::floats_needed(net, kind, plan.chunk_rows)
                                         : workplace::floats_needed(net, kind, plan.chunk_rows);
    std::size_t floats = checked_sum(checked_product(place, plan.by_blocks ? plan.parts : 1), piece_floats(plan));
    const std::size_t features = checked_product(plan.chunk_rows, row_stride(net.inputs()));
    floats = checked_sum(floats, checked_product(own_features(net, plan), features));
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
        transpose(layer, {0, layer.inputs}, {0, layer.outputs}, i, parameters);
    }
}

/// The data gradient's weights; those of a narrow layer are what it needs already.
template <class Real> void batch_pass<Real>::transpose(const dense& layer, share inputs, share outputs,
                                                       std::size_t index, const Real* parameters) {
    if (is_narrow(layer.outputs)) {
        if (inputs.begin == 0) transposed_data_[index] = parameters + layer.weight;
        return;
    }
    kernels_.transpose_panels(parameters + layer.weight, layer.inputs, layer.outputs, inputs.begin, inputs.end,
                              outputs.begin, outputs.end, transposed_[index].data());
}

/// Copies rows of the features to where they are in a place whose features begin at `to`; none where they lie in order
/// already.
template <class Real> void batch_pass<Real>::gather_features(Real* to, const batch& b, const placed_rows& rows) {
    if (b.order == nullptr) return;
    const std::size_t inputs = net_.inputs();
    const Real* features = b.data->features.data();
    const std::uint32_t* order = b.order + rows.first;
    to += rows.place_first * row_stride(inputs);
    for (std::size_t r = 0; r < rows.count; ++r, to += row_stride(inputs)) {
        copy_row(features + order[r] * inputs, inputs, to);
        fetch_row(features + order[r + rows_before_use] * inputs, inputs);
    }
}

template <class Real> void batch_pass<Real>::gather_targets(workplace& place, const batch& b, const placed_rows& rows) {
    const std::size_t columns = b.data->target_columns;
    const std::size_t target_stride = takes_class_index(config_.kind) ? 1 : padded(columns);
    for (std::size_t r = 0; r < rows.count; ++r) {
        const std::size_t row = b.order == nullptr ? rows.first + r : b.order[rows.first + r];
        const std::size_t to = rows.place_first + r;
        copy_row(b.data->targets.data() + row * columns, columns, place.targets.data() + to * target_stride);
        if (b.data->weights.size() > 0) place.weights.data()[to] = b.data->weights.data()[row];
        if (b.order == nullptr) continue;
        fetch_row(b.data->targets.data() + b.order[rows.first + r + rows_before_use] * columns, columns);
    }
}

/// Brings the rows together in the place. Returns the place's features.
template <class Real>
const_matrix_view<Real> batch_pass<Real>::gather(workplace& place, const batch& b, const placed_rows& rows) {
    gather_targets(place, b, rows);
    gather_features(place.features.data(), b, rows);
    return features_of(place.features.data(), b, rows.first - rows.place_first, rows.place_rows);
}

template <class Real> row_range batch_pass<Real>::range_of(const batch& b, const placed_rows& rows) const {
    return {rows.place_first, rows.place_first + rows.count, rows.first - rows.place_first, b.draw};
}

/// Losses of the rows, and their slopes with respect to the network's outputs.
template <class Real> void batch_pass<Real>::take_losses(workplace& place, const batch& b, const placed_rows& rows) {
    const std::size_t last_layer = net_.layers().size() - 1;
    const matrix_view<Real> output = place.pass.outputs(last_layer, rows.place_rows);
    const matrix_view<Real> gradient = place.pass.d_outputs(last_layer, rows.place_rows);
    loss_rows<Real> p{};
    p.output = output.row(rows.place_first);
    p.gradient = gradient.row(rows.place_first);
    p.stride = output.stride;
    p.target_stride = takes_class_index(config_.kind) ? 1 : padded(net_.outputs());
    p.target = place.targets.data() + rows.place_first * p.target_stride;
    p.rows = rows.count;
    p.outputs = net_.outputs();
    p.scale = b.scale;
    p.weight = b.data->weights.size() > 0 ? place.weights.data() + rows.place_first : nullptr;
    p.row_loss = row_losses_.data() + rows.first;
    kernels_.evaluate_loss(config_, p);
}

/// Forward, loss and backward.
template <class Real> void batch_pass<Real>::pass_rows(workplace& place, const batch& b, const placed_rows& rows) {
    if (rows.count == 0) return;
    const const_matrix_view<Real> input = gather(place, b, rows);
    place.pass.forward(b.parameters, input, range_of(b, rows));
    take_losses(place, b, rows);
    place.pass.backward(b.parameters, transposed_data_, range_of(b, rows));
}

/// What the layer's first `count` rows in the place were computed from (the batch's rows from `first`).
template <class Real> const_matrix_view<Real> batch_pass<Real>::input_of(workplace& place, const batch& b,
                                                                         std::size_t first, std::size_t count,
                                                                         std::size_t index) {
    if (index > 0) return rows_of(place.pass.outputs(index - 1, count), 0, count);
    return features_of(place.features.data(), b, first, count);
}

template <class Real> const_matrix_view<Real> batch_pass<Real>::features_of(const Real* gathered, const batch& b,
                                                                            std::size_t first, std::size_t count) {
    if (b.order == nullptr) return b.data->feature_rows(first, count);
    return {gathered, count, net_.inputs(), row_stride(net_.inputs())};
}

/// Gradients of a layer over the place's first `count` rows (the batch's rows from `first`): of the weights of some
/// inputs, and of everything that there is one of per output, in some panels.
template <class Real> void batch_pass<Real>::sum_layer(workplace& place, const batch& b, std::size_t first,
                                                       std::size_t count, std::size_t index, share inputs, share panels,
                                                       bool accumulate) {
    const dense& layer = net_.layers()[index];
    Real* gradient = block_gradients_[b.count == 0 ? 0 : first / plan_.block_rows].data();
    const const_matrix_view<Real> d_sums = rows_of(place.pass.d_sums(index, count), 0, count);
    if (inputs.begin < inputs.end) {
        multiply_weight_gradient(kernels_, input_of(place, b, first, count, index), d_sums, inputs.begin, inputs.end,
                                 gradient + layer.weight, accumulate);
    }
    if (panels.begin == panels.end) return;
    const std::size_t column = panels.begin * panel_width, wide = panels.end - panels.begin;
    if (layer.has_bias) {
        kernels_.sum_rows(d_sums.data + column, d_sums.stride, count, wide, gradient + layer.bias + column, accumulate);
    }
    // Those of batch normalisation were summed on the way back.
    if (layer.norm != normalization::layer) return;
    const matrix_view<Real> d_output = place.pass.d_outputs(index, count);
    const matrix_view<Real> normalized = place.pass.normalized(index, count);
    kernels_.sum_products(d_output.data + column, d_output.stride, normalized.data + column, normalized.stride, count,
                          wide, gradient + layer.gamma + column, accumulate);
    kernels_.sum_rows(d_output.data + column, d_output.stride, count, wide, gradient + layer.beta + column, accumulate);
}

template <class Real> void batch_pass<Real>::finish_strip(std::size_t offset, std::size_t count, bool weights,
                                                          const split_blocks& blocks, gradient_sink<Real>& sink) {
    join_rest(offset, count, blocks);
    sink.take(offset, count, weights, block_gradients_[0].data() + offset);
}

template <class Real> void batch_pass<Real>::finish_vectors(const dense& layer, share panels,
                                                            const split_blocks& blocks, gradient_sink<Real>& sink) {
    const std::size_t column = panels.begin * panel_width, columns = (panels.end - panels.begin) * panel_width;
    if (layer.has_bias) finish_strip(layer.bias + column, columns, false, blocks, sink);
    if (!layer.is_normalized()) return;
    finish_strip(layer.gamma + column, columns, false, blocks, sink);
    finish_strip(layer.beta + column, columns, false, blocks, sink);
}

/// Finishes the weights of some of a layer's inputs, and keeps their transposed copy up to date.
template <class Real> void batch_pass<Real>::finish_inputs(std::size_t index, share inputs, const split_blocks& blocks,
                                                           const batch& b, gradient_sink<Real>& sink) {
    const dense& layer = net_.layers()[index];
    const std::size_t count = inputs.end - inputs.begin;
    if (count == 0) return;
    if (count == layer.inputs) {
        finish_strip(layer.weight, layer.weight_floats(), true, blocks, sink);
    } else if (is_narrow(layer.outputs)) {
        finish_strip(layer.weight + inputs.begin * layer.outputs, padded(count) * layer.outputs, true, blocks, sink);
    } else {
        for (std::size_t panel = 0; panel < panels_of(layer.outputs); ++panel) {
            finish_strip(layer.weight + (panel * layer.inputs + inputs.begin) * panel_width, count * panel_width, true,
                         blocks, sink);
        }
    }
    if (index > 0) transpose(layer, inputs, {0, layer.outputs}, index, b.parameters);
}

template <class Real> batch_total batch_pass<Real>::run(const row_set<Real>& data, const std::uint32_t* order,
                                                        std::size_t count, const Real* parameters, std::size_t threads,
                                                        std::uint64_t step, gradient_sink<Real>& sink,
                                                        std::size_t next) {
    const double weight = data.weight_of(order, count);
    const Real scale = gradient_scale<Real>(config_.kind, weight, net_.outputs());
    const batch b = {&data, order, count, next, parameters, threads, scale, draw_of(seed_, step)};
    if (plan_.layered) return {run_layered(b, sink), weight};
    return {plan_.by_blocks ? run_by_blocks(b, sink) : run_wide(b, sink), weight};
}

template <class Real> std::size_t batch_pass<Real>::run_steps(const row_set<Real>& data, const std::uint32_t* order,
                                                              std::size_t rows, std::size_t batch_rows,
                                                              Real* parameters, const step_series<Real>& series) {
    fused_step<Real>* step = series.steps;
    for (std::size_t first = 0; first < rows; first += batch_rows, ++step) {
        const std::size_t count = rows - first < batch_rows ? rows - first : batch_rows;
        step->total.weight = data.weight_of(order == nullptr ? nullptr : order + first, count);
        step->scale = gradient_scale<Real>(config_.kind, step->total.weight, net_.outputs());
    }
    fused_steps<Real> all{};
    all.data = fused_data_of(data);
    all.order = order;
    all.rows = rows;
    all.batch_rows = batch_rows;
    all.following = rows_ahead;
    all.fetches = data.features.size() * sizeof(Real) > near_bytes;
    all.parameters = parameters;
    all.gradients = block_gradients_[0].data();
    all.row_loss = row_losses_.data();
    all.sum_losses = sum_of_losses<Real>;
    all.optimizer = series.kind;
    all.spares_biases = series.spares_biases;
    all.parameter_numbers = net_.parameter_floats();
    all.steps = series.steps;
    all.draw = draw_of(seed_, series.first);
    return kernels_.train_fused(fused_places_[0].network_of_rows(), all);
}

template double sum_of_losses(const float*, std::size_t);
template double sum_of_losses(const double*, std::size_t);
template class batch_pass<float>;
template class batch_pass<double>;

}  // namespace chainrule
