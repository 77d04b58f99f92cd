// SPDX-License-Identifier: Apache-2.0
// Makes a report of what all workers counted, and a page of metrics. Main thread; workers hand
// their counts over through their loops.
#pragma once

#include "proxy/control/counts.h"
#include "proxy/observe/counts.h"
#include "proxy/worker.h"
#include "telemetry/exposition.h"
#include "telemetry/report.h"

namespace causeway::proxy {

// What the main thread knows besides the counts.
struct ProxyHealth {
    WatchCounts watch;
    TlsPtr tls;
    bool hasSettings = false;
    bool controlConnected = false;
    bool isStatic = false;
    bool draining = false;
    std::uint64_t certificatesIssued = 0;
    std::uint64_t updatesRejected = 0;
    std::size_t namesHeld = 0;
    ControlCounts control = {};

    [[nodiscard]] bool ready() const { return hasSettings && (tls || isStatic) && !draining; }
    [[nodiscard]] std::string describe() const; // body of /ready
};

class Reporter {
public:
    Reporter(const Options& options, const Clock& clock);

    // Gathers from every worker, then calls `done` on the main loop.
    using Workers = std::vector<std::unique_ptr<Worker>>;
    void collect(const Workers& workers, const ProxyHealth& health,
                 std::function<void(telemetry::Report)> done);
    void expose(const Workers& workers, const ProxyHealth& health,
                std::function<void(std::string)> done) const;

private:
    [[nodiscard]] bool requestsAreDue(const ProxyHealth& health) const;

    const Options& m_options;
    const Clock& m_clock;
    MonotonicTime m_last;
    WallTime m_lastRequests; // until when requests were told
};

} // namespace causeway::proxy
