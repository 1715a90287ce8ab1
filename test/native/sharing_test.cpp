// Wide networks, whose layers threads share by columns or by rows as the plan says: the same bits for any number of
// threads, whatever a layer has beside its product.
#include "batch/batch_gradient.h"
#include "batch/batch_plan.h"
#include "batch/gradient_sink.h"
#include "dispatch.h"
#include "test_case.h"

using namespace chainrule;
using namespace chainrule::testing;

namespace {

layer_config layer_of(std::size_t units, normalization norm = normalization::none, double dropout = 0) {
    layer_config layer{units, activation::gelu, initializer::glorot_uniform};
    layer.norm = norm;
    layer.dropout = dropout;
    return layer;
}

const layer_config narrow{2, activation::linear, initializer::glorot_uniform};
const layer_config last{9, activation::linear, initializer::glorot_uniform};

const network_config networks[] = {
    {60, {layer_of(208), layer_of(180), last}},
    {60, {layer_of(200, normalization::none, 0.3), layer_of(150), narrow}},
    {30, {layer_of(256, normalization::layer, 0.2), layer_of(128, normalization::layer), last}},
    {400, {layer_of(3), layer_of(300), layer_of(40), narrow}},
    {300, {layer_of(64), layer_of(64), layer_of(64), last}},
    {20, {layer_of(1000)}},
};

template <class Real> struct batch_result {
    std::vector<Real> losses, gradients;
};

template <class Real> batch_result<Real> gradients_of(const network& net, const row_set<Real>& data, std::size_t rows,
                                                      std::size_t threads, bool ordered) {
    batch_plan plan = plan_batch(net, rows, threads);
    expect(plan.strategy == batch_strategy::wide, "wide");
    plan.parts = threads;
    std::vector<Real> parameters(net.parameter_floats());
    net.initialize(3, parameters.data());
    thread_pool pool(threads);
    loss_config objective;
    objective.kind = loss::mean_squared_error;
    arena memory(batch_bytes<Real>(net, objective, plan, rows));
    const auto batch =
        make_batch_gradient<Real>({selected_kernels<Real>(), net, objective, plan, rows, 1, pool}, memory);
    batch->parameters_changed(parameters.data());
    std::vector<std::uint32_t> order(rows + rows_ahead);
    for (std::size_t i = 0; i < rows; ++i) order[i] = static_cast<std::uint32_t>((i * 7919 + 3) % data.rows);
    gradient_store<Real> store(net.parameter_floats());
    batch->run({data, ordered ? order.data() : nullptr, rows}, parameters.data(), threads, 4, store);
    return {{batch->row_losses(), batch->row_losses() + rows},
            {store.gradients.data(), store.gradients.data() + store.gradients.size()}};
}

template <class Real> void expect_same_on_all_threads() {
    for (const network_config& config : networks) {
        const network net(config);
        row_set<Real> data;
        data.rows = 1300;
        data.inputs = net.inputs();
        data.target_columns = net.outputs();
        data.features = aligned_buffer<Real>(data.rows * data.inputs);
        data.targets = aligned_buffer<Real>(data.rows * data.target_columns);
        for (std::size_t i = 0; i < data.features.size(); ++i) data.features.data()[i] = noise(i);
        for (std::size_t i = 0; i < data.targets.size(); ++i) data.targets.data()[i] = noise(9 * i);
        for (const std::size_t rows : {1, 5, 33, 140, 1300}) {
            for (const bool ordered : {false, true}) {
                const batch_result<Real> wanted = gradients_of(net, data, rows, 1, ordered);
                for (const std::size_t threads : {2, 3, 5}) {
                    const batch_result<Real> found = gradients_of(net, data, rows, threads, ordered);
                    const std::string name = std::to_string(net.layers()[0].outputs) + " units first, " +
                                             std::to_string(rows) + " rows, " + std::to_string(threads) + " threads";
                    expect_same_bits(found.losses.data(), wanted.losses.data(), wanted.losses.size(), name);
                    expect_same_bits(found.gradients.data(), wanted.gradients.data(), wanted.gradients.size(), name);
                }
            }
        }
    }
}

bool by_columns(std::size_t inputs, std::size_t outputs, std::size_t rows, std::size_t threads) {
    const network net({inputs, {layer_of(outputs)}});
    return shares_columns(net.layers()[0], true, rows, threads);
}

}  // namespace

FACT("a wide network's losses and gradients are the same bits, however many threads share it") {
    expect_same_on_all_threads<float>();
    expect_same_on_all_threads<double>();
}

FACT("threads share a layer's columns where it is wide beside the rows, and else the rows") {
    expect(by_columns(784, 128, 128, 2), "784 x 128, 128 rows");
    expect(by_columns(784, 512, 256, 2), "784 x 512, 256 rows");
    expect(by_columns(1000, 1000, 7, 4), "1000 x 1000, few rows");
    expect(!by_columns(784, 512, 5000, 2), "many rows");
    expect(!by_columns(784, 128, 128, 1), "nobody to share with");
    expect(!by_columns(5000, 4, 10, 2), "no panels");
    expect(!by_columns(784, 128, 128, 16), "half of the threads without a panel");
    expect(!by_columns(100, 208, 300, 2), "an odd number of panels");
}
