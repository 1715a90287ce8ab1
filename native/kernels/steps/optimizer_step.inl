// One step of each optimizer for one parameter: w is the weight, g its gradient, and first, second, third the optimizer
// state of that parameter, all zeros before the first step. Formulas and their order are PyTorch's, but for Lion, which
// it does not have; each names its paper. Constants that depend on the step's number are computed in
// nn/optimizer/optimizer.cpp.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

using step_of = optimizer_step<real>;

/// -1, 0 or 1.
CHAINRULE_INLINE vec sign(vec x) {
    const vec zero = broadcast(0);
    return if_less(x, zero, broadcast(-1), if_less(zero, x, broadcast(1), zero));
}

/// g + weight_decay * w + l1 * sign(w).
CHAINRULE_INLINE vec penalised(const step_of& p, vec weight, vec gradient) {
    const vec decayed = fma(broadcast(p.weight_decay), weight, gradient);
    return p.l1 == 0 ? decayed : fma(broadcast(p.l1), sign(weight), decayed);
}

/// w - learning_rate * decay * w, for decay that is decoupled from the gradient (Loshchilov and Hutter 2019).
CHAINRULE_INLINE vec kept(const step_of& p, vec weight) { return mul(broadcast(p.keep), weight); }

/// m <- m + (1 - beta) (x - m).
CHAINRULE_INLINE vec running_mean(real* mean, real one_minus_beta, vec x) {
    const vec before = load(mean);
    const vec after = fma(broadcast(one_minus_beta), sub(x, before), before);
    store(mean, after);
    return after;
}

/// v <- beta v + (1 - beta) x^2.
CHAINRULE_INLINE vec running_square(real* square, real beta, real one_minus_beta, vec x) {
    const vec after = fma(broadcast(beta), load(square), mul(mul(broadcast(one_minus_beta), x), x));
    store(square, after);
    return after;
}

/// w <- w - rate g. (Robbins and Monro 1951)
CHAINRULE_INLINE vec by_sgd(const step_of& p, size_t, vec weight, vec gradient) {
    return fma(broadcast(-p.learning_rate), gradient, kept(p, weight));
}

/// The same result where nothing decays, with two fifths less arithmetic in a step on a single row. (0 w + g and 1 w
/// are g and w; the sign of a zero gradient may differ, but not its effect on the weight.)
CHAINRULE_INLINE vec by_plain_sgd(const step_of& p, vec weight, vec gradient) {
    return fma(broadcast(-p.learning_rate), gradient, weight);
}

/// v <- momentum v + (1 - dampening) g, undampened at first; w <- w - rate v. (Polyak 1964)
CHAINRULE_INLINE vec by_momentum(const step_of& p, size_t i, vec weight, vec gradient) {
    const vec rate = broadcast(-p.learning_rate);
    const vec velocity = fma(broadcast(p.momentum), load(p.first + i), mul(broadcast(p.gradient_share), gradient));
    store(p.first + i, velocity);
    return fma(rate, velocity, kept(p, weight));
}

/// v <- momentum v + g; w <- w - rate (g + momentum v). (Nesterov 1983, in the form of Sutskever et al. 2013)
CHAINRULE_INLINE vec by_nesterov(const step_of& p, size_t i, vec weight, vec gradient) {
    const vec rate = broadcast(-p.learning_rate);
    const vec velocity = fma(broadcast(p.momentum), load(p.first + i), gradient);
    store(p.first + i, velocity);
    return fma(rate, fma(broadcast(p.momentum), velocity, gradient), kept(p, weight));
}

/// s <- s + g^2; w <- w - rate g / (sqrt(s) + epsilon), where s begins with the initial accumulator. (Duchi et al.
/// 2011)
CHAINRULE_INLINE vec by_ada_grad(const step_of& p, size_t i, vec weight, vec gradient) {
    const vec rate = broadcast(-p.learning_rate);
    const vec squares = fma(gradient, gradient, load(p.first + i));
    store(p.first + i, squares);
    const vec root = square_root(add(squares, broadcast(p.initial_accumulator)));
    const vec direction = divide(gradient, add(root, broadcast(p.epsilon)));
    return fma(rate, direction, kept(p, weight));
}

