// What this CPU has, and what it is quicker with. The latter changes no number.
#pragma once

namespace chainrule {

/// Each: the CPU has the instructions and the system keeps their registers. False but on x86.
bool has_avx2();
bool has_avx512();

/// As measured on an Intel Xeon (Sapphire Rapids) and on an AMD EPYC (Zen 4): no property that a CPU would tell.
struct cpu_habits {
    /// A square root takes longer in the divider than by multiplications from an estimate, of which Intel's cores do
    /// two whole vectors of AVX-512 a cycle, and Zen 4 half of that.
    bool slow_roots;
    /// Whether short runs of memory that begin far from each other, such as a few inputs' weights of one panel after
    /// those of another, are fetched in time without being asked for.
    bool fetches_short_runs;
};

/// Of this CPU. Only tests change it.
extern cpu_habits habits;

}  // namespace chainrule
