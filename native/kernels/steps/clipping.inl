// Limits for gradients and weights: clipping of each value, scaling of all, and a largest norm of each unit's incoming
// weights (max-norm: Srebro and Shraibman 2005, Hinton et al. 2012).

namespace chainrule::CHAINRULE_KERNELS {
namespace {

void clip_values(real* x, size_t count, real limit) {
    for (size_t i = 0; i < count; i += width) {
        // In this order of arguments a NaN stays NaN.
        store(x + i, larger(broadcast(-limit), smaller(broadcast(limit), load(x + i))));
    }
}

void scale_values(real* x, size_t count, real factor) {
    for (size_t i = 0; i < count; i += width) store(x + i, mul(load(x + i), broadcast(factor)));
}

/// Squares of a unit's weights are added over the inputs, ascending, one chain per unit.
void limit_norms(real* weights, size_t inputs, size_t panels, real limit) {
    for (size_t column = 0; column < panels * panel_width; column += width) {
        real* const unit = weights + column / panel_width * inputs * panel_width + column % panel_width;
        vec squares = broadcast(0);
        for (size_t k = 0; k < inputs; ++k) {
            const vec weight = load(unit + k * panel_width);
            squares = fma(weight, weight, squares);
        }
        const vec norm = square_root(squares);
        const vec factor = if_less(broadcast(limit), norm, divide(broadcast(limit), norm), broadcast(1));
        for (size_t k = 0; k < inputs; ++k) store(unit + k * panel_width, mul(load(unit + k * panel_width), factor));
    }
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
