// Errors that a person gets to see, and size arithmetic that cannot wrap around. A failure has a code that TypeScript
// knows ("out_of_memory", "isa_unsupported", "invalid_argument") and a sentence.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>

namespace chainrule {

class failure : public std::runtime_error {
public:
    failure(const char* failure_code, const std::string& message) : std::runtime_error(message), code_(failure_code) {}
    const char* code() const { return code_; }

private:
    const char* code_;
};

[[noreturn]] inline void refuse(const std::string& message) { throw failure("invalid_argument", message); }

[[noreturn]] inline void refuse_memory(double bytes) {
    throw failure("out_of_memory", std::to_string(static_cast<std::uint64_t>(bytes)));
}

/// a * b and a + b. A result that does not fit a size_t is refused as out of memory.
inline std::size_t checked_product(std::size_t a, std::size_t b) {
    if (b != 0 && a > std::numeric_limits<std::size_t>::max() / b) refuse_memory(1.8e19);
    return a * b;
}

inline std::size_t checked_sum(std::size_t a, std::size_t b) {
    if (a > std::numeric_limits<std::size_t>::max() - b) refuse_memory(1.8e19);
    return a + b;
}

constexpr std::size_t ceil_divide(std::size_t a, std::size_t b) { return a / b + (a % b != 0 ? 1 : 0); }

}  // namespace chainrule
