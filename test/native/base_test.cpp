// The pool, the shares and the random numbers.
#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "aligned_buffer.h"
#include "check.h"
#include "random.h"
#include "test_case.h"
#include "thread_pool.h"

using namespace chainrule;
using namespace chainrule::testing;

FACT("the pool calls every part once in each round, with more threads than cores too") {
    for (const std::size_t threads : {1, 2, 3, 16}) {
        thread_pool pool(threads);
        expect(pool.threads() == threads, "threads");
        std::vector<std::atomic<int>> calls(threads);
        auto count = [&](std::size_t part) { calls[part].fetch_add(1, std::memory_order_relaxed); };
        for (int round = 0; round < 500; ++round) pool.run(1 + static_cast<std::size_t>(round) % threads, count);
        int expected = 0;
        for (int round = 0; round < 500; ++round) expected += 1 + round % static_cast<int>(threads);
        int found = 0;
        for (const std::atomic<int>& calls_of_part : calls) found += calls_of_part.load();
        expect(found == expected, "calls");
    }
}

FACT("a part is done by its own worker or, where that has not begun it, by the caller") {
    constexpr std::size_t threads = 16;
    thread_pool pool(threads);
    std::vector<std::thread::id> own(threads);
    int by_caller = 0;
    bool by_others = false;
    for (int round = 0; round < 500; ++round) {
        std::vector<std::thread::id> by(threads);
        auto note = [&](std::size_t part) { by[part] = std::this_thread::get_id(); };
        pool.run(threads, note);
        for (std::size_t part = 1; part < threads; ++part) {
            if (by[part] == by[0]) {
                ++by_caller;
            } else if (own[part] == std::thread::id()) {
                own[part] = by[part];
            } else if (by[part] != own[part]) {
                by_others = true;
            }
        }
    }
    expect(by_caller > 0, "workers of a pool that has just begun are not all awake");
    expect(!by_others, "no worker does another one's part");
}

FACT("what a part wrote is seen by all parts of the next round") {
    thread_pool pool(3);
    std::vector<int> values(3);
    for (int round = 1; round <= 300; ++round) {
        auto write = [&](std::size_t part) { values[part] = round; };
        bool fine[3] = {};
        auto read = [&](std::size_t part) { fine[part] = values == std::vector<int>(3, round); };
        pool.run(3, write);
        pool.run(3, read);
        expect(fine[0] && fine[1] && fine[2], "round");
    }
}

FACT("shares cover everything once, at multiples of the grain") {
    for (std::size_t count = 0; count < 70; ++count) {
        for (std::size_t parts = 1; parts < 9; ++parts) {
            std::size_t at = 0;
            for (std::size_t part = 0; part < parts; ++part) {
                const share mine = share_of(count, part, parts, 12);
                expect(mine.begin == at && mine.end >= at, "adjacent");
                expect(mine.end % 12 == 0 || mine.end == count, "grain");
                at = mine.end;
            }
            expect(at == count, "covered");
        }
    }
}

FACT("random numbers are the recorded ones") {
    const random_stream stream(7, random_purpose::weights, 3);
    const random_stream other(7, random_purpose::shuffle, 3);
    expect(stream.bits(0) != other.bits(0), "purposes differ");
    std::uint64_t all = 0;
    for (std::uint64_t i = 0; i < 1000; ++i) all = mix_bits(all ^ stream.bits(i));
    expect(all == 6271089991576738624ull, "found " + std::to_string(all));
}

FACT("random numbers are spread evenly") {
    const random_stream stream(1, random_purpose::shuffle, 0);
    std::vector<int> bins(16);
    double sum = 0;
    for (std::uint64_t i = 0; i < 16000; ++i) {
        const float u = stream.uniform(i);
        expect(u >= 0.0f && u < 1.0f, "range");
        sum += static_cast<double>(u);
        ++bins[stream.below(i, 16)];
    }
    // Five standard deviations: of a mean of 16000 uniform numbers, and of a count of 1000 in 16 bins.
    expect(std::fabs(sum / 16000 - 0.5) < 5 * 0.2887 / std::sqrt(16000.0), "mean");
    for (const int bin : bins) expect(std::abs(bin - 1000) < 5 * 31, "bin of " + std::to_string(bin));
}

FACT("sizes that overflow are refused as more memory than there is") {
    try {
        checked_product(SIZE_MAX / 2, 3);
    } catch (const failure& refused) {
        expect(std::string(refused.code()) == "out_of_memory", refused.code());
        return;
    }
    fail("not refused");
}

FACT("a buffer is zeros at first, whatever its memory held before") {
    // On both sides of a huge page, and so large that a heap gives it back and takes it again.
    for (const std::size_t count : {100, 524287, 524288, 700001, 3000000}) {
        for (int round = 0; round < 4; ++round) {
            aligned_buffer<float> buffer(count);
            const float* const end = buffer.data() + count;
            expect(std::all_of(buffer.data(), buffer.data() + count, [](float value) { return value == 0; }), "zeros");
            expect(
                std::all_of(end, end + aligned_buffer<float>::readable_after, [](float value) { return value == 0; }),
                "zeros behind it");
            std::fill_n(buffer.data(), count, 1.0F);
        }
    }
}
