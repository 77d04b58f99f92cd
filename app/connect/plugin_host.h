// SPDX-License-Identifier: GPL-3.0-or-later
// Finds connector plug-ins in a folder and loads those that fit. A plug-in that is broken, made for
// another contract or badly described is not loaded and is reported with the reason; nothing of it
// runs before its description was found right. Owned by the composition root; loaded plug-ins stay
// until the program ends.
#pragma once

#include "sdk/connector.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace causeway::app::connect {

// What a plug-in says of itself in its JSON.
struct ConnectorInfo {
    QString id;
    QString name;
    QString version;
    QStringList locations; // patterns of file names it reads: "*.yaml"
    QString file;
};

struct LoadedConnector {
    ConnectorInfo info;
    sdk::Connector* connector = nullptr;
};

struct RejectedPlugin {
    QString file;
    QString reason;
};

class PluginHost {
public:
    // Every library in the folder; none when there is no such folder. Can be called for several.
    void load(const QString& folder);

    [[nodiscard]] const std::vector<LoadedConnector>& connectors() const { return m_connectors; }
    [[nodiscard]] const std::vector<RejectedPlugin>& rejected() const { return m_rejected; }
    // The connector that reads such a file. The error names the connectors there are, and the
    // plug-ins that were rejected.
    [[nodiscard]] Result<LoadedConnector> connectorFor(const QString& location) const;

private:
    [[nodiscard]] Result<LoadedConnector> loadOne(const QString& file) const;

    std::vector<LoadedConnector> m_connectors;
    std::vector<RejectedPlugin> m_rejected;
};

} // namespace causeway::app::connect
