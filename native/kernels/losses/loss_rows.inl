// Calls the formula of each loss: element_losses.inl has those of single outputs, class_losses.inl those of a row of
// classes. Nothing here sums over rows.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

void evaluate_loss(const loss_config& config, const loss_rows<real>& p) {
    switch (config.kind) {
        case loss::categorical_cross_entropy:
            if (width > 1 && p.outputs <= width && config.smoothing == 0) return categorical_cross_entropy_across(p);
            return for_each_class_row(p, [&](const class_row& row) {
                return categorical_cross_entropy(row, static_cast<real>(config.smoothing));
            });
        case loss::categorical_hinge: return for_each_class_row(p, categorical_hinge);
        case loss::categorical_focal:
            return for_each_class_row(
                p, [&](const class_row& row) { return categorical_focal(row, static_cast<real>(config.focusing)); });
        default: return with_element(config, [&](auto element) { for_each_element(p, element); });
    }
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
