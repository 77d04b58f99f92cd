// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/replay/scene.h"

#include "connectors/replay/scene_json.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

#include <algorithm>

namespace causeway::app::replay {

namespace {

using namespace domain;

const QString kFormat = QStringLiteral("causeway-scene/1");

Result<QJsonObject> readJson(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(file.exists() ? ErrorKind::Io : ErrorKind::NotFound,
                    (path + QStringLiteral(": ") + file.errorString()).toStdString());
    const QByteArray text = file.readAll();
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (document.isObject())
        return document.object();
    const auto line = text.left(error.offset).count('\n') + 1;
    return fail(ErrorKind::InvalidInput, QStringLiteral("%1:%2: not a scene: %3")
                                             .arg(path)
                                             .arg(line)
                                             .arg(error.error == QJsonParseError::NoError
                                                      ? QStringLiteral("expected a JSON object")
                                                      : error.errorString())
                                             .toStdString());
}

// A variant of another scene: its file holds only what differs, by cluster.
Result<QJsonObject> withBase(QJsonObject scene, const QString& path) {
    const QJsonValue base = scene.value(QLatin1String("base"));
    if (!base.isString())
        return scene;
    const QString basePath = QFileInfo(path).dir().filePath(base.toString());
    CAUSEWAY_TRY(QJsonObject whole, readJson(basePath));
    QJsonArray clusters = whole.value(QLatin1String("clusters")).toArray();
    const QJsonObject changes = scene.value(QLatin1String("changes")).toObject();
    for (QJsonValueRef entry : clusters) {
        QJsonObject cluster = entry.toObject();
        const QJsonObject change =
            changes.value(cluster.value(QLatin1String("name")).toString()).toObject();
        for (auto it = change.begin(); it != change.end(); ++it)
            cluster.insert(it.key(), it.value());
        entry = cluster;
    }
    whole.insert(QLatin1String("clusters"), clusters);
    return whole;
}

Instant readInstant(const JsonReader& json) {
    const QDateTime at = QDateTime::fromString(json.text(), Qt::ISODate);
    if (!at.isValid())
        json.refuse(QStringLiteral("a time like 2026-03-04T14:02:30Z"));
    return instantOf(at.toMSecsSinceEpoch());
}

Scene readWhole(const JsonReader& json) {
    Scene scene;
    if (json.at("format").text() != kFormat)
        json.at("format").refuse(kFormat);
    scene.fleet.name = json.at("fleet").text();
    scene.fleet.trustDomain = json.at("trustDomain").text();
    scene.end = readInstant(json.at("end"));
    scene.step = std::chrono::seconds(json.at("stepSeconds").count());
    if (scene.step <= Milliseconds(0))
        json.at("stepSeconds").refuse(QStringLiteral("at least 1"));
    for (const JsonReader& item : json.at("clusters").items()) {
        if (!json.status())
            break;
        SceneCluster cluster;
        cluster.snapshot = readSnapshot(item, {scene.end, scene.step});
        cluster.ticks = readTicks(item, {scene.end, scene.step});
        cluster.silence = readSilence(item);
        cluster.role = item.at("role").text();
        scene.fleet.clusters.push_back(cluster.snapshot.cluster);
        scene.clusters.push_back(std::move(cluster));
    }
    return scene;
}

} // namespace

const SceneCluster* Scene::cluster(const QString& name) const {
    const auto found = std::ranges::find_if(
        clusters, [&](const SceneCluster& it) { return it.snapshot.cluster.name == name; });
    return found == clusters.end() ? nullptr : &*found;
}

Result<Scene> readScene(const QString& path) {
    CAUSEWAY_TRY(QJsonObject own, readJson(path));
    CAUSEWAY_TRY(const QJsonObject json, withBase(std::move(own), path));
    const JsonReader reader{QJsonValue(json)};
    Scene scene = readWhole(reader);
    if (auto status = reader.status(); !status)
        return tl::unexpected(std::move(status).error().context(path.toStdString()));
    scene.fleet.location = path;
    for (Cluster& cluster : scene.fleet.clusters) {
        cluster.endpoint = QFileInfo(path).fileName();
        cluster.version.clear(); // known once the cluster has answered
    }
    return scene;
}

sdk::Updates recorded(const SceneCluster& cluster, Milliseconds shift) {
    sdk::Updates updates;
    const Milliseconds silent = cluster.silence ? cluster.silence->beforeEnd : Milliseconds(0);
    const Instant last = cluster.ticks.back().end - silent;
    for (const sdk::EdgeTick& tick : cluster.ticks)
        if (tick.end <= last) {
            updates.ticks.push_back(tick);
            updates.ticks.back().end += shift;
        }
    if (updates.ticks.empty())
        return updates; // it never told anything
    updates.snapshot = cluster.snapshot;
    for (Proxy& proxy : updates.snapshot->proxies)
        proxy.lastSeen += shift;
    for (Certificate& certificate : updates.snapshot->certificates) {
        certificate.notBefore += shift;
        certificate.notAfter += shift;
    }
    for (Event& event : updates.snapshot->events)
        event.at += shift;
    return updates;
}

} // namespace causeway::app::replay
