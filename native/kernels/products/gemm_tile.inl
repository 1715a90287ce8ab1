// The one matrix product of the engine: a tile of C stays in registers while k runs once over its whole length. What a
// product means is in kernel_table.h; which operands make a forward pass or a gradient, in gemm.h. Operands are read
// where they lie; only a column-wise A is copied, a block at a time (multiply_packed).
// The tile as a template over its rows is the idea of tinyBLAS (llamafile) and of BLIS's micro-kernels.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

/// Position of a product in the memory that it prefetches. `step`: inner loops from one cache line to the next.
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
    /// Cache lines of a piece that may begin anywhere in a line.
    static size_t lines_of(const memory_range& of) { return of.bytes / line_bytes + 1; }
    void open_range() {
        pieces_left = range->count;
        open_piece();
    }
    void open_piece() {
        line = static_cast<const char*>(range->begin) + (range->count - pieces_left) * range->stride;
        lines_left = lines_of(*range);
    }
    void next_line() {
        fetch_line(line);
        left = step;
        line += line_bytes;
        if (--lines_left > 0) return;
        if (--pieces_left > 0) return open_piece();
        if (++range != end) return open_range();
        step = left = never;
    }
    /// Inner loops to the next line after `loops` of them, where that many or fewer were `to_next`.
    CHAINRULE_RARE size_t next_lines(size_t to_next, size_t loops) {
        while (to_next <= loops) {
            loops -= to_next;
            next_line();
            to_next = left;
        }
        return to_next - loops;
    }
};

/// Adds to the tile what all rows of B give. `Along`: see extend_often.
template <bool Along, size_t Vectors, class Rows>
CHAINRULE_INLINE void extend_fully(vec (*tile)[Vectors], const product<real>& p, const real* a, const real* b,
                                   fetching& ahead, Rows rows) {
    // Copies: the compiler cannot know that nothing changes `p`.
    const size_t a_k = p.a_k, b_k = p.b_k, b_panel = p.b_panel;
    size_t a_row = p.a_row, left = ahead.left, k = p.k;
    while (k >= rows_at_once) {
        // As many turns as there are before the next line is due: the inner loop counts nothing else.
        const size_t turns = left < rows_at_once ? 1 : (left < k ? left : k) / rows_at_once;
        for (size_t turn = turns; turn > 0; --turn, a += rows_at_once * a_k, b += rows_at_once * b_k) {
            forget_origin(a_row);
            extend_often<Along, Vectors>(tile, a, a_row, a_k, b, b_k, b_panel, rows);
        }
        const size_t done = turns * rows_at_once;
        left = left > done ? left - done : ahead.next_lines(left, done);
        k -= done;
    }
    for (; k > 0; --k, a += a_k, b += b_k) {
        extend_tile<Vectors>(tile, a, a_row, b, b_panel, rows);
        left = left > 1 ? left - 1 : ahead.next_lines(left, 1);
    }
    ahead.left = left;
}

template <size_t Rows, size_t Panels>
void multiply_tile(const product<real>& p, const real* a, size_t row, size_t panel, fetching& ahead) {
    constexpr size_t vectors = Panels * vectors_per_panel;
    vec tile[Rows][vectors];
    constexpr typename make_index_list<Rows>::type rows{};
    real* c = p.c + row * p.c_row + panel * p.c_panel;
    begin_rows<vectors>(tile, p, c, panel, rows);
    const real* b = p.b + panel * p.b_panel;
    if (multiplies_lanes && p.a_k == 1) {
        extend_fully<true, vectors>(tile, p, a, b, ahead, rows);
    } else {
        extend_fully<false, vectors>(tile, p, a, b, ahead, rows);
    }
    store_rows<vectors>(tile, p, c, rows);
}

/// `a` is where the tile's rows of A begin.
using tile_function = void (*)(const product<real>&, const real* a, size_t row, size_t panel, fetching&);

template <size_t Panels, size_t... R> CHAINRULE_INLINE tile_function tile_of(size_t rows, index_list<R...>) {
    static constexpr tile_function functions[] = {multiply_tile<R + 1, Panels>...};
    return functions[rows - 1];
}

CHAINRULE_INLINE tile_function tile_of(size_t rows, size_t panels) {
    constexpr typename make_index_list<tile_rows>::type heights{};
    return panels == tile_panels ? tile_of<tile_panels>(rows, heights) : tile_of<1>(rows, heights);
}

/// Rows cut into as few tiles as possible, as even as possible: 16 rows are 8 + 8 rather than 12 + 4.
struct row_tiles {
    size_t count, height, taller;

    explicit row_tiles(size_t rows)
        : count((rows + tile_rows - 1) / tile_rows), height(rows / count), taller(rows % count) {}
    size_t begin(size_t tile) const { return tile * height + (tile < taller ? tile : taller); }
    size_t rows(size_t tile) const { return height + (tile < taller ? 1 : 0); }
};

CHAINRULE_INLINE size_t panels_from(size_t panel, const product<real>& p) {
    return p.panels - panel < tile_panels ? p.panels - panel : tile_panels;
}

// Bytes that surely stay in L2, from where the CPU prefetches by itself.
constexpr size_t near_bytes = size_t{1} << 20;