/// v <- rho v + (1 - rho) g^2; if centred m <- rho m + (1 - rho) g and v - m^2 instead of v below; b <- momentum b + g
/// / (sqrt(v) + epsilon); w <- w - rate b. (Hinton 2012; centred: Graves 2013)
template <bool centered> CHAINRULE_INLINE vec by_rms_prop(const step_of& p, size_t i, vec weight, vec gradient) {
    const vec rate = broadcast(-p.learning_rate);
    vec variance = running_square(p.first + i, p.rho, p.one_minus_rho, gradient);
    if constexpr (centered) {
        const vec mean = running_mean(p.third + i, p.one_minus_rho, gradient);
        // If all gradients were equal, rounding may make the variance negative.
        variance = larger(fma(sub(broadcast(0), mean), mean, variance), broadcast(0));
    }
    const vec direction = divide(gradient, add(square_root(variance), broadcast(p.epsilon)));
    const vec velocity = fma(broadcast(p.momentum), load(p.second + i), direction);
    store(p.second + i, velocity);
    return fma(rate, velocity, kept(p, weight));
}

/// v <- rho v + (1 - rho) g^2; d = g sqrt(u + epsilon) / sqrt(v + epsilon); u <- rho u + (1 - rho) d^2;
/// w <- w - rate d. (Zeiler 2012)
CHAINRULE_INLINE vec by_ada_delta(const step_of& p, size_t i, vec weight, vec gradient) {
    const vec rate = broadcast(-p.learning_rate);
    const vec epsilon = broadcast(p.epsilon);
    const vec squares = running_square(p.first + i, p.rho, p.one_minus_rho, gradient);
    const vec usual = square_root(add(load(p.second + i), epsilon));
    const vec direction = mul(divide(usual, square_root(add(squares, epsilon))), gradient);
    running_square(p.second + i, p.rho, p.one_minus_rho, direction);
    return fma(rate, direction, kept(p, weight));
}

/// m <- beta1 m + (1 - beta1) g; v <- beta2 v + (1 - beta2) g^2; w <- w - step m / (sqrt(v) / sqrt(c2) + epsilon) with
/// step = rate / c1 and c = 1 - beta^t, or 1 without bias correction. (Kingma and Ba 2015; AdamW differs in `keep`)
CHAINRULE_INLINE vec by_adam(const step_of& p, size_t i, vec weight, vec gradient) {
    const vec step = broadcast(-p.step_size);
    const vec mean = running_mean(p.first + i, p.one_minus_beta1, gradient);
    const vec variance = running_square(p.second + i, p.beta2, p.one_minus_beta2, gradient);
    const vec root = fma(square_root(variance), broadcast(p.inverse_root_correction2), broadcast(p.epsilon));
    return fma(step, divide(mean, root), kept(p, weight));
}

/// Adam with the greatest v so far instead of v. (Reddi, Kale and Kumar 2018)
CHAINRULE_INLINE vec by_ams_grad(const step_of& p, size_t i, vec weight, vec gradient) {
    const vec step = broadcast(-p.step_size);
    const vec mean = running_mean(p.first + i, p.one_minus_beta1, gradient);
    const vec variance = running_square(p.second + i, p.beta2, p.one_minus_beta2, gradient);
    const vec greatest = larger(load(p.third + i), variance);
    store(p.third + i, greatest);
    const vec root = fma(square_root(greatest), broadcast(p.inverse_root_correction2), broadcast(p.epsilon));
    return fma(step, divide(mean, root), kept(p, weight));
}

