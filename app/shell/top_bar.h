// SPDX-License-Identifier: GPL-3.0-or-later
// The bar over every page: the fleet, the search that opens the palette, and the time. When a
// cluster is in production, a band says so and carries the lock. GUI thread; shows, decides
// nothing.
#pragma once

#include "viewstate/time_cursor.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QToolButton;

namespace causeway::app::shell {

class TopBar final : public QWidget {
    Q_OBJECT
public:
    explicit TopBar(QWidget* parent = nullptr);
    void setFleet(const QString& name, const QString& location);
    void setTime(const viewstate::TimeCursor& time, domain::Instant now);
    // Empty: nothing is in production.
    void setProduction(const QStringList& clusters, bool unlocked);
    void setInspectorShown(bool shown);
    void retranslate();

Q_SIGNALS:
    void fleetClicked();
    void searchClicked();
    void liveClicked();
    void inspectorClicked();
    void spanChosen(int minutes);
    void lockToggled();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void addSpans();

    QToolButton* m_fleet;
    QToolButton* m_production;
    QPushButton* m_search;
    QToolButton* m_live;
    QLabel* m_clock;
    QToolButton* m_span;
    QToolButton* m_inspector;
    bool m_past = false;
    bool m_hasProduction = false;
};

} // namespace causeway::app::shell
