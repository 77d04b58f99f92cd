// SPDX-License-Identifier: Apache-2.0
#include "proxy/worker_counts.h"

#include "telemetry/exposition.h"

#include <algorithm>

namespace causeway::proxy {
namespace {

using telemetry::Exposition;
using telemetry::LabelText;
using Type = Exposition::Type;

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

void writeBalancers(Exposition& out, const std::map<std::string, Upstreams::View>& balancers) {
    if (balancers.empty())
        return;
    out.family("outbound_http_balancer_endpoints", Type::Gauge,
               "Endpoints that may be chosen now, and those that may not");
    for (const auto& [destination, view] : balancers) {
        out.sampleOf(backendOf(destination).add("endpoint_state", "ready"), std::uint64_t(view.ready));
        out.sampleOf(backendOf(destination).add("endpoint_state", "pending"),
                     std::uint64_t(view.pending));
    }
    out.family("outbound_http_balancer_queue_length", Type::Gauge,
               "Requests that wait for an endpoint");
    for (const auto& [destination, view] : balancers)
        out.sampleOf(backendOf(destination), std::uint64_t(view.queued));
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
    shedForMemory += other.shedForMemory;
    shedForRequests += other.shedForRequests;
    acceptPauses += other.acceptPauses;
    retries.retried += other.retries.retried;
    retries.successes += other.retries.successes;
    retries.limitExceeded += other.retries.limitExceeded;
    retries.overflow += other.retries.overflow;
    for (const auto& [destination, view] : other.balancers) { // every worker has one of the same
        Upstreams::View& sum = balancers[destination];
        sum.ready = std::max(sum.ready, view.ready);
        sum.pending = std::max(sum.pending, view.pending);
        sum.queued += view.queued;
    }
}

void WorkerCounts::write(Exposition& out) const {
    writeRateLimited(out, rateLimited);
    writeBalancers(out, balancers);
    const auto counter = [&](const char* name, const char* help, std::uint64_t value) {
        out.family(name, Type::Counter, help);
        out.sampleOf(LabelText(), value);
    };
    counter("causeway_retry_requests_total", "Attempts after the first",
            retries.retried);
    counter("causeway_retry_successes_total", "Retried requests that succeeded", retries.successes);
    counter("causeway_retry_limit_exceeded_total", "Requests that failed and had no attempt left",
            retries.limitExceeded);
    counter("causeway_retry_overflow_total", "Requests that failed and whose budget had none",
            retries.overflow);
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
