// SPDX-License-Identifier: GPL-3.0-or-later
// How one looks at the fleet, shared by every page: one place with its history, one filter, one
// time cursor. Owned by the composition root, on the GUI thread; knows nothing of widgets.
#pragma once

#include "viewstate/filter.h"
#include "viewstate/navigation.h"
#include "viewstate/time_cursor.h"

namespace causeway::app::viewstate {

class ViewState final : public QObject {
    Q_OBJECT
public:
    explicit ViewState(QObject* parent = nullptr)
        : QObject(parent), m_navigation(this), m_filter(this), m_time(this) {}

    [[nodiscard]] Navigation& navigation() { return m_navigation; }
    [[nodiscard]] Filter& filter() { return m_filter; }
    [[nodiscard]] TimeCursor& time() { return m_time; }
    [[nodiscard]] const Navigation& navigation() const { return m_navigation; }
    [[nodiscard]] const Filter& filter() const { return m_filter; }
    [[nodiscard]] const TimeCursor& time() const { return m_time; }

private:
    Navigation m_navigation;
    Filter m_filter;
    TimeCursor m_time;
};

} // namespace causeway::app::viewstate
