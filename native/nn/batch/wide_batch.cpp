// See wide_batch.h. While a piece is summed, memory is prefetched that the CPU does not prefetch by itself: the next
// batch's rows, whose order no CPU can predict, and on some CPUs what the hand-over will read.
#include "batch/wide_batch.h"

#include <algorithm>
#include <cmath>

#include "batch/shared_work.h"
#include "cpu.h"
#include "gemm.h"

namespace chainrule {
namespace {

// A piece of a weight gradient is some inputs of some panels, at most 96 KB of floats. Each product copies its inputs,
// so more panels per piece mean fewer copies. 48 is a multiple of all tiles' rows and of a panel.
constexpr std::size_t piece_inputs = 48, piece_panels = 32;
constexpr std::size_t piece_floats = piece_inputs * piece_panels * panel_width;

// The most rows of the next batch that are prefetched while one piece is summed.
constexpr std::size_t most_next_rows = 64;

}  // namespace

template <class Real> wide_batch<Real>::wide_batch(const batch_context<Real>& context, arena& memory)
    : batch_gradient<Real>(context, memory),
      pool_(context.pool),
      buffers_(context, context.plan.chunk_rows, memory),
      gradient_(memory.take<Real>(context.net.parameter_floats())),
      pieces_(memory.take<Real>(context.plan.parts * piece_floats)) {
    for (std::size_t i = 0; i < own_features(net_, plan_); ++i) {
        own_features_.push_back(memory.take<Real>(checked_product(plan_.chunk_rows, row_stride(net_.inputs()))));
    }
}

template <class Real> double wide_batch<Real>::run_batch(const mini_batch<Real>& b, gradient_sink<Real>& sink) {
    double total = 0;
    for (std::size_t first = 0; first < b.count; first += plan_.chunk_rows) {
        const std::size_t count = std::min(plan_.chunk_rows, b.count - first);
        const bool last = first + count == b.count;
        pass_chunk(b, first, count);
        if (last) {
            total = sum_of_losses(row_losses_.data(), b.count);
            if (!std::isfinite(total)) return total;
        }
        auto sums = [&](std::size_t part) {
            Real* own = pieces_.data() + part * piece_floats;
            sum_chunk(part, {first, count, last, first == 0 && last ? own : nullptr}, b, sink);
        };
        pool_.run(b.threads, sums);
    }
    return total;
}

template <class Real> Real* wide_batch<Real>::features_at(std::size_t part, const mini_batch<Real>& b) {
    return part > 0 && keeps_own_features(b) ? own_features_[part - 1].data() : buffers_.features.data();
}

template <class Real> const_matrix_view<Real> wide_batch<Real>::input_of(std::size_t part, const mini_batch<Real>& b,
                                                                         std::size_t first, std::size_t count,
                                                                         std::size_t index) {
    return index == 0 ? features_of(b, features_at(part, b), first, count) : buffers_.input_of(b, first, count, index);
}

/// Forward pass, loss and backward pass of the batch's rows [first, first + count), which fill the buffers.
template <class Real>
void wide_batch<Real>::pass_chunk(const mini_batch<Real>& b, std::size_t first, std::size_t count) {
    const buffered_rows all = {first, count, 0, count};
    bool any_by_columns = false;
    for (std::size_t index = 0; index < net_.layers().size(); ++index) any_by_columns |= shares_columns(index, b);
    if (any_by_columns) {
        forward_shared(b, all);
        backward_shared(b, all);
    } else {
        for_rows(pool_, b.threads, all, [&](const buffered_rows& rows) {
            buffers_.pass_rows(b, rows, transposed_.weights(), row_losses_.data());
        });
    }
}

/// Forward pass layer by layer, each divided by columns or by rows, up to the losses and their gradients.
template <class Real> void wide_batch<Real>::forward_shared(const mini_batch<Real>& b, const buffered_rows& all) {
    row_pass<Real>& pass = buffers_.pass;
    const std::size_t last = net_.layers().size() - 1;
    const bool own_features = keeps_own_features(b);
    if (shares_columns(0, b) && !own_features) {
        for_rows(pool_, b.threads, all,
                 [&](const buffered_rows& rows) { gather_features(b, rows, features_at(0, b)); });
    }
    for (std::size_t index = 0; index <= last; ++index) {
        if (shares_columns(index, b)) {
            for_columns(pool_, b.threads, net_.layers()[index].outputs,
                        [&](std::size_t part, std::size_t first, std::size_t columns) {
                            if (index == 0 && own_features) gather_features(b, all, features_at(part, b));
                            const const_matrix_view<Real> input = input_of(part, b, all.first, all.count, index);
                            pass.forward_columns(index, b.parameters, input, range_of(b, all), first, columns);
                            if (keeps_columns(index, b)) pass.activate_columns(index, range_of(b, all), first, columns);
                        });
            if (index < last && keeps_columns(index, b)) continue;
        }
        for_rows(pool_, b.threads, all, [&](const buffered_rows& rows) {
            if (index == 0 && !shares_columns(0, b)) gather_features(b, rows, features_at(0, b));
            forward_own_rows(index, b, rows);
        });
    }
}

/// The row-wise part of a layer: what is left where threads have divided its columns, else the whole layer.
template <class Real>
void wide_batch<Real>::forward_own_rows(std::size_t index, const mini_batch<Real>& b, const buffered_rows& rows) {
    const row_range range = range_of(b, rows);
    if (!shares_columns(index, b)) {
        const std::size_t before = rows.first - rows.buffer_first;
        buffers_.pass.forward_sums(index, b.parameters, buffers_.input_of(b, before, rows.buffer_rows, index), range);
    }
    if (!keeps_columns(index, b)) buffers_.pass.forward_rest(index, b.parameters, range);
    if (index + 1 < net_.layers().size()) return;
    buffers_.gather_targets(b, rows);
    buffers_.take_losses(b, rows, row_losses_.data());
    buffers_.pass.backward_rest(index, b.parameters, range);
}

/// Backward pass; the gradients of a layer are divided among threads as the layer is.
template <class Real> void wide_batch<Real>::backward_shared(const mini_batch<Real>& b, const buffered_rows& all) {
    row_pass<Real>& pass = buffers_.pass;
    for (std::size_t index = net_.layers().size() - 1; index > 0; --index) {
        const std::size_t below = index - 1;
        if (shares_columns(below, b)) {
            for_columns(pool_, b.threads, net_.layers()[below].outputs,
                        [&](std::size_t, std::size_t first, std::size_t columns) {
                            pass.backward_columns(index, transposed_.weights()[index], range_of(b, all), first,
                                                  columns);
                            if (keeps_columns(below, b)) {
                                pass.activate_columns_backward(below, range_of(b, all), first, columns);
                            }
                        });
            if (keeps_columns(below, b)) continue;
        }
        for_rows(pool_, b.threads, all, [&](const buffered_rows& rows) {
            if (!shares_columns(below, b))
                pass.backward_product(index, transposed_.weights()[index], range_of(b, rows));
            pass.backward_rest(below, b.parameters, range_of(b, rows));
        });
    }
}

/// Sums the gradients over a chunk's rows, and gives them to the sink after the last chunk.
template <class Real> void wide_batch<Real>::sum_chunk(std::size_t part, const chunk& rows, const mini_batch<Real>& b,
                                                       gradient_sink<Real>& sink) {
    const auto finish = [&](std::size_t offset, std::size_t count, bool weights) {
        sink.take(offset, count, weights, gradient_.data() + offset);
    };
    for (std::size_t index = 0; index < net_.layers().size(); ++index) {
        const dense& layer = net_.layers()[index];
        const share inputs = share_of(layer.inputs, part, b.threads, input_grain);
        const std::size_t all_panels = panels_of(layer.outputs);
        // Biases, gamma and beta: where threads divide the rows, the first thread sums all of them, since they are few.
        share panels = {0, part == 0 ? all_panels : 0};
        const bool accumulate = rows.first != 0;
        if (is_narrow(layer.outputs)) {
            buffers_.sum_layer(b, rows.first, rows.count, index, inputs, {0, 0}, gradient_.data(), accumulate);
            if (rows.last) for_each_weight_strip(layer, inputs, finish);
            if (rows.last) transposed_.update(index, inputs, {0, layer.outputs}, b.parameters);
        } else if (shares_columns(index, b)) {
            panels = share_of(all_panels, part, b.threads, 1);
            sum_by_pieces(part, index, {0, layer.inputs}, panels, rows, b, sink);
        } else {
            sum_by_pieces(part, index, inputs, {0, all_panels}, rows, b, sink);
        }
        if (panels.begin == panels.end) continue;
        buffers_.sum_layer(b, rows.first, rows.count, index, {0, 0}, panels, gradient_.data(), accumulate);
        if (rows.last) for_each_vector_strip(layer, panels, finish);
    }
}

/// Weight gradients of some of a layer's inputs and panels, piece by piece. The panels' d_sums stay in cache while the
/// inputs are read.
template <class Real> void wide_batch<Real>::sum_by_pieces(std::size_t part, std::size_t index, share inputs,
                                                           share panels, const chunk& rows, const mini_batch<Real>& b,
                                                           gradient_sink<Real>& sink) {
    const dense& layer = net_.layers()[index];
    const std::size_t strips = ceil_divide(inputs.end - inputs.begin, piece_inputs);
    const std::size_t pieces = strips * ceil_divide(panels.end - panels.begin, piece_panels);
    for (std::size_t number = 0; number < pieces; ++number) {
        const std::size_t first = panels.begin + number / strips * piece_panels;
        const std::size_t begin = inputs.begin + number % strips * piece_inputs;
        const piece what = {index, begin, std::min(piece_inputs, inputs.end - begin), first,
                            std::min(piece_panels, panels.end - first)};
        memory_range ranges[most_next_rows + gradient_sink<Real>::most_ranges];
        memory_range* listed = ranges;
        if (rows.last && index == 0) listed = list_next_rows(b, part, number, pieces, listed);
        if (rows.last && !habits.fetches_short_runs) {
            // Listed last, so prefetched last: the hand-over reads it first, while it is near.
            listed =
                sink.list_memory(what.offset(layer, 0), what.floats(), what.panels, layer.inputs * panel_width, listed);
        }
        sum_piece(part, what, rows, b, sink, {ranges, static_cast<std::size_t>(listed - ranges)});
    }
}

template <class Real> void wide_batch<Real>::sum_piece(std::size_t part, const piece& what, const chunk& rows,
                                                       const mini_batch<Real>& b, gradient_sink<Real>& sink,
                                                       const memory_ahead& ahead) {
    const dense& layer = net_.layers()[what.index];
    const const_matrix_view<Real> input = input_of(part, b, rows.first, rows.count, what.index);
    const matrix_view<Real> d_sums = buffers_.pass.d_sums(what.index, rows.count);
    Real* gradient = rows.gradient != nullptr
                         ? rows.gradient
                         : gradient_.data() + layer.weight + what.first * layer.inputs * panel_width +
                               what.begin * what.panels * panel_width;
    multiply_weight_gradient<Real>(
        kernels_, {input.data + what.begin, rows.count, what.inputs, input.stride},
        {d_sums.data + what.first * panel_width, rows.count, what.panels * panel_width, d_sums.stride}, 0, what.inputs,
        gradient, rows.first != 0, ahead);
    if (!rows.last) return;
    for (std::size_t panel = 0; panel < what.panels; ++panel) {
        sink.take(what.offset(layer, panel), what.floats(), true, gradient + panel * what.floats());
    }
    const std::size_t last = std::min((what.first + what.panels) * panel_width, layer.outputs);
    transposed_.update(what.index, {what.begin, what.begin + what.inputs}, {what.first * panel_width, last},
                       b.parameters);
}

/// Lists rows to prefetch, from `to` on: of the rows that thread `part` will gather for the next batch, the share of
/// piece `piece` of `pieces`. Returns the pointer after the last entry.
template <class Real> memory_range* wide_batch<Real>::list_next_rows(const mini_batch<Real>& b, std::size_t part,
                                                                     std::size_t piece, std::size_t pieces,
                                                                     memory_range* to) const {
    if (b.order == nullptr) return to;
    const std::size_t next = b.next < plan_.chunk_rows ? b.next : plan_.chunk_rows;
    const share mine = keeps_own_features(b) ? share{0, next} : share_of(next, part, b.threads, 1);
    const share now = share_of(mine.end - mine.begin, piece, pieces, 1);
    const std::size_t count = now.end - now.begin < most_next_rows ? now.end - now.begin : most_next_rows;
    const std::uint32_t* order = b.order + b.count + mine.begin + now.begin;
    for (std::size_t r = 0; r < count; ++r) {
        *to++ = {b.data.feature_rows(order[r], 1).data, net_.inputs() * sizeof(Real), 1, 0};
    }
    return to;
}

template class wide_batch<float>;
template class wide_batch<double>;

}  // namespace chainrule
