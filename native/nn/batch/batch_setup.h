// Everything that depends on the batch size: the plan of the batch, its memory and its threads. A run makes a new one
// when its batch size changes.
#pragma once

#include <algorithm>
#include <chrono>
#include <memory>

#include "batch/batch_gradient.h"
#include "batch/thread_choice.h"
#include "batch/whole_steps.h"

namespace chainrule {

template <class Real> class batch_setup {
public:
    /// `batch_rows` above `data.rows` means all rows. `kernels`, `net` and `data` must outlive it.
    batch_setup(const kernel_table<Real>& kernels, const network& net, const loss_config& objective,
                const row_set<Real>& data, std::size_t batch_rows, std::uint64_t seed, std::size_t threads)
        : data_(data),
          rows_(useful_rows(batch_rows, data.rows)),
          steps_per_epoch_(ceil_divide(data.rows, rows_)),
          plan_(plan_batch(net, rows_, threads)),
          choice_(plan_.parts),
          pool_(plan_.parts),
          memory_(batch_bytes<Real>(net, objective, plan_, rows_)),
          gradient_(make_batch_gradient<Real>({kernels, net, objective, plan_, rows_, seed, pool_}, memory_)) {}

    static std::size_t useful_rows(std::size_t batch_rows, std::size_t rows) {
        return std::max<std::size_t>(1, std::min(batch_rows, rows));
    }
    static std::size_t bytes(const network& net, const loss_config& objective, std::size_t batch_rows, std::size_t rows,
                             std::size_t threads) {
        const std::size_t useful = useful_rows(batch_rows, rows);
        return batch_bytes<Real>(net, objective, plan_batch(net, useful, threads), useful);
    }

    std::size_t rows() const { return rows_; }
    std::uint64_t steps_per_epoch() const { return steps_per_epoch_; }

    void parameters_changed(const Real* parameters) { gradient_->parameters_changed(parameters); }

    /// See batch_gradient::run. After the `count` rows, `left` more entries of the order are in the same epoch. The
    /// clock is read only where there is a choice of threads: steps are long enough then.
    batch_total run(const std::uint32_t* order, std::size_t count, std::size_t left, const Real* parameters,
                    std::uint64_t step, gradient_sink<Real>& sink) {
        using clock = std::chrono::steady_clock;
        const chosen_rows<Real> rows = {data_, order, count, std::min(left, rows_)};
        if (!choice_.is_open()) return gradient_->run(rows, parameters, 1, step, sink);
        const clock::time_point began = clock::now();
        const batch_total total = gradient_->run(rows, parameters, choice_.threads(), step, sink);
        const double seconds = std::chrono::duration<double>(clock::now() - began).count();
        choice_.took(count, seconds, pool_.take_stalled_seconds());
        return total;
    }

    bool takes_whole_steps() const { return gradient_->as_whole_steps() != nullptr; }
    /// See whole_steps::take, over rows order[0 .. rows).
    std::size_t run_steps(const std::uint32_t* order, std::size_t rows, Real* parameters,
                          const step_series<Real>& series) {
        return gradient_->as_whole_steps()->take({data_, order, rows}, rows_, parameters, series);
    }

    /// Loss and gradients of the data's first `count` rows, on the calling thread alone.
    batch_total run_alone(std::size_t count, const Real* parameters, gradient_sink<Real>& sink) {
        return gradient_->run({data_, nullptr, count}, parameters, 1, 1, sink);
    }

private:
    const row_set<Real>& data_;
    const std::size_t rows_;
    const std::uint64_t steps_per_epoch_;
    const batch_plan plan_;
    thread_choice choice_;
    thread_pool pool_;
    arena memory_;
    std::unique_ptr<batch_gradient<Real>> gradient_;
};

}  // namespace chainrule
