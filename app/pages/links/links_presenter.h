// SPDX-License-Identifier: GPL-3.0-or-later
// What the links page shows: the directed matrix, the verdict on the chosen link and its legs over
// time. Holds the page's own toggles; paints nothing. GUI thread.
#pragma once

#include "pages/common/context.h"
#include "pages/links/link_diagnosis.h"
#include "widgets/matrix_model.h"
#include "widgets/time_series_plot.h"

#include <QCoreApplication>

namespace causeway::app::pages {

class LinksPresenter {
    Q_DECLARE_TR_FUNCTIONS(causeway::app::pages::LinksPresenter)
public:
    enum Quantile { P50, P95, P99 };
    enum Show { Value, Change };

    struct Step {
        QString what;
        QString command; // of causewayctl; empty: nothing to run
    };
    struct Verdict {
        theme::Status status = theme::Status::Unknown;
        QString sentence; // one, with the cause in it
        QString evidence; // how sure, and against what
        QStringList why;
        QStringList cleared;
        std::vector<Step> next;
    };

    explicit LinksPresenter(const Context& context) : m_context(context) {}

    void setQuantile(int quantile) { m_quantile = Quantile(quantile); }
    void setShow(int show) { m_show = Show(show); }

    [[nodiscard]] QString title() const;
    [[nodiscard]] QString subtitle() const;
    [[nodiscard]] widgets::MatrixContent matrix() const;
    // The link that the verdict and the charts are about: the selected one, or the worst.
    [[nodiscard]] std::optional<domain::LinkRef> chosen() const;
    [[nodiscard]] Verdict verdict() const;
    [[nodiscard]] widgets::PlotContent legs() const;
    [[nodiscard]] widgets::PlotContent latency() const;
    [[nodiscard]] domain::TimeRange range() const { return m_context.view.time().range(); }

    void select(const QString& id);
    void open(const QString& id);

private:
    [[nodiscard]] std::vector<store::LinkRow> rows() const;
    [[nodiscard]] double quantile() const;
    [[nodiscard]] widgets::MatrixCell cell(const store::LinkRow& row,
                                           const std::vector<store::LinkRow>& all) const;
    [[nodiscard]] QString outlier(const store::LinkRow& row,
                                  const std::vector<store::LinkRow>& all) const;
    [[nodiscard]] const std::vector<Accusation>& diagnosis() const;
    [[nodiscard]] Verdict accuse(const store::LinkRow& row, const Accusation& accusation) const;
    [[nodiscard]] Verdict acquit(const store::LinkRow& row) const;
    [[nodiscard]] QString aside(const store::LinkRow& row) const;

    Context m_context;
    mutable LinkDiagnosis m_diagnosis;
    Quantile m_quantile = P95;
    Show m_show = Value;
};

} // namespace causeway::app::pages
