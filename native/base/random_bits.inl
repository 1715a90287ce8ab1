// The hash behind random.h, which is included into more than one namespace: kernels are compiled for instruction sets
// of their own and may share no inline function with other code. It is the finaliser of SplitMix64 (Steele, Lea, Flood
// 2014, variant 13 of Stafford).

constexpr uint64_t stream_step = 0x9e3779b97f4a7c15ull;

constexpr uint64_t mix_bits(uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
    return x ^ (x >> 31);
}

/// The key of stream `number` of one purpose.
constexpr uint64_t stream_key(uint64_t purpose_key, uint64_t number) {
    return mix_bits(purpose_key + number * stream_step);
}

/// The random number `index` of a stream.
constexpr uint64_t stream_bits(uint64_t key, uint64_t index) { return mix_bits(key + (index + 1) * stream_step); }
