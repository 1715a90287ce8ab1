// The way of a batch through a wide network. What one core has written and another reads takes long to get there, so
// threads share out what makes least of that: with a layer wide beside the rows its columns, and then a weight, its
// gradient and what the optimizer keeps of it stay with one thread; else the rows, and the inputs of the gradients.
// Weight gradients are summed piece by piece, and each piece is handed over while it is in cache. What the CPU does not
// fetch by itself is fetched while a piece is being summed: the next batch's rows, which none can guess, and on some
// what the hand-over will read.
#include <algorithm>
#include <cmath>

#include "batch/batch_pass.h"
#include "cpu.h"
#include "gemm.h"

namespace chainrule {
namespace {

// Fetched while a piece is being summed.
constexpr std::size_t most_next_rows = 64;

}  // namespace

template <class Real> Real* batch_pass<Real>::features_at(std::size_t part, const batch& b) {
    return part > 0 && keeps_own_features(b) ? own_features_[part - 1].data() : workplaces_[0].features.data();
}

/// What a part of the threads reads as a layer's input.
template <class Real> const_matrix_view<Real> batch_pass<Real>::wide_input(std::size_t part, const batch& b,
                                                                           std::size_t first, std::size_t count,
                                                                           std::size_t index) {
    return index == 0 ? features_of(features_at(part, b), b, first, count)
                      : input_of(workplaces_[0], b, first, count, index);
}

/// Rows of a batch that are in the place together, from its row `first`.
template <class Real> struct batch_pass<Real>::chunk {
    std::size_t first, count;
    bool last;
    /// Room for one piece. A batch that is one chunk needs no more: each piece is summed in the same few lines, and
    /// handed over. Else null: pieces lie one behind the other until the last chunk.
    Real* gradient;
};

/// Lists the share of piece `piece` of `pieces` in the rows that this part of the threads will gather for the next
/// batch, from `to` on. Returns the place after the last.
template <class Real> memory_range* batch_pass<Real>::list_next_rows(const batch& b, std::size_t part,
                                                                     std::size_t piece, std::size_t pieces,
                                                                     memory_range* to) const {
    if (b.order == nullptr) return to;
    const std::size_t next = b.next < plan_.chunk_rows ? b.next : plan_.chunk_rows;
    const share mine = keeps_own_features(b) ? share{0, next} : share_of(next, part, b.threads, 1);
    const share now = share_of(mine.end - mine.begin, piece, pieces, 1);
    const std::size_t count = now.end - now.begin < most_next_rows ? now.end - now.begin : most_next_rows;
    const std::uint32_t* order = b.order + b.count + mine.begin + now.begin;
    for (std::size_t r = 0; r < count; ++r) {
        *to++ = {b.data->feature_rows(order[r], 1).data, net_.inputs() * sizeof(Real), 1, 0};
    }
    return to;
}

/// Inputs [begin, begin + inputs) of the panels [first, first + panels) of a layer.
template <class Real> struct batch_pass<Real>::piece {
    std::size_t index, begin, inputs, first, panels;
    /// Where the weights of a panel lie, and how many.
    std::size_t place(const dense& layer, std::size_t panel) const {
        return layer.weight + ((first + panel) * layer.inputs + begin) * panel_width;
    }
    std::size_t floats() const { return inputs * panel_width; }
};

template <class Real> void batch_pass<Real>::sum_piece(std::size_t part, const piece& what, const chunk& rows,
                                                       const batch& b, gradient_sink<Real>& sink,
                                                       const memory_ahead& ahead) {
    const dense& layer = net_.layers()[what.index];
    const const_matrix_view<Real> input = wide_input(part, b, rows.first, rows.count, what.index);
    const matrix_view<Real> d_sums = workplaces_[0].pass.d_sums(what.index, rows.count);
    Real* gradient = rows.gradient != nullptr
                         ? rows.gradient
                         : block_gradients_[0].data() + layer.weight + what.first * layer.inputs * panel_width +
                               what.begin * what.panels * panel_width;
    multiply_weight_gradient<Real>(
        kernels_, {input.data + what.begin, rows.count, what.inputs, input.stride},
        {d_sums.data + what.first * panel_width, rows.count, what.panels * panel_width, d_sums.stride}, 0, what.inputs,
        gradient, rows.first != 0, ahead);
    if (!rows.last) return;
    for (std::size_t panel = 0; panel < what.panels; ++panel) {
        sink.take(what.place(layer, panel), what.floats(), true, gradient + panel * what.floats());
    }
    if (what.index == 0) return;
    const std::size_t last = (what.first + what.panels) * panel_width;
    transpose(layer, {what.begin, what.begin + what.inputs},
              {what.first * panel_width, last < layer.outputs ? last : layer.outputs}, what.index, b.parameters);
}

/// Weight gradients of some of a layer's inputs and panels. The panels' slopes stay in cache while the inputs pass by.
template <class Real> void batch_pass<Real>::sum_by_pieces(std::size_t part, std::size_t index, share inputs,
                                                           share panels, const chunk& rows, const batch& b,
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
            // What is read first comes last, and so is nearest.
            listed =
                sink.list_memory(what.place(layer, 0), what.floats(), what.panels, layer.inputs * panel_width, listed);
        }
        sum_piece(part, what, rows, b, sink, {ranges, static_cast<std::size_t>(listed - ranges)});
    }
}

