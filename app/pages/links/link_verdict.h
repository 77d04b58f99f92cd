// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of one link: one sentence with the cause in it, how sure, why, why not the others,
// and what to do next. Pure but for the current language.
#pragma once

#include "pages/links/link_diagnosis.h"
#include "theme/status.h"

#include <QStringList>

namespace causeway::app::pages {

struct LinkVerdict {
    struct Step {
        QString what;
        QString command; // of causewayctl; empty: nothing to run
    };
    theme::Status status = theme::Status::Unknown;
    QString sentence;
    QString evidence; // how sure, and against what
    QString impact;   // whom it concerns; empty: nobody, or not known
    QStringList why;
    QStringList cleared;
    std::vector<Step> next;

    // Of a link that the accusation concerns and that takes `nowMs`; `aside` are figures for those
    // who want to compare themselves.
    [[nodiscard]] static LinkVerdict of(const domain::LinkRef& link, std::optional<double> nowMs,
                                        const Accusation& accusation, const QString& aside);
};

} // namespace causeway::app::pages
