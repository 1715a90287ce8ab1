// Runs all native tests and ends with their true sum. An argument runs only the tests whose fact contains it.
#include <cstdio>

#include "test_case.h"

namespace chainrule::testing {

std::vector<test_case>& all_tests() {
    static std::vector<test_case> tests;
    return tests;
}

}  // namespace chainrule::testing

int main(int count, char** arguments) {
    const std::string wanted = count > 1 ? arguments[1] : "";
    int passed = 0, failed = 0;
    for (const chainrule::testing::test_case& test : chainrule::testing::all_tests()) {
        if (std::string(test.fact).find(wanted) == std::string::npos) continue;
        try {
            test.check();
            ++passed;
            std::printf("passed %s\n", test.fact);
        } catch (const std::exception& problem) {
            ++failed;
            std::printf("failed %s: %s\n", test.fact, problem.what());
        }
        std::fflush(stdout);
    }
    std::printf("native tests: %d passed, %d failed, 0 skipped\n", passed, failed);
    return failed == 0 ? 0 : 1;
}