/// Computes the tiles of `rows` rows from `first` on.
void multiply_rows(const product<real>& p, size_t first, size_t rows, fetching& ahead) {
    const row_tiles tiles(rows);
    const size_t panel_tiles = (p.panels + tile_panels - 1) / tile_panels;
    const size_t outer = p.rows_outer ? tiles.count : panel_tiles;
    const size_t inner = p.rows_outer ? panel_tiles : tiles.count;
    for (size_t i = 0; i < outer; ++i) {
        for (size_t j = 0; j < inner; ++j) {
            const size_t tile = p.rows_outer ? i : j;
            const size_t panel = (p.rows_outer ? j : i) * tile_panels;
            const size_t row = first + tiles.begin(tile);
            tile_of(tiles.rows(tile), panels_from(panel, p))(p, p.a + row * p.a_row, row, panel, ahead);
        }
    }
}

/// Rows of A that are read again for every panel are taken in groups that stay in L2. Small groups are not used, since
/// B would be read too often.
void multiply_in_place(const product<real>& p, fetching& ahead) {
    constexpr size_t few_rows = 16 * tile_rows;
    const size_t near_rows = near_bytes / (p.k * sizeof(real) + 1);
    if (p.rows_outer || p.rows <= near_rows || near_rows < few_rows) return multiply_rows(p, 0, p.rows, ahead);
    const size_t blocks = (p.rows + near_rows - 1) / near_rows;
    for (size_t block = 0; block < blocks; ++block) {
        const size_t first = p.rows * block / blocks;
        multiply_rows(p, first, p.rows * (block + 1) / blocks - first, ahead);
    }
}

// Whether a tile's rows take more than half a cache line of a column-wise A.
constexpr bool tile_reads_lines = tile_rows * sizeof(real) > 32;
// A block of A has at most 48 KB, a part of L2; a tile's rows of it and a panel of B are in L1. With small tiles B is
// read more often, and each row of B may be on a page of its own: packed_k is then smaller, so that a core can keep the
// translations of those pages.
constexpr size_t packed_rows = 48;
constexpr size_t packed_k = (tile_reads_lines ? 1024 : 512) / sizeof(real);
constexpr size_t panel_bytes = panel_width * sizeof(real);

template <size_t Rows> void pack_tile(const real* a, size_t a_k, size_t count, real* __restrict to) {
    for (size_t k = 0; k < count; ++k) {
        memcpy(to + k * Rows, a + k * a_k, Rows * sizeof(real));
    }
}

template <size_t... R>
CHAINRULE_INLINE void pack_rows(size_t rows, const real* a, size_t a_k, size_t count, real* to, index_list<R...>) {
    static constexpr void (*functions[])(const real*, size_t, size_t, real*) = {pack_tile<R + 1>...};
    functions[rows - 1](a, a_k, count, to);
}

/// For an A stored column by column (a_row == 1), of which a tile would read only a few numbers per cache line. Blocks
/// of A are copied into the order in which tiles read them. Between two blocks of k the sums are stored in C, which is
/// exact. If B is too large for L2, its next panels are prefetched, unless `ahead` asks for other memory.
void multiply_packed(const product<real>& p, fetching& ahead) {
    alignas(64) real packed[packed_rows * packed_k];
    const bool is_far = p.k * p.panels * panel_bytes > near_bytes;
    for (size_t first = 0; first < p.rows; first += packed_rows) {
        const size_t rows = p.rows - first < packed_rows ? p.rows - first : packed_rows;
        const row_tiles tiles(rows);
        for (size_t k = 0; k < p.k; k += packed_k) {
            product<real> block = p;
            block.k = p.k - k < packed_k ? p.k - k : packed_k;
            block.b = p.b + k * p.b_k;
            block.c = p.c + first * p.c_row;
            if (k > 0) {
                block.start = nullptr;
                block.accumulate = true;
            }
            for (size_t tile = 0; tile < tiles.count; ++tile) {
                const size_t row = tiles.begin(tile);
                pack_rows(tiles.rows(tile), p.a + first + row + k * p.a_k, p.a_k, block.k, packed + row * block.k,
                          typename make_index_list<tile_rows>::type{});
            }
            for (size_t panel = 0; panel < p.panels; panel += tile_panels) {
                const size_t next = panel + tile_panels < p.panels ? panel + tile_panels : 0;
                const memory_range lines = {block.b + next * p.b_panel, panels_from(next, p) * panel_bytes - 1, block.k,
                                            p.b_k * sizeof(real)};
                fetching next_panels({&lines, is_far ? size_t{1} : size_t{0}}, tiles.count * block.k);
                for (size_t tile = 0; tile < tiles.count; ++tile) {
                    const size_t row = tiles.begin(tile);
                    block.a_k = tiles.rows(tile);
                    tile_of(block.a_k, panels_from(panel, p))(block, packed + row * block.k, row, panel,
                                                              p.ahead.count > 0 ? ahead : next_panels);
                }
            }
        }
    }
}

/// Whether copying A is worth it: enough panels use the copy, and A has more cache lines than L1 holds.
bool pays_to_pack(const product<real>& p) {
    constexpr size_t least_panels = 8, least_k = 65;
    const bool by_columns = p.a_row == 1 && p.a_k != 1;
    return by_columns && p.panels >= least_panels && p.k >= least_k;
}

void multiply(const product<real>& p) {
    if (p.rows == 0 || p.panels == 0) return;
    const size_t panel_tiles = (p.panels + tile_panels - 1) / tile_panels;
    fetching ahead(p.ahead, row_tiles(p.rows).count * panel_tiles * p.k);
    pays_to_pack(p) ? multiply_packed(p, ahead) : multiply_in_place(p, ahead);
}

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
