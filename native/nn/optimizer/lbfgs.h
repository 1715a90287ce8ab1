// L-BFGS: a step along the gradient times a guess of the inverse Hessian, made from the last steps, with a line search.
// For small data and full batches. As PyTorch's, one iteration per step (Nocedal and Wright 2006, algorithms 7.4, 7.5,
// 3.5 and 3.6).
#pragma once

#include <span>
#include <vector>

#include "arena.h"
#include "optimizer/optimizer.h"

namespace chainrule {

/// A function of the parameters and its gradient.
template <class Real> class objective {
public:
    virtual ~objective() = default;
    /// Value at the current parameters; infinity where it is not finite, and then `gradient` is not written.
    virtual double evaluate(Real* gradient) = 0;
};

/// How far the memory is filled, and the index of its next entry.
struct lbfgs_memory {
    std::size_t count = 0, next = 0;
};

template <class Real> class lbfgs {
public:
    /// Room for `floats` parameters.
    lbfgs(const optimizer_config& config, std::size_t floats, arena& memory);

    /// Moves `parameters` by iteration `number` (from 1). `slots`: as slot_count says. Returns the value before it, and
    /// sets `converged` where there is nothing left to do. Nothing moves where that value is infinite.
    double step(std::uint64_t number, double learning_rate, objective<Real>& function, Real* parameters,
                std::vector<std::span<Real>>& slots, lbfgs_memory& memory, bool& converged);

    void set(const optimizer_config& config) { config_ = config; }

private:
    /// A point on the line: parameters + t * direction.
    struct point {
        double t = 0, value = 0, slope = 0;
        Real* gradient = nullptr;
    };

    void remember(std::vector<std::span<Real>>& slots, lbfgs_memory& memory);
    void set_direction(std::vector<std::span<Real>>& slots, const lbfgs_memory& memory);
    void move_to(double t, Real* parameters) const;
    point at(double t, Real* gradient, objective<Real>& function, Real* parameters);
    point search(const point& start, double t, objective<Real>& function, Real* parameters);
    point zoom(const point& start, point low, point high, int evaluations, objective<Real>& function, Real* parameters);
    Real* unused_gradient(const point& a, const point& b);
    double largest(const Real* x) const;

    optimizer_config config_;
    std::size_t floats_;
    /// Where the line begins, and gradients at three points of it; the direction and the beginning's gradient are
    /// slots.
    std::span<Real> origin_;
    std::span<Real> gradients_[3];
    Real* direction_ = nullptr;
    /// Of the two loops, one per step remembered.
    std::vector<double> shares_;
};

}  // namespace chainrule
