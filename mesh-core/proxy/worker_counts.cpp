// SPDX-License-Identifier: Apache-2.0
#include "proxy/worker_counts.h"

#include "telemetry/exposition.h"

#include <algorithm>

namespace causeway::proxy {
namespace {

using telemetry::Exposition;
using telemetry::LabelText;
using Type = Exposition::Type;

constexpr std::array<std::uint64_t, 5> kQueueEdgesUs{1'000, 10'000, 100'000, 1'000'000, 10'000'000};

void addObject(LabelText& text, const std::string& prefix, const ObjectRef& object) {
    text.add(prefix + "_group", object.builtIn() ? "" : object.group);
    text.add(prefix + "_kind", object.builtIn() ? "default" : object.kind);
    text.add(prefix + "_name", object.name);
}

void writeRateLimited(Exposition& out, const std::map<RateLimitLabels, std::uint64_t>& counts) {
    if (counts.empty())
        return;
    out.family("inbound_http_local_ratelimit_total", Type::Counter,
               "Requests refused with 429 by a HTTPLocalRateLimitPolicy");
    for (const auto& [labels, count] : counts) {
        LabelText text;
        addObject(text, "srv", labels.server);
        text.add("srv_port", std::to_string(labels.port));
        addObject(text, "ratelimit", labels.limit);
        text.add("ratelimit_scope", labels.ofTotal ? "total" : "identity");
        text.add("tls", labels.client.empty() ? "no_identity" : "true");
        text.addIf("client_id", labels.client);
        out.sampleOf(text, count);
    }
}

// "ledger.bank.svc.aws.mesh:80@aws:gcp"
LabelText backendOf(std::string_view destination) {
    const std::string_view name = destination.substr(0, destination.find('@'));
    const std::string_view host = name.substr(0, name.rfind(':'));
    const std::size_t dot = host.find('.');
    const std::size_t next = dot == host.npos ? dot : host.find('.', dot + 1);
    LabelText text;
    text.add("backend_group", "core").add("backend_kind", "Service");
    text.add("backend_namespace",
             dot == host.npos ? "" : host.substr(dot + 1, next == host.npos ? next : next - dot - 1));
    text.add("backend_name", host.substr(0, dot)).add("backend_port", name.substr(host.size() + 1));
    return text.addIf("causeway_link",
                      name.size() < destination.size() ? destination.substr(name.size() + 1) : "");
}

using Balancers = std::map<std::string, Upstreams::View>;

void writeBalancers(Exposition& out, const Balancers& balancers, bool isTcp) {
    const auto isOurs = [&](const auto& each) { return each.second.isTcp == isTcp; };
    if (std::ranges::none_of(balancers, isOurs))
        return;
    const std::string prefix = isTcp ? "outbound_tcp_balancer_" : "outbound_http_balancer_";
    const auto family = [&](const char* name, Type type, const char* help, auto write) {
        out.family(prefix + name, type, help);
        for (const auto& each : balancers)
            if (isOurs(each))
                write(backendOf(each.first), each.second);
    };
    const auto figure = [&](const char* name, Type type, const char* help, auto value) {
        family(name, type, help, [&](const LabelText& backend, const Upstreams::View& view) {
            out.sampleOf(backend, std::uint64_t(value(view)));
        });
    };
    family("endpoints", Type::Gauge, "Endpoints that may be chosen now, and those that may not",
           [&](const LabelText& backend, const Upstreams::View& view) {
               LabelText ready = backend, pending = backend;
               out.sampleOf(ready.add("endpoint_state", "ready"), std::uint64_t(view.ready));
               out.sampleOf(pending.add("endpoint_state", "pending"), std::uint64_t(view.pending));
           });
    figure("p2c_endpoints", Type::Gauge, "Endpoints of the balancer",
           [](const auto& view) { return view.ready + view.pending; });
    family("p2c_updates_total", Type::Counter, "Endpoints that came and went",
           [&](const LabelText& backend, const Upstreams::View& view) {
               LabelText added = backend, removed = backend;
               out.sampleOf(added.add("op", "Add"), view.added);
               out.sampleOf(removed.add("op", "Remove"), view.removed);
           });
    figure("queue_length", Type::Gauge, "Requests that wait for an endpoint",
           [](const auto& view) { return view.queued; });
    figure("queue_requests_total", Type::Counter, "Requests that waited for an endpoint",
           [](const auto& view) { return view.queue.requests; });
    figure("queue_gate_shut_total", Type::Counter, "Times that requests began to fail at once",
           [](const auto& view) { return view.queue.gateShut; });
    figure("queue_gate_open_total", Type::Counter, "Times that they were let in again",
           [](const auto& view) { return view.queue.gateOpened; });
    family("queue_latency_seconds", Type::Histogram, "How long they waited",
           [&](const LabelText& backend, const Upstreams::View& view) {
               out.histogramSeconds(backend, view.queue.waited, kQueueEdgesUs);
           });
}

LabelText parentOf(const RetryLabels& labels) {
    const std::string_view service = labels.service, route = labels.route;
    const std::size_t dot = service.find('.'), slash = route.find('/');
    const std::size_t next = dot == service.npos ? dot : service.find('.', dot + 1);
    const std::string_view ns =
        dot == service.npos ? "" : service.substr(dot + 1, next == service.npos ? next : next - dot - 1);
    const bool builtIn = slash == route.npos;
    LabelText text;
    text.add("parent_group", "core").add("parent_kind", "Service").add("parent_namespace", ns);
    text.add("parent_name", service.substr(0, dot));
    text.add("parent_port", std::to_string(labels.port)).add("parent_section_name", "");
    text.add("route_group", builtIn ? "" : "gateway.networking.k8s.io");
    text.add("route_kind", builtIn ? "default" : route.substr(0, slash));
    text.add("route_namespace", builtIn ? "" : ns);
    return text.add("route_name", builtIn ? route : route.substr(slash + 1));
}

// How many there were is told with the other figures of routes (exposition_http.cpp).
void writeRetries(Exposition& out, const RetrySeries& retries, bool isGrpc) {
    const std::string prefix = isGrpc ? "outbound_grpc_route_retry_" : "outbound_http_route_retry_";
    const auto isOurs = [&](const auto& each) { return each.first.isGrpc == isGrpc; };
    if (std::ranges::none_of(retries, isOurs))
        return;
    const auto family = [&](const char* name, const char* help, auto value) {
        out.family(prefix + name, Type::Counter, help);
        for (const auto& each : retries)
            if (isOurs(each))
                out.sampleOf(parentOf(each.first), std::uint64_t(value(each.second)));
    };
    family("successes_total", "Retried requests that succeeded, by route",
           [](const RetryCounters& counts) { return counts.successes; });
    family("limit_exceeded_total", "Requests that failed and had no attempt left, by route",
           [](const RetryCounters& counts) { return counts.limitExceeded; });
    family("overflow_total", "Requests that failed and whose budget had none, by route",
           [](const RetryCounters& counts) { return counts.overflow; });
}

void writeHandshakes(Exposition& out, const Handshakes& clients, const Handshakes& servers) {
    out.family("causeway_tls_handshakes_total", Type::Counter,
               "Handshakes that succeeded, full or with the session of a connection before");
    for (const auto& [peer, counts] : {std::pair{"src", &clients}, std::pair{"dst", &servers}}) {
        out.sampleOf(LabelText().add("peer", peer).add("resumed", "false"), counts->full);
        out.sampleOf(LabelText().add("peer", peer).add("resumed", "true"), counts->resumed);
    }
}

} // namespace

void WorkerCounts::countRateLimited(RateLimitLabels labels) {
    if (rateLimited.size() >= kMaxSeries && !rateLimited.contains(labels))
        labels.client = "(other)";
    ++rateLimited[std::move(labels)];
}

void WorkerCounts::merge(const WorkerCounts& other) {
    for (const auto& [labels, count] : other.rateLimited)
        rateLimited[labels] += count;
    for (std::size_t i = 0; i < http::kRefusedKinds; ++i) {
        refusedClients[i] += other.refusedClients[i];
        refusedServers[i] += other.refusedServers[i];
    }
    for (const auto& [sum, more] :
         {std::pair{&handshakesOfClients, &other.handshakesOfClients},
          std::pair{&handshakesWithServers, &other.handshakesWithServers}}) {
        sum->full += more->full;
        sum->resumed += more->resumed;
    }
    shedForMemory += other.shedForMemory;
    shedForRequests += other.shedForRequests;
    acceptPauses += other.acceptPauses;
    for (const auto& [labels, counts] : other.retries)
        retries[labels].merge(counts);
    for (const auto& [destination, view] : other.balancers) { // every worker has one of the same
        Upstreams::View& sum = balancers[destination];
        sum.ready = std::max(sum.ready, view.ready);
        sum.pending = std::max(sum.pending, view.pending);
        sum.queued += view.queued;
        sum.isTcp = view.isTcp;
        sum.added = std::max(sum.added, view.added);
        sum.removed = std::max(sum.removed, view.removed);
        sum.queue.merge(view.queue);
    }
}

void WorkerCounts::write(Exposition& out) const {
    writeRateLimited(out, rateLimited);
    for (const bool isTcp : {false, true})
        writeBalancers(out, balancers, isTcp);
    const auto counter = [&](const char* name, const char* help, std::uint64_t value) {
        out.family(name, Type::Counter, help);
        out.sampleOf(LabelText(), value);
    };
    RetryCounters retried;
    for (const auto& [labels, counts] : retries)
        retried.merge(counts);
    counter("causeway_retry_requests_total", "Attempts after the first", retried.retried);
    counter("causeway_retry_successes_total", "Retried requests that succeeded", retried.successes);
    counter("causeway_retry_limit_exceeded_total", "Requests that failed and had no attempt left",
            retried.limitExceeded);
    counter("causeway_retry_overflow_total", "Requests that failed and whose budget had none",
            retried.overflow);
    for (const bool isGrpc : {false, true})
        writeRetries(out, retries, isGrpc);
    writeHandshakes(out, handshakesOfClients, handshakesWithServers);
    out.family("causeway_load_shed_total", Type::Counter,
               "Requests refused with 503 before something ran out");
    out.sampleOf(LabelText().add("reason", "requests"), shedForRequests);
    out.sampleOf(LabelText().add("reason", "memory"), shedForMemory);
    out.family("causeway_accept_pauses_total", Type::Counter,
               "Times that new connections had to wait: descriptors or memory were near their limit");
    out.sampleOf(LabelText(), acceptPauses);
    out.family("causeway_refused_total", Type::Counter,
               "What peers did that their message or connection was refused for");
    for (const auto& [peer, kinds] :
         {std::pair{"src", &refusedClients}, std::pair{"dst", &refusedServers}})
        for (std::size_t i = 0; i < http::kRefusedKinds; ++i)
            out.sampleOf(LabelText().add("peer", peer).add(
                             "kind", http::name(static_cast<http::Refused>(i))),
                         (*kinds)[i]);
}

} // namespace causeway::proxy
