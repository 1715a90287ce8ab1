// All that depends on the size of a batch: how it is cut up, the buffers and threads that work on it. A run makes
// another when its batch size changes.
#pragma once

#include <algorithm>
#include <chrono>

#include "batch/batch_pass.h"
#include "batch/thread_choice.h"

namespace chainrule {

template <class Real> class batch_setup {
public:
    /// `batch_rows` above `data.rows` means all of them. `kernels`, `net` and `data` must outlive it.
    batch_setup(const kernel_table<Real>& kernels, const network& net, const loss_config& objective,
                const row_set<Real>& data, std::size_t batch_rows, std::uint64_t seed, std::size_t threads)
        : data_(data),
          rows_(useful_rows(batch_rows, data.rows)),
          plan_(plan_batch(net, rows_, threads)),
          choice_(plan_.parts),
          pool_(plan_.parts),
          pass_(kernels, net, objective, plan_, rows_, seed, pool_) {}

    static std::size_t useful_rows(std::size_t batch_rows, std::size_t rows) {
        return std::max<std::size_t>(1, std::min(batch_rows, rows));
    }
    static std::size_t floats_needed(const network& net, loss kind, std::size_t batch_rows, std::size_t rows,
                                     std::size_t threads) {
        const std::size_t useful = useful_rows(batch_rows, rows);
        return batch_pass<Real>::floats_needed(net, kind, plan_batch(net, useful, threads), useful);
    }

    std::size_t rows() const { return rows_; }
    std::uint64_t steps_per_epoch() const { return ceil_divide(data_.rows, rows_); }

    void parameters_changed(const Real* parameters) { pass_.parameters_changed(parameters); }

    /// See batch_pass; of the order's entries that follow `left` are in the same epoch. The clock is read only where
    /// there is a choice, and steps are long beside it.
    batch_total run(const std::uint32_t* order, std::size_t count, std::size_t left, const Real* parameters,
                    std::uint64_t step, gradient_sink<Real>& sink) {
        using clock = std::chrono::steady_clock;
        const std::size_t next = std::min(left, rows_);
        if (!choice_.is_open()) return pass_.run(data_, order, count, parameters, 1, step, sink, next);
        const clock::time_point began = clock::now();
        const batch_total total = pass_.run(data_, order, count, parameters, choice_.threads(), step, sink, next);
        choice_.took(count, std::chrono::duration<double>(clock::now() - began).count());
        return total;
    }

    bool takes_whole_steps() const { return pass_.takes_whole_steps(); }
    /// See batch_pass; rows order[0 .. rows).
    std::size_t run_steps(const std::uint32_t* order, std::size_t rows, Real* parameters,
                          const step_series<Real>& series) {
        return pass_.run_steps(data_, order, rows, rows_, parameters, series);
    }

    /// The first `count` rows on the calling thread alone.
    batch_total run_alone(std::size_t count, const Real* parameters, gradient_sink<Real>& sink) {
        return pass_.run(data_, nullptr, count, parameters, 1, 1, sink);
    }

private:
    const row_set<Real>& data_;
    std::size_t rows_;
    batch_plan plan_;
    thread_choice choice_;
    thread_pool pool_;
    batch_pass<Real> pass_;
};

}  // namespace chainrule
