// SPDX-License-Identifier: GPL-3.0-or-later
// The panel at the right: everything about what is selected, with the way to more of it. GUI
// thread; the presenter decides.
#pragma once

#include "shell/inspector_presenter.h"

#include <QTimer>
#include <QWidget>

class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace causeway::app::shell {

class Inspector final : public QWidget {
    Q_OBJECT
public:
    explicit Inspector(const pages::Context& context, QWidget* parent = nullptr);
    void refreshSoon();

protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void listen(const pages::Context& context);
    void refreshNow();
    [[nodiscard]] QWidget* build(const InspectorContent& content);
    void addHead(QVBoxLayout& column, const InspectorContent& content);
    void addSection(QVBoxLayout& column, const InspectorContent::Section& section);
    void addEntry(QVBoxLayout& column, const InspectorContent::Entry& entry);
    [[nodiscard]] QWidget* makeFoot();
    void retranslate();

    InspectorPresenter m_presenter;
    viewstate::Navigation& m_navigation;
    std::optional<InspectorContent> m_shown;
    QTimer m_refresh;
    QScrollArea* m_scroll;
    QPushButton* m_metrics;
    QPushButton* m_graph;
    QPushButton* m_copy;
};

} // namespace causeway::app::shell
