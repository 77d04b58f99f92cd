// SPDX-License-Identifier: Apache-2.0
// What one worker counts: a row for every request that ended. On the worker's thread; the reporter
// and /metrics get copies.
#pragma once

#include "classify/classify.h"
#include "proxy/decision_names.h"
#include "proxy/filters/hops.h"
#include "proxy/observe/observer.h"
#include "proxy/options.h"
#include "proxy/request.h"
#include "recording/sampler.h"
#include "telemetry/edge_table.h"

namespace causeway::proxy {

// How a request ended.
struct Outcome {
    classify::Outcome result;
    telemetry::TlsState tls = telemetry::TlsState::Mutual;
    std::string workload; // who answered
    std::string instance;
    std::string target; // whom it was sent to last: "10.1.0.11:4143"
    std::string error;  // why this proxy ended it itself: the code of a refusal, "timeout", "reset"
    std::uint16_t status = 0;   // of HTTP; 0: no response went out
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
    Recorder(const Options& options, const Clock& clock) : m_options(options), m_clock(clock) {}

    void record(const Request& request, const Outcome& outcome, std::string_view clusterDomain);
    [[nodiscard]] telemetry::EdgeTable& table() { return m_table; }
    [[nodiscard]] recording::Sampler& sampler() { return m_sampler; }

    // Null while nobody watches single requests: all that the data path looks at.
    [[nodiscard]] const Observer* observer() const { return m_watched; }
    // Changes who watches.
    template <typename Change> void observe(Change change) {
        change(m_observer);
        m_watched = m_observer.idle() ? nullptr : &m_observer;
    }

private:
    [[nodiscard]] telemetry::SeriesView viewOf(const Request& request, const Outcome& outcome,
                                               std::string_view clusterDomain);

    const Options& m_options;
    const Clock& m_clock;
    DecisionNames m_decisions;
    telemetry::EdgeTable m_table;
    recording::Sampler m_sampler;
    Observer m_observer;
    const Observer* m_watched = nullptr;
};

} // namespace causeway::proxy
