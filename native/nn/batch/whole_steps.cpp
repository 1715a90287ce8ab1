// See whole_steps.h.
#include "batch/whole_steps.h"

#include <algorithm>

#include "network/dropout.h"

namespace chainrule {
namespace {

// Rows that together take less stay in the second cache.
constexpr std::size_t near_bytes = 256 * 1024;

}  // namespace

template <class Real> std::size_t whole_steps<Real>::take(const chosen_rows<Real>& rows, std::size_t batch_rows,
                                                          Real* parameters, const step_series<Real>& series) {
    fused_step<Real>* step = series.steps;
    for (std::size_t first = 0; first < rows.count; first += batch_rows, ++step) {
        const std::size_t count = std::min(batch_rows, rows.count - first);
        step->total.weight = rows.data.weight_of(rows.order == nullptr ? nullptr : rows.order + first, count);
        step->scale = gradient_scale<Real>(this->context_.objective.kind, step->total.weight, this->net_.outputs());
    }
    fused_steps<Real> all{};
    all.data = fused_data_of(rows.data);
    all.order = rows.order;
    all.rows = rows.count;
    all.batch_rows = batch_rows;
    all.following = rows_ahead;
    all.fetches = rows.data.features.size() * sizeof(Real) > near_bytes;
    all.parameters = parameters;
    all.gradients = this->gradients_[0].data();
    all.row_loss = this->row_losses_.data();
    all.sum_losses = sum_of_losses<Real>;
    all.optimizer = series.kind;
    all.spares_biases = series.spares_biases;
    all.parameter_numbers = this->net_.parameter_floats();
    all.steps = series.steps;
    all.draw = draw_of(this->context_.seed, series.first);
    return this->kernels_.train_fused(this->places_[0].network_of_rows(), all);
}

template class whole_steps<float>;
template class whole_steps<double>;

}  // namespace chainrule
