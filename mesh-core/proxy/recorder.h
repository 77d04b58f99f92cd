// SPDX-License-Identifier: Apache-2.0
// What one worker counts: a row for every request that ended. On the worker's thread; the reporter
// and /metrics get copies.
#pragma once

#include "classify/classify.h"
#include "proxy/filters/hops.h"
#include "proxy/options.h"
#include "proxy/request.h"
#include "telemetry/edge_table.h"

namespace causeway::proxy {

// How a request ended.
struct Outcome {
    classify::Outcome result;
    telemetry::TlsState tls = telemetry::TlsState::Mutual;
    std::string workload; // who answered
    std::string instance;
    std::uint32_t attempts = 0; // that the callee processed, or may have
    std::uint32_t opened = 0;   // connections
    std::uint32_t reused = 0;
    std::optional<Hop> own; // nothing: no response went out
    Hops hops;
    std::uint64_t requestBytes = 0;
    std::uint64_t responseBytes = 0;
};

class Recorder {
public:
    explicit Recorder(const Options& options) : m_options(options) {}

    void record(const Request& request, const Outcome& outcome, std::string_view clusterDomain);
    [[nodiscard]] telemetry::EdgeTable& table() { return m_table; }

private:
    const Options& m_options;
    telemetry::EdgeTable m_table;
};

} // namespace causeway::proxy
