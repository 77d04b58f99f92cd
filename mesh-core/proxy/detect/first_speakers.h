// SPDX-License-Identifier: Apache-2.0
// Which side speaks first, by destination, as connections showed: how long to wait for the client
// before somebody is connected to the server, in case that one greets first. See decision 0101.
// Bounded, forgets. One worker's; on its thread.
#pragma once

#include "base/clock.h"

#include <string>
#include <unordered_map>

namespace causeway::proxy {

class FirstSpeakers {
public:
    enum class Side : std::uint8_t { Client, Server };

    // Silence of the client after which the server is asked; at most `timeout`.
    [[nodiscard]] Duration patience(const std::string& destination, Duration timeout,
                                    MonotonicTime now) const;
    // The latest word counts.
    void learn(const std::string& destination, Side side, MonotonicTime now);
    [[nodiscard]] std::size_t size() const { return m_known.size(); }

    static constexpr Duration kUnknown = std::chrono::milliseconds(200);
    static constexpr Duration kServerFirst = std::chrono::milliseconds(5);
    static constexpr Duration kForgetAfter = std::chrono::minutes(10);
    static constexpr std::size_t kMaxKnown = 4096;

private:
    struct Known {
        Side side;
        MonotonicTime at;
    };
    std::unordered_map<std::string, Known> m_known;
};

} // namespace causeway::proxy
