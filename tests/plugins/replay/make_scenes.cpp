// SPDX-License-Identifier: GPL-3.0-or-later
// Makes the recorded scenes in tests/data/scenes from the tables of talk_fleet.h: `make_scenes
// FOLDER`. The same seed gives the same files, and a test compares them with what is committed.
#include "plugins/replay/scene_traffic.h"
#include "plugins/replay/talk_fleet.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTextStream>

namespace {

using namespace scenes;

constexpr int kDay = 86400;

QString spiffe(const QString& cluster, const QString& shortName) {
    return QStringLiteral("spiffe://talk.mesh/cluster/%1/ns/%2/sa/%3")
        .arg(cluster, shortName.section(u'.', 1), shortName.section(u'.', 0, 0));
}

// Looks like a serial or a fingerprint and is the same each time.
QString hexOf(const QString& text, int digits) {
    std::uint64_t state = 1469598103934665603U;
    QString hex;
    for (int i = 0; hex.size() < digits; ++i) {
        for (const QChar c : text)
            state = (state ^ c.unicode() ^ std::uint64_t(i)) * 1099511628211U;
        hex += QString::number(state, 16).rightJustified(16, u'0');
    }
    return hex.left(digits);
}

QJsonObject certificate(const char* kind, const QString& subject, const QString& issuer,
                        std::pair<int, int> agoAndLeft) {
    return {{QStringLiteral("kind"), QLatin1String(kind)},
            {QStringLiteral("subject"), subject},
            {QStringLiteral("issuer"), issuer},
            {QStringLiteral("serial"), hexOf(subject, 20)},
            {QStringLiteral("issuedAgo"), agoAndLeft.first},
            {QStringLiteral("expiresIn"), agoAndLeft.second},
            {QStringLiteral("fingerprint"), hexOf(subject + u'#', 64)}};
}

QJsonObject proxy(const QString& workload, const QString& cluster, int number) {
    const QString instance = QStringLiteral("%1-%2").arg(workload.section(u'.', 0, 0)).arg(number);
    const bool gateway = workload == QLatin1String("gateway.causeway");
    return {
        {QStringLiteral("workload"), workload},
        {QStringLiteral("instance"), instance},
        {QStringLiteral("mode"), gateway ? QStringLiteral("gateway") : QStringLiteral("sidecar")},
        {QStringLiteral("identity"), spiffe(cluster, workload)},
        {QStringLiteral("address"), QStringLiteral("10.0.0.%1:4143").arg(9 + number)},
        {QStringLiteral("version"), QStringLiteral("0.1.0")},
        {QStringLiteral("connected"), true},
        {QStringLiteral("lastSeenAgo"), 0},
        {QStringLiteral("configAcked"), 42},
        {QStringLiteral("configSent"), 42},
        {QStringLiteral("residentBytes"), gateway ? 11800000 : 8100000 + 13000 * number},
        {QStringLiteral("cpuSeconds"), gateway ? 41.5 : 6.25}};
}

QJsonArray services(const QString& cluster) {
    QJsonArray all;
    for (const ServiceLine& line : kServices) {
        const QString name = QString::fromLatin1(line.name);
        if (clusterOf(name) != cluster)
            continue;
        const QJsonObject port{{QStringLiteral("name"), QLatin1String(line.protocol)},
                               {QStringLiteral("port"), 80},
                               {QStringLiteral("targetPort"), 8080},
                               {QStringLiteral("protocol"), QLatin1String(line.protocol)}};
        all.append(QJsonObject{{QStringLiteral("name"), shortName(name).section(u'.', 0, 0)},
                               {QStringLiteral("namespace"), shortName(name).section(u'.', 1)},
                               {QStringLiteral("labels"),
                                QJsonObject{{QStringLiteral("squad"), QLatin1String(line.squad)}}},
                               {QStringLiteral("ports"), QJsonArray{port}},
                               {QStringLiteral("endpoints"), line.endpoints},
                               {QStringLiteral("ready"), line.endpoints},
                               {QStringLiteral("exported"), line.exported}});
    }
    return all;
}

QJsonArray proxies(const QString& cluster) {
    QJsonArray all{proxy(QStringLiteral("gateway.causeway"), cluster, 1)};
    for (const ServiceLine& line : kServices) {
        const QString name = QString::fromLatin1(line.name);
        for (int i = 1; clusterOf(name) == cluster && i <= line.endpoints; ++i)
            all.append(proxy(shortName(name), cluster, i));
    }
    return all;
}

QJsonArray certificates(const QString& cluster, const QJsonArray& proxies) {
    const QString anchor = QStringLiteral("CN=talk.mesh trust anchor");
    const QString issuer = QStringLiteral("CN=%1 issuer, O=talk.mesh").arg(cluster);
    QJsonArray all{certificate("anchor", anchor, anchor, {40 * kDay, 325 * kDay}),
                   certificate("issuer", issuer, anchor, {20 * kDay, 70 * kDay}),
                   certificate("control", spiffe(cluster, QStringLiteral("control.causeway")),
                               issuer, {5 * 3600, 19 * 3600})};
    int number = 0;
    for (const QJsonValue& value : proxies) {
        const QJsonObject proxy = value.toObject();
        const int age = 1800 + 700 * number++ % 40000;
        QJsonObject leaf = certificate("leaf", proxy.value(QLatin1String("identity")).toString(),
                                       issuer, {age, kDay - age});
        const QString instance = proxy.value(QLatin1String("instance")).toString();
        leaf.insert(QStringLiteral("serial"), hexOf(cluster + instance, 20));
        leaf.insert(QStringLiteral("instance"), instance);
        leaf.insert(QStringLiteral("workload"),
                    proxy.value(QLatin1String("workload")).toString().section(u'.', 0, 0));
        all.append(leaf);
    }
    return all;
}

QJsonArray links(const QString& cluster) {
    QJsonArray all;
    for (const LinkLine& line : kLinks) {
        const QString name = QString::fromLatin1(line.name);
        const QString to = name.section(u':', 1);
        if (name.section(u':', 0, 0) != cluster)
            continue;
        QJsonArray mirrored;
        for (const ServiceLine& service : kServices)
            if (const QString it = QString::fromLatin1(service.name);
                service.exported && clusterOf(it) == to)
                mirrored.append(shortName(it));
        all.append(QJsonObject{
            {QStringLiteral("name"), name},
            {QStringLiteral("gatewayAddress"), QStringLiteral("gateway.%1").arg(to)},
            {QStringLiteral("gatewayPort"), 4143},
            {QStringLiteral("gatewayIdentity"), spiffe(to, QStringLiteral("gateway.causeway"))},
            {QStringLiteral("services"), mirrored}});
    }
    return all;
}

// What probes find where connections are reused and nobody waits: round trips of the bare wire.
QJsonArray probes(const QString& cluster) {
    QJsonArray all;
    for (const LinkLine& line : kLinks) {
        const QString name = QString::fromLatin1(line.name);
        if (name.section(u':', 0, 0) != cluster || name.section(u':', 1) == cluster)
            continue;
        const double wire = line.p50Ms * line.wireShare * 1000;
        const std::array<std::pair<const char*, double>, 5> rungs{
            {{"udp", wire},
             {"tcp", wire * 1.01},
             {"tls", wire * 1.06 + 1200},
             {"http-cold", wire * 3.08 + 2300},
             {"http-warm", wire * 1.02 + 900}}};
        for (const auto& [rung, us] : rungs)
            all.append(QJsonObject{
                {QStringLiteral("link"), name},
                {QStringLiteral("rung"), QLatin1String(rung)},
                {QStringLiteral("us"),
                 QJsonArray{qRound(us * 0.99), qRound(us), qRound(us), qRound(us * 1.04)}}});
    }
    return all;
}

QJsonArray events(const QString& cluster) {
    QJsonArray all;
    for (const EventLine& line : kEvents)
        if (cluster == QLatin1String(line.cluster))
            all.append(QJsonObject{
                {QStringLiteral("id"), QStringLiteral("%1-%2").arg(cluster).arg(line.ago)},
                {QStringLiteral("ago"), line.ago},
                {QStringLiteral("severity"), QLatin1String(line.severity)},
                {QStringLiteral("kind"), QLatin1String(line.kind)},
                {QStringLiteral("subject"), QLatin1String(line.subject)},
                {QStringLiteral("message"), QLatin1String(line.message)}});
    return all;
}

// Fields of a cluster in the order in which they are written; lists have an item a line.
using Fields = std::vector<std::pair<QString, QJsonValue>>;

Fields clusterFields(const ClusterLine& line, int ticks, const std::vector<EdgeJson>& edges) {
    const QString name = QString::fromLatin1(line.name);
    QJsonArray ends;
    for (const EdgeJson& edge : edges) {
        if (edge.callerCluster == name)
            ends.append(edge.caller);
        if (edge.calleeCluster == name)
            ends.append(edge.callee);
    }
    const QJsonArray all = edges.empty() ? QJsonArray() : proxies(name);
    const int count = int(all.size());
    Fields fields{{QStringLiteral("name"), name},
                  {QStringLiteral("cloud"), name},
                  {QStringLiteral("region"), QLatin1String(line.region)},
                  {QStringLiteral("production"), line.production},
                  {QStringLiteral("version"), QStringLiteral("0.1.0")},
                  {QStringLiteral("role"), QStringLiteral("viewer")},
                  {QStringLiteral("ticks"), ticks},
                  {QStringLiteral("proxiesReporting"), count},
                  {QStringLiteral("proxiesExpected"), count}};
    if (edges.empty())
        return fields;
    fields.insert(fields.end(), {{QStringLiteral("services"), services(name)},
                                 {QStringLiteral("proxies"), all},
                                 {QStringLiteral("certificates"), certificates(name, all)},
                                 {QStringLiteral("links"), links(name)},
                                 {QStringLiteral("events"), events(name)},
                                 {QStringLiteral("probes"), probes(name)},
                                 {QStringLiteral("edges"), ends}});
    return fields;
}

QByteArray compact(const QJsonValue& value) {
    const QByteArray wrapped = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return wrapped.sliced(1, wrapped.size() - 2);
}

void write(QTextStream& out, const Fields& fields) {
    out << "  {";
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto& [key, value] = fields[i];
        out << (i ? ",\n   \"" : "\"") << key << "\": ";
        if (!value.isArray()) {
            out << compact(value);
            continue;
        }
        out << "[";
        const QJsonArray items = value.toArray();
        for (qsizetype at = 0; at < items.size(); ++at)
            out << (at ? ",\n    " : "\n    ") << compact(items[at]);
        out << "]";
    }
    out << "}";
}

