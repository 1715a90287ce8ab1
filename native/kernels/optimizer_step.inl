// One step of each optimizer over a strip of parameters, as PyTorch defines it. Weight decay is L2: it is added to
// the gradient. Constants that depend on the step's number arrive ready in optimizer_step.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

CHAINRULE_INLINE vec decayed_gradient(const optimizer_step<real>& p, size_t i, vec weight) {
    return fma(broadcast(p.weight_decay), weight, load(p.gradient + i));
}

void step_sgd(const optimizer_step<real>& p) {
    const vec rate = broadcast(-p.learning_rate);
    for (size_t i = 0; i < p.count; i += width) {
        const vec weight = load(p.weight + i);
        store(p.weight + i, fma(rate, decayed_gradient(p, i, weight), weight));
    }
}

void step_momentum(const optimizer_step<real>& p) {
    const vec rate = broadcast(-p.learning_rate);
    for (size_t i = 0; i < p.count; i += width) {
        const vec weight = load(p.weight + i);
        const vec velocity = fma(broadcast(p.momentum), load(p.first + i), decayed_gradient(p, i, weight));
        store(p.first + i, velocity);
        store(p.weight + i, fma(rate, velocity, weight));
    }
}

void step_adam(const optimizer_step<real>& p) {
    const vec step = broadcast(-p.step_size);
    for (size_t i = 0; i < p.count; i += width) {
        const vec weight = load(p.weight + i);
        const vec gradient = decayed_gradient(p, i, weight);
        const vec before = load(p.first + i);
        const vec mean = fma(broadcast(p.one_minus_beta1), sub(gradient, before), before);
        const vec square = mul(mul(broadcast(p.one_minus_beta2), gradient), gradient);
        const vec variance = fma(broadcast(p.beta2), load(p.second + i), square);
        store(p.first + i, mean);
        store(p.second + i, variance);
        const vec root = fma(square_root(variance), broadcast(p.inverse_root_correction2), broadcast(p.epsilon));
        store(p.weight + i, fma(step, divide(mean, root), weight));
    }
}

void take_step(optimizer_kind kind, const optimizer_step<real>& p) {
    switch (kind) {
        case optimizer_kind::sgd: return step_sgd(p);
        case optimizer_kind::momentum: return step_momentum(p);
        case optimizer_kind::adam: return step_adam(p);
    }
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