/// m and v as in Adam; w <- w - (gradient_step g + step m) / (sqrt(v) / sqrt(c2) + epsilon). (Dozat 2016)
CHAINRULE_INLINE vec by_n_adam(const step_of& p, size_t i, vec weight, vec gradient) {
    const vec mean = running_mean(p.first + i, p.one_minus_beta1, gradient);
    const vec variance = running_square(p.second + i, p.beta2, p.one_minus_beta2, gradient);
    const vec root = fma(square_root(variance), broadcast(p.inverse_root_correction2), broadcast(p.epsilon));
    const vec along = fma(broadcast(-p.gradient_step), divide(gradient, root), kept(p, weight));
    return fma(broadcast(-p.step_size), divide(mean, root), along);
}

/// m and v as in Adam; w <- w - step m with step = rate / c1, and once v can be trusted ("rectified")
/// w <- w - step m / (sqrt(v) + epsilon) with step = r sqrt(c2) rate / c1. (Liu et al. 2020)
CHAINRULE_INLINE vec by_r_adam(const step_of& p, size_t i, vec weight, vec gradient) {
    const vec step = broadcast(-p.step_size);
    const vec mean = running_mean(p.first + i, p.one_minus_beta1, gradient);
    const vec variance = running_square(p.second + i, p.beta2, p.one_minus_beta2, gradient);
    const vec root = add(square_root(variance), broadcast(p.epsilon));
    return fma(step, p.rectified ? divide(mean, root) : mean, kept(p, weight));
}

/// m as in Adam; u <- max(beta2 u, |g| + epsilon); w <- w - step m / u. (Kingma and Ba 2015, section 7)
CHAINRULE_INLINE vec by_ada_max(const step_of& p, size_t i, vec weight, vec gradient) {
    const vec step = broadcast(-p.step_size);
    const vec mean = running_mean(p.first + i, p.one_minus_beta1, gradient);
    const vec size = add(magnitude(gradient), broadcast(p.epsilon));
    const vec greatest = larger(mul(broadcast(p.beta2), load(p.second + i)), size);
    store(p.second + i, greatest);
    return fma(step, divide(mean, greatest), kept(p, weight));
}

/// w <- w - rate sign(m + (1 - beta1) (g - m)); m <- m + (1 - beta2) (g - m). The authors write the means as beta m +
/// (1 - beta) g; here they have the order of all our running means, and the decay that of their program: w is decayed
/// first. (Chen et al. 2023, algorithm 2)
CHAINRULE_INLINE vec by_lion(const step_of& p, size_t i, vec weight, vec gradient) {
    const vec before = load(p.first + i);
    const vec mixed = fma(broadcast(p.one_minus_beta1), sub(gradient, before), before);
    running_mean(p.first + i, p.one_minus_beta2, gradient);
    return fma(broadcast(-p.learning_rate), sign(mixed), kept(p, weight));
}

/// Each weight has a step size of its own, `learning_rate` at first. It is multiplied by eta_plus while the sign of the
/// gradient stays the same, and by eta_minus when the sign changes; in that step the weight stays as it is. (Riedmiller
/// and Braun 1993, PyTorch's iRprop-)
CHAINRULE_INLINE vec by_r_prop(const step_of& p, size_t i, vec weight, vec gradient) {
    const vec zero = broadcast(0);
    const vec agreement = mul(sign(gradient), sign(load(p.first + i)));
    const vec factor =
        if_less(zero, agreement, broadcast(p.eta_plus), if_less(agreement, zero, broadcast(p.eta_minus), broadcast(1)));
    // A stored step size is 0 only before the first step.
    const vec before = if_less(zero, load(p.second + i), load(p.second + i), broadcast(p.learning_rate));
    const vec size = larger(smaller(mul(before, factor), broadcast(p.step_max)), broadcast(p.step_min));
    const vec counted = if_less(agreement, zero, zero, gradient);
    store(p.first + i, counted);
    store(p.second + i, size);
    return fma(sub(zero, sign(counted)), size, kept(p, weight));
}

