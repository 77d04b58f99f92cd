// SPDX-License-Identifier: GPL-3.0-or-later
// Reopens the console where one left: page, selection, filter, spans of time and the window's own
// state as opaque bytes, one session per fleet file. Values only; the shell calls save and restore.
#pragma once

#include "viewstate/view_state.h"

#include <QByteArray>
#include <QMap>

class QSettings;

namespace causeway::app::viewstate {

// The shell's own state by name: "geometry", "docks". Never looked into.
using ShellState = QMap<QString, QByteArray>;

void saveSession(QSettings& storage, const QString& fleetLocation, const ViewState& state,
                 const ShellState& shell);
// Leaves alone what was never saved or cannot be read any more.
[[nodiscard]] ShellState restoreSession(QSettings& storage, const QString& fleetLocation,
                                        ViewState& state);

} // namespace causeway::app::viewstate
