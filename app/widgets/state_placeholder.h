// SPDX-License-Identifier: GPL-3.0-or-later
// What stands where data cannot: one of six states, why it is so, and what to do next. Never an
// empty white area. GUI thread; the words come from the page.
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace causeway::app::widgets {

class StatePlaceholder final : public QWidget {
    Q_OBJECT
public:
    enum class Kind { Empty, Loading, Partial, Stale, Denied, Failed };
    struct Content {
        Kind kind = Kind::Loading;
        QString title;
        QString reason;
        QString nextStep;
        QString action; // the button's words; empty: no button
        bool operator==(const Content&) const = default;
    };

    explicit StatePlaceholder(QWidget* parent = nullptr);
    void setContent(const Content& content);
    [[nodiscard]] const Content& content() const { return m_content; }

Q_SIGNALS:
    void actionTriggered();

protected:
    void changeEvent(QEvent* event) override;

private:
    void updateIcon();

    Content m_content;
    QLabel* m_icon;
    QLabel* m_title;
    QLabel* m_reason;
    QLabel* m_nextStep;
    QPushButton* m_action;
};

} // namespace causeway::app::widgets
