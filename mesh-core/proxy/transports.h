// SPDX-License-Identifier: Apache-2.0
// The TCP connections of one worker, by Linkerd's names and labels: those that came in (peer="src")
// and those that it opened (peer="dst"), and the bytes on them. Inside of TLS where there is any. On
// the worker's thread; /metrics gets copies.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <map>
#include <string>

namespace causeway::telemetry {
class Exposition;
}

namespace causeway::proxy {

// Of mutual TLS.
struct Handshakes {
    std::uint64_t full = 0;
    std::uint64_t resumed = 0; // with what a connection before had agreed on

    void count(bool isResumed) { ++(isResumed ? resumed : full); }
};

struct TransportLabels {
    bool outbound = false;
    bool source = false; // it came in; else it was opened
    bool tls = false;    // mutual
    std::string peerId;  // client_id of who came in, server_id of whom we reached
    std::string target;  // address that was dialled; empty for who came in

    auto operator<=>(const TransportLabels&) const = default;
};

struct TransportCounts {
    std::uint64_t opened = 0;
    std::uint64_t open = 0;
    std::uint64_t read = 0; // bytes
    std::uint64_t written = 0;
    std::map<std::string, std::uint64_t, std::less<>> closed; // by errno's name; "" an orderly end

    void countOpened() { ++opened, ++open; }
    void countClosed(const Error* why);
};

class Transports {
public:
    static constexpr std::size_t kMaxSeries = 2000; // then all the rest is "(other)" by direction

    // Stays valid as long as this.
    [[nodiscard]] TransportCounts& series(TransportLabels labels);
    void merge(const Transports& other);
    void write(telemetry::Exposition& out) const;

private:
    std::map<TransportLabels, TransportCounts> m_series;
};

} // namespace causeway::proxy
