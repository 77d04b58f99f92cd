// SPDX-License-Identifier: Apache-2.0
#include "analysis/lint/facts.h"

#include "analysis/lint/days.h"
#include "resource/parse.h"

#include <algorithm>

namespace causeway::analysis {
namespace {

using resource::FieldReader;
using resource::Node;
using resource::Problems;

constexpr const char* kVersion = "causeway.dev/v1alpha1";
constexpr const char* kKind = "FleetFacts";

// A day, or a time that begins with one.
std::string readDay(FieldReader& reader, std::string_view name) {
    auto text = reader.text(name);
    if (!text.empty() && !dayOf(text))
        reader.expected(name, "a day such as 2027-01-31");
    return text;
}

ProxyFact readProxy(FieldReader& reader) {
    ProxyFact proxy;
    proxy.namespace_ = reader.text("namespace");
    proxy.workload = reader.text("workload");
    proxy.version = reader.textOr("version", "");
    proxy.isGateway = reader.flagOr("gateway", false);
    proxy.isConnected = reader.flagOr("connected", true);
    proxy.refusal = reader.textOr("refusal", "");
    proxy.defaultPolicy = reader.textOr("defaultInboundPolicy", "");
    return proxy;
}

CertificateFact readCertificate(FieldReader& reader) {
    return {reader.oneOf<std::string>("kind", {{"anchor", "anchor"}, {"issuer", "issuer"}}, true),
            reader.textOr("subject", ""), reader.text("fingerprint"), readDay(reader, "notAfter")};
}

std::uint64_t readCount(FieldReader& reader, const char* field) {
    return reader.number<std::uint64_t>(field, {0, std::numeric_limits<std::int64_t>::max()});
}

LatencyFact readLatency(FieldReader& reader) {
    LatencyFact latency;
    latency.link = reader.text("link");
    latency.service = reader.textOr("service", "");
    if (const auto p99 = reader.duration("p99"))
        latency.p99 = *p99;
    else
        reader.expected("p99", "a duration such as 120ms");
    latency.requests = readCount(reader, "requests");
    return latency;
}

RouteFact readRoute(FieldReader& reader) {
    RouteFact route{reader.text("cluster"), reader.text("service"), {}, reader.text("route")};
    route.at = reader.textOr("at", route.cluster);
    route.requests = readCount(reader, "requests");
    route.requestBytes = readCount(reader, "requestBytes");
    return route;
}

CallFact readCall(FieldReader& reader) {
    CallFact call{reader.text("cluster"), reader.text("from"), reader.text("to"), {}};
    call.at = reader.textOr("at", call.cluster);
    return call;
}

TrafficFacts readTraffic(FieldReader reader) {
    TrafficFacts traffic;
    traffic.since = readDay(reader, "since");
    if (reader.has("rules")) {
        const auto rules = reader.texts("rules");
        traffic.rules.emplace(rules.begin(), rules.end());
    }
    if (reader.has("egress")) {
        auto& egress = traffic.egress.emplace();
        for (auto& each : reader.objects("egress"))
            egress.push_back({each.text("namespace"), each.textOr("host", ""),
                              each.textOr("address", "")});
    }
    return traffic;
}

void readCluster(FieldReader& reader, const std::string& source, Problems& problems, Facts& into) {
    auto& cluster = into.clusters[reader.text("name")];
    cluster.version = reader.textOr("version", cluster.version);
    for (auto& name : reader.texts("unreadableNamespaces"))
        cluster.unreadableNamespaces.insert(std::move(name));
    if (reader.has("proxies")) {
        cluster.proxies.emplace();
        for (auto& proxy : reader.objects("proxies"))
            cluster.proxies->push_back(readProxy(proxy));
    }
    if (reader.has("certificates")) {
        cluster.certificates.emplace();
        for (auto& certificate : reader.objects("certificates"))
            cluster.certificates->push_back(readCertificate(certificate));
    }
    if (const auto* objects = reader.node("objects")) {
        cluster.objects.emplace();
        for (const auto& item : objects->items)
            if (auto object = resource::parseObject(item, source, problems,
                                                    resource::Unread::Admitted))
                cluster.objects->push_back(std::move(*object));
    }
}

template <typename T, typename Write>
void addList(Node& node, std::string name, const std::optional<std::vector<T>>& list,
             const Write& write) {
    if (!list)
        return;
    Node items;
    items.kind = Node::Kind::Sequence;
    for (const auto& item : *list)
        items.items.push_back(write(item));
    node.add(std::move(name), std::move(items));
}

Node mapping() {
    Node node;
    node.kind = Node::Kind::Mapping;
    return node;
}

void addText(Node& node, std::string name, const std::string& text) {
    if (!text.empty())
        node.add(std::move(name), Node::text(text));
}

Node write(const ProxyFact& proxy) {
    auto node = mapping();
    addText(node, "namespace", proxy.namespace_);
    addText(node, "workload", proxy.workload);
    addText(node, "version", proxy.version);
    if (proxy.isGateway)
        node.add("gateway", Node::plain("true"));
    if (!proxy.isConnected)
        node.add("connected", Node::plain("false"));
    addText(node, "refusal", proxy.refusal);
    addText(node, "defaultInboundPolicy", proxy.defaultPolicy);
    return node;
}

Node write(const CertificateFact& certificate) {
    auto node = mapping();
    addText(node, "kind", certificate.kind);
    addText(node, "subject", certificate.subject);
    addText(node, "fingerprint", certificate.fingerprint);
    addText(node, "notAfter", certificate.notAfter);
    return node;
}

Node write(const LatencyFact& latency) {
    auto node = mapping();
    addText(node, "link", latency.link);
    addText(node, "service", latency.service);
    node.add("p99", Node::text(resource::serializeDuration(latency.p99)));
    node.add("requests", Node::plain(std::to_string(latency.requests)));
    return node;
}

Node write(const CallFact& call) {
    auto node = mapping();
    addText(node, "cluster", call.cluster);
    addText(node, "from", call.from);
    addText(node, "to", call.to);
    addText(node, "at", call.at);
    return node;
}

Node write(const RouteFact& route) {
    auto node = mapping();
    addText(node, "cluster", route.cluster);
    addText(node, "service", route.service);
    addText(node, "at", route.at);
    addText(node, "route", route.route);
    node.add("requests", Node::plain(std::to_string(route.requests)));
    node.add("requestBytes", Node::plain(std::to_string(route.requestBytes)));
    return node;
}

Node write(const EgressFact& egress) {
    auto node = mapping();
    addText(node, "namespace", egress.namespace_);
    addText(node, "host", egress.host);
    addText(node, "address", egress.address);
    return node;
}

constexpr auto kWrite = [](const auto& item) { return write(item); };

std::optional<std::vector<std::string>> listOf(const std::set<std::string>& set) {
    return std::vector<std::string>(set.begin(), set.end());
}

Node write(const TrafficFacts& traffic) {
    auto node = mapping();
    addText(node, "since", traffic.since);
    if (traffic.rules)
        addList(node, "rules", listOf(*traffic.rules), Node::text);
    addList(node, "egress", traffic.egress, kWrite);
    return node;
}

Node write(const std::pair<const std::string, ClusterFacts>& named) {
    const auto& [name, cluster] = named;
    auto node = mapping();
    addText(node, "name", name);
    addText(node, "version", cluster.version);
    if (!cluster.unreadableNamespaces.empty())
        addList(node, "unreadableNamespaces", listOf(cluster.unreadableNamespaces), Node::text);
    addList(node, "proxies", cluster.proxies, kWrite);
    addList(node, "certificates", cluster.certificates, kWrite);
    addList(node, "objects", cluster.objects, resource::toNode);
    return node;
}

template <typename T> std::optional<std::vector<T>> unlessEmpty(const std::vector<T>& list) {
    return list.empty() ? std::nullopt : std::optional(list);
}

} // namespace

bool areFacts(const resource::Document& document) {
    const auto type = resource::typeOf(document);
    return type.apiVersion == kVersion && type.kind == kKind;
}

Status readFacts(const resource::Document& document, Facts& into) {
    Problems problems(document.source);
    {
        FieldReader root(document.root, "", problems);
        (void)resource::readMetadata(root, false);
        auto spec = root.object("spec");
        for (auto& cluster : spec.objects("clusters"))
            readCluster(cluster, document.source, problems, into);
        for (auto& latency : spec.objects("latencies"))
            into.latencies.push_back(readLatency(latency));
        for (auto& call : spec.objects("calls"))
            into.calls.push_back(readCall(call));
        for (auto& route : spec.objects("routes"))
            into.routes.push_back(readRoute(route));
        if (auto traffic = spec.objectOr("traffic"))
            into.traffic = readTraffic(std::move(*traffic));
    }
    return problems.status();
}

std::string serialize(const Facts& facts, const std::string& name) {
    Node clusters;
    clusters.kind = Node::Kind::Sequence;
    for (const auto& cluster : facts.clusters)
        clusters.items.push_back(write(cluster));
    auto spec = mapping();
    spec.add("clusters", std::move(clusters));
    addList(spec, "latencies", unlessEmpty(facts.latencies), kWrite);
    addList(spec, "calls", unlessEmpty(facts.calls), kWrite);
    addList(spec, "routes", unlessEmpty(facts.routes), kWrite);
    if (facts.traffic)
        spec.add("traffic", write(*facts.traffic));
    auto root = mapping();
    root.add("apiVersion", Node::text(kVersion));
    root.add("kind", Node::text(kKind));
    root.add("metadata", mapping().add("name", Node::text(name)));
    root.add("spec", std::move(spec));
    return resource::serializeYaml(root);
}

} // namespace causeway::analysis
