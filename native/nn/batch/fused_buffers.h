// Buffers for the fused kernels (kernels/fused_pass.inl, fused_steps.inl), which take rows of a small network through
// all layers in one call, and the test of which networks may use them. The fused kernels give the same bits as row_pass
// and plain_blocks.
#pragma once

#include <span>
#include <vector>

#include "arena.h"
#include "fused_rows.h"
#include "network/network.h"
#include "network/row_set.h"

namespace chainrule {

/// Whether pass_fused supports the network: no normalisation, and no dropout of the last layer.
bool can_be_fused(const network& net);

template <class Real> class fused_buffers {
public:
    /// Buffers for `rows` rows. `transposed`: one entry per layer, transposed_weights::copies().
    fused_buffers(const network& net, const loss_config& objective, std::size_t rows,
                  const std::vector<std::span<Real>>& transposed, arena& memory);

    /// The network and its buffers, as the kernels take them.
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
