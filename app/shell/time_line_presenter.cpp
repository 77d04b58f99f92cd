// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/time_line_presenter.h"

#include "pages/common/figures_of.h"
#include "pages/common/words.h"

#include <limits>

namespace causeway::app::shell {

using pages::Words;
using widgets::TimeLine;

namespace {
constexpr int kPoints = 90;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
} // namespace

TimeLine::Content timeLineContent(const pages::Context& context) {
    if (!context.store.newest())
        return {};
    const domain::TimeRange range = context.view.time().range();
    const auto step =
        std::chrono::seconds(std::max<qint64>(1, range.span().count() / 1000 / kPoints));
    const domain::MetricsSeries series = context.store.metrics({}, range, step);
    TimeLine::Content content{domain::epochMs(range.begin), domain::epochMs(range.end), {}, {}};
    content.endsNow = range.end >= context.view.time().newest();
    for (const pages::Slot& slot : pages::slotsOf(series)) {
        TimeLine::Point shown{domain::epochMs(slot.end), kNan, 0};
        if (slot.stats != nullptr) {
            shown.requests = slot.stats->requestsPerSecond().value_or(kNan);
            const auto success = slot.stats->success();
            shown.failures = success ? shown.requests * (1 - *success) : 0;
        }
        content.points.push_back(shown);
    }
    for (const domain::Event& event : context.store.events(range))
        content.marks.push_back({domain::epochMs(event.at), Words::status(event.severity),
                                 Words::eventIcon(event.kind),
                                 Words::subject(event) + QStringLiteral(": ") + Words::describe(event)});
    return content;
}

} // namespace causeway::app::shell
