// Gradients are 0 where no parameter lies: else padding would be learned, and count in the norm of all gradients.
#include "batch/batch_gradient.h"
#include "batch/batch_plan.h"
#include "dispatch.h"
#include "optimizer/whole_gradient.h"
#include "test_case.h"

using namespace chainrule;
using namespace chainrule::testing;

namespace {

template <class Real> row_set<Real> noisy_rows(std::size_t rows, std::size_t inputs, std::size_t outputs) {
    row_set<Real> set;
    set.rows = rows;
    set.inputs = inputs;
    set.target_columns = outputs;
    set.features = aligned_buffer<Real>(rows * inputs);
    set.targets = aligned_buffer<Real>(rows * outputs);
    for (std::size_t i = 0; i < set.features.size(); ++i) set.features.data()[i] = noise(i);
    for (std::size_t i = 0; i < set.targets.size(); ++i) set.targets.data()[i] = noise(7 * i) > 0 ? 1 : 0;
    return set;
}

/// All gradients of three batches, which leave what they leave behind.
template <class Real> void expect_no_padding(const network_config& config, loss kind, const std::string& what) {
    const network net(config);
    for (const kernel_table<Real>* kernels : supported_kernels<Real>()) {
        const row_set<Real> data = noisy_rows<Real>(70, net.inputs(), net.outputs());
        aligned_buffer<Real> parameters(net.parameter_floats());
        net.initialize(1, parameters.data());
        thread_pool pool(1);
        loss_config objective;
        objective.kind = kind;
        const batch_plan plan = plan_batch(net, 70, 1);
        arena memory(batch_bytes<Real>(net, objective, plan, 70));
        const auto batch = make_batch_gradient<Real>({*kernels, net, objective, plan, 70, 3, pool}, memory);
        batch->parameters_changed(parameters.data());
        arena room(bytes_taken<whole_gradient<Real>>(net, parameters.data()));
        whole_gradient<Real> gradient(net, parameters.data(), room);
        std::vector<std::uint32_t> order(70 + rows_ahead);
        for (std::size_t i = 0; i < 70; ++i) order[i] = static_cast<std::uint32_t>(69 - i);
        for (const std::size_t count : {70, 1, 33}) {
            batch->run({data, count == 33 ? nullptr : order.data(), count}, parameters.data(), 1, count, gradient);
            aligned_buffer<Real> packed(net.parameter_floats());
            net.pack(net.unpack(gradient.data()), packed.data());
            expect_same_bits(gradient.data(), packed.data(), packed.size(),
                             what + " on " + kernels->name + ", " + std::to_string(count) + " rows");
        }
    }
}

}  // namespace

FACT("gradients are 0 in the padding of every layer, for any number of units, activation and normalisation") {
    for (const std::size_t inputs : {1, 3})
        for (const std::size_t units : {1, 2, 3, 4, 5, 16, 17}) {
            for (const activation act : {activation::sigmoid, activation::softplus, activation::gelu}) {
                for (const normalization norm : {normalization::none, normalization::batch, normalization::layer}) {
                    layer_config hidden{units, act, initializer::glorot_uniform};
                    hidden.norm = norm;
                    hidden.dropout = 0.1;
                    const layer_config output{units, activation::linear, initializer::glorot_uniform};
                    for (const loss kind : {loss::mean_squared_error, loss::poisson, loss::binary_cross_entropy}) {
                        const network_config config{inputs, {hidden, hidden, output}};
                        const std::string what = std::to_string(units) + " units, activation " +
                                                 std::to_string(static_cast<int>(act)) + ", normalisation " +
                                                 std::to_string(static_cast<int>(norm)) + ", loss " +
                                                 std::to_string(static_cast<int>(kind));
                        expect_no_padding<float>(config, kind, what);
                        expect_no_padding<double>(config, kind, what);
                    }
                }
            }
        }
}
