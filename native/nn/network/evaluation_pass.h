// Forward passes without gradients: outputs or losses of many rows, divided among threads. How the rows are divided
// changes no bit of the result.
#pragma once

#include <vector>

#include "arena.h"
#include "kernel_table.h"
#include "network/network.h"
#include "network/row_pass.h"
#include "network/row_set.h"
#include "thread_pool.h"

namespace chainrule {

/// Rows per chunk, and the number of threads.
struct evaluation_plan {
    std::size_t chunk_rows;
    std::size_t parts;
};
evaluation_plan plan_evaluation(const network& net, std::size_t rows, std::size_t threads);

template <class Real> class evaluation_pass {
public:
    /// Takes bytes() from `memory`. `kernels`, `net`, `pool` and `memory` must outlive it.
    evaluation_pass(const kernel_table<Real>& kernels, const network& net, const evaluation_plan& plan,
                    thread_pool& pool, arena& memory);

    static std::size_t bytes(const network& net, const evaluation_plan& plan);

    /// Writes the losses of rows [first, last) of `data`, each times its row weight, into row_loss[first .. last), and
    /// their scores (see score.h) into row_score[first .. last) unless that is null.
    void losses(const row_set<Real>& data, const loss_config& config, const Real* parameters, std::size_t first,
                std::size_t last, Real* row_loss, Real* row_score = nullptr);

    /// Writes the network's outputs [rows][outputs] for features [rows][inputs]; both without padding.
    void outputs(const Real* features, std::size_t rows, const Real* parameters, Real* output);

private:
    const kernel_table<Real>& kernels_;
    const network& net_;
    evaluation_plan plan_;
    thread_pool& pool_;
    std::vector<row_pass<Real>> passes_;
    std::vector<std::span<Real>> targets_;
};

}  // namespace chainrule
