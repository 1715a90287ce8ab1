// Initial weights of a layer. Glorot and Bengio 2010 (variance 2 / (inputs + outputs)), He et al. 2015 (2 / inputs),
// LeCun et al. 1998 (1 / inputs); each uniform within +-sqrt(3 variance), or normal. Biases begin at zero.
#pragma once

#include <cmath>

#include "network/network.h"
#include "portable_math.h"
#include "random.h"

namespace chainrule {

class initial_weights {
public:
    /// For layer number `index`, with `inputs` inputs, in a run with `seed`.
    initial_weights(const layer_config& layer, std::size_t inputs, std::uint64_t seed, std::size_t index)
        : random_(seed, random_purpose::weights, index), init_(layer.init) {
        const double in = static_cast<double>(inputs);
        const double out = static_cast<double>(layer.units);
        switch (layer.init) {
            case initializer::zeros: break;
            case initializer::constant:
            case initializer::uniform:
            case initializer::normal: size_ = static_cast<float>(layer.init_scale); break;
            case initializer::glorot_uniform: size_ = static_cast<float>(std::sqrt(6.0 / (in + out))); break;
            case initializer::glorot_normal: size_ = static_cast<float>(std::sqrt(2.0 / (in + out))); break;
            case initializer::he_uniform: size_ = static_cast<float>(std::sqrt(6.0 / in)); break;
            case initializer::he_normal: size_ = static_cast<float>(std::sqrt(2.0 / in)); break;
            case initializer::lecun_uniform: size_ = static_cast<float>(std::sqrt(3.0 / in)); break;
            case initializer::lecun_normal: size_ = static_cast<float>(std::sqrt(1.0 / in)); break;
        }
    }

    /// The initial weight of output o and input i; `number` is o * inputs + i.
    float operator()(std::uint64_t number) const {
        switch (init_) {
            case initializer::zeros: return 0.0f;
            case initializer::constant: return size_;
            case initializer::uniform:
            case initializer::glorot_uniform:
            case initializer::he_uniform:
            // u - 1/2 is exact, so there is one rounding, the same everywhere.
            case initializer::lecun_uniform: return (random_.uniform(number) - 0.5f) * (2.0f * size_);
            case initializer::normal:
            case initializer::glorot_normal:
            case initializer::he_normal:
            case initializer::lecun_normal: return static_cast<float>(standard_normal(number) * size_);
        }
        return 0.0f;
    }

private:
    /// Box and Muller 1958, from two uniform numbers, of which the first is not zero.
    double standard_normal(std::uint64_t number) const {
        constexpr double two_pi = 6.283185307179586;
        const double radius = 1.0 - static_cast<double>(random_.uniform(2 * number));
        const double angle = static_cast<double>(random_.uniform(2 * number + 1));
        return std::sqrt(-2.0 * portable::log(radius)) * portable::cos(two_pi * angle);
    }

    random_stream random_;
    initializer init_;
    float size_ = 0.0f;
};

}  // namespace chainrule
