// SPDX-License-Identifier: GPL-3.0-or-later
// The windows beside the first: each a workspace of pages that show the same selection, filter and
// time. They close with the first window and come back with it. Owned by the main window; GUI
// thread.
#pragma once

#include "shell/workspace.h"

#include <QPointer>

namespace causeway::app::shell {

class Windows final : public QObject {
    Q_OBJECT
public:
    // `commands` work in every window.
    Windows(const pages::Context& context, const QList<QAction*>& commands, QObject* parent);
    ~Windows() override;

    Workspace* open(const QString& page);
    // The one with the keyboard; null: none of these.
    [[nodiscard]] Workspace* active() const;
    [[nodiscard]] QList<Workspace*> all() const;
    void closeAll();
    void setFleetName(const QString& name);

    [[nodiscard]] QByteArray state() const;
    void restore(const QByteArray& state);

private:
    Workspace* make();

    pages::Context m_context;
    QList<QAction*> m_commands;
    QString m_fleet;
    QList<QPointer<Workspace>> m_windows;
};

} // namespace causeway::app::shell
