// See lbfgs.h. All sums are inner products in double with a fixed order, so that a run has the same bits everywhere.
// Slots: the last step, the gradient before it, then pairs (step, change of the gradient) in a ring. Nothing is
// allocated in a step.
#include "optimizer/lbfgs.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "optimizer/whole_gradient.h"

namespace chainrule {
namespace {

// The Wolfe conditions: the value falls by a share of what the derivative predicts, and the derivative shrinks enough.
constexpr double least_fall = 1e-4;
constexpr double most_slope = 0.9;
constexpr int most_evaluations = 25;
// A pair (step, change of the gradient) with less curvature is not remembered.
constexpr double least_curvature = 1e-10;

struct sample {
    double t, value, slope;
};

/// The t at which the cubic through two points (values and derivatives) has its minimum, within bounds; the middle
/// where it has none.
double cubic_minimum(sample a, sample b, double least, double most) {
    if (a.t > b.t) std::swap(a, b);
    const double d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.t - b.t);
    const double square = d1 * d1 - a.slope * b.slope;
    if (!(square >= 0) || !std::isfinite(square)) return (least + most) / 2;
    const double d2 = std::sqrt(square);
    const double least_at = b.t - (b.t - a.t) * ((b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2));
    return std::isfinite(least_at) ? std::min(std::max(least_at, least), most) : (least + most) / 2;
}

template <class Real> void add_multiple(Real* to, double factor, const Real* from, std::size_t count) {
    const Real share = static_cast<Real>(factor);
    for (std::size_t i = 0; i < count; ++i) to[i] += share * from[i];
}

}  // namespace

template <class Real> lbfgs<Real>::lbfgs(const optimizer_config& config, std::size_t floats, arena& memory)
    : config_(config), floats_(floats), origin_(memory.take<Real>(floats)), shares_(config.history_size) {
    for (std::span<Real>& gradient : gradients_) gradient = memory.take<Real>(floats);
}

template <class Real> double lbfgs<Real>::step(std::uint64_t number, double learning_rate, objective<Real>& function,
                                               Real* parameters, std::vector<std::span<Real>>& slots,
                                               lbfgs_memory& memory, bool& converged) {
    Real* const gradient = gradients_[0].data();
    const double value = function.evaluate(gradient);
    if (!std::isfinite(value)) return value;
    converged = largest(gradient) <= config_.gradient_tolerance;
    if (converged) return value;
    Real* const before = slots[1].data();
    direction_ = slots[0].data();
    if (number > 1) remember(slots, memory);
    std::copy_n(gradient, floats_, before);
    set_direction(slots, memory);

    const point start = {0, value, inner_product(before, direction_, floats_), before};
    converged = start.slope > -config_.change_tolerance;
    double size = 0;
    for (std::size_t i = 0; i < floats_; ++i) size += std::fabs(static_cast<double>(before[i]));
    const double t = number > 1 ? learning_rate : learning_rate * std::min(1.0, 1.0 / size);
    std::copy_n(parameters, floats_, origin_.data());
    point end = {t, value, 0, nullptr};
    if (config_.line_search && !converged) end = search(start, t, function, parameters);
    if (converged) end.t = 0;
    move_to(end.t, parameters);
    // From here on the direction is the step.
    for (std::size_t i = 0; i < floats_; ++i) direction_[i] *= static_cast<Real>(end.t);
    if (!config_.line_search) return value;
    const bool rests =
        largest(direction_) <= config_.change_tolerance && std::fabs(end.value - value) <= config_.change_tolerance;
    converged = converged || rests || largest(end.gradient) <= config_.gradient_tolerance;
    return value;
}

/// Remembers the last step and the change of the gradient in the ring.
template <class Real> void lbfgs<Real>::remember(std::vector<std::span<Real>>& slots, lbfgs_memory& memory) {
    const Real* gradient = gradients_[0].data();
    Real* const difference = slots[1].data();
    for (std::size_t i = 0; i < floats_; ++i) difference[i] = gradient[i] - difference[i];
    if (!(inner_product(difference, direction_, floats_) > least_curvature)) return;
    std::copy_n(direction_, floats_, slots[2 + 2 * memory.next].data());
    std::copy_n(difference, floats_, slots[3 + 2 * memory.next].data());
    memory.next = (memory.next + 1) % config_.history_size;
    memory.count = std::min(memory.count + 1, config_.history_size);
}

