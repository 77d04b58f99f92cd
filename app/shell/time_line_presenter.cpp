// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/time_line_presenter.h"

#include "pages/common/words.h"

#include <limits>

namespace causeway::app::shell {

using pages::Words;
using widgets::TimeLine;

namespace {
constexpr int kPoints = 180;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
} // namespace

TimeLine::Content timeLineContent(const pages::Context& context) {
    const domain::TimeRange range = context.view.time().range();
    const auto step = std::chrono::seconds(std::max<qint64>(1, range.span().count() / 1000 / kPoints));
    const domain::MetricsSeries series = context.store.metrics({}, range, step);
    TimeLine::Content content{domain::epochMs(range.begin), domain::epochMs(range.end), {}, {}};
    auto point = series.points.begin();
    for (domain::Instant end = range.begin + step; end <= range.end; end += step) {
        while (point != series.points.end() && point->end < end)
            ++point;
        TimeLine::Point shown{domain::epochMs(end), kNan, 0};
        if (point != series.points.end() && point->end == end) {
            shown.requests = point->sum.requestsPerSecond().value_or(kNan);
            const auto success = point->sum.success();
            shown.failures = success ? shown.requests * (1 - *success) : 0;
        }
        content.points.push_back(shown);
    }
    for (const domain::Event& event : context.store.events(range))
        content.marks.push_back({domain::epochMs(event.at), Words::status(event.severity),
                                 Words::eventIcon(event.kind),
                                 event.subject + QStringLiteral(": ") + event.message});
    return content;
}

} // namespace causeway::app::shell
