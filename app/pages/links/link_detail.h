// SPDX-License-Identifier: GPL-3.0-or-later
// What belongs to one link besides its figures: what a new connection costs over it, both of its
// ends, and the links that share a part of its way. Paints nothing. GUI thread.
#pragma once

#include "pages/common/context.h"
#include "widgets/fact_list.h"
#include "widgets/waterfall.h"

#include <QCoreApplication>

namespace causeway::app::pages {

class LinkDetail {
    Q_DECLARE_TR_FUNCTIONS(causeway::app::pages::LinkDetail)
public:
    LinkDetail(const Context& context, const domain::LinkRef& link)
        : m_context(context), m_link(link) {}

    // From the medians of probes.
    [[nodiscard]] widgets::WaterfallContent setUp() const;
    // Gateways, their certificates, and what is mirrored.
    [[nodiscard]] widgets::FactListContent ends() const;
    [[nodiscard]] widgets::FactListContent neighbours() const;

private:
    using Lines = std::vector<widgets::FactListContent::Line>;

    void addGateways(Lines& lines, const QString& cluster) const;
    void addCertificate(Lines& lines, const QString& cluster) const;
    void addPath(Lines& lines) const;
    void addConnections(Lines& lines) const;
    void addMirrors(Lines& lines) const;

    Context m_context;
    domain::LinkRef m_link;
};

} // namespace causeway::app::pages
