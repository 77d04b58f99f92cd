// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/common/event_lines.h"

#include "pages/common/words.h"

#include <QCoreApplication>
#include <QSet>

namespace causeway::app::pages {

using namespace Qt::StringLiterals;

namespace {

constexpr domain::Milliseconds kTogether = std::chrono::minutes(1);

struct EventLinesText {
    Q_DECLARE_TR_FUNCTIONS(EventLinesText)
};

// A line and the events in it.
struct Fold {
    domain::Event newest;
    QSet<QString> subjects;

    // Each warning is its own: what it says differs.
    [[nodiscard]] bool takes(const domain::Event& event) const {
        return event.severity == domain::Severity::Info && event.kind == newest.kind
               && event.severity == newest.severity && event.cluster == newest.cluster
               && newest.at - event.at <= kTogether;
    }
    [[nodiscard]] EventLine line() const {
        const auto others = int(subjects.size()) - 1;
        const QString subject = Words::subject(newest);
        return {Words::status(newest.severity),
                others == 0 ? subject : EventLinesText::tr("%1 and %n other(s)", nullptr, others).arg(subject),
                domain::toDateTime(newest.at).toLocalTime().toString(u"HH:mm:ss"_s) + u"  "_s
                    + Words::describe(newest)};
    }
};

} // namespace

std::vector<EventLine> linesOf(const std::vector<domain::Event>& events, std::size_t most) {
    std::vector<Fold> folds;
    for (auto event = events.rbegin(); event != events.rend(); ++event) {
        const auto fold = std::find_if(folds.begin(), folds.end(),
                                       [&](const Fold& each) { return each.takes(*event); });
        if (fold != folds.end())
            fold->subjects.insert(event->subject);
        else if (folds.size() < most)
            folds.push_back({*event, {event->subject}});
    }
    std::vector<EventLine> lines;
    for (const Fold& fold : folds)
        lines.push_back(fold.line());
    return lines;
}

} // namespace causeway::app::pages
