// SPDX-License-Identifier: GPL-3.0-or-later
// Who calls whom: the graph, its table twin, the level of detail and the filter. No logic: the
// presenter decides. GUI thread.
#pragma once

#include "pages/common/page.h"
#include "pages/graph/graph_presenter.h"

class QLabel;
class QLineEdit;
class QStackedWidget;

namespace causeway::app::widgets {
class GraphCanvas;
class Segmented;
} // namespace causeway::app::widgets

namespace causeway::app::pages {

class DataTable;

class GraphPage final : public Page {
    Q_OBJECT
public:
    explicit GraphPage(const Context& context, QWidget* parent = nullptr);
    [[nodiscard]] QWidget* searchField() override;

protected:
    void retranslate() override;
    void refresh() override;

private:
    void connectParts();
    void setUpTable();
    void showProblem();
    void showPicture();

    GraphPresenter m_presenter;
    widgets::Segmented* m_level;
    widgets::Segmented* m_form;
    QLineEdit* m_filter;
    QLabel* m_problem;
    widgets::GraphCanvas* m_canvas;
    DataTable* m_table;
    QStackedWidget* m_forms;
};

} // namespace causeway::app::pages