/// Calls work(rule) with the optimizer's rule(step, index, weight, gradient), which returns the new weight and is a
/// type without state. If `like` has no decay or penalty, the rule may be called only with steps that have none.
template <class Work> CHAINRULE_INLINE void with_rule(optimizer_kind kind, const step_of& like, Work work) {
    const auto with = [&](auto rule) {
        work([](const step_of& p, size_t i, vec w, vec g) { return decltype(rule){}(p, i, w, penalised(p, w, g)); });
    };
    switch (kind) {
        case optimizer_kind::sgd:
            if (like.weight_decay == 0 && like.l1 == 0 && like.keep == 1) {
                return work([](const step_of& p, size_t, vec w, vec g) { return by_plain_sgd(p, w, g); });
            }
            return with([](const step_of& p, size_t i, vec w, vec g) { return by_sgd(p, i, w, g); });
        case optimizer_kind::momentum:
            return with([](const step_of& p, size_t i, vec w, vec g) { return by_momentum(p, i, w, g); });
        case optimizer_kind::nesterov:
            return with([](const step_of& p, size_t i, vec w, vec g) { return by_nesterov(p, i, w, g); });
        case optimizer_kind::ada_grad:
            return with([](const step_of& p, size_t i, vec w, vec g) { return by_ada_grad(p, i, w, g); });
        case optimizer_kind::ada_delta:
            return with([](const step_of& p, size_t i, vec w, vec g) { return by_ada_delta(p, i, w, g); });
        case optimizer_kind::adam:
        case optimizer_kind::adam_w:
            return with([](const step_of& p, size_t i, vec w, vec g) { return by_adam(p, i, w, g); });
        case optimizer_kind::ams_grad:
            return with([](const step_of& p, size_t i, vec w, vec g) { return by_ams_grad(p, i, w, g); });
        case optimizer_kind::n_adam:
            return with([](const step_of& p, size_t i, vec w, vec g) { return by_n_adam(p, i, w, g); });
        case optimizer_kind::r_adam:
            return with([](const step_of& p, size_t i, vec w, vec g) { return by_r_adam(p, i, w, g); });
        case optimizer_kind::ada_max:
            return with([](const step_of& p, size_t i, vec w, vec g) { return by_ada_max(p, i, w, g); });
        case optimizer_kind::lion:
            return with([](const step_of& p, size_t i, vec w, vec g) { return by_lion(p, i, w, g); });
        case optimizer_kind::r_prop:
            return with([](const step_of& p, size_t i, vec w, vec g) { return by_r_prop(p, i, w, g); });
        case optimizer_kind::rms_prop:
            if (like.centered) {
                return with([](const step_of& p, size_t i, vec w, vec g) { return by_rms_prop<true>(p, i, w, g); });
            }
            return with([](const step_of& p, size_t i, vec w, vec g) { return by_rms_prop<false>(p, i, w, g); });
        // L-BFGS does not update parameters one by one: see nn/optimizer/lbfgs.cpp.
        case optimizer_kind::lbfgs: return;
    }
}

/// Sets subnormal optimizer state to 0. The moments of a dead unit would otherwise stay subnormal for ever, and some
/// CPUs take a hundred cycles or more for each such number.
void settle(real* moments, size_t offset, size_t count) {
    if (moments == nullptr) return;
    for (size_t i = offset; i < offset + count; i += width) {
        const vec moment = load(moments + i);
        store(moments + i, if_less(magnitude(moment), broadcast(least_normal), constant(0), moment));
    }
}

void settle_moments(const step_of& p, size_t offset, size_t count) {
    settle(p.first, offset, count);
    settle(p.second, offset, count);
    settle(p.third, offset, count);
}

/// Updates `count` parameters from `offset` on; `gradients` has the layout of the parameters.
void step_strip(optimizer_kind kind, const step_of& all, size_t offset, size_t count, const real* gradients) {
    with_rule(kind, all, [=, &all](auto rule) {
        // A local copy: stores below cannot change it, so its constants stay in registers.
        const step_of p = all;
        for (size_t i = offset; i < offset + count; i += width) {
            const vec weight = load(p.weight + i);
            store(p.weight + i, rule(p, i, weight, load(gradients + i)));
        }
    });
    if (all.settles) settle_moments(all, offset, count);
}

void take_step(optimizer_kind kind, const step_of& step) { step_strip(kind, step, 0, step.count, step.gradient); }

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
