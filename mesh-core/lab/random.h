// SPDX-License-Identifier: Apache-2.0
// Random numbers that are the same on every machine for the same seed: the generator is
// xoshiro256** and the distributions are our own, because the standard library's differ between
// vendors. Owned by whoever draws; one thread; never for secrets.
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace causeway::lab {

class Random {
public:
    explicit Random(std::uint64_t seed) {
        for (auto& word : m_state)
            word = splitMix(seed);
    }

    [[nodiscard]] std::uint64_t next() {
        const auto result = std::rotl(m_state[1] * 5, 7) * 9;
        const auto shifted = m_state[1] << 17;
        m_state[2] ^= m_state[0];
        m_state[3] ^= m_state[1];
        m_state[1] ^= m_state[2];
        m_state[0] ^= m_state[3];
        m_state[2] ^= shifted;
        m_state[3] = std::rotl(m_state[3], 45);
        return result;
    }

    // In [0, 1).
    [[nodiscard]] double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    [[nodiscard]] bool chance(double probability) { return uniform() < probability; }
    // The pause before the next arrival of a Poisson process, in units of its mean.
    [[nodiscard]] double exponential() { return -std::log1p(-uniform()); }
    [[nodiscard]] double normal() {
        const double radius = std::sqrt(2 * exponential());
        return radius * std::cos(2 * std::numbers::pi * uniform());
    }
    // Of median 1; `sigma` is the standard deviation of the logarithm.
    [[nodiscard]] double logNormal(double sigma) { return std::exp(sigma * normal()); }

private:
    static std::uint64_t splitMix(std::uint64_t& seed) {
        std::uint64_t z = (seed += 0x9e3779b97f4a7c15);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    std::array<std::uint64_t, 4> m_state{};
};

} // namespace causeway::lab
