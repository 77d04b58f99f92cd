// SPDX-License-Identifier: Apache-2.0
// Which requests a worker saw since it was last asked: every tuple once, with its count. A look-up
// a request; nothing is allocated for a tuple that is known. Never grows above its bound: requests
// whose tuple has no place are counted, and that count goes with the tuples. Owned by one thread.
#pragma once

#include "recording/redaction.h"
#include "recording/tuple.h"

#include <memory>
#include <unordered_map>
#include <vector>

namespace causeway::recording {

class Sampler {
public:
    static constexpr std::size_t kDefaultMaxTuples = 1000;

    explicit Sampler(std::size_t maxTuples = kDefaultMaxTuples) : m_maxTuples(maxTuples) {}

    // Null, as at first: nothing is recorded.
    void use(std::shared_ptr<const Redaction> rules);
    [[nodiscard]] bool isOn() const { return m_rules != nullptr; }

    // Counts a request under its tuple: the path as the rules tell it, and of a caller without an
    // identity the network only, 24 bits of IPv4 or 48 of IPv6. Times, count and headers are not
    // looked at. isOn() must be true.
    void add(const Tuple& seen);

    struct Drained {
        std::vector<Sample> tuples; // in no order; without times
        std::uint64_t givenUp = 0;  // requests
    };
    [[nodiscard]] Drained drain();
    [[nodiscard]] std::size_t size() const { return m_counts.size(); }

private:
    struct Hash {
        using is_transparent = void;
        template <typename Key> std::size_t operator()(const Key& key) const;
    };
    struct Equal {
        using is_transparent = void;
        template <typename A, typename B> bool operator()(const A& a, const B& b) const;
    };

    std::size_t m_maxTuples;
    std::shared_ptr<const Redaction> m_rules;
    std::unordered_map<Sample, std::uint64_t, Hash, Equal> m_counts;
    std::uint64_t m_givenUp = 0;
    std::string m_path; // kept for its memory
};

} // namespace causeway::recording
