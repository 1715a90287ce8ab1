// Which loss is which: element_losses.inl has those of single outputs, class_losses.inl those of a row of classes.
// Nothing here sums over rows.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

void evaluate_loss(const loss_config& config, const loss_rows<real>& p) {
    const vec delta = constant(config.delta);
    const vec quantile = constant(config.quantile);
    const vec focusing = constant(config.focusing);
    const vec smoothing = constant(config.smoothing);
    switch (config.kind) {
        case loss::mean_squared_error: return for_each_element(p, squared_error);
        case loss::mean_absolute_error: return for_each_element(p, absolute_error);
        case loss::huber: return for_each_element(p, [=](vec z, vec y) { return huber(z, y, delta); });
        case loss::log_cosh: return for_each_element(p, log_cosh);
        case loss::quantile: return for_each_element(p, [=](vec z, vec y) { return quantile_error(z, y, quantile); });
        case loss::poisson: return for_each_element(p, poisson);
        case loss::binary_cross_entropy:
            return for_each_element(p, [=](vec z, vec y) { return binary_cross_entropy(z, y, smoothing); });
        case loss::binary_hinge: return for_each_element(p, binary_hinge);
        case loss::binary_focal: return for_each_element(p, [=](vec z, vec y) { return binary_focal(z, y, focusing); });
        case loss::categorical_cross_entropy:
            if (width > 1 && p.outputs <= width && config.smoothing == 0) return categorical_cross_entropy_across(p);
            return for_each_class_row(p, [&](const class_row& row) {
                return categorical_cross_entropy(row, static_cast<real>(config.smoothing));
            });
        case loss::categorical_hinge: return for_each_class_row(p, categorical_hinge);
        case loss::categorical_focal:
            return for_each_class_row(
                p, [&](const class_row& row) { return categorical_focal(row, static_cast<real>(config.focusing)); });
    }
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
