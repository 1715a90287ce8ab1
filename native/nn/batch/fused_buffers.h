// Where the kernels work that take rows of a small network through everything in one call (kernels/fused_pass.inl,
// fused_steps.inl): which networks they are for, and the buffers. What they compute is, bit by bit, what row_pass and
// plain_blocks do.
#pragma once

#include <span>
#include <vector>

#include "arena.h"
#include "fused_rows.h"
#include "network/network.h"
#include "network/row_set.h"

namespace chainrule {

/// Whether the network has nothing but what pass_fused knows.
bool can_be_fused(const network& net);

template <class Real> class fused_buffers {
public:
    /// Room for `rows` rows. `transposed` as transposed_weights has its copies.
    fused_buffers(const network& net, const loss_config& objective, std::size_t rows,
                  const std::vector<std::span<Real>>& transposed, arena& memory);

    /// For the kernels.
    const fused_network<Real>& network_of_rows() const { return network_; }

private:
    std::vector<fused_layer<Real>> layers_;
    fused_network<Real> network_{};
};

template <class Real> fused_data<Real> fused_data_of(const row_set<Real>& rows) {
    return {rows.features.data(), rows.targets.data(), rows.target_columns,
            rows.weights.size() > 0 ? rows.weights.data() : nullptr};
}

}  // namespace chainrule
