// The one matrix product of the engine: a tile of C stays in registers while k runs once over its whole length. What a
// product means is in kernel_table.h; which operands make a forward pass or a gradient, in gemm.cpp. No packing here.
// The tile as a template over its rows is the idea of tinyBLAS (llamafile) and of BLIS's micro-kernels.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

constexpr size_t vectors_per_panel = panel_width / width;

/// Vector `V` of a row of the tile: which panel, and where in it.
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

/// What the tile begins with: the bias in every row, C, or zero.
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

/// Where a product is in its memory ahead. `step` counts inner loops from one line to the next.
struct fetching {
    static constexpr size_t line_bytes = 64;
    static constexpr size_t never = ~size_t{0};
    const memory_range* range = nullptr;
    const memory_range* end = nullptr;
    const char* line = nullptr;
    size_t lines_left = 0, pieces_left = 0;
    size_t step = never, left = never;

    fetching(const memory_ahead& ahead, size_t inner_loops) : range(ahead.ranges), end(range + ahead.count) {
        size_t lines = 0;
        for (size_t i = 0; i < ahead.count; ++i) lines += ahead.ranges[i].count * lines_of(ahead.ranges[i]);
        if (lines == 0) return;
        step = left = inner_loops > lines ? inner_loops / lines : 1;
        open_range();
    }
    /// Of a piece that may begin anywhere in a line.
    static size_t lines_of(const memory_range& of) { return of.bytes / line_bytes + 1; }
    void open_range() {
        pieces_left = range->count;
        open_piece();
    }
    void open_piece() {
        line = static_cast<const char*>(range->begin) + (range->count - pieces_left) * range->stride;
        lines_left = lines_of(*range);
    }
    CHAINRULE_INLINE void next_line() {
        fetch_line(line);
        left = step;
        line += line_bytes;
        if (--lines_left > 0) return;
        if (--pieces_left > 0) return open_piece();
        if (++range != end) return open_range();
        step = left = never;
    }
};

// Every index into the tile is a constant: one loop over its rows would give it an address, and the compiler would
// then write all of it to memory at each k.
template <size_t Rows, size_t Panels>
void multiply_tile(const product<real>& p, size_t row, size_t panel, fetching& ahead) {
    constexpr size_t vectors = Panels * vectors_per_panel;
    constexpr typename make_index_list<vectors>::type lanes{};
    vec tile[Rows][vectors];
    constexpr typename make_index_list<Rows>::type rows{};
    real* c = p.c + row * p.c_row + panel * p.c_panel;
    begin_rows<vectors>(tile, p, c, panel, rows);
    const real* a = p.a + row * p.a_row;
    const real* b = p.b + panel * p.b_panel;
    const size_t a_row = p.a_row;
    size_t left = ahead.left;
    for (size_t k = 0; k < p.k; ++k, a += p.a_k, b += p.b_k) {
        vec b_row[vectors];
        load_row(b_row, b, p.b_panel, lanes);
        fma_rows<vectors>(tile, a, a_row, b_row, rows);
        if (--left == 0) {
            ahead.next_line();
            left = ahead.left;
        }
    }
    ahead.left = left;
    store_rows<vectors>(tile, p, c, rows);
}

using tile_function = void (*)(const product<real>&, size_t row, size_t panel, fetching&);

template <size_t Panels, size_t... R> CHAINRULE_INLINE tile_function tile_of(size_t rows, index_list<R...>) {
    static constexpr tile_function functions[] = {multiply_tile<R + 1, Panels>...};
    return functions[rows - 1];
}

CHAINRULE_INLINE tile_function tile_of(size_t rows, size_t panels) {
    constexpr typename make_index_list<tile_rows>::type heights{};
    return panels == tile_panels ? tile_of<tile_panels>(rows, heights) : tile_of<1>(rows, heights);
}

/// Cuts `rows` into as few tiles as possible, as even as possible: 16 rows are 8 + 8 rather than 12 + 4.
void multiply(const product<real>& p) {
    if (p.rows == 0 || p.panels == 0) return;
    const size_t row_tiles = (p.rows + tile_rows - 1) / tile_rows;
    const size_t panel_tiles = (p.panels + tile_panels - 1) / tile_panels;
    const size_t height = p.rows / row_tiles;
    const size_t taller = p.rows % row_tiles;
    fetching ahead(p.ahead, row_tiles * panel_tiles * p.k);
    const size_t outer = p.rows_outer ? row_tiles : panel_tiles;
    const size_t inner = p.rows_outer ? panel_tiles : row_tiles;
    for (size_t i = 0; i < outer; ++i) {
        for (size_t j = 0; j < inner; ++j) {
            const size_t row_tile = p.rows_outer ? i : j;
            const size_t panel = (p.rows_outer ? j : i) * tile_panels;
            const size_t row = row_tile * height + (row_tile < taller ? row_tile : taller);
            const size_t panels = p.panels - panel < tile_panels ? p.panels - panel : tile_panels;
            tile_of(height + (row_tile < taller ? 1 : 0), panels)(p, row, panel, ahead);
        }
    }
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
