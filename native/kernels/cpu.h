// Which instruction sets this CPU has, and which choices are faster on it. Those choices change no result.
#pragma once

namespace chainrule {

/// Whether the CPU has the instructions and the operating system saves their registers. False on CPUs other than x86.
bool has_avx2();
bool has_avx512();

/// Differences in speed between CPUs, as measured on an Intel Xeon (Sapphire Rapids) and an AMD EPYC (Zen 4); a CPU
/// does not report them.
struct cpu_habits {
    /// Whether the square root instruction is slower than an estimate refined by multiplications. Intel's cores do two
    /// AVX-512 multiplications a cycle, Zen 4 half of that.
    bool slow_roots;
    /// Whether the CPU prefetches short runs of memory that are far from each other, such as a few inputs' weights in
    /// one panel after another, by itself.
    bool fetches_short_runs;
};

/// The habits of this CPU. Only tests change them.
extern cpu_habits habits;

}  // namespace chainrule
