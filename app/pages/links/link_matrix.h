// SPDX-License-Identifier: GPL-3.0-or-later
// The directed matrix of links: what requests took, or what probes between the gateways took, in
// one quantile. Holds the page's own toggles; paints nothing. GUI thread.
#pragma once

#include "domain/probe.h"
#include "pages/common/context.h"
#include "widgets/matrix_model.h"

#include <QCoreApplication>

namespace causeway::app::pages {

class LinkMatrix {
    Q_DECLARE_TR_FUNCTIONS(causeway::app::pages::LinkMatrix)
public:
    enum Timed { Traffic, Warm, Cold, Wire };
    enum Quantile { P50, P95, P99 };
    enum Show { Value, Change };

    explicit LinkMatrix(const Context& context) : m_context(context) {}

    void setTimed(int timed) { m_timed = Timed(timed); }
    void setQuantile(int quantile) { m_quantile = Quantile(quantile); }
    void setShow(int show) { m_show = Show(show); }

    // What the figures are of: "requests".
    [[nodiscard]] QString timed() const;
    [[nodiscard]] double quantile() const;
    [[nodiscard]] widgets::MatrixContent content() const;

private:
    struct Probed;

    [[nodiscard]] widgets::MatrixCell cell(const store::LinkRow& row,
                                           const std::vector<store::LinkRow>& all) const;
    [[nodiscard]] QString outlier(const store::LinkRow& row,
                                  const std::vector<store::LinkRow>& all) const;
    [[nodiscard]] domain::ProbeRung rung() const;
    [[nodiscard]] Probed probed() const;
    [[nodiscard]] widgets::MatrixCell cell(const domain::LinkRef& link, const Probed& probed) const;
    [[nodiscard]] QList<double> probeHistory(const domain::LinkRef& link) const;
    void show(widgets::MatrixCell& cell, std::optional<double> now,
              std::optional<double> usual) const;

    Context m_context;
    Timed m_timed = Traffic;
    Quantile m_quantile = P95;
    Show m_show = Value;
};

} // namespace causeway::app::pages
