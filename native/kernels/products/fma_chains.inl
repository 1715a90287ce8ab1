// Measures the peak: as many fused multiply-adds as the CPU can do, and nothing else. The speed of a product is
// compared with it.

namespace chainrule::CHAINRULE_KERNELS {
namespace {

// Chains are independent, so that latency is hidden, and few enough to stay in registers with both factors. An x86 core
// starts two fma per cycle, with a latency of four cycles; an Apple core starts four and has 32 registers.
#if defined(CHAINRULE_ISA_NEON)
constexpr size_t chains = 24;
#else
constexpr size_t chains = 12;
#endif

template <size_t... C> CHAINRULE_INLINE void load_chains(vec* chain, const real* from, index_list<C...>) {
    ((chain[C] = load(from + C * width)), ...);
}

template <size_t... C> CHAINRULE_INLINE void store_chains(const vec* chain, real* to, index_list<C...>) {
    (store(to + C * width, chain[C]), ...);
}

template <size_t... C> CHAINRULE_INLINE void extend_chains(vec* chain, vec a, vec b, index_list<C...>) {
    ((chain[C] = fma(a, b, chain[C])), ...);
}

/// See kernel_table.h. The factor values[0] should be 0, so that no value grows out of bounds; the compiler cannot know
/// it.
size_t run_fma_chains(real* values, size_t rounds) {
    constexpr typename make_index_list<chains>::type all{};
    vec chain[chains];
    load_chains(chain, values, all);
    const vec a = broadcast(values[0]);
    const vec b = broadcast(values[1]);
    for (size_t i = 0; i < rounds; ++i) extend_chains(chain, a, b, all);
    store_chains(chain, values, all);
    return rounds * chains * width;
}

static_assert(chains * width <= fma_chain_values);

}  // namespace
}  // namespace chainrule::CHAINRULE_KERNELS
