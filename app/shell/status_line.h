// SPDX-License-Identifier: GPL-3.0-or-later
// The last line of the window: every source by name with its state and age, then findings and role.
// A click on a source selects its cluster. GUI thread.
#pragma once

#include "theme/status.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace causeway::app::shell {

class StatusLine final : public QWidget {
    Q_OBJECT
public:
    struct Source {
        QString cluster;
        theme::Status status = theme::Status::Unknown;
        QString brief; // "2 s"
        QString full;  // the whole reason, in the tooltip
        bool operator==(const Source&) const = default;
    };

    explicit StatusLine(QWidget* parent = nullptr);
    void setSources(const std::vector<Source>& sources);
    void setFindings(int count, bool failing);
    void setRole(const QString& role);

Q_SIGNALS:
    void sourceClicked(const QString& cluster);
    void findingsClicked();

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QHBoxLayout* m_sources;
    QLabel* m_findings;
    QLabel* m_role;
    std::vector<Source> m_shown;
};

} // namespace causeway::app::shell
