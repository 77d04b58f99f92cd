// SPDX-License-Identifier: GPL-3.0-or-later
// The middle of a window: parts that float, tab and split around what stands in the centre. A part
// is a page of its own, showing the same selection, filter and time as all others, or the
// inspector. Also a whole window of its own. Owned by the window it is in; GUI thread.
#pragma once

#include "pages/common/context.h"

#include <QDockWidget>
#include <QMainWindow>

namespace causeway::app::pages {
class Page;
}

namespace causeway::app::shell {

class Workspace final : public QMainWindow {
    Q_OBJECT
public:
    explicit Workspace(const pages::Context& context, QWidget* parent = nullptr);
    ~Workspace() override;

    [[nodiscard]] static QStringList pageNames();
    [[nodiscard]] static QString pageTitle(const QString& page);
    [[nodiscard]] static pages::Page* makePage(const QString& page, const pages::Context& context,
                                               QWidget* parent);

    // Beside what is there; null: there is no such page.
    QDockWidget* addPage(const QString& page);
    QDockWidget* addPart(const QString& name, QWidget* widget);

    // The keyboard's way to do what a hand does with a title bar; with no part focused, to the one
    // that was opened last.
    void floatPart();
    void movePart(); // to the next side: right, bottom, left, top
    void tabPart();  // onto another part, as a tab
    void closePart();
    void focusNextPart();

    // Everything about where the parts stand, as opaque bytes.
    [[nodiscard]] QByteArray arrangement() const;
    // Makes the pages that are missing; leaves all as it is when the bytes cannot be read.
    void arrange(const QByteArray& arrangement);
    [[nodiscard]] QList<QDockWidget*> parts() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    QDockWidget* addPage(const QString& page, const QString& name);
    [[nodiscard]] QDockWidget* currentPart() const;
    void retranslate();

    pages::Context m_context;
    QList<QDockWidget*> m_parts; // as they were opened
    int m_made = 0;
};

} // namespace causeway::app::shell
