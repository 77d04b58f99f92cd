// SPDX-License-Identifier: Apache-2.0
#include "proxy/observe/access_log.h"
#include "proxy/recorder.h"

#include <spdlog/fmt/fmt.h>

#include <ctime>

namespace causeway::proxy {
namespace {

// Bytes that are no ASCII are taken for Latin-1, so that every value can be read back.
void appendQuoted(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            (out += '\\') += c;
        else if (byte < 0x20 || byte >= 0x7f)
            out += fmt::format("\\u{:04x}", byte);
        else
            out += c;
    }
    out += '"';
}

class JsonLine {
public:
    void text(std::string_view name, std::string_view value) {
        if (value.empty())
            return;
        begin(name);
        appendQuoted(m_text, value);
    }
    void number(std::string_view name, std::uint64_t value) {
        begin(name);
        m_text += std::to_string(value);
    }
    [[nodiscard]] std::string take() { return std::move(m_text) + "}"; }

private:
    void begin(std::string_view name) {
        m_text += m_text.empty() ? "{\"" : ",\"";
        m_text += name;
        m_text += "\":";
    }
    std::string m_text;
};

std::tm utcOf(WallTime time) {
    const std::time_t seconds =
        std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    return parts;
}

std::string isoTime(WallTime time) {
    const std::tm utc = utcOf(time);
    const auto millis =
        std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count()
        % 1000;
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", utc.tm_year + 1900,
                       utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, millis);
}

std::string apacheTime(WallTime time) {
    const std::tm utc = utcOf(time);
    static constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
    return fmt::format("{:02}/{}/{:04}:{:02}:{:02}:{:02} +0000", utc.tm_mday,
                       kMonths.substr(static_cast<std::size_t>(utc.tm_mon) * 3, 3),
                       utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

// What the application spoke.
std::string_view versionOf(const Request& request) {
    const std::string& before = request.mesh.origProto;
    if (!before.empty())
        return before;
    return request.head.version == http::Version::Http2    ? "HTTP/2.0"
           : request.head.version == http::Version::Http10 ? "HTTP/1.0"
                                                           : "HTTP/1.1";
}

void addDecision(JsonLine& line, const Request& request) {
    if (!request.decision)
        return;
    line.text("server", request.decision->server().describe());
    line.text("inbound_route", request.decision->route().describe());
    line.text("authorization", request.decision->rule().describe());
    line.text("verdict", request.decision->allowed() ? "allow" : "deny");
    if (request.decision->allowed() && request.decision->wouldDeny())
        line.text("shadow_verdict", "deny");
}

std::string jsonLine(const AccessLogOptions& options, const Ending& ending) {
    const Request& request = ending.request;
    const Outcome& outcome = ending.outcome;
    JsonLine line;
    line.text("timestamp", isoTime(ending.received()));
    line.text("direction", request.role == Role::Outbound || request.role == Role::Egress
                               ? "outbound"
                               : "inbound");
    line.text("client.addr", request.peer->ip.serialize());
    line.text("client.id", ending.callerIdentity());
    line.text("method", request.head.method);
    line.text("host", ending.authority());
    line.text("uri", request.head.path);
    line.text("version", versionOf(request));
    line.text("user_agent", request.head.headers.find("user-agent").value_or(""));
    line.number("status", outcome.status);
    if (outcome.result.grpcStatus)
        line.number("grpc_status", static_cast<std::uint64_t>(*outcome.result.grpcStatus));
    line.number("request_bytes", outcome.requestBytes);
    line.number("response_bytes", outcome.responseBytes);
    line.number("total_ns", ending.totalUs() * 1000);
    // Without what the application, or the rest of the way, took.
    if (outcome.own)
        line.number("processing_ns",
                    (outcome.own->us - std::min(outcome.own->us, outcome.own->app)) * 1000);
    line.text("trace_id", ending.traceId());
    line.text("service", request.service);
    line.text("route", request.routeName);
    line.text("link", request.link);
    line.text("upstream.addr", outcome.target);
    line.text("upstream.workload", outcome.workload);
    line.text("error", outcome.error);
    addDecision(line, request);
    for (const std::string& name : options.headers)
        if (const auto value = request.head.headers.find(name))
            line.text("header." + name, isSecret(name, options.redact) ? kRedacted : *value);
    return line.take();
}

std::string_view orDash(std::string_view text) {
    return text.empty() ? "-" : text;
}

// Quoted parts hold what strangers wrote: nothing of it may end the quotes or the line.
std::string apacheLine(const Ending& ending) {
    const Request& request = ending.request;
    std::string asked;
    appendQuoted(
        asked, fmt::format("{} {} {}", request.head.method, request.head.path, versionOf(request)));
    std::string agent;
    appendQuoted(agent, orDash(request.head.headers.find("user-agent").value_or("")));
    return fmt::format("{} {} - [{}] {} {} {} \"-\" {}", request.peer->ip.serialize(),
                       orDash(ending.callerIdentity()), apacheTime(ending.received()), asked,
                       ending.outcome.status, ending.outcome.responseBytes, agent);
}

} // namespace

std::string formatAccess(const AccessLogOptions& options, const Ending& ending) {
    return options.format == AccessLogOptions::Format::Json ? jsonLine(options, ending)
                                                            : apacheLine(ending);
}

} // namespace causeway::proxy
