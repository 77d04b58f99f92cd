// SPDX-License-Identifier: GPL-3.0-or-later
// Where one is and has been: page and selection, with a history like a browser's. The one selection
// that all pages share lives here. GUI thread.
#pragma once

#include "domain/selection.h"

#include <QObject>
#include <QStringList>

#include <vector>

namespace causeway::app::viewstate {

struct Place {
    QString page; // "fleet", "links", "graph", "metrics"
    domain::Selection selection;
    bool operator==(const Place&) const = default;
};

class Navigation final : public QObject {
    Q_OBJECT
public:
    explicit Navigation(QObject* parent = nullptr) : QObject(parent) {}

    [[nodiscard]] const Place& place() const { return m_history[m_position]; }
    [[nodiscard]] const QString& page() const { return place().page; }
    [[nodiscard]] const domain::Selection& selection() const { return place().selection; }
    [[nodiscard]] bool canGoBack() const { return m_position > 0; }
    [[nodiscard]] bool canGoForward() const { return m_position + 1 < m_history.size(); }

    void goTo(const Place& place);
    void showPage(const QString& page) { goTo({page, selection()}); }
    void select(const domain::Selection& selection) { goTo({page(), selection}); }
    void back();
    void forward();
    // Esc: gives the selection up; with none, goes back.
    void stepBack();

Q_SIGNALS:
    void pageChanged();
    void selectionChanged();
    void historyChanged();

private:
    void moveTo(std::size_t position);
    void announce(const Place& from);

    static constexpr std::size_t kKept = 100;
    std::vector<Place> m_history{Place{QStringLiteral("fleet"), {}}};
    std::size_t m_position = 0;
};

} // namespace causeway::app::viewstate
