// SPDX-License-Identifier: GPL-3.0-or-later
// The directed matrix of links, the verdict on the chosen one, its legs over time, and what belongs
// to it. No logic: the presenters decide. GUI thread.
#pragma once

#include "pages/common/page.h"
#include "pages/links/links_presenter.h"
#include "pages/links/written_matrix.h"

class QPushButton;
class QToolButton;

namespace causeway::app::widgets {
class FactList;
class MatrixView;
class Segmented;
class Waterfall;
} // namespace causeway::app::widgets

namespace causeway::app::pages {

class VerdictCard;

class LinksPage final : public Page {
    Q_OBJECT
public:
    explicit LinksPage(const Context& context, QWidget* parent = nullptr);

protected:
    void retranslate() override;
    void refresh() override;
    [[nodiscard]] std::optional<QString> foreignContent() const override;

private:
    void connectParts();
    void openFile();
    // Between what is measured and what a file says: the latter has no past and no parts.
    void showParts(bool areMeasured);
    void refreshMeasured();
    void refreshWritten(const WrittenMatrix& matrix);

    LinksPresenter m_presenter;
    std::optional<WrittenMatrix> m_file; // shown instead of what is measured
    widgets::Segmented* m_timed;
    widgets::Segmented* m_quantile;
    widgets::Segmented* m_show;
    widgets::MatrixView* m_matrix;
    VerdictCard* m_verdict;
    widgets::TimeSeriesPlot* m_legs;
    widgets::TimeSeriesPlot* m_latency;
    widgets::Waterfall* m_setUp;
    widgets::FactList* m_ends;
    widgets::FactList* m_neighbours;
    QPushButton* m_leave; // the file
    QToolButton* m_open;
};

} // namespace causeway::app::pages
