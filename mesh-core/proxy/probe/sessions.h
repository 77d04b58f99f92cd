// SPDX-License-Identifier: Apache-2.0
// The keys that a gateway has given to other gateways, and which numbers of each have been used: a
// datagram is answered when it is sealed with the key of its session and its number is new. Shared
// by all workers (keys are asked for on any) and the responder; any thread. Bounded.
#pragma once

#include "proxy/probe/packet.h"

#include <map>
#include <mutex>
#include <string>

namespace causeway::proxy {

struct ProbeSession {
    std::uint64_t id = 0;
    tls::MacKey key{};

    bool operator==(const ProbeSession&) const = default;
    // "0123456789abcdef 00…ff": what the mesh connection carries.
    [[nodiscard]] std::string text() const;
    [[nodiscard]] static std::optional<ProbeSession> parse(std::string_view text);
};

class ProbeSessions {
public:
    static constexpr std::size_t kPerIdentity = 8; // several gateways may share one
    static constexpr std::size_t kMost = 512;

    // A fresh one; the oldest of that identity, or of all, gives way when there are too many.
    [[nodiscard]] ProbeSession give(const std::string& identity);

    enum class Verdict : std::uint8_t { Answer, Malformed, UnknownSession, BadSeal, Replayed };
    struct Judged {
        Verdict verdict = Verdict::Malformed;
        EchoPacket packet;
        tls::MacKey key{}; // to seal the answer with
    };
    // Uses the number up when the verdict is Answer.
    [[nodiscard]] Judged judge(ByteView bytes);

private:
    struct Known {
        std::string identity;
        tls::MacKey key;
        std::uint64_t order = 0;   // of their making
        std::uint64_t highest = 0; // number that was used
        std::uint64_t used = 0;    // bit i: highest - i was
    };
    [[nodiscard]] static bool use(Known& session, std::uint64_t number);
    void makeRoom(const std::string& identity);

    std::mutex m_mutex;
    std::map<std::uint64_t, Known> m_sessions;
    std::uint64_t m_order = 0;
};

} // namespace causeway::proxy