/// Gradients over a chunk's rows, and after the last chunk their hand-over.
template <class Real>
void batch_pass<Real>::sum_chunk(std::size_t part, const chunk& rows, const batch& b, gradient_sink<Real>& sink) {
    for (std::size_t index = 0; index < net_.layers().size(); ++index) {
        const dense& layer = net_.layers()[index];
        const share inputs = share_of(layer.inputs, part, b.threads, input_grain);
        const std::size_t all_panels = panels_of(layer.outputs);
        // Biases and the like: by rows they are too few to be shared out.
        share panels = {0, part == 0 ? all_panels : 0};
        const bool accumulate = rows.first != 0;
        if (is_narrow(layer.outputs)) {
            sum_layer(workplaces_[0], b, rows.first, rows.count, index, inputs, {0, 0}, accumulate);
            if (rows.last) finish_inputs(index, inputs, {1, 1}, b, sink);
        } else if (shares_columns(index, b)) {
            panels = share_of(all_panels, part, b.threads, 1);
            sum_by_pieces(part, index, {0, layer.inputs}, panels, rows, b, sink);
        } else {
            sum_by_pieces(part, index, inputs, {0, all_panels}, rows, b, sink);
        }
        if (panels.begin == panels.end) continue;
        sum_layer(workplaces_[0], b, rows.first, rows.count, index, {0, 0}, panels, accumulate);
        if (rows.last) finish_vectors(layer, panels, {1, 1}, sink);
    }
}

/// Forward, loss and backward of the batch's rows [first, first + count), which are all that is in the place.
template <class Real> void batch_pass<Real>::pass_chunk(const batch& b, std::size_t first, std::size_t count) {
    const placed_rows all = {first, count, 0, count};
    bool any_by_columns = false;
    for (std::size_t index = 0; index < net_.layers().size(); ++index) any_by_columns |= shares_columns(index, b);
    if (any_by_columns) {
        forward_shared(b, all);
        backward_shared(b, all);
    } else {
        for_rows(b, all, [&](const placed_rows& rows) { pass_rows(workplaces_[0], b, rows); });
    }
}

/// Whether what follows the product is each column's own affair too: a normalisation looks at whole rows.
template <class Real> bool batch_pass<Real>::keeps_columns(std::size_t index, const batch& b) const {
    return shares_columns(index, b) && !net_.layers()[index].is_normalized();
}

