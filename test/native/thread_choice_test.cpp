// How many threads take the next step, told from how long steps took.
#include "batch/thread_choice.h"
#include "test_case.h"

using namespace chainrule;
using namespace chainrule::testing;

namespace {

/// Steps of 100 rows for `seconds`; returns how much of that time went by on all threads.
double parallel_share(thread_choice& choice, double seconds, double step_on_one, double step_on_all) {
    double all = 0, parallel = 0;
    while (all < seconds) {
        const bool on_all = choice.threads() > 1;
        const double step = on_all ? step_on_all : step_on_one;
        choice.took(100, step, 0);
        all += step;
        if (on_all) parallel += step;
    }
    return parallel / all;
}

}  // namespace

FACT("steps stay on all threads where that is quicker, and on one where it is not") {
    thread_choice quicker(4), slower(4);
    expect(quicker.threads() == 4, "all threads are tried first");
    expect(parallel_share(quicker, 5, 100e-6, 60e-6) > 0.95, "quicker");
    expect(parallel_share(slower, 5, 100e-6, 400e-6) < 0.06, "slower");
}

FACT("a run of some milliseconds loses little by trying") {
    thread_choice quicker(2), slower(2);
    expect(parallel_share(quicker, 0.03, 20e-6, 12e-6) > 0.95, "quicker");
    expect(parallel_share(slower, 0.03, 20e-6, 40e-6) < 0.15, "slower");
}

FACT("long steps are tried no more often than short ones") {
    thread_choice quicker(2), slower(2);
    expect(parallel_share(quicker, 4, 10e-3, 5e-3) > 0.95, "quicker");
    expect(parallel_share(slower, 4, 10e-3, 20e-3) < 0.07, "slower");
}

FACT("what disturbs all threads for a moment does not leave a short run on one") {
    // A step or two of the first window, of a later one, and of one that repeats what the first said.
    for (const double quiet : {0.0, 0.006, 0.02}) {
        thread_choice choice(2);
        parallel_share(choice, quiet, 5e-3, 2.5e-3);
        parallel_share(choice, 0.01, 5e-3, 9e-3);
        expect(parallel_share(choice, 0.1, 5e-3, 2.5e-3) > 0.65, "after " + std::to_string(quiet) + " s");
    }
}

FACT("the choice follows a machine that becomes busy and quiet again") {
    thread_choice choice(2);
    parallel_share(choice, 2, 100e-6, 60e-6);
    expect(parallel_share(choice, 10, 100e-6, 900e-6) < 0.15, "busy");
    parallel_share(choice, 1, 100e-6, 60e-6);
    expect(parallel_share(choice, 5, 100e-6, 60e-6) > 0.9, "quiet");
}

FACT("a thread that waits for another one's core says that the machine is busy") {
    thread_choice choice(2);
    // On all threads every step of 0.1 ms waits for 3 ms; without a wait it would take 0.06 ms.
    const auto share = [&](double seconds, double wait) {
        double all = 0, parallel = 0;
        while (all < seconds) {
            const bool on_all = choice.threads() > 1;
            const double step = on_all ? 60e-6 + wait : 100e-6;
            choice.took(100, step, on_all ? wait : 0);
            all += step;
            if (on_all) parallel += step;
        }
        return parallel / all;
    };
    expect(share(0.15, 3e-3) < 0.15, "a short run beside other processes");
    expect(share(5, 3e-3) < 0.05, "a long one");
    share(1, 0);
    expect(share(1, 0) > 0.9, "they have ended");
}

FACT("a machine that stood still for a while is not taken for one on which all threads are slow") {
    thread_choice choice(2);
    parallel_share(choice, 20, 100e-6, 120e-6);
    while (choice.threads() == 1) choice.took(100, 100e-6, 0);
    choice.took(100, 2.0, 0);
    expect(parallel_share(choice, 3, 100e-6, 60e-6) > 0.5, "it comes back to all threads");
}

FACT("with one thread there is no choice") {
    thread_choice choice(1);
    expect(!choice.is_open() && choice.threads() == 1, "one");
    choice.took(1, 100.0, 0);
    expect(choice.threads() == 1, "one");
}
