// SPDX-License-Identifier: Apache-2.0
// Who watches single requests, for the whole process: keeps the access log, the trace exporter and
// the taps, and tells every worker. Main thread.
#pragma once

#include "proxy/control/tap_client.h"
#include "proxy/observe/counts.h"
#include "proxy/observe/trace_exporter.h"
#include "proxy/worker.h"

#include <map>

namespace causeway::proxy {

class Watch {
public:
    using Workers = std::vector<std::unique_ptr<Worker>>;
    Watch(const Options& options, const Workers& workers)
        : m_options(options), m_workers(workers) {}

    // What the command line or the file wants. Fails when the log cannot be opened.
    [[nodiscard]] Status begin();
    // What the control plane wants, unless the command line said something itself.
    void useSettings(const rules::ProxySettings& settings);
    void reopenLog();
    // Sends what spans there are.
    void flush();

    void order(const v1::TapOrder& order, TapClient& answers);
    void endTaps();

    [[nodiscard]] WatchCounts counts() const;

private:
    template <typename Change> void tellWorkers(Change change);
    void useRecording(const rules::ProxySettings& settings);
    [[nodiscard]] Status openLog(const AccessLogOptions& options);
    void beginTap(std::uint64_t id, const v1::TapRequest& request, TapClient& answers);

    const Options& m_options;
    const Workers& m_workers;
    std::shared_ptr<AccessLog> m_log;
    std::string m_logByControl; // format that the settings asked for last
    std::optional<std::vector<std::string>> m_recordingRules; // none: nothing is recorded
    std::unique_ptr<TraceExporter> m_exporter;
    std::map<std::uint64_t, std::shared_ptr<TapSession>> m_taps;
};

} // namespace causeway::proxy
