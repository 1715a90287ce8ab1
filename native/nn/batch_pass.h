// Loss and gradients of one mini-batch, shared out among threads as a batch_plan says, and the hand-over of finished
// gradients to whoever updates the parameters. Two phases per chunk of the batch: rows (forward, loss, backward), then
// sums over rows.
#pragma once

#include <vector>

#include "aligned_buffer.h"
#include "batch_plan.h"
#include "kernel_table.h"
#include "network.h"
#include "row_pass.h"
#include "row_set.h"
#include "thread_pool.h"

namespace chainrule {

/// Takes gradients that are complete; called from several threads at once for different strips.
template <class Real> class gradient_sink {
public:
    virtual ~gradient_sink() = default;
    /// `gradient` holds those of parameters [offset, offset + count); `weights` is false for biases.
    virtual void take(std::size_t offset, std::size_t count, bool weights, const Real* gradient) = 0;
};

template <class Real> class batch_pass {
public:
    batch_pass(const kernel_table<Real>& kernels, const network& net, loss kind, const batch_plan& plan,
               std::size_t batch_rows, thread_pool& pool);

    static std::size_t floats_needed(const network& net, loss kind, const batch_plan& plan, std::size_t batch_rows);

    /// To be called whenever parameters changed by other means than a sink.
    void parameters_changed(const Real* parameters);

    /// Sum of the losses of rows order[0 .. count) of `data` (rows 0 .. count of it where `order` is null); count is at
    /// most the batch_rows of the constructor. If that sum is finite the gradients of its mean go to `sink`, which may
    /// change the parameters they belong to; else nothing does.
    /// `threads` is at most the plan's parts.
    double run(const row_set<Real>& data, const std::uint32_t* order, std::size_t count, const Real* parameters,
               std::size_t threads, gradient_sink<Real>& sink);

    /// Losses of the rows of the last run.
    const Real* row_losses() const { return row_losses_.data(); }

private:
    struct batch {
        const row_set<Real>* data;
        const std::uint32_t* order;
        std::size_t count;
        const Real* parameters;
        std::size_t threads;
        Real scale;
    };
    /// What one thread, or all together, work in: features and targets brought together, and the passes.
    struct workplace {
        workplace(const kernel_table<Real>& kernels, const network& net, loss kind, std::size_t rows);
        row_pass<Real> pass;
        aligned_buffer<Real> features;
        aligned_buffer<Real> targets;
    };

    const_matrix_view<Real> gather(workplace& place, const batch& b, std::size_t first, std::size_t place_first,
                                   std::size_t count, std::size_t place_rows);
    void pass_rows(workplace& place, const batch& b, std::size_t first, std::size_t place_first, std::size_t count,
                   std::size_t place_rows);
    void run_block(std::size_t part, std::size_t block, const batch& b);
    void sum_layer(workplace& place, const batch& b, std::size_t first, std::size_t count, std::size_t layer,
                   share inputs, bool biases, bool accumulate);
    void finish(std::size_t part, std::size_t blocks, const batch& b, gradient_sink<Real>& sink);
    void finish_strip(std::size_t offset, std::size_t count, bool weights, std::size_t blocks,
                      gradient_sink<Real>& sink);
    double run_by_blocks(const batch& b, gradient_sink<Real>& sink);
    double run_wide(const batch& b, gradient_sink<Real>& sink);

    const kernel_table<Real>& kernels_;
    const network& net_;
    loss kind_;
    batch_plan plan_;
    thread_pool& pool_;
    std::vector<workplace> workplaces_;
    std::vector<aligned_buffer<Real>> block_gradients_;
    std::vector<aligned_buffer<Real>> transposed_;
    std::vector<const Real*> transposed_data_;
    aligned_buffer<Real> row_losses_;
};

/// Sum in double, in an order that `count` alone decides.
template <class Real> double sum_of_losses(const Real* losses, std::size_t count);

}  // namespace chainrule
