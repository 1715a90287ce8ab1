// Losses of one output z and its target y, each with its derivative d loss / d z; the loss of a row is the mean over
// its outputs. z is the last layer's output: the prediction itself, a logit (binary cross entropy, focal, hinge) or the
// logarithm of the prediction (Poisson). The logarithm of a sigmoid is computed from the logit, not from a rounded
// sigmoid, so it is as exact for logits of +-1000 as for any. Definitions are PyTorch's where it has the loss.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

struct element_loss {
    vec value;
    vec slope;
};

CHAINRULE_INLINE vec sign_of(vec x) {
    return if_less(constant(0), x, constant(1), if_less(x, constant(0), constant(-1), x));
}

/// (z - y)^2; 2 (z - y).
CHAINRULE_INLINE element_loss squared_error(vec z, vec y) {
    const vec d = sub(z, y);
    return {mul(d, d), add(d, d)};
}

/// |z - y|; its sign, 0 at 0.
CHAINRULE_INLINE element_loss absolute_error(vec z, vec y) {
    const vec d = sub(z, y);
    return {magnitude(d), sign_of(d)};
}

/// d^2 / 2 for |d| <= delta, else delta (|d| - delta / 2), d = z - y (Huber 1964); d held within +-delta.
CHAINRULE_INLINE element_loss huber(vec z, vec y, vec delta) {
    const vec d = sub(z, y);
    const vec size = magnitude(d);
    const vec half = constant(0.5);
    const vec outer = mul(delta, fma(negated(half), delta, size));
    return {if_less(delta, size, outer, mul(mul(half, d), d)), smaller(delta, larger(negated(delta), d))};
}

/// log(cosh(d)), d = z - y; tanh(d). With e = e^-|d| - 1: log(1 + e^2 / (2 + 2 e)) near 0, where it is d^2 / 2, and
/// |d| - log(2) + log(1 + e^(-2 |d|)) elsewhere, so that neither small nor large differences lose digits.
CHAINRULE_INLINE element_loss log_cosh(vec z, vec y) {
    const vec one = constant(1);
    const vec d = sub(z, y);
    const vec size = magnitude(d);
    const vec e = exponential_minus_one(negated(size));
    const vec power = add(one, e);
    const vec grown = if_less(size, one, divide(mul(mul(constant(0.5), e), e), power), mul(power, power));
    const vec start = if_less(size, one, constant(0), sub(size, constant(0.69314718055994530942)));
    return {add(start, log_one_plus(grown)), hyperbolic_tangent(d)};
}

/// q d for d = y - z > 0, else (q - 1) d: its minimum is the q-quantile (Koenker and Bassett 1978); -q or 1 - q, 0 at
/// 0.
CHAINRULE_INLINE element_loss quantile_error(vec z, vec y, vec q) {
    const vec zero = constant(0);
    const vec d = sub(y, z);
    const vec below = sub(q, constant(1));
    return {larger(mul(below, d), mul(q, d)), if_less(zero, d, negated(q), if_less(d, zero, negated(below), d))};
}

/// e^z - y z: -log of the Poisson probability of y where e^z are expected, less what does not depend on z; e^z - y.
CHAINRULE_INLINE element_loss poisson(vec z, vec y) {
    const vec expected = exponential(z);
    return {fma(negated(y), z, expected), sub(expected, y)};
}

/// The terms of the losses of a logit: p = 1 / (1 + e^-z), 1 - p, and log(1 + e^-|z|).
struct logit_terms {
    vec probability;
    vec complement;
    vec log_tail;
};

CHAINRULE_INLINE logit_terms terms_of(vec z) {
    const vec one = constant(1);
    const vec zero = constant(0);
    const vec tail = exponential(negated(magnitude(z)));
    const vec total = add(one, tail);
    return {divide(if_less(z, zero, tail, one), total), divide(if_less(z, zero, one, tail), total), log_one_plus(tail)};
}

