// L-BFGS: each step goes along the gradient times an approximation of the inverse Hessian, made from the last steps,
// with a line search. For small data and full batches. As in PyTorch, one iteration per step (Nocedal and Wright 2006,
// algorithms 7.4, 7.5, 3.5 and 3.6).
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
    /// Returns the value at the current parameters and writes its gradient. Where the value is not finite it returns
    /// infinity and writes no gradient.
    virtual double evaluate(Real* gradient) = 0;
};

/// How many steps are remembered, and the index of the next entry in the ring.
struct lbfgs_memory {
    std::size_t count = 0, next = 0;
};

template <class Real> class lbfgs {
public:
    /// For `floats` parameters.
    lbfgs(const optimizer_config& config, std::size_t floats, arena& memory);

    /// Takes iteration `number` (from 1) on `parameters`. `slots`: slot_count() of them. Returns the value before the
    /// iteration; where that is infinite nothing changes. Sets `converged` where the gradient or the change is below
    /// its tolerance.
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
    /// The parameters at the start of the line, and gradients at three points of it. The direction and the gradient at
    /// the start are slots.
    std::span<Real> origin_;
    std::span<Real> gradients_[3];
    Real* direction_ = nullptr;
    /// The coefficients alpha of the two-loop recursion, one per step remembered.
    std::vector<double> shares_;
};

}  // namespace chainrule
