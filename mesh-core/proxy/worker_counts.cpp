// SPDX-License-Identifier: Apache-2.0
#include "proxy/worker_counts.h"

#include "telemetry/exposition.h"

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
}

void WorkerCounts::write(Exposition& out) const {
    writeRateLimited(out, rateLimited);
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
