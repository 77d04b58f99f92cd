// SPDX-License-Identifier: GPL-3.0-or-later
#include "connect/plugin_host.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>
#include <QLibrary>
#include <QPluginLoader>

#include <algorithm>

namespace causeway::app::connect {

namespace {

tl::unexpected<Error> unfit(const QString& why) {
    return fail(ErrorKind::InvalidInput, why.toStdString());
}

Result<QString> text(const QJsonObject& json, const char* key) {
    const QString value = json.value(QLatin1String(key)).toString();
    if (value.isEmpty())
        return unfit(QStringLiteral("its description has no text \"%1\"").arg(QLatin1String(key)));
    return value;
}

// Reads the description that is embedded in the library, without running any of it.
Result<ConnectorInfo> describe(const QString& file, const QJsonObject& metaData) {
    if (metaData.isEmpty())
        return unfit(QStringLiteral("it is not a Qt plug-in for this system"));
    const QString contract = metaData.value(QLatin1String("IID")).toString();
    if (contract != QLatin1String(CAUSEWAY_CONNECTOR_IID))
        return unfit(QStringLiteral("it is made for the contract \"%1\"; this console has \"%2\"")
                         .arg(contract, QLatin1String(CAUSEWAY_CONNECTOR_IID)));
    const QJsonObject json = metaData.value(QLatin1String("MetaData")).toObject();
    ConnectorInfo info;
    info.file = file;
    CAUSEWAY_TRY(info.id, text(json, "id"));
    CAUSEWAY_TRY(info.name, text(json, "name"));
    CAUSEWAY_TRY(info.version, text(json, "version"));
    for (const QJsonValue& pattern : json.value(QLatin1String("locations")).toArray())
        info.locations.append(pattern.toString());
    if (info.locations.isEmpty())
        return unfit(QStringLiteral("its description has no \"locations\" that it could read"));
    return info;
}

} // namespace

void PluginHost::load(const QString& folder) {
    const auto files = QDir(folder).entryInfoList(QDir::Files, QDir::Name);
    for (const QFileInfo& file : files) {
        if (!QLibrary::isLibrary(file.fileName()))
            continue;
        auto loaded = loadOne(file.absoluteFilePath());
        if (loaded)
            m_connectors.push_back(*loaded);
        else
            m_rejected.push_back(
                {file.absoluteFilePath(), QString::fromStdString(loaded.error().describe())});
    }
}

Result<LoadedConnector> PluginHost::loadOne(const QString& file) const {
    QPluginLoader loader(file);
    CAUSEWAY_TRY(ConnectorInfo info, describe(file, loader.metaData()));
    const auto sameId = [&](const LoadedConnector& other) { return other.info.id == info.id; };
    if (const auto twin = std::ranges::find_if(m_connectors, sameId); twin != m_connectors.end())
        return unfit(QStringLiteral("there is already a connector \"%1\": %2")
                         .arg(info.id, twin->info.file));
    QObject* instance = loader.instance();
    if (!instance)
        return unfit(loader.errorString());
    auto* connector = qobject_cast<sdk::Connector*>(instance);
    if (!connector)
        return unfit(QStringLiteral("it does not implement the contract that it names"));
    return LoadedConnector{std::move(info), connector};
}

Result<LoadedConnector> PluginHost::connectorFor(const QString& location) const {
    const QString name = QFileInfo(location).fileName();
    QStringList known;
    for (const LoadedConnector& connector : m_connectors) {
        if (QDir::match(connector.info.locations, name))
            return connector;
        known.append(QStringLiteral("%1 (%2)").arg(
            connector.info.name, connector.info.locations.join(QStringLiteral(", "))));
    }
    QString message = QStringLiteral("%1: no connector reads such a file; there are: %2")
                          .arg(location, known.isEmpty() ? QStringLiteral("none")
                                                         : known.join(QStringLiteral(", ")));
    for (const RejectedPlugin& plugin : m_rejected)
        message += QStringLiteral("; %1 was rejected: %2").arg(plugin.file, plugin.reason);
    return fail(ErrorKind::NotFound, message.toStdString());
}

} // namespace causeway::app::connect
