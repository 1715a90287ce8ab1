// For an fma that takes one factor from a lane of a vector: numbers of A are loaded `width` at a time, and none is
// repeated in all lanes of a register. With NEON that is 1.3 instructions for each fma instead of 1.6.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

constexpr bool multiplies_lanes = true;
constexpr size_t rows_at_once = width;

/// Vectors of A, each of which is one row of the tile; lane `K` belongs to the current row of B.
template <size_t K> struct rows_as_vectors {
    static constexpr size_t vector_of(size_t row) { return row; }
    static constexpr size_t lane_of(size_t) { return K; }
};

/// Vectors of A whose lanes are rows of the tile. The last vector ends with the last row.
template <size_t Rows> struct rows_as_lanes {
    static constexpr size_t vectors = (Rows + width - 1) / width;
    static constexpr size_t begin(size_t vector) { return vector + 1 < vectors ? vector * width : Rows - width; }
    static constexpr size_t vector_of(size_t row) { return row / width; }
    static constexpr size_t lane_of(size_t row) { return row - begin(row / width); }
};

template <class Factors, size_t V, size_t Vectors, size_t... R>
CHAINRULE_INLINE void extend_column(vec (*tile)[Vectors], const vec* a, vec b, index_list<R...>) {
    ((tile[R][V] = fma_lane<Factors::lane_of(R)>(a[Factors::vector_of(R)], b, tile[R][V])), ...);
}

/// Two columns of the tile: 24 of 32 registers hold it and up to 6 hold A, which leaves two for B. One instruction
/// loads both. (Where the two columns take turns row by row, Clang keeps a part of the tile in memory.)
template <class Factors, size_t V, size_t Vectors, class Rows>
CHAINRULE_INLINE void extend_columns(vec (*tile)[Vectors], const vec* a, const real* b, size_t b_panel, Rows rows) {
    const vec left = load(b + lane_offset<V>(b_panel));
    const vec right = load(b + lane_offset<V + 1>(b_panel));
    extend_column<Factors, V>(tile, a, left, rows);
    extend_column<Factors, V + 1>(tile, a, right, rows);
}

/// Adds to the tile what one row of B gives.
template <class Factors, size_t Vectors, class Rows, size_t... Pair>
CHAINRULE_INLINE void extend_by_lanes(vec (*tile)[Vectors], const vec* a, const real* b, size_t b_panel, Rows rows,
                                      index_list<Pair...>) {
    (extend_columns<Factors, 2 * Pair>(tile, a, b, b_panel, rows), ...);
}

/// Adds what `rows_at_once` rows of B give, where the numbers of a row of A are neighbours.
template <size_t Vectors, size_t... R, size_t... K>
CHAINRULE_INLINE void extend_along_rows(vec (*tile)[Vectors], const real* a, size_t a_row, const real* b, size_t b_k,
                                        size_t b_panel, index_list<R...> rows, index_list<K...>) {
    const vec row[] = {load(a + R * a_row)...};
    constexpr typename make_index_list<Vectors / 2>::type pairs{};
    (extend_by_lanes<rows_as_vectors<K>>(tile, row, b + K * b_k, b_panel, rows, pairs), ...);
}

template <class Factors, size_t... I> CHAINRULE_INLINE void load_lanes(vec* lanes, const real* a, index_list<I...>) {
    ((lanes[I] = load(a + Factors::begin(I))), ...);
}

/// Adds what one row of B gives, where the numbers of a column of A are neighbours.
template <size_t Vectors, size_t... R> CHAINRULE_INLINE void extend_across_rows(vec (*tile)[Vectors], const real* a,
                                                                                const real* b, size_t b_panel,
                                                                                index_list<R...> rows) {
    if constexpr (sizeof...(R) < width) {
        extend_tile<Vectors>(tile, a, 1, b, b_panel, rows);
    } else {
        using factors = rows_as_lanes<sizeof...(R)>;
        vec lanes[factors::vectors];
        load_lanes<factors>(lanes, a, typename make_index_list<factors::vectors>::type{});
        extend_by_lanes<factors>(tile, lanes, b, b_panel, rows, typename make_index_list<Vectors / 2>::type{});
    }
}

template <size_t Vectors, class Rows, size_t... K>
CHAINRULE_INLINE void extend_across_rows(vec (*tile)[Vectors], const real* a, size_t a_k, const real* b, size_t b_k,
                                         size_t b_panel, Rows rows, index_list<K...>) {
    (extend_across_rows<Vectors>(tile, a + K * a_k, b + K * b_k, b_panel, rows), ...);
}

/// Adds to the tile what `rows_at_once` rows of B give. `Along`: a_k is 1; otherwise a_row is.
template <bool Along, size_t Vectors, class Rows>
CHAINRULE_INLINE void extend_often(vec (*tile)[Vectors], const real* a, size_t a_row, size_t a_k, const real* b,
                                   size_t b_k, size_t b_panel, Rows rows) {
    constexpr typename make_index_list<rows_at_once>::type all{};
    if constexpr (Along) {
        extend_along_rows<Vectors>(tile, a, a_row, b, b_k, b_panel, rows, all);
    } else {
        extend_across_rows<Vectors>(tile, a, a_k, b, b_k, b_panel, rows, all);
    }
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
