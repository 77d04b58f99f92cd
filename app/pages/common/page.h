// SPDX-License-Identifier: GPL-3.0-or-later
// The frame of every page: title and tools above, a notice, then the content or, where there is
// none, the state placeholder. Gathers everything that can change into one refresh a turn, and only
// while visible. Owned by the main window; GUI thread; holds no data.
#pragma once

#include "pages/common/context.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QHBoxLayout;
class QLabel;
class QStackedWidget;
class QVBoxLayout;

namespace causeway::app::widgets {
class Notice;
class StatePlaceholder;
} // namespace causeway::app::widgets

namespace causeway::app::pages {

class Page : public QWidget {
    Q_OBJECT
public:
    explicit Page(const Context& context, QWidget* parent = nullptr);
    // Asks for what is shown to be brought up to date, soon and once.
    void refreshSoon();
    // The one thing that "/" should focus; null: none.
    [[nodiscard]] virtual QWidget* searchField() { return nullptr; }

Q_SIGNALS:
    // There is nothing to show, and a person wants to choose what there should be.
    void fleetWanted();

protected:
    virtual void retranslate() = 0;
    virtual void refresh() = 0;
    // What stands above content that is not the fleet's, such as a file's; nothing: it is the
    // fleet's, or what is said where there is none.
    [[nodiscard]] virtual std::optional<QString> foreignContent() const { return std::nullopt; }
    // Somebody opened one, be it that nothing of it has been read yet.
    [[nodiscard]] bool isFleetOpen() const;
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

    [[nodiscard]] const Context& context() const { return m_context; }
    [[nodiscard]] QVBoxLayout* body() const { return m_body; }
    [[nodiscard]] QHBoxLayout* tools() const { return m_tools; }
    void setTitle(const QString& title, const QString& subtitle);

private:
    void listen();
    void refreshNow();

    Context m_context;
    QTimer m_refresh;
    QLabel* m_title;
    QLabel* m_subtitle;
    QHBoxLayout* m_tools;
    QVBoxLayout* m_body;
    QStackedWidget* m_stack;
    widgets::Notice* m_notice;
    widgets::StatePlaceholder* m_placeholder;
};

} // namespace causeway::app::pages
