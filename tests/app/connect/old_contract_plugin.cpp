// SPDX-License-Identifier: GPL-3.0-or-later
// A plug-in for a contract that is gone; its constructor must never run.
#include <QObject>
#include <QtPlugin>

#include <cstdlib>

class OldContractPlugin final : public QObject {
    Q_OBJECT
    Q_PLUGIN_METADATA(IID "dev.causeway.Connector/0" FILE "old_contract_plugin.json")
public:
    OldContractPlugin() { std::abort(); }
};

#include "old_contract_plugin.moc"