/// -y log(p) - (1 - y) log(1 - p) = max(z, 0) - z y + log(1 + e^-|z|); p - y. Smoothing s: y (1 - s) + s / 2 for y.
CHAINRULE_INLINE element_loss binary_cross_entropy(vec z, vec y, vec smoothing) {
    const vec smooth = fma(y, sub(constant(1), smoothing), mul(constant(0.5), smoothing));
    const logit_terms terms = terms_of(z);
    const vec linear = fma(negated(z), smooth, larger(constant(0), z));
    return {add(linear, terms.log_tail), sub(terms.probability, smooth)};
}

/// max(0, 1 - t z) with t = 2 y - 1; -t inside the margin.
CHAINRULE_INLINE element_loss binary_hinge(vec z, vec y) {
    const vec zero = constant(0);
    const vec t = fma(constant(2), y, constant(-1));
    const vec margin = fma(negated(t), z, constant(1));
    return {larger(zero, margin), if_less(zero, margin, negated(t), zero)};
}

/// (1 - p)^g c with c = -log(p), p the probability of the true class (Lin et al. 2017). With u = t z, t = 2 y - 1:
/// log(1 - p) = -log(1 + e^u), so that the power is e^(-g log(1 + e^u)); the slope in u is
/// -(1 - p)^g (1 - p + g p c).
CHAINRULE_INLINE element_loss binary_focal(vec z, vec y, vec focusing) {
    const vec zero = constant(0);
    const vec t = fma(constant(2), y, constant(-1));
    const vec u = mul(t, z);
    const logit_terms terms = terms_of(u);
    const vec cross_entropy = add(larger(zero, negated(u)), terms.log_tail);
    const vec factor = exponential(negated(mul(focusing, add(larger(zero, u), terms.log_tail))));
    const vec pull = fma(mul(focusing, terms.probability), cross_entropy, terms.complement);
    return {mul(factor, cross_entropy), negated(mul(mul(t, factor), pull))};
}

/// Calls work(element) with the formula of a loss of single outputs, as a function of z and y.
template <class Work> CHAINRULE_INLINE void with_element(const loss_config& config, Work work) {
    const vec delta = constant(config.delta);
    const vec quantile = constant(config.quantile);
    const vec focusing = constant(config.focusing);
    const vec smoothing = constant(config.smoothing);
    switch (config.kind) {
        case loss::mean_squared_error: return work([](vec z, vec y) { return squared_error(z, y); });
        case loss::mean_absolute_error: return work([](vec z, vec y) { return absolute_error(z, y); });
        case loss::huber: return work([=](vec z, vec y) { return huber(z, y, delta); });
        case loss::log_cosh: return work([](vec z, vec y) { return log_cosh(z, y); });
        case loss::quantile: return work([=](vec z, vec y) { return quantile_error(z, y, quantile); });
        case loss::poisson: return work([](vec z, vec y) { return poisson(z, y); });
        case loss::binary_cross_entropy:
            return work([=](vec z, vec y) { return binary_cross_entropy(z, y, smoothing); });
        case loss::binary_hinge: return work([](vec z, vec y) { return binary_hinge(z, y); });
        case loss::binary_focal: return work([=](vec z, vec y) { return binary_focal(z, y, focusing); });
        case loss::categorical_cross_entropy:
        case loss::categorical_hinge:
        case loss::categorical_focal: return;
    }
}

/// Computes rows with any of the losses above, element(z, y).
template <class Element> CHAINRULE_INLINE void for_each_element(const loss_rows<real>& p, Element element) {
    const real outputs = static_cast<real>(p.outputs);
    for (size_t row = 0; row < p.rows; ++row) {
        const real* output = p.output + row * p.stride;
        const real* target = p.target + row * p.target_stride;
        real* gradient = p.gradient == nullptr ? nullptr : p.gradient + row * p.stride;
        const real weight = p.weight == nullptr ? real(1) : p.weight[row];
        const vec scale = broadcast(p.scale * weight);
        const real sum = sum_columns(p.outputs, [&](size_t column) {
            const element_loss found = element(load(output + column), load(target + column));
            if (gradient != nullptr) {
                store(gradient + column, within(column, p.outputs, mul(found.slope, scale), constant(0)));
            }
            return found.value;
        });
        p.row_loss[row] = sum / outputs * weight;
    }
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
