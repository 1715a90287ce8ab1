// See loss_plane.h.
#include "inside/loss_plane.h"

#include "batch/batch_gradient.h"
#include "batch/batch_plan.h"
#include "network/evaluation_pass.h"
#include "thread_pool.h"

namespace chainrule {

std::vector<double> losses_on_plane(const kernel_table<double>& kernels, const network& net, const plane& at,
                                    const loss_config& config, const row_set<double>& rows, std::size_t threads,
                                    const std::atomic<bool>& cancelled) {
    const std::size_t count = net.parameter_floats();
    aligned_buffer<double> weights(count), along_x(count), along_y(count), parameters(count), row_losses(rows.rows);
    net.pack(at.weights, weights.data());
    net.pack(at.along_x, along_x.data());
    net.pack(at.along_y, along_y.data());
    const evaluation_plan plan = plan_evaluation(net, rows.rows, threads);
    thread_pool pool(plan.parts);
    arena memory(evaluation_pass<double>::bytes(net, plan));
    evaluation_pass<double> pass(kernels, net, plan, pool, memory);
    const double total = rows.weight_of(nullptr, rows.rows);
    std::vector<double> losses;
    for (const double y : at.y) {
        for (const double x : at.x) {
            if (cancelled.load(std::memory_order_relaxed)) throw failure("cancelled", "No longer wanted.");
            for (std::size_t i = 0; i < count; ++i) {
                parameters.data()[i] = weights.data()[i] + (x * along_x.data()[i] + y * along_y.data()[i]);
            }
            pass.losses(rows, config, parameters.data(), 0, rows.rows, row_losses.data());
            losses.push_back(total > 0 ? sum_of_losses(row_losses.data(), rows.rows) / total : 0);
        }
    }
    return losses;
}

}  // namespace chainrule
