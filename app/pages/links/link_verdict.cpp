// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/links/link_verdict.h"

#include "link/words.h"
#include "pages/common/words.h"
#include "pages/links/link_words.h"
#include "widgets/figures.h"

#include <QCoreApplication>

namespace causeway::app::pages {

using namespace Qt::StringLiterals;

namespace {

// A digit behind the point would promise more than a fit can know.
QString percentOf(double confidence) {
    return u"%1 %"_s.arg(qRound(100 * confidence));
}

struct LinkVerdictText {
    Q_DECLARE_TR_FUNCTIONS(LinkVerdictText)
};

QString sentenceOf(const domain::LinkRef& link, std::optional<double> nowMs,
                   const Accusation& accusation) {
    const QString name = Words::title(link);
    if (causeway::link::isFailing(accusation.kind))
        return LinkVerdictText::tr("%1 fails: %2.").arg(name, LinkWords::failure(accusation));
    if (!accusation.addsTime())
        return LinkVerdictText::tr("%1: %2.").arg(name, LinkWords::cause(accusation, 0));
    return LinkVerdictText::tr("%1 takes %2: %3.")
        .arg(name, widgets::milliseconds(nowMs).text(),
             LinkWords::cause(accusation, addedMs(accusation, link)));
}

QString referenceOf(const Accusation& accusation) {
    if (accusation.kind == causeway::link::Kind::DirectionsDiffer)
        return LinkVerdictText::tr("compared with the ways back");
    return accusation.standing ? LinkVerdictText::tr("compared with the other links")
                               : LinkVerdictText::tr("compared with the quarter of an hour before");
}

} // namespace

LinkVerdict LinkVerdict::of(const domain::LinkRef& link, std::optional<double> nowMs,
                            const Accusation& accusation, const QString& aside) {
    LinkVerdict verdict;
    verdict.status = theme::Status::Degraded;
    verdict.sentence = sentenceOf(link, nowMs, accusation);
    QStringList parts{LinkVerdictText::tr("confidence %1").arg(percentOf(accusation.confidence)),
                      referenceOf(accusation)};
    if (!aside.isEmpty())
        parts << aside;
    verdict.evidence = parts.join(u"  ·  "_s);
    for (const Evidence& each : accusation.evidence)
        verdict.why << LinkWords::describe(each);
    for (const Evidence& each : accusation.clears)
        verdict.cleared << LinkWords::describe(each);
    for (const Evidence& each : accusation.next)
        verdict.next.push_back(
            {LinkWords::describe(each), QString::fromStdString(causeway::link::commandFor(each))});
    return verdict;
}

} // namespace causeway::app::pages
