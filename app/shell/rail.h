// SPDX-License-Identifier: GPL-3.0-or-later
// The pages, one button each: icon over caption, the current one marked by an accent bar. GUI
// thread.
#pragma once

#include <QWidget>

class QButtonGroup;
class QVBoxLayout;

namespace causeway::app::shell {

class Rail final : public QWidget {
    Q_OBJECT
public:
    explicit Rail(QWidget* parent = nullptr);
    // At the end of the upper part; `shortcut` is shown in the tooltip.
    void addPage(const QString& id, const QString& icon);
    void setPageTitle(const QString& id, const QString& title, const QString& shortcut);
    // At the bottom: help, settings.
    void addAction(const QString& icon, QAction* action);
    void setCurrentPage(const QString& id);

Q_SIGNALS:
    void pageChosen(const QString& id);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QButtonGroup* m_group;
    QVBoxLayout* m_column;
};

} // namespace causeway::app::shell
