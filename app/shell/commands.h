// SPDX-License-Identifier: GPL-3.0-or-later
// Everything the console can be told to do: one action each, with its words, its shortcut and its
// place in the palette. Owned by the main window, which connects them. GUI thread.
#pragma once

#include "models/commands_model.h"

#include <QAction>
#include <QCoreApplication>

#include <vector>

namespace causeway::app::shell {

class Commands final : public QObject {
    Q_OBJECT
public:
    explicit Commands(QWidget* window);

    // By id; the program ends when there is none: ids are constants.
    [[nodiscard]] QAction* action(const QString& id) const;
    [[nodiscard]] const QList<QAction*>& all() const { return m_actions; }
    [[nodiscard]] std::vector<models::Command> forPalette() const;
    // Title and shortcuts of all, as Markdown, for the shortcut sheet.
    [[nodiscard]] QString sheet() const;
    void trigger(const QString& id) const;
    void retranslate();

private:
    void add(const QString& id, const QString& icon, const QList<QKeySequence>& shortcuts);

    QWidget* m_window;
    QList<QAction*> m_actions;
};

} // namespace causeway::app::shell
