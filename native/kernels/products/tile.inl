// A tile of C, which stays in registers: where it begins, what a row of B adds to it, and where it is stored. Every
// index into it is a constant: one loop over its rows would give it an address, and the compiler would then write all
// of it to memory at each k.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

constexpr size_t vectors_per_panel = panel_width / width;

/// Offset of vector `V` in a row of the tile: of its panel, and within the panel.
template <size_t V> CHAINRULE_INLINE size_t lane_offset(size_t panel_stride) {
    return V / vectors_per_panel * panel_stride + V % vectors_per_panel * width;
}

template <size_t... V> CHAINRULE_INLINE void load_row(vec* row, const real* p, size_t panel_stride, index_list<V...>) {
    ((row[V] = load(p + lane_offset<V>(panel_stride))), ...);
}

template <size_t... V> CHAINRULE_INLINE void zero_row(vec* row, index_list<V...>) { ((row[V] = broadcast(0.0f)), ...); }

template <size_t... V> CHAINRULE_INLINE void store_row(const vec* row, real* p, size_t panel_stride, index_list<V...>) {
    (store(p + lane_offset<V>(panel_stride), row[V]), ...);
}

template <size_t... V> CHAINRULE_INLINE void fma_row(vec* row, vec a, const vec* b, index_list<V...>) {
    ((row[V] = fma(a, b[V], row[V])), ...);
}

template <size_t Vectors, size_t... R>
CHAINRULE_INLINE void fma_rows(vec (*tile)[Vectors], const real* a, size_t a_row, const vec* b, index_list<R...>) {
    (fma_row(tile[R], broadcast(a[R * a_row]), b, typename make_index_list<Vectors>::type{}), ...);
}

/// The tile's initial value: the bias in every row, C, or zero.
template <size_t Vectors, size_t... R> CHAINRULE_INLINE void begin_rows(vec (*tile)[Vectors], const product<real>& p,
                                                                        const real* c, size_t panel, index_list<R...>) {
    constexpr typename make_index_list<Vectors>::type lanes{};
    if (p.start != nullptr) {
        (load_row(tile[R], p.start + panel * panel_width, panel_width, lanes), ...);
    } else if (p.accumulate) {
        (load_row(tile[R], c + R * p.c_row, p.c_panel, lanes), ...);
    } else {
        (zero_row(tile[R], lanes), ...);
    }
}

template <size_t Vectors, size_t... R>
CHAINRULE_INLINE void store_rows(const vec (*tile)[Vectors], const product<real>& p, real* c, index_list<R...>) {
    (store_row(tile[R], c + R * p.c_row, p.c_panel, typename make_index_list<Vectors>::type{}), ...);
}

/// Adds to the tile what one row of B gives.
template <size_t Vectors, size_t... R> CHAINRULE_INLINE void extend_tile(vec (*tile)[Vectors], const real* a,
                                                                         size_t a_row, const real* b, size_t b_panel,
                                                                         index_list<R...> rows) {
    vec b_row[Vectors];
    load_row(b_row, b, b_panel, typename make_index_list<Vectors>::type{});
    fma_rows<Vectors>(tile, a, a_row, b_row, rows);
}

#if !defined(CHAINRULE_ISA_NEON)
// Rows of B for which the inner loop counts and jumps once. With four rows GCC does not keep the tile in registers.
constexpr size_t rows_at_once = 2;
constexpr bool multiplies_lanes = false;

/// Adds to the tile what `rows_at_once` rows of B give.
template <bool, size_t Vectors, class Rows> CHAINRULE_INLINE void extend_often(vec (*tile)[Vectors], const real* a,
                                                                               size_t a_row, size_t a_k, const real* b,
                                                                               size_t b_k, size_t b_panel, Rows rows) {
    extend_tile<Vectors>(tile, a, a_row, b, b_panel, rows);
    extend_tile<Vectors>(tile, a + a_k, a_row, b + b_k, b_panel, rows);
}
#endif

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
