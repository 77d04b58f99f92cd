// SPDX-License-Identifier: Apache-2.0
#include "proxy/exposition.h"

namespace causeway::proxy {
namespace {

using telemetry::Exposition;
using telemetry::LabelText;
using telemetry::SeriesSample;
using telemetry::Vantage;
using Type = Exposition::Type;

constexpr std::array<std::uint64_t, 4> kRequestEdgesUs{50'000, 500'000, 1'000'000, 10'000'000};
constexpr std::array<std::uint64_t, 7> kResponseEdgesUs{25'000,  50'000,    100'000,   250'000,
                                                        500'000, 1'000'000, 10'000'000};

bool isOutbound(const SeriesSample& sample) {
    const Vantage vantage = sample.labels.key.vantage;
    return vantage == Vantage::Caller || vantage == Vantage::Egress;
}

std::string_view hostOf(std::string_view target) {
    std::string_view host = target.substr(0, target.rfind(':'));
    if (host.starts_with('['))
        host = host.substr(1, host.size() - 2);
    return host;
}

std::string_view portOf(std::string_view target) {
    const std::size_t colon = target.rfind(':');
    return colon == target.npos ? std::string_view() : target.substr(colon + 1);
}

void addObject(LabelText& text, const std::string& prefix, const ObjectRef& object) {
    text.add(prefix + "_group", object.builtIn() ? "" : object.group);
    text.add(prefix + "_kind", object.builtIn() ? "default" : object.kind);
    text.add(prefix + "_name", object.name);
}

void addDecision(LabelText& text, const SeriesSample& sample, bool withAuthorization) {
    const telemetry::DecisionLabels* decision = sample.detail.decision;
    if (!decision)
        return;
    addObject(text, "srv", decision->server);
    text.add("srv_port", std::to_string(sample.detail.servedPort));
    addObject(text, "route", decision->route);
    if (!withAuthorization)
        return;
    addObject(text, "authz", decision->authorization);
    text.addIf("causeway_shadow", decision->wouldDeny ? "deny" : "");
}

void addTarget(LabelText& text, const SeriesSample& sample, const MetricsPage& page) {
    std::string target = sample.detail.target;
    if (sample.detail.servedPort != 0)
        target = page.options.appAddress + ":" + std::to_string(sample.detail.servedPort);
    text.addIf("target_addr", target);
    text.addIf("target_ip", hostOf(target));
    text.addIf("target_port", portOf(target));
}

void addTls(LabelText& text, const SeriesSample& sample, const MetricsPage& page) {
    const bool mutual = sample.labels.key.tls == telemetry::TlsState::Mutual;
    const std::string& target = sample.detail.target;
    text.add("tls", mutual ? "true" : "no_identity");
    if (!isOutbound(sample))
        return void(mutual ? text.addIf("client_id", sample.labels.key.sourceIdentity)
                           : text.add("no_tls_reason", "no_tls_from_remote"));
    if (!mutual)
        return void(text.add("no_tls_reason", hostOf(target).starts_with("127.")
                                                  ? "loopback"
                                                  : "not_provided_by_service_discovery"));
    const auto server = page.serverIds.find(target);
    text.addIf("server_id", server == page.serverIds.end() ? "" : server->second);
}

void addDestination(LabelText& text, const SeriesSample& sample) {
    const std::string_view service = sample.labels.key.destinationService;
    const std::size_t dot = service.find('.');
    text.add("dst_service", service.substr(0, dot));
    text.addIf("dst_namespace", dot == service.npos ? "" : service.substr(dot + 1));
    text.addIf("dst_target_cluster", sample.labels.key.destinationCluster);
    text.addIf("dst_deployment", sample.labels.destinationWorkload);
    text.addIf("dst_workload", sample.labels.destinationWorkload);
    text.addIf("dst_pod", sample.labels.destinationInstance);
}

// What every family of requests has in common.
LabelText requestLabels(const SeriesSample& sample, const MetricsPage& page) {
    LabelText text;
    const telemetry::EdgeKey& key = sample.labels.key;
    text.add("direction", isOutbound(sample) ? "outbound" : "inbound");
    text.addIf("authority", sample.detail.authority);
    addTarget(text, sample, page);
    addTls(text, sample, page);
    if (isOutbound(sample))
        addDestination(text, sample);
    else
        text.addIf("src_workload", sample.labels.sourceWorkload);
    addDecision(text, sample, true);
    // Inbound, route_name is that of the rules here; this one is the caller's.
    text.add(isOutbound(sample) ? "route_name" : "causeway_route", key.route);
    text.add("causeway_protocol", name(key.protocol));
    text.add("causeway_vantage", name(key.vantage));
    text.addIf("causeway_link", key.link);
    text.add("causeway_status", name(key.statusClass));
    return text;
}

std::string statusOf(const SeriesSample& sample) {
    return sample.detail.status == 0 ? std::string() : std::to_string(sample.detail.status);
}

std::string grpcStatusOf(const SeriesSample& sample) {
    return sample.detail.grpcStatus < 0 ? std::string() : std::to_string(sample.detail.grpcStatus);
}

// Linkerd's words for an error that ended a response.
std::string_view responseError(std::string_view code) {
    if (code.empty() || code == "policy-denied" || code == "no-route" || code == "rate-limited")
        return "";
    if (code == "timeout" || code == "connect-timeout")
        return "timeout";
    return "unclassified";
}

// … and for one that the proxy answered itself; nothing for a verdict, which is no error.
std::string_view errorKind(std::string_view code) {
    static constexpr std::pair<std::string_view, std::string_view> kWords[] = {
        {"", ""},
        {"policy-denied", ""},
        {"no-route", ""},
        {"rate-limited", ""},
        {"overloaded", "loadshed"},
        {"no-endpoints", "failfast"},
        {"connect-timeout", "failfast"},
        {"no-configuration", "failfast"},
        {"timeout", "response timeout"},
        {"loop", "gateway loop"},
        {"not-exported", "gateway domain invalid"},
        {"caller-assertion-refused", "identity required"},
        {"foreign-caller", "identity required"},
        {"identity-required", "identity required"},
        {"connect-failed", "i/o"},
        {"upstream-reset", "i/o"},
    };
    for (const auto& [ours, theirs] : kWords)
        if (code == ours)
            return theirs;
    return "unexpected";
}

// Sums by label text, in its order.
using Sums = std::map<LabelText, std::uint64_t>;
using Histograms = std::map<LabelText, telemetry::Histogram>;

void write(Exposition& out, std::string_view family, std::string_view help, const Sums& sums) {
    if (sums.empty())
        return;
    out.family(family, Type::Counter, help);
    for (const auto& [labels, value] : sums)
        out.sampleOf(labels, value);
}

void writeResponses(Exposition& out, const MetricsPage& page,
                    const std::vector<LabelText>& labels) {
    Sums responses;
    Histograms latency;
    Histograms fine;
    for (std::size_t i = 0; i < page.samples.size(); ++i) {
        const SeriesSample& sample = page.samples[i];
        LabelText coded = labels[i];
        coded.addIf("status_code", statusOf(sample));
        latency[coded].merge(sample.counters.latency);
        LabelText ended = std::move(coded);
        ended.addIf("grpc_status", grpcStatusOf(sample));
        ended.addIf("error", responseError(sample.detail.error));
        ended.addIf("causeway_error", sample.detail.error);
        const std::uint64_t failures = sample.counters.failures;
        if (failures > 0)
            responses[LabelText(ended).add("classification", "failure")] += failures;
        if (sample.counters.requests > failures)
            responses[LabelText(ended).add("classification", "success")] +=
                sample.counters.requests - failures;
        LabelText edge;
        edge.add("direction", isOutbound(sample) ? "outbound" : "inbound");
        edge.add("causeway_vantage", name(sample.labels.key.vantage));
        edge.add("dst_service", sample.labels.key.destinationService);
        edge.addIf("dst_target_cluster", sample.labels.key.destinationCluster);
        edge.addIf("causeway_link", sample.labels.key.link);
        fine[edge].merge(sample.counters.latency);
    }
    write(out, "response_total", "Responses, by status and classification", responses);
    out.family("response_latency_ms", Type::Histogram,
               "From the request's head to the response's head");
    for (const auto& [text, histogram] : latency)
        if (!histogram.empty())
            out.histogramMs(text, histogram);
    out.family("causeway_response_latency_ms", Type::Histogram,
               "The same by edge, in log-linear buckets with an error of at most 1.3 %");
    for (const auto& [text, histogram] : fine)
        if (!histogram.empty())
            out.logLinearMs(text, histogram);
}

void writeBytes(Exposition& out, const MetricsPage& page, const std::vector<LabelText>& labels) {
    Sums requests;
    Sums responses;
    Sums attempts;
    for (std::size_t i = 0; i < page.samples.size(); ++i) {
        requests[labels[i]] += page.samples[i].counters.requestBytes;
        responses[labels[i]] += page.samples[i].counters.responseBytes;
        attempts[labels[i]] += page.samples[i].counters.attempts;
    }
    write(out, "causeway_request_body_bytes_total", "Bytes of requests' bodies", requests);
    write(out, "causeway_response_body_bytes_total", "Bytes of responses' bodies", responses);
    write(out, "causeway_request_attempts_total", "Requests sent on, retries counted again",
          attempts);
}

// Inbound: what the policy of a port decided, and what came of it.
void writeAuthorization(Exposition& out, const MetricsPage& page) {
    Sums allowed, denied, noRoute, requests, statuses, tcpAllowed, tcpDenied;
    Histograms durations;
    for (const SeriesSample& sample : page.samples) {
        const telemetry::DecisionLabels* decision = sample.detail.decision;
        if (!decision)
            continue;
        LabelText text;
        addTarget(text, sample, page);
        addTls(text, sample, page);
        LabelText full = text;
        addDecision(full, sample, decision->allowed);
        const std::uint64_t count = sample.counters.requests;
        if (sample.labels.key.protocol == Protocol::Opaque) {
            (decision->allowed ? tcpAllowed : tcpDenied)[full] += count;
            continue;
        }
        if (decision->allowed)
            allowed[full] += count;
        else if (sample.detail.error == "no-route")
            noRoute[full] += count;
        else
            denied[full] += count;
        LabelText rules;
        addDecision(rules, sample, false);
        requests[rules] += count;
        durations[rules].merge(sample.counters.latency);
        statuses[rules.addIf("http_status", statusOf(sample))
                     .addIf("grpc_status", grpcStatusOf(sample))] += count;
    }
    write(out, "inbound_http_authz_allow_total", "Requests that policy allowed", allowed);
    write(out, "inbound_http_authz_deny_total", "Requests that policy denied", denied);
    write(out, "inbound_http_route_not_found_total", "Requests that no route matched", noRoute);
    write(out, "inbound_http_requests_total", "Requests, by server and route", requests);
    write(out, "inbound_http_statuses_total", "Responses, by server, route and status", statuses);
    write(out, "inbound_tcp_authz_allow_total", "Connections that policy allowed", tcpAllowed);
    write(out, "inbound_tcp_authz_deny_total", "Connections that policy denied", tcpDenied);
    if (durations.empty())
        return;
    out.family("inbound_http_response_duration_seconds", Type::Histogram,
               "From the request's head to the response's head, by server and route");
    for (const auto& [text, histogram] : durations)
        out.histogramSeconds(text, histogram, kResponseEdgesUs);
}

void writeErrors(Exposition& out, const MetricsPage& page) {
    Sums inbound;
    Sums outbound;
    for (const SeriesSample& sample : page.samples) {
        const std::string_view kind = errorKind(sample.detail.error);
        if (kind.empty())
            continue;
        LabelText text;
        text.add("error", kind).add("causeway_error", sample.detail.error);
        addTarget(text, sample, page);
        (isOutbound(sample) ? outbound : inbound)[text] += sample.counters.requests;
    }
    write(out, "inbound_http_errors_total", "Requests that this proxy answered itself", inbound);
    write(out, "outbound_http_errors_total", "Requests that this proxy answered itself", outbound);
}

struct RouteFamilies {
    Sums statuses, backendRequests, backendStatuses, retries;
    Histograms requests, responses;

    void add(const SeriesSample& sample);
    void write(Exposition& out, const std::string& prefix) const;
};

// The parent is the service that was called: its port is the authority's.
LabelText parentLabels(const SeriesSample& sample) {
    const std::string_view service = sample.labels.key.destinationService;
    const std::string_view route = sample.labels.key.route;
    const std::size_t dot = service.find('.');
    const std::size_t slash = route.find('/');
    const std::string_view ns = dot == service.npos ? "" : service.substr(dot + 1);
    const std::string_view port = portOf(sample.detail.authority);
    LabelText text;
    text.add("parent_group", "core").add("parent_kind", "Service").add("parent_namespace", ns);
    text.add("parent_name", service.substr(0, dot)).add("parent_port", port.empty() ? "80" : port);
    text.add("parent_section_name", "");
    const bool builtIn = slash == route.npos;
    text.add("route_group", builtIn ? "" : "gateway.networking.k8s.io");
    text.add("route_kind", builtIn ? "default" : route.substr(0, slash));
    text.add("route_namespace", builtIn ? "" : ns);
    text.add("route_name", builtIn ? route : route.substr(slash + 1));
    return text;
}

void RouteFamilies::add(const SeriesSample& sample) {
    const LabelText parent = parentLabels(sample);
    const telemetry::EdgeCounters& counters = sample.counters;
    const std::string_view error = errorKind(sample.detail.error);
    const auto status = [&](LabelText text) {
        text.addIf("http_status", statusOf(sample)).addIf("grpc_status", grpcStatusOf(sample));
        return text.add("error", error);
    };
    requests[parent].merge(counters.latency);
    statuses[status(parent)] += counters.requests;
    if (counters.attempts > counters.requests)
        retries[parent] += counters.attempts - counters.requests;
    if (counters.attempts == 0)
        return;
    LabelText backend = parent;
    backend.add("backend_name", sample.labels.key.destinationService);
    backend.addIf("causeway_backend_cluster", sample.labels.key.destinationCluster);
    backendRequests[backend] += counters.attempts;
    responses[backend].merge(counters.latency);
    backendStatuses[status(backend)] += counters.requests;
}

void RouteFamilies::write(Exposition& out, const std::string& prefix) const {
    if (requests.empty())
        return;
    out.family(prefix + "_request_duration_seconds", Type::Histogram, "Requests, by route");
    for (const auto& [text, histogram] : requests)
        out.histogramSeconds(text, histogram, kRequestEdgesUs);
    proxy::write(out, prefix + "_request_statuses_total", "Responses, by route and status",
                 statuses);
    proxy::write(out, prefix + "_retry_requests_total", "Attempts after the first, by route",
                 retries);
    proxy::write(out, prefix + "_backend_requests_total", "Attempts, by backend", backendRequests);
    proxy::write(out, prefix + "_backend_response_statuses_total",
                 "Responses, by backend and status", backendStatuses);
    out.family(prefix + "_backend_response_duration_seconds", Type::Histogram,
               "Responses, by backend");
    for (const auto& [text, histogram] : responses)
        out.histogramSeconds(text, histogram, kResponseEdgesUs);
}

void writeRoutes(Exposition& out, const MetricsPage& page) {
    RouteFamilies http;
    RouteFamilies grpc;
    for (const SeriesSample& sample : page.samples)
        if (sample.labels.key.vantage == Vantage::Caller)
            (sample.labels.key.protocol == Protocol::Grpc ? grpc : http).add(sample);
    http.write(out, "outbound_http_route");
    grpc.write(out, "outbound_grpc_route");
}

} // namespace

void writeRequests(Exposition& out, const MetricsPage& page) {
    std::vector<LabelText> labels;
    labels.reserve(page.samples.size());
    Sums requests;
    for (const SeriesSample& sample : page.samples) {
        labels.push_back(requestLabels(sample, page));
        requests[labels.back()] += sample.counters.requests;
    }
    write(out, "request_total", "Requests, by where they came from and went to", requests);
    writeResponses(out, page, labels);
    writeBytes(out, page, labels);
    writeAuthorization(out, page);
    writeErrors(out, page);
    writeRoutes(out, page);
    out.family("causeway_metrics_overflow_total", Type::Counter,
               "Requests counted in the series \"(other)\", because there were too many");
    out.sample({}, page.overflowed);
}

} // namespace causeway::proxy
