// See batch_gradient.h.
#include "batch/batch_gradient.h"

#include "batch/fused_blocks.h"
#include "batch/layered_batch.h"
#include "batch/plain_blocks.h"
#include "batch/whole_steps.h"
#include "batch/wide_batch.h"
#include "network/dropout.h"

namespace chainrule {

template <class Real> batch_gradient<Real>::batch_gradient(const batch_context<Real>& context, arena& memory)
    : context_(context),
      kernels_(context.kernels),
      net_(context.net),
      plan_(context_.plan),
      transposed_(context.kernels, context.net, memory),
      row_losses_(memory.take<Real>(context.rows)) {}

template <class Real> batch_total batch_gradient<Real>::run(const chosen_rows<Real>& rows, const Real* parameters,
                                                            std::size_t threads, std::uint64_t step,
                                                            gradient_sink<Real>& sink) {
    const double weight = rows.data.weight_of(rows.order, rows.count);
    const Real scale = gradient_scale<Real>(context_.objective.kind, weight, net_.outputs());
    return {run_batch({rows, parameters, threads, scale, draw_of(context_.seed, step)}, sink), weight};
}

template <class Real>
std::unique_ptr<batch_gradient<Real>> make_batch_gradient(const batch_context<Real>& context, arena& memory) {
    switch (context.plan.strategy) {
        case batch_strategy::whole_steps: return std::make_unique<whole_steps<Real>>(context, memory);
        case batch_strategy::fused_blocks: return std::make_unique<fused_blocks<Real>>(context, memory);
        case batch_strategy::plain_blocks: return std::make_unique<plain_blocks<Real>>(context, memory);
        case batch_strategy::wide: return std::make_unique<wide_batch<Real>>(context, memory);
        case batch_strategy::layered: return std::make_unique<layered_batch<Real>>(context, memory);
    }
    return nullptr;
}

template <class Real> std::size_t batch_bytes(const network& net, const loss_config& objective, const batch_plan& plan,
                                              std::size_t batch_rows) {
    // Only counted, never run: without kernels or threads.
    const kernel_table<Real> none{};
    thread_pool alone(1);
    arena counting;
    make_batch_gradient<Real>({none, net, objective, plan, batch_rows, 0, alone}, counting);
    return counting.taken();
}

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

template class batch_gradient<float>;
template class batch_gradient<double>;
template std::unique_ptr<batch_gradient<float>> make_batch_gradient(const batch_context<float>&, arena&);
template std::unique_ptr<batch_gradient<double>> make_batch_gradient(const batch_context<double>&, arena&);
template std::size_t batch_bytes<float>(const network&, const loss_config&, const batch_plan&, std::size_t);
template std::size_t batch_bytes<double>(const network&, const loss_config&, const batch_plan&, std::size_t);
template double sum_of_losses(const float*, std::size_t);
template double sum_of_losses(const double*, std::size_t);

}  // namespace chainrule
