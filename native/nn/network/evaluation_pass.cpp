// See evaluation_pass.h. Each thread takes a share of the rows, in chunks that stay in its cache.
#include "network/evaluation_pass.h"

#include <algorithm>
#include <cstring>

#include "network/score.h"

namespace chainrule {
namespace {

// A chunk's activations stay in L2.
constexpr std::size_t chunk_bytes = 192 * 1024;
constexpr std::size_t least_chunk_rows = 12, most_chunk_rows = 192;
// With fewer operations one thread does them all: two hand-overs cost some microseconds, and a thread does about 20e9
// useful operations a second.
constexpr double least_operations = 8e6;

}  // namespace

evaluation_plan plan_evaluation(const network& net, std::size_t rows, std::size_t threads) {
    const double operations = 2.0 * static_cast<double>(net.parameter_floats()) * static_cast<double>(rows);
    const std::size_t chunk =
        std::min(std::max(chunk_bytes / bytes_of_row(net, false), least_chunk_rows), most_chunk_rows);
    return {std::min(std::max<std::size_t>(rows, 1), chunk),
            operations < least_operations ? 1 : std::min(threads, ceil_divide(rows, chunk))};
}

template <class Real>
evaluation_pass<Real>::evaluation_pass(const kernel_table<Real>& kernels, const network& net,
                                       const evaluation_plan& plan, thread_pool& pool, arena& memory)
    : kernels_(kernels), net_(net), plan_(plan), pool_(pool) {
    for (std::size_t i = 0; i < plan.parts; ++i) {
        passes_.emplace_back(kernels, net, plan.chunk_rows, false, memory);
        targets_.push_back(memory.take<Real>(checked_product(plan.chunk_rows, padded(net.outputs()))));
    }
}

template <class Real> std::size_t evaluation_pass<Real>::bytes(const network& net, const evaluation_plan& plan) {
    thread_pool alone(1);
    return bytes_taken<evaluation_pass>(kernel_table<Real>{}, net, plan, alone);
}

template <class Real> void evaluation_pass<Real>::losses(const row_set<Real>& data, const loss_config& config,
                                                         const Real* parameters, std::size_t first, std::size_t last,
                                                         Real* row_loss, Real* row_score) {
    const std::size_t columns = data.target_columns;
    const std::size_t stride = takes_class_index(config.kind) ? 1 : padded(columns);
    auto part_of_rows = [&](std::size_t part) {
        const share mine = share_of(last - first, part, plan_.parts, 1);
        for (std::size_t at = first + mine.begin; at < first + mine.end; at += plan_.chunk_rows) {
            const std::size_t count = std::min(plan_.chunk_rows, first + mine.end - at);
            passes_[part].forward(parameters, data.feature_rows(at, count), {0, count});
            for (std::size_t r = 0; r < count; ++r) {
                std::memcpy(targets_[part].data() + r * stride, data.targets.data() + (at + r) * columns,
                            columns * sizeof(Real));
            }
            const matrix_view<Real> output = passes_[part].outputs(net_.layers().size() - 1, count);
            loss_rows<Real> rows{};
            rows.output = output.data;
            rows.stride = output.stride;
            rows.target = targets_[part].data();
            rows.target_stride = stride;
            rows.rows = count;
            rows.outputs = net_.outputs();
            rows.weight = data.weights.size() > 0 ? data.weights.data() + at : nullptr;
            rows.row_loss = row_loss + at;
            kernels_.evaluate_loss(config, rows);
            for (std::size_t r = 0; r < count && row_score != nullptr; ++r) {
                row_score[at + r] = score_of(config.kind, output.row(r), rows.target + r * stride, net_.outputs());
            }
        }
    };
    pool_.run(plan_.parts, part_of_rows);
}

template <class Real>
void evaluation_pass<Real>::outputs(const Real* features, std::size_t rows, const Real* parameters, Real* output) {
    const std::size_t columns = net_.outputs();
    auto part_of_rows = [&](std::size_t part) {
        const share mine = share_of(rows, part, plan_.parts, 1);
        for (std::size_t at = mine.begin; at < mine.end; at += plan_.chunk_rows) {
            const std::size_t count = std::min(plan_.chunk_rows, mine.end - at);
            const const_matrix_view<Real> input = {features + at * net_.inputs(), count, net_.inputs(), net_.inputs()};
            passes_[part].forward(parameters, input, {0, count});
            const matrix_view<Real> from = passes_[part].outputs(net_.layers().size() - 1, count);
            for (std::size_t r = 0; r < count; ++r) {
                std::memcpy(output + (at + r) * columns, from.row(r), columns * sizeof(Real));
            }
        }
    };
    pool_.run(plan_.parts, part_of_rows);
}

template class evaluation_pass<float>;
template class evaluation_pass<double>;

}  // namespace chainrule
