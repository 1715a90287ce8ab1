// Several whole steps of a small network in one call.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

size_t train_fused(const fused_network<real>& net, const fused_steps<real>& all) {
    fused_rows<real> p{};
    p.data = all.data;
    p.parameters = all.parameters;
    p.gradients = all.gradients;
    p.row_loss = all.row_loss;
    if (all.batch_rows == 1) return train_single_rows(net, all, p);
    size_t done = 0;
    for (size_t first = 0; first < all.rows; first += p.count, ++done) {
        set_rows(all, done, first, p);
        if (!step_batch(net, all, p, all.steps[done])) break;
    }
    return done;
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
