// SPDX-License-Identifier: Apache-2.0
#include "proxy/observe/watch.h"

#include "base/log.h"
#include "causeway/v1/otlp.pb.h"
#include "causeway/v1/tap.pb.h"

namespace causeway::proxy {
namespace {

constexpr std::size_t kMaxTaps = 16;

} // namespace

template <typename Change> void Watch::tellWorkers(Change change) {
    for (const auto& worker : m_workers)
        worker->loop().post(
            [worker = worker.get(), change] { worker->recorder().observe(change); });
}

Status Watch::begin() {
    if (m_options.accessLog)
        CAUSEWAY_CHECK(openLog(*m_options.accessLog));
    if (!m_options.traces)
        return {};
    net::EventLoop& main = m_workers.front()->loop();
    m_exporter =
        std::make_unique<TraceExporter>(main, m_options.traces->collector, m_options.instance);
    auto tracer = std::make_shared<Tracer>(
        m_options.traces->ratio, [this, &main](std::vector<v1::otlp::Span> spans) {
            main.post([this, kept = std::make_shared<std::vector<v1::otlp::Span>>(
                                 std::move(spans))] { m_exporter->add(std::move(*kept)); });
        });
    tellWorkers([tracer](Observer& observer) { observer.use(tracer); });
    return {};
}

Status Watch::openLog(const AccessLogOptions& options) {
    CAUSEWAY_TRY(m_log, AccessLog::open(options));
    tellWorkers([log = m_log](Observer& observer) { observer.use(log); });
    return {};
}

// Rules that cannot be read redact nothing: then nothing is recorded.
void Watch::useRecording(const rules::ProxySettings& settings) {
    const auto wanted = settings.recording ? std::optional(settings.recordingRedact) : std::nullopt;
    if (wanted == m_recordingRules)
        return;
    m_recordingRules = wanted;
    std::shared_ptr<const recording::Redaction> rules;
    if (wanted) {
        auto made = recording::Redaction::parse(*wanted);
        if (made)
            rules = std::make_shared<const recording::Redaction>(std::move(*made));
        else
            log::error("no requests are recorded: {}", made.error().describe());
    }
    for (const auto& worker : m_workers)
        worker->loop().post(
            [worker = worker.get(), rules] { worker->recorder().sampler().use(rules); });
}

void Watch::useSettings(const rules::ProxySettings& settings) {
    useRecording(settings);
    if (m_options.accessLog || settings.accessLog == m_logByControl)
        return;
    m_logByControl = settings.accessLog;
    if (m_logByControl.empty()) {
        m_log = nullptr;
        tellWorkers([](Observer& observer) { observer.use(std::shared_ptr<AccessLog>()); });
        return;
    }
    AccessLogOptions options;
    options.format = m_logByControl == "apache" ? AccessLogOptions::Format::Apache
                                                : AccessLogOptions::Format::Json;
    if (const auto opened = openLog(options); !opened)
        log::error("{}", opened.error().describe());
}

void Watch::reopenLog() {
    if (!m_log)
        return;
    m_log->reopen();
    log::info("access log opened anew");
}

void Watch::flush() {
    if (m_exporter)
        m_exporter->flush();
}

void Watch::order(const v1::TapOrder& order, TapClient& answers) {
    if (order.has_start())
        return beginTap(order.tap(), order.start(), answers);
    m_taps.erase(order.tap());
    tellWorkers([id = order.tap()](Observer& observer) { observer.removeTap(id); });
}

void Watch::beginTap(std::uint64_t id, const v1::TapRequest& request, TapClient& answers) {
    if (m_taps.size() >= kMaxTaps)
        return log::warn("a tap was not begun: {} are under way", m_taps.size());
    net::EventLoop& main = m_workers.front()->loop();
    auto deliver = [this, &main, &answers](std::uint64_t tap, std::unique_ptr<v1::TapEvent> event) {
        main.post([this, &answers, tap, event = std::shared_ptr<v1::TapEvent>(std::move(event))] {
            const auto found = m_taps.find(tap);
            if (found == m_taps.end())
                return;
            found->second->told();
            answers.send(tap, *event);
        });
    };
    auto session = TapSession::make(id, request, m_options.instance.instance, std::move(deliver));
    if (!session)
        return log::warn("a tap was not begun: {}", session.error().describe());
    m_taps[id] = *session;
    tellWorkers([tap = *session](Observer& observer) { observer.add(tap); });
}

void Watch::endTaps() {
    for (const auto& [id, tap] : std::exchange(m_taps, {}))
        tellWorkers([id = id](Observer& observer) { observer.removeTap(id); });
}

WatchCounts Watch::counts() const {
    WatchCounts counts;
    if (m_log) {
        counts.logWritten = m_log->written();
        counts.logDropped = m_log->dropped();
    }
    if (m_exporter) {
        counts.spansSent = m_exporter->sent();
        counts.spansDropped = m_exporter->dropped();
    }
    counts.taps = m_taps.size();
    return counts;
}

} // namespace causeway::proxy
