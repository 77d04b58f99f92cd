// SPDX-License-Identifier: GPL-3.0-or-later
// A diagnosis of links in the reader's language. GUI thread.
#pragma once

#include "pages/links/link_diagnosis.h"

#include <QCoreApplication>
#include <QString>

namespace causeway::app::pages {

class LinkWords {
    Q_DECLARE_TR_FUNCTIONS(causeway::app::pages::LinkWords)
public:
    // "connections towards aws are not reused, which adds 38 ms"
    [[nodiscard]] static QString cause(const Accusation& accusation, double addedMs);
    // "ledger in aws fails 20 % of its requests itself"; for what fails.
    [[nodiscard]] static QString failure(const Accusation& accusation);
    [[nodiscard]] static QString describe(const Evidence& evidence);
    // "12.3 requests a second to ledger.bank@aws and 3 more, of the squads money, risk"
    [[nodiscard]] static QString impact(const causeway::link::Impact& impact);

private:
    [[nodiscard]] static QString part(const std::string& leg);
    [[nodiscard]] static QString accuse(const Evidence& evidence);
    [[nodiscard]] static QString measure(const Evidence& evidence);
    [[nodiscard]] static QString see(const Evidence& evidence);
    [[nodiscard]] static QString clear(const Evidence& evidence);
};

} // namespace causeway::app::pages
