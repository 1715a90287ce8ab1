// Loss and gradients of one mini-batch, shared out among threads as a batch_plan says, and the hand-over of finished
// gradients to whoever updates the parameters. Three ways through it, with the same sums:
//   by blocks   a small network: blocks of rows go through everything while they are in cache (batch_blocks.cpp)
//   wide        rows go through all layers, then all weight gradients are summed over the rows (batch_wide.cpp)
//   layered     batch normalisation: layer by layer, with sums over all rows between (batch_layered.cpp)
#pragma once

#include <vector>

#include "aligned_buffer.h"
#include "batch/batch_plan.h"
#include "batch/fused_place.h"
#include "batch/row_pass.h"
#include "batch/row_set.h"
#include "kernel_table.h"
#include "network/network.h"
#include "thread_pool.h"

namespace chainrule {

/// Takes gradients that are complete; called from several threads at once for different strips.
template <class Real> class gradient_sink {
public:
    virtual ~gradient_sink() = default;
    /// `gradient` holds those of parameters [offset, offset + count); `weights` is false for all but weight matrices.
    virtual void take(std::size_t offset, std::size_t count, bool weights, const Real* gradient) = 0;
    /// Adds what take() of some parameters will read beside the gradient, at most most_ranges of it, from `to` on:
    /// `strips` strips of `count`, the first at `offset`, each `stride` after the one before. Returns the place after
    /// the last.
    virtual memory_range* list_memory(std::size_t offset, std::size_t count, std::size_t strips, std::size_t stride,
                                      memory_range* to) const {
        (void)offset, (void)count, (void)strips, (void)stride;
        return to;
    }
    static constexpr std::size_t most_ranges = 4;
    /// New running statistics, which are no gradients.
    virtual void take_statistics(std::size_t, std::size_t, const Real*) {}
};

/// Entries of an order after a batch's own that must be rows too: they are fetched before they are needed.
constexpr std::size_t rows_ahead = 64;

/// Consecutive steps of an optimizer: the number of the first (from 1), whether biases decay as weights do, and an
/// entry for each, of which `step` is given.
template <class Real> struct step_series {
    optimizer_kind kind;
    std::uint64_t first;
    bool spares_biases;
    fused_step<Real>* steps;
};

template <class Real> class batch_pass {
public:
    /// `seed` is what dropout draws by.
    batch_pass(const kernel_table<Real>& kernels, const network& net, const loss_config& config, const batch_plan& plan,
               std::size_t batch_rows, std::uint64_t seed, thread_pool& pool);

    static std::size_t floats_needed(const network& net, loss kind, const batch_plan& plan, std::size_t batch_rows);

    /// To be called whenever parameters changed by other means than a sink.
    void parameters_changed(const Real* parameters);

    /// Losses of rows order[0 .. count) of `data` (rows 0 .. count of it where `order` is null, else rows_ahead more
    /// entries follow, and the first `next` of those that follow are the next batch); count is at most the batch_rows
    /// of the constructor. If their sum is finite the gradients of the weighted mean go to `sink`, which may
    /// change the parameters they belong to; else nothing does.
    /// `threads` is at most the plan's parts; `step` (from 1) is what dropout draws by.
    batch_total run(const row_set<Real>& data, const std::uint32_t* order, std::size_t count, const Real* parameters,
                    std::size_t threads, std::uint64_t step, gradient_sink<Real>& sink, std::size_t next = 0);

    /// Whether run_steps can be used: a batch is one block and one chunk of a fused plan.
    bool takes_whole_steps() const { return plan_.fused && plan_.blocks == 1 && plan_.chunk_rows == plan_.block_rows; }
    /// Consecutive steps in one call of the kernels, each over `batch_rows` rows of order[0 .. rows), the last perhaps
    /// with fewer. Returns how many were taken: one whose loss is not finite changes nothing and is the last of which
    /// there is a total.
    std::size_t run_steps(const row_set<Real>& data, const std::uint32_t* order, std::size_t rows,
                          std::size_t batch_rows, Real* parameters, const step_series<Real>& series);

    /// Losses of the rows of the last run.
    const Real* row_losses() const { return row_losses_.data(); }

private:
    struct batch {
        const row_set<Real>* data;
        const std::uint32_t* order;
        std::size_t count, next;
        const Real* parameters;
        std::size_t threads;
        Real scale;
        dropout_draw draw;
    };
    /// What one thread, or all together, work in: features, targets and weights brought together, and the passes.
    struct workplace {
        workplace(const kernel_table<Real>& kernels, const network& net, loss kind, std::size_t rows);
        static std::size_t floats_needed(const network& net, loss kind, std::size_t rows);
        row_pass<Real> pass;
        aligned_buffer<Real> features;
        aligned_buffer<Real> targets;
        aligned_buffer<Real> weights;
    };
    /// Blocks of a batch, and the threads among which they were shared out.
    struct split_blocks {
        std::size_t count, threads;
    };
    /// Rows [first, first + count) of the batch, which are rows from place_first of a place with place_rows rows.
    struct placed_rows {
        std::size_t first, count, place_first, place_rows;
    };

    const_matrix_view<Real> gather(workplace& place, const batch& b, const placed_rows& rows);
    void gather_features(Real* to, const batch& b, const placed_rows& rows);
    void gather_targets(workplace& place, const batch& b, const placed_rows& rows);
    row_range range_of(const batch& b, const placed_rows& rows) const;
    void take_losses(workplace& place, const batch& b, const placed_rows& rows);
    void pass_rows(workplace& place, const batch& b, const placed_rows& rows);
    const_matrix_view<Real> input_of(workplace& place, const batch& b, std::size_t first, std::size_t count,
                                     std::size_t layer);
    const_matrix_view<Real> features_of(const Real* gathered, const batch& b, std::size_t first, std::size_t count);
    void sum_layer(workplace& place, const batch& b, std::size_t first, std::size_t count, std::size_t layer,
                   share inputs, share panels, bool accumulate);
    void finish_inputs(std::size_t index, share inputs, const split_blocks& blocks, const batch& b,
                       gradient_sink<Real>& sink);
    void transpose(const dense& layer, share inputs, share outputs, std::size_t index, const Real* parameters);
    void finish_vectors(const dense& layer, share panels, const split_blocks& blocks, gradient_sink<Real>& sink);
    void finish_strip(std::size_t offset, std::size_t count, bool weights, const split_blocks& blocks,
                      gradient_sink<Real>& sink);
    /// Calls work(part, first column, columns) for each thread's share of a layer's padded columns.
    template <class Work> void for_panels(const batch& b, std::size_t columns, Work work);
    /// Calls work(rows) for each thread's share of the rows.
    template <class Work> void for_rows(const batch& b, const placed_rows& all, Work work);

    // batch_blocks.cpp
    double run_by_blocks(const batch& b, gradient_sink<Real>& sink);
    void run_block(std::size_t part, std::size_t block, const batch& b);
    void run_block_fused(std::size_t part, std::size_t block, const batch& b);
    void join_own_blocks(share mine, std::size_t blocks);
    void join_rest(std::size_t offset, std::size_t count, const split_blocks& blocks);
    void finish(std::size_t part, const split_blocks& blocks, const batch& b, gradient_sink<Real>& sink);

    // batch_wide.cpp
    double run_wide(const batch& b, gradient_sink<Real>& sink);
    void pass_chunk(const batch& b, std::size_t first, std::size_t count);
    /// The chunks of a batch are all shared out alike.
    bool shares_columns(std::size_t index, const batch& b) const {
        const std::size_t rows = b.count < plan_.chunk_rows ? b.count : plan_.chunk_rows;
        return chainrule::shares_columns(net_.layers()[index], index == 0, rows, b.threads);
    }
    bool keeps_columns(std::size_t index, const batch& b) const;
    bool keeps_own_features(const batch& b) const {
        return shares_columns(0, b) && b.threads <= own_features_.size() + 1;
    }
    Real* features_at(std::size_t part, const batch& b);
    const_matrix_view<Real> wide_input(std::size_t part, const batch& b, std::size_t first, std::size_t count,
                                       std::size_t index);
    void forward_own_rows(std::size_t index, const batch& b, const placed_rows& rows);
    void forward_shared(const batch& b, const placed_rows& all);
    void backward_shared(const batch& b, const placed_rows& all);
    // A piece of a weight gradient is some inputs of some panels, of floats at most 96 KB. A product copies its inputs:
    // with more panels it does that less often. 48 is a multiple of all tiles' rows and of a panel.
    static constexpr std::size_t piece_inputs = 48, piece_panels = 32;
    static std::size_t piece_floats(const batch_plan& plan) {
        return plan.by_blocks || plan.layered ? 0 : plan.parts * piece_inputs * piece_panels * panel_width;
    }
    struct chunk;
    void sum_chunk(std::size_t part, const chunk& rows, const batch& b, gradient_sink<Real>& sink);
    struct piece;
    void sum_piece(std::size_t part, const piece& what, const chunk& rows, const batch& b, gradient_sink<Real>& sink,
                   const memory_ahead& ahead);
    void sum_by_pieces(std::size_t part, std::size_t index, share inputs, share panels, const chunk& rows,
                       const batch& b, gradient_sink<Real>& sink);
    memory_range* list_next_rows(const batch& b, std::size_t part, std::size_t piece, std::size_t pieces,
                                 memory_range* to) const;

    // batch_layered.cpp
    double run_layered(const batch& b, gradient_sink<Real>& sink);
    void forward_layered(const batch& b);
    void backward_layered(const batch& b);
    void take_column_statistics(std::size_t layer, const batch& b);
    void sum_columns(std::size_t layer, const batch& b);
    void hand_over_statistics(const batch& b, gradient_sink<Real>& sink);

    const kernel_table<Real>& kernels_;
    const network& net_;
    loss_config config_;
    batch_plan plan_;
    std::uint64_t seed_;
    thread_pool& pool_;
    /// One per part of a plan by blocks, the latter where it is fused; else one for all.
    std::vector<workplace> workplaces_;
    std::vector<fused_place<Real>> fused_places_;
    std::vector<aligned_buffer<Real>> block_gradients_;
    /// One piece per part of a wide plan.
    aligned_buffer<Real> pieces_;
    /// Features that the second part and those after it bring together for themselves.
    std::vector<aligned_buffer<Real>> own_features_;
    std::vector<aligned_buffer<Real>> transposed_;
    std::vector<const Real*> transposed_data_;
    aligned_buffer<Real> row_losses_;
};

template <class Real> template <class Work>
void batch_pass<Real>::for_panels(const batch& b, std::size_t columns, Work work) {
    auto part_of_columns = [&](std::size_t part) {
        const share mine = share_of(padded(columns), part, b.threads, panel_width);
        if (mine.begin < mine.end) work(part, mine.begin, mine.end - mine.begin);
    };
    pool_.run(b.threads, part_of_columns);
}

template <class Real> template <class Work>
void batch_pass<Real>::for_rows(const batch& b, const placed_rows& all, Work work) {
    auto part_of_rows = [&](std::size_t part) {
        const share mine = share_of(all.count, part, b.threads, 1);
        if (mine.begin == mine.end) return;
        work(placed_rows{all.first + mine.begin, mine.end - mine.begin, all.place_first + mine.begin, all.place_rows});
    };
    pool_.run(b.threads, part_of_rows);
}

/// Sum in double, in an order that `count` alone decides.
template <class Real> double sum_of_losses(const Real* losses, std::size_t count);

}  // namespace chainrule