/// Layer by layer, each by columns or by rows, up to the losses and their slopes.
template <class Real> void batch_pass<Real>::forward_shared(const batch& b, const placed_rows& all) {
    workplace& place = workplaces_[0];
    row_pass<Real>& pass = place.pass;
    const std::size_t last = net_.layers().size() - 1;
    const bool own_features = keeps_own_features(b);
    if (shares_columns(0, b) && !own_features) {
        for_rows(b, all, [&](const placed_rows& rows) { gather_features(features_at(0, b), b, rows); });
    }
    for (std::size_t index = 0; index <= last; ++index) {
        if (shares_columns(index, b)) {
            for_panels(b, net_.layers()[index].outputs, [&](std::size_t part, std::size_t first, std::size_t columns) {
                if (index == 0 && own_features) gather_features(features_at(part, b), b, all);
                const const_matrix_view<Real> input = wide_input(part, b, all.first, all.count, index);
                pass.forward_columns(index, b.parameters, input, range_of(b, all), first, columns);
                if (keeps_columns(index, b)) pass.activate_columns(index, range_of(b, all), first, columns);
            });
            if (index < last && keeps_columns(index, b)) continue;
        }
        for_rows(b, all, [&](const placed_rows& rows) {
            if (index == 0 && !shares_columns(0, b)) gather_features(features_at(0, b), b, rows);
            forward_own_rows(index, b, rows);
        });
    }
}

/// What is left to do of the layer when its columns are done, or all.
template <class Real>
void batch_pass<Real>::forward_own_rows(std::size_t index, const batch& b, const placed_rows& rows) {
    workplace& place = workplaces_[0];
    const row_range range = range_of(b, rows);
    if (!shares_columns(index, b)) {
        const std::size_t before = rows.first - rows.place_first;
        place.pass.forward_sums(index, b.parameters, input_of(place, b, before, rows.place_rows, index), range);
    }
    if (!keeps_columns(index, b)) place.pass.forward_rest(index, b.parameters, range);
    if (index + 1 < net_.layers().size()) return;
    gather_targets(place, b, rows);
    take_losses(place, b, rows);
    place.pass.backward_rest(index, b.parameters, range);
}

/// The slopes of a layer are shared out as the layer is.
template <class Real> void batch_pass<Real>::backward_shared(const batch& b, const placed_rows& all) {
    row_pass<Real>& pass = workplaces_[0].pass;
    for (std::size_t index = net_.layers().size() - 1; index > 0; --index) {
        const std::size_t below = index - 1;
        if (shares_columns(below, b)) {
            for_panels(b, net_.layers()[below].outputs, [&](std::size_t, std::size_t first, std::size_t columns) {
                pass.backward_columns(index, transposed_data_[index], range_of(b, all), first, columns);
                if (keeps_columns(below, b)) {
                    pass.activate_columns_backward(below, range_of(b, all), first, columns);
                }
            });
            if (keeps_columns(below, b)) continue;
        }
        for_rows(b, all, [&](const placed_rows& rows) {
            if (!shares_columns(below, b)) pass.backward_product(index, transposed_data_[index], range_of(b, rows));
            pass.backward_rest(below, b.parameters, range_of(b, rows));
        });
    }
}

template <class Real> double batch_pass<Real>::run_wide(const batch& b, gradient_sink<Real>& sink) {
    double total = 0;
    for (std::size_t first = 0; first < b.count; first += plan_.chunk_rows) {
        const std::size_t count = b.count - first < plan_.chunk_rows ? b.count - first : plan_.chunk_rows;
        const bool last = first + count == b.count;
        pass_chunk(b, first, count);
        if (last) {
            total = sum_of_losses(row_losses_.data(), b.count);
            if (!std::isfinite(total)) return total;
        }
        auto sums = [&](std::size_t part) {
            Real* own = pieces_.data() + part * piece_inputs * piece_panels * panel_width;
            sum_chunk(part, {first, count, last, first == 0 && last ? own : nullptr}, b, sink);
        };
        pool_.run(b.threads, sums);
    }
    return total;
}

#define CHAINRULE_INSTANTIATE(Real) template double batch_pass<Real>::run_wide(const batch&, gradient_sink<Real>&)
CHAINRULE_INSTANTIATE(float);
CHAINRULE_INSTANTIATE(double);
#undef CHAINRULE_INSTANTIATE

}  // namespace chainrule
