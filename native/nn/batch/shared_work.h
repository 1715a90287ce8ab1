// How threads divide a batch's work on one layer: by rows, by columns, and by strips (contiguous ranges of the
// parameter block) for which gradients go to the sink.
#pragma once

#include "batch/row_buffers.h"

namespace chainrule {

/// Calls work(part, first column, columns) for each thread's share of a layer's padded columns.
template <class Work> void for_columns(thread_pool& pool, std::size_t threads, std::size_t columns, Work work) {
    auto part_of_columns = [&](std::size_t part) {
        const share mine = share_of(padded(columns), part, threads, panel_width);
        if (mine.begin < mine.end) work(part, mine.begin, mine.end - mine.begin);
    };
    pool.run(threads, part_of_columns);
}

/// Calls work(rows) for each thread's share of the rows.
template <class Work> void for_rows(thread_pool& pool, std::size_t threads, const buffered_rows& all, Work work) {
    auto part_of_rows = [&](std::size_t part) {
        const share mine = share_of(all.count, part, threads, 1);
        if (mine.begin == mine.end) return;
        work(buffered_rows{all.first + mine.begin, mine.end - mine.begin, all.buffer_first + mine.begin,
                           all.buffer_rows});
    };
    pool.run(threads, part_of_rows);
}

/// Calls strip(offset, count, true) for the weights of some of a layer's inputs, which begin at a multiple of
/// panel_width: for one strip, or one per panel of outputs.
template <class Strip> void for_each_weight_strip(const dense& layer, share inputs, Strip strip) {
    const std::size_t count = inputs.end - inputs.begin;
    if (count == 0) return;
    if (count == layer.inputs) return strip(layer.weight, layer.weight_floats(), true);
    if (is_narrow(layer.outputs)) {
        return strip(layer.weight + inputs.begin * layer.outputs, padded(count) * layer.outputs, true);
    }
    for (std::size_t panel = 0; panel < panels_of(layer.outputs); ++panel) {
        strip(layer.weight + (panel * layer.inputs + inputs.begin) * panel_width, count * panel_width, true);
    }
}

/// Calls strip(offset, count, false) for bias, gamma and beta of some panels of outputs, as far as the layer has them.
template <class Strip> void for_each_vector_strip(const dense& layer, share panels, Strip strip) {
    const std::size_t column = panels.begin * panel_width, columns = (panels.end - panels.begin) * panel_width;
    if (columns == 0) return;
    if (layer.has_bias) strip(layer.bias + column, columns, false);
    if (!layer.is_normalized()) return;
    strip(layer.gamma + column, columns, false);
    strip(layer.beta + column, columns, false);
}

}  // namespace chainrule
