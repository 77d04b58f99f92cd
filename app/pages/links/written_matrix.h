// SPDX-License-Identifier: GPL-3.0-or-later
// A matrix of latencies that somebody wrote down, shown and judged like a measured one, by the code
// of `causewayctl link diagnose --matrix`. Paints nothing. GUI thread.
#pragma once

#include "base/result.h"
#include "link/picture.h"
#include "pages/links/link_verdict.h"
#include "widgets/matrix_model.h"

#include <QCoreApplication>

namespace causeway::app::pages {

class WrittenMatrix {
    Q_DECLARE_TR_FUNCTIONS(causeway::app::pages::WrittenMatrix)
public:
    // CSV with the columns from, to, latency_ms. Errors name file, line and what was expected.
    [[nodiscard]] static Result<WrittenMatrix> read(const QString& file);
    // The seven numbers of the talk that this console grew out of: what one can look at without a
    // fleet.
    [[nodiscard]] static WrittenMatrix example();

    [[nodiscard]] const QString& name() const { return m_name; }
    [[nodiscard]] widgets::MatrixContent content() const;
    // The selected link if it is one of these, else the slowest that the best verdict accuses.
    [[nodiscard]] std::optional<domain::LinkRef>
    chosen(const domain::Selection& selection) const;
    [[nodiscard]] LinkVerdict verdict(const domain::LinkRef& link) const;

private:
    WrittenMatrix(QString name, causeway::link::Picture picture);
    [[nodiscard]] std::optional<double> latencyMs(const domain::LinkRef& link) const;

    QString m_name;
    causeway::link::Picture m_picture;
    std::vector<Accusation> m_accusations;
};

} // namespace causeway::app::pages