/// The two loops: d = -H g, where H begins as (s y / y y) of the newest pair. The gradient is in slots[1].
template <class Real> void lbfgs<Real>::set_direction(std::vector<std::span<Real>>& slots, const lbfgs_memory& memory) {
    const Real* gradient = slots[1].data();
    for (std::size_t i = 0; i < floats_; ++i) direction_[i] = -gradient[i];
    if (memory.count == 0) return;
    // Pair k counted back from the newest.
    const auto index = [&](std::size_t k) {
        return (memory.next + 2 * config_.history_size - 1 - k) % config_.history_size;
    };
    const auto steps = [&](std::size_t k) -> const Real* { return slots[2 + 2 * index(k)].data(); };
    const auto changes = [&](std::size_t k) -> const Real* { return slots[3 + 2 * index(k)].data(); };
    const auto curvature = [&](std::size_t k) { return inner_product(steps(k), changes(k), floats_); };
    for (std::size_t k = 0; k < memory.count; ++k) {
        shares_[k] = inner_product(steps(k), direction_, floats_) / curvature(k);
        add_multiple(direction_, -shares_[k], changes(k), floats_);
    }
    const Real scale = static_cast<Real>(curvature(0) / inner_product(changes(0), changes(0), floats_));
    for (std::size_t i = 0; i < floats_; ++i) direction_[i] *= scale;
    for (std::size_t k = memory.count; k-- > 0;) {
        const double share = inner_product(changes(k), direction_, floats_) / curvature(k);
        add_multiple(direction_, shares_[k] - share, steps(k), floats_);
    }
}

/// Moves to origin + t * direction. Parameters with direction 0 are not written: they may be running statistics.
template <class Real> void lbfgs<Real>::move_to(double t, Real* parameters) const {
    const Real length = static_cast<Real>(t);
    for (std::size_t i = 0; i < floats_; ++i) {
        if (direction_[i] != 0) parameters[i] = origin_.data()[i] + length * direction_[i];
    }
}

template <class Real>
typename lbfgs<Real>::point lbfgs<Real>::at(double t, Real* gradient, objective<Real>& function, Real* parameters) {
    move_to(t, parameters);
    const double value = function.evaluate(gradient);
    const double slope = std::isfinite(value) ? inner_product(gradient, direction_, floats_) : 0;
    return {t, value, slope, gradient};
}

/// Goes along the line until two points enclose one that fulfils the Wolfe conditions, then calls zoom.
template <class Real> typename lbfgs<Real>::point lbfgs<Real>::search(const point& start, double t,
                                                                      objective<Real>& function, Real* parameters) {
    point before = start;
    point now = at(t, unused_gradient(before, before), function, parameters);
    for (int evaluations = 0; evaluations < most_evaluations; ++evaluations) {
        const bool too_high = now.value > start.value + least_fall * now.t * start.slope;
        const bool rises = evaluations > 1 && now.value >= before.value;
        if (!too_high && !rises && std::fabs(now.slope) <= -most_slope * start.slope) return now;
        if (too_high || rises || now.slope >= 0) {
            const bool first_is_low = before.value <= now.value;
            return zoom(start, first_is_low ? before : now, first_is_low ? now : before, evaluations, function,
                        parameters);
        }
        const double next = cubic_minimum({before.t, before.value, before.slope}, {now.t, now.value, now.slope},
                                          now.t + 0.01 * (now.t - before.t), now.t * 10);
        before = now;
        now = at(next, unused_gradient(before, before), function, parameters);
    }
    return start.value <= now.value ? start : now;
}

template <class Real> typename lbfgs<Real>::point lbfgs<Real>::zoom(const point& start, point low, point high,
                                                                    int evaluations, objective<Real>& function,
                                                                    Real* parameters) {
    const double longest = largest(direction_);
    bool too_near = false;
    for (; evaluations < most_evaluations; ++evaluations) {
        const double first = std::min(low.t, high.t), last = std::max(low.t, high.t);
        if ((last - first) * longest < config_.change_tolerance) break;
        double t = cubic_minimum({low.t, low.value, low.slope}, {high.t, high.value, high.slope}, first, last);
        // A t that is near one end twice in a row, or at an end, gains too little: it is moved inside by the margin.
        const double margin = 0.1 * (last - first);
        const bool near = std::min(last - t, t - first) < margin;
        if (near && (too_near || t >= last || t <= first)) {
            t = last - t < t - first ? last - margin : first + margin;
            too_near = false;
        } else {
            too_near = near;
        }
        const point now = at(t, unused_gradient(low, high), function, parameters);
        if (now.value > start.value + least_fall * t * start.slope || now.value >= low.value) {
            high = now;
            if (high.value < low.value) std::swap(low, high);
            continue;
        }
        const bool found = std::fabs(now.slope) <= -most_slope * start.slope;
        if (!found && now.slope * (high.t - low.t) >= 0) high = low;
        low = now;
        if (found) break;
    }
    return low;
}

/// One of the three gradient buffers that neither point uses.
template <class Real> Real* lbfgs<Real>::unused_gradient(const point& a, const point& b) {
    for (const std::span<Real> gradient : gradients_) {
        if (gradient.data() != a.gradient && gradient.data() != b.gradient) return gradient.data();
    }
    return nullptr;
}

template <class Real> double lbfgs<Real>::largest(const Real* x) const {
    double size = 0;
    for (std::size_t i = 0; i < floats_; ++i) size = std::max(size, std::fabs(static_cast<double>(x[i])));
    return size;
}

template class lbfgs<float>;
template class lbfgs<double>;

}  // namespace chainrule
