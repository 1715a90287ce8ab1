// See plain_blocks.h. The idea of taking a chunk of rows through all layers and back while it is in cache, rather than
// layer by layer, is from the measurements behind the design: it is worth more than any tuning of the product.
#include "batch/plain_blocks.h"

#include <algorithm>

namespace chainrule {

template <class Real>
void plain_blocks<Real>::pass_block(std::size_t part, share rows, const mini_batch<Real>& batch, Real* gradient) {
    row_place<Real>& place = places_[part];
    for (std::size_t first = rows.begin; first < rows.end; first += this->plan_.chunk_rows) {
        const std::size_t count = std::min(this->plan_.chunk_rows, rows.end - first);
        place.pass_rows(batch, {first, count, 0, count}, this->transposed_.weights(), this->row_losses_.data());
        for (std::size_t index = 0; index < this->net_.layers().size(); ++index) {
            const dense& layer = this->net_.layers()[index];
            place.sum_layer(batch, first, count, index, {0, layer.inputs}, {0, panels_of(layer.outputs)}, gradient,
                            first != rows.begin);
        }
    }
}

template class plain_blocks<float>;
template class plain_blocks<double>;

}  // namespace chainrule