bool writeScene(const QString& path, int ticks, const std::vector<EdgeJson>& edges) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    QTextStream out(&file);
    out << "{\"format\": \"causeway-scene/1\", \"fleet\": \"talk\", \"trustDomain\": "
           "\"talk.mesh\",\n"
        << " \"end\": \"2026-03-04T14:02:30Z\", \"stepSeconds\": " << kStep << ",\n"
        << " \"clusters\": [\n";
    for (std::size_t i = 0; i < kClusters.size(); ++i) {
        write(out, clusterFields(kClusters[i], ticks, edges));
        out << (i + 1 < kClusters.size() ? ",\n" : "\n");
    }
    out << " ]}\n";
    out.flush();
    return file.error() == QFile::NoError;
}

} // namespace

int main(int argc, char** argv) {
    const QDir folder(QString::fromLocal8Bit(argc == 2 ? argv[1] : ""));
    if (argc != 2 || !folder.exists()) {
        QTextStream(stderr) << "usage: make_scenes FOLDER\n";
        return 2;
    }
    const Plot calm;
    const Plot failing{36, 6, "ledger.bank@aws", 0.22, "aws:gcp", 50};
    const auto path = [&](const char* name) { return folder.filePath(QLatin1String(name)); };
    const bool written = writeScene(path("talk.json"), calm.ticks, makeEdges(calm))
                         && writeScene(path("failing.json"), failing.ticks, makeEdges(failing))
                         && writeScene(path("empty.json"), 6, {});
    if (!written)
        QTextStream(stderr) << "cannot write to " << folder.path() << "\n";
    return written ? 0 : 1;
}
