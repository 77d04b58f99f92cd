// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/replay/scene_json.h"

#include <algorithm>
#include <array>

namespace causeway::app::replay {

namespace {

using namespace domain;

template <typename Enum> struct Word {
    const char* word;
    Enum value;
};

constexpr std::array<Word<Protocol>, 5> kProtocols{{{"http1", Protocol::Http1},
                                                    {"http2", Protocol::Http2},
                                                    {"grpc", Protocol::Grpc},
                                                    {"opaque", Protocol::Opaque},
                                                    {"tls", Protocol::Tls}}};
constexpr std::array<Word<Tls>, 3> kTls{
    {{"mutual", Tls::Mutual}, {"none", Tls::None}, {"local", Tls::Local}}};
constexpr std::array<Word<sdk::Side>, 2> kSides{
    {{"caller", sdk::Side::Caller}, {"callee", sdk::Side::Callee}}};
constexpr std::array<Word<Severity>, 3> kSeverities{
    {{"info", Severity::Info}, {"warning", Severity::Warning}, {"error", Severity::Error}}};
constexpr std::array<Word<CertificateKind>, 4> kKinds{{{"anchor", CertificateKind::TrustAnchor},
                                                       {"issuer", CertificateKind::Issuer},
                                                       {"leaf", CertificateKind::Leaf},
                                                       {"control", CertificateKind::ControlPlane}}};
constexpr std::array<Word<ProxyMode>, 2> kModes{
    {{"sidecar", ProxyMode::Sidecar}, {"gateway", ProxyMode::Gateway}}};
constexpr std::array<Word<ErrorKind>, 3> kErrors{{{"unavailable", ErrorKind::Unavailable},
                                                  {"denied", ErrorKind::PermissionDenied},
                                                  {"unauthenticated", ErrorKind::Unauthenticated}}};

template <typename Enum, std::size_t N>
Enum oneOf(const JsonReader& value, const std::array<Word<Enum>, N>& words) {
    const QString text = value.text();
    QStringList known;
    for (const auto& [word, meaning] : words) {
        if (text == QLatin1String(word))
            return meaning;
        known.append(QLatin1String(word));
    }
    value.refuse(QStringLiteral("one of ") + known.join(QStringLiteral(", ")));
    return words.front().value;
}

// Times in a scene are seconds before its end.
Instant before(const JsonReader& seconds, const SceneTime& time) {
    return time.end - std::chrono::seconds(seconds.integer());
}

QString textOr(const JsonReader& value) {
    return value.isNull() ? QString() : value.text();
}

Service readService(const JsonReader& json, const QString& cluster) {
    Service service;
    service.ref = {json.at("name").text(), json.at("namespace").text(), cluster};
    const JsonReader labels = json.optional("labels");
    for (const QString& key : labels.keys())
        service.labels.insert(key, labels.at(key.toLatin1()).text());
    for (const JsonReader& port : json.optional("ports").items())
        service.ports.push_back({port.at("name").text(), int(port.at("port").integer()),
                                 int(port.at("targetPort").integer()),
                                 oneOf(port.at("protocol"), kProtocols)});
    service.endpoints = int(json.at("endpoints").count());
    service.readyEndpoints = int(json.at("ready").count());
    service.exported = json.has("exported") && json.at("exported").flag();
    if (json.has("mirrorOf"))
        service.mirrorOf = Ref::parse(json.at("mirrorOf").text());
    return service;
}

Proxy readProxy(const JsonReader& json, const QString& cluster, const SceneTime& time) {
    Proxy proxy;
    proxy.workload = Ref::parse(json.at("workload").text() + u'@' + cluster);
    proxy.instance = json.at("instance").text();
    proxy.mode = oneOf(json.at("mode"), kModes);
    proxy.identity = json.at("identity").text();
    proxy.address = json.at("address").text();
    proxy.version = json.at("version").text();
    proxy.connected = json.at("connected").flag();
    proxy.lastSeen = before(json.at("lastSeenAgo"), time);
    proxy.configAcked = json.at("configAcked").count();
    proxy.configSent = json.at("configSent").count();
    proxy.lastNack = textOr(json.optional("lastNack"));
    proxy.residentBytes = json.at("residentBytes").count();
    proxy.cpuSeconds = json.at("cpuSeconds").number();
    return proxy;
}

Certificate readCertificate(const JsonReader& json, const QString& cluster, const SceneTime& time) {
    Certificate certificate;
    certificate.cluster = cluster;
    certificate.kind = oneOf(json.at("kind"), kKinds);
    certificate.subject = json.at("subject").text();
    certificate.issuer = json.at("issuer").text();
    certificate.serial = json.at("serial").text();
    certificate.notBefore = before(json.at("issuedAgo"), time);
    certificate.notAfter = time.end + std::chrono::seconds(json.at("expiresIn").integer());
    certificate.workload = textOr(json.optional("workload"));
    certificate.instance = textOr(json.optional("instance"));
    certificate.fingerprint = json.at("fingerprint").text();
    return certificate;
}

Link readLink(const JsonReader& json) {
    Link link;
    link.ref = LinkRef::parse(json.at("name").text());
    link.gatewayAddress = json.at("gatewayAddress").text();
    link.gatewayPort = int(json.at("gatewayPort").count());
    link.gatewayIdentity = json.at("gatewayIdentity").text();
    for (const JsonReader& service : json.at("services").items())
        link.services.append(service.text());
    return link;
}

Event readEvent(const JsonReader& json, const QString& cluster, const SceneTime& time) {
    return {json.at("id").text(),         cluster,
            before(json.at("ago"), time), oneOf(json.at("severity"), kSeverities),
            json.at("kind").text(),       json.at("subject").text(),
            json.at("message").text()};
}

// [first bucket, sum, max, count, count, …]: buckets in a row from the first one; null is empty.
Histogram readHistogram(const JsonReader& json) {
    const auto numbers = json.counts();
    if (numbers.size() < 4) {
        json.refuse(QStringLiteral("[first bucket, sum, max, counts…]"));
        return {};
    }
    telemetry::SparseHistogram sparse;
    sparse.sumUs = numbers[1];
    sparse.maxUs = numbers[2];
    for (std::size_t i = 3; i < numbers.size(); ++i)
        if (numbers[i] > 0) {
            sparse.buckets.push_back(std::uint32_t(numbers[0] + i - 3));
            sparse.counts.push_back(numbers[i]);
        }
    auto histogram = Histogram::fromSparse(sparse);
    if (!histogram) {
        json.refuse(QString::fromStdString(histogram.error().message()));
        return {};
    }
    return std::move(*histogram);
}

// [requests, attempts, failures, opened, reused, request bytes, response bytes, latency, legs]
SideStats readCounted(const JsonReader& json) {
    SideStats stats;
    const std::array counters = {
        &stats.requests,       &stats.attempts,     &stats.failures,     &stats.connectionsOpened,
        &stats.requestsReused, &stats.requestBytes, &stats.responseBytes};
    const auto items = json.items();
    if (items.size() < counters.size() + 1) {
        json.refuse(QStringLiteral("7 counters and a histogram"));
        return stats;
    }
    for (std::size_t i = 0; i < counters.size(); ++i)
        *counters[i] = items[i].count();
    stats.latency = readHistogram(items[counters.size()]);
    if (items.size() > counters.size() + 1)
        for (const Leg leg : kLegOrder) {
            const std::string word(telemetry::name(leg));
            const JsonReader time = items[counters.size() + 1].optional(word.c_str());
            if (!time.isNull())
                stats.leg(leg) = readHistogram(time);
        }
    return stats;
}

void readEdge(const JsonReader& json, std::vector<sdk::EdgeTick>& ticks) {
    EdgeKey key;
    key.source = Ref::parse(json.at("source").text());
    key.destination = Ref::parse(json.at("destination").text());
    key.protocol = oneOf(json.at("protocol"), kProtocols);
    key.tls = oneOf(json.at("tls"), kTls);
    key.link = LinkRef::parse(textOr(json.optional("link")));
    const sdk::Side side = oneOf(json.at("side"), kSides);
    const auto points = json.at("ticks").items();
    if (points.size() != ticks.size()) {
        json.at("ticks").refuse(QStringLiteral("an array of %1").arg(ticks.size()));
        return;
    }
    for (std::size_t i = 0; i < points.size(); ++i)
        if (!points[i].isNull())
            ticks[i].samples.push_back({key, side, readCounted(points[i])});
}

// Told the same at every tick.
ProbeSample readProbe(const JsonReader& json) {
    ProbeSample probe;
    probe.link = json.at("link").text().toStdString();
    const QString rung = json.at("rung").text();
    const auto known = std::ranges::find_if(telemetry::kProbeRungs, [&](ProbeRung each) {
        return rung.toStdString() == telemetry::name(each);
    });
    if (known == telemetry::kProbeRungs.end())
        json.at("rung").refuse(QStringLiteral("a rung like udp or http-warm"));
    else
        probe.rung = *known;
    for (const std::uint64_t us : json.at("us").counts())
        probe.time.record(us);
    probe.answered = probe.time.count();
    if (json.has("lost"))
        probe.lost = json.at("lost").count();
    return probe;
}

} // namespace

sdk::Snapshot readSnapshot(const JsonReader& json, const SceneTime& time) {
    sdk::Snapshot snapshot;
    Cluster& cluster = snapshot.cluster;
    cluster.name = json.at("name").text();
    cluster.cloud = json.at("cloud").text();
    cluster.region = json.at("region").text();
    cluster.production = json.has("production") && json.at("production").flag();
    cluster.version = json.at("version").text();
    for (const JsonReader& item : json.optional("services").items())
        snapshot.services.push_back(readService(item, cluster.name));
    for (const JsonReader& item : json.optional("proxies").items())
        snapshot.proxies.push_back(readProxy(item, cluster.name, time));
    for (const JsonReader& item : json.optional("certificates").items())
        snapshot.certificates.push_back(readCertificate(item, cluster.name, time));
    for (const JsonReader& item : json.optional("links").items())
        snapshot.links.push_back(readLink(item));
    for (const JsonReader& item : json.optional("events").items())
        snapshot.events.push_back(readEvent(item, cluster.name, time));
    return snapshot;
}

std::vector<sdk::EdgeTick> readTicks(const JsonReader& json, const SceneTime& time) {
    const auto count = std::int64_t(json.at("ticks").count());
    if (count < 1 || count > 10'000) {
        json.at("ticks").refuse(QStringLiteral("1 to 10000 ticks"));
        return {};
    }
    std::vector<sdk::EdgeTick> ticks;
    for (std::int64_t i = 0; i < count; ++i)
        ticks.push_back({time.end - (count - 1 - i) * time.step,
                         time.step,
                         {},
                         int(json.at("proxiesReporting").count()),
                         int(json.at("proxiesExpected").count())});
    for (const JsonReader& edge : json.optional("edges").items())
        readEdge(edge, ticks);
    for (const JsonReader& probe : json.optional("probes").items())
        for (sdk::EdgeTick& tick : ticks)
            tick.probes.append(readProbe(probe));
    return ticks;
}

std::optional<Silence> readSilence(const JsonReader& cluster) {
    const JsonReader json = cluster.optional("silent");
    if (json.isNull())
        return std::nullopt;
    Silence silence;
    silence.beforeEnd = std::chrono::seconds(json.at("beforeEnd").count());
    silence.lost = {oneOf(json.at("kind"), kErrors), json.at("reason").text(),
                    json.at("nextStep").text(), std::chrono::seconds(json.at("retryIn").count())};
    return silence;
}

} // namespace causeway::app::replay
