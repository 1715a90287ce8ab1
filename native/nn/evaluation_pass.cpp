// See evaluation_pass.h. Each thread takes a share of the rows, in chunks that stay in its cache.
#include "evaluation_pass.h"

#include <algorithm>
#include <cstring>

namespace chainrule {

evaluation_pass::evaluation_pass(const kernel_table& kernels, const network& net, const evaluation_plan& plan,
                                 thread_pool& pool)
    : kernels_(kernels), net_(net), plan_(plan), pool_(pool) {
    for (std::size_t i = 0; i < plan.parts; ++i) {
        passes_.emplace_back(kernels, net, plan.chunk_rows, false);
        targets_.emplace_back(checked_product(plan.chunk_rows, padded(net.outputs())));
    }
}

std::size_t evaluation_pass::floats_needed(const network& net, const evaluation_plan& plan) {
    const std::size_t targets = checked_product(plan.chunk_rows, padded(net.outputs()));
    return checked_product(plan.parts, checked_sum(row_pass::floats_needed(net, plan.chunk_rows, false), targets));
}

void evaluation_pass::losses(const row_set& data, loss kind, const float* parameters, std::size_t first,
                             std::size_t last, float* row_loss) {
    const std::size_t columns = data.target_columns;
    const std::size_t stride = kind == loss::categorical_cross_entropy ? 1 : padded(columns);
    auto part_of_rows = [&](std::size_t part) {
        const share mine = share_of(last - first, part, plan_.parts, 1);
        for (std::size_t at = first + mine.begin; at < first + mine.end; at += plan_.chunk_rows) {
            const std::size_t count = std::min(plan_.chunk_rows, first + mine.end - at);
            passes_[part].forward(parameters, data.feature_rows(at, count), 0, count);
            for (std::size_t r = 0; r < count; ++r) {
                std::memcpy(targets_[part].data() + r * stride, data.targets.data() + (at + r) * columns,
                            columns * sizeof(float));
            }
            const matrix_view output = passes_[part].activations(net_.layers().size() - 1, count);
            loss_rows rows{};
            rows.output = output.data;
            rows.stride = output.stride;
            rows.target = targets_[part].data();
            rows.target_stride = stride;
            rows.rows = count;
            rows.outputs = net_.outputs();
            rows.row_loss = row_loss + at;
            kernels_.evaluate_loss(kind, rows);
        }
    };
    pool_.run(plan_.parts, part_of_rows);
}

void evaluation_pass::outputs(const float* features, std::size_t rows, const float* parameters, float* output) {
    const std::size_t columns = net_.outputs();
    auto part_of_rows = [&](std::size_t part) {
        const share mine = share_of(rows, part, plan_.parts, 1);
        for (std::size_t at = mine.begin; at < mine.end; at += plan_.chunk_rows) {
            const std::size_t count = std::min(plan_.chunk_rows, mine.end - at);
            const const_matrix_view input = {features + at * net_.inputs(), count, net_.inputs(), net_.inputs()};
            passes_[part].forward(parameters, input, 0, count);
            const matrix_view from = passes_[part].activations(net_.layers().size() - 1, count);
            for (std::size_t r = 0; r < count; ++r) {
                std::memcpy(output + (at + r) * columns, from.row(r), columns * sizeof(float));
            }
        }
    };
    pool_.run(plan_.parts, part_of_rows);
}

}  // namespace chainrule
