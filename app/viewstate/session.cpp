// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewstate/session.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QSettings>

namespace causeway::app::viewstate {

namespace {

using domain::Milliseconds;

// A fleet file's path holds slashes, which QSettings would take for groups.
QString groupOf(const QString& fleetLocation) {
    const QByteArray path = QFileInfo(fleetLocation).absoluteFilePath().toUtf8();
    const QByteArray digest = QCryptographicHash::hash(path, QCryptographicHash::Sha256);
    return QStringLiteral("session/") + QString::fromLatin1(digest.toHex().first(16));
}

} // namespace

void saveSession(QSettings& storage, const QString& fleetLocation, const ViewState& state,
                 const ShellState& shell) {
    storage.beginGroup(groupOf(fleetLocation));
    storage.setValue(QStringLiteral("fleet"), fleetLocation);
    storage.setValue(QStringLiteral("page"), state.navigation().page());
    storage.setValue(QStringLiteral("selection"), state.navigation().selection().id());
    storage.setValue(QStringLiteral("filter"), state.filter().text());
    storage.setValue(QStringLiteral("windowMs"), qint64(state.time().window().span().count()));
    storage.setValue(QStringLiteral("spanMs"), qint64(state.time().range().span().count()));
    storage.beginGroup(QStringLiteral("shell"));
    for (const auto& [name, bytes] : shell.asKeyValueRange())
        storage.setValue(name, bytes);
    storage.endGroup();
    storage.endGroup();
}

ShellState restoreSession(QSettings& storage, const QString& fleetLocation, ViewState& state) {
    ShellState shell;
    storage.beginGroup(groupOf(fleetLocation));
    if (const QString page = storage.value(QStringLiteral("page")).toString(); !page.isEmpty())
        state.navigation().goTo({page, domain::Selection::parse(
                                           storage.value(QStringLiteral("selection")).toString())});
    state.filter().setText(storage.value(QStringLiteral("filter")).toString());
    if (const qint64 window = storage.value(QStringLiteral("windowMs")).toLongLong(); window > 0)
        state.time().setWindow(Milliseconds(window));
    if (const qint64 span = storage.value(QStringLiteral("spanMs")).toLongLong(); span > 0)
        state.time().setSpan(Milliseconds(span));
    storage.beginGroup(QStringLiteral("shell"));
    for (const QString& name : storage.childKeys())
        shell.insert(name, storage.value(name).toByteArray());
    storage.endGroup();
    storage.endGroup();
    return shell;
}

} // namespace causeway::app::viewstate
