// SPDX-License-Identifier: GPL-3.0-or-later
// What the links page shows of the chosen link beside the matrix: the verdict and its legs over
// time. Paints nothing. GUI thread.
#pragma once

#include "pages/common/context.h"
#include "pages/links/link_diagnosis.h"
#include "pages/links/link_matrix.h"
#include "pages/links/link_verdict.h"
#include "widgets/time_series_plot.h"

#include <QCoreApplication>

namespace causeway::app::pages {

class LinksPresenter {
    Q_DECLARE_TR_FUNCTIONS(causeway::app::pages::LinksPresenter)
public:
    explicit LinksPresenter(const Context& context) : m_context(context), m_matrix(context) {}

    [[nodiscard]] LinkMatrix& matrix() { return m_matrix; }
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString subtitle() const;
    // The link that the verdict and the charts are about: the selected one, or the worst.
    [[nodiscard]] std::optional<domain::LinkRef> chosen() const;
    [[nodiscard]] LinkVerdict verdict() const;
    [[nodiscard]] widgets::PlotContent legs() const;
    [[nodiscard]] widgets::PlotContent latency() const;
    [[nodiscard]] domain::TimeRange range() const { return m_context.view.time().range(); }

    void select(const QString& id);
    void open(const QString& id);

private:
    [[nodiscard]] std::vector<store::LinkRow> rows() const;
    [[nodiscard]] const std::vector<Accusation>& diagnosis() const;
    [[nodiscard]] LinkVerdict accuse(const store::LinkRow& row, const Accusation& accusation) const;
    [[nodiscard]] LinkVerdict acquit(const store::LinkRow& row) const;
    [[nodiscard]] std::vector<qint64> events(const domain::LinkRef& link) const;
    [[nodiscard]] QString aside(const store::LinkRow& row) const;

    Context m_context;
    LinkMatrix m_matrix;
    mutable LinkDiagnosis m_diagnosis;
};

} // namespace causeway::app::pages
