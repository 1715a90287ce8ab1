// Where the kernels work that take rows of a small network through everything in one call (kernels/fused_pass.inl,
// fused_steps.inl): which networks they are for, and the buffers. What they compute is, bit by bit, what row_pass and
// the sums of batch_pass do.
#pragma once

#include <vector>

#include "aligned_buffer.h"
#include "batch/row_set.h"
#include "fused_rows.h"
#include "network/network.h"

namespace chainrule {

/// Whether the network has nothing but what pass_fused knows.
bool can_be_fused(const network& net);

template <class Real> class fused_place {
public:
    /// Room for `rows` rows. `transposed` has one entry per layer, null where there is none.
    fused_place(const network& net, const loss_config& objective, std::size_t rows,
                const std::vector<Real*>& transposed);

    static std::size_t floats_needed(const network& net, loss kind, std::size_t rows);

    /// For the kernels.
    const fused_network<Real>& network_of_rows() const { return network_; }

private:
    std::vector<fused_layer<Real>> layers_;
    aligned_buffer<Real> features_, targets_, weights_, layer_rows_;
    fused_network<Real> network_{};
};

template <class Real> fused_data<Real> fused_data_of(const row_set<Real>& rows) {
    return {rows.features.data(), rows.targets.data(), rows.target_columns,
            rows.weights.size() > 0 ? rows.weights.data() : nullptr};
}

}  // namespace chainrule
