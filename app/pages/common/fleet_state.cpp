// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/common/fleet_state.h"

#include "pages/common/words.h"

#include <QCoreApplication>

#include <algorithm>

namespace causeway::app::pages {

using domain::SourceCondition;
using domain::SourceState;
using widgets::StatePlaceholder;
using namespace Qt::StringLiterals;

namespace {

struct FleetStateText {
    Q_DECLARE_TR_FUNCTIONS(FleetStateText)
};

struct Named {
    QString cluster;
    SourceState state;
};

std::vector<Named> sources(const Context& context) {
    std::vector<Named> all;
    for (const domain::Cluster& cluster : context.store.fleet().clusters)
        all.push_back({cluster.name, context.source(cluster.name)});
    return all;
}

const Named* firstWith(const std::vector<Named>& all, SourceCondition condition) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const Named& source) {
        return source.state.condition == condition;
    });
    return found == all.end() ? nullptr : &*found;
}

StatePlaceholder::Content noFleet(const std::optional<SourceState>& file) {
    if (file && file->condition == SourceCondition::Connecting)
        return {StatePlaceholder::Kind::Loading,
                FleetStateText::tr("Reading the fleet file"),
                file->reason,
                file->nextStep,
                {}};
    if (file)
        return {StatePlaceholder::Kind::Failed,
                FleetStateText::tr("The fleet file cannot be read"),
                file->reason,
                file->nextStep.isEmpty()
                    ? FleetStateText::tr("It is read again when it changes; Ctrl+O opens another.")
                    : file->nextStep,
                FleetStateText::tr("Open a fleet file…")};
    return {StatePlaceholder::Kind::Empty,
            FleetStateText::tr("No fleet is open"),
            FleetStateText::tr("A fleet file lists the clusters and how to reach them."),
            FleetStateText::tr(
                "Open one with Ctrl+O, or start the console with: causeway --fleet fleet.yaml"),
            FleetStateText::tr("Open a fleet file…")};
}

StatePlaceholder::Content waiting(const std::vector<Named>& all) {
    const auto of = [&](const Named& source, StatePlaceholder::Kind kind, const QString& title) {
        return StatePlaceholder::Content{
            kind, title.arg(source.cluster), source.state.reason, source.state.nextStep, {}};
    };
    if (const Named* denied = firstWith(all, SourceCondition::Denied))
        return of(*denied, StatePlaceholder::Kind::Denied,
                  FleetStateText::tr("%1 does not let us in"));
    if (const Named* failed = firstWith(all, SourceCondition::Failed))
        return of(*failed, StatePlaceholder::Kind::Failed,
                  FleetStateText::tr("%1 cannot be reached"));
    if (const Named* stale = firstWith(all, SourceCondition::Stale))
        return of(*stale, StatePlaceholder::Kind::Stale,
                  FleetStateText::tr("%1 does not answer any more"));
    if (const Named* empty = firstWith(all, SourceCondition::Empty);
        empty != nullptr && firstWith(all, SourceCondition::Connecting) == nullptr)
        return {
            StatePlaceholder::Kind::Empty,
            FleetStateText::tr("Nothing is in the mesh yet"),
            FleetStateText::tr("Every cluster answers, and none has a service or traffic to show."),
            FleetStateText::tr(
                "Start a workload with its proxy, or run: causeway-lab up --dir lab"),
            {}};
    const Named* connecting = firstWith(all, SourceCondition::Connecting);
    const QString reason = connecting != nullptr ? connecting->state.reason : QString();
    return {StatePlaceholder::Kind::Loading,
            FleetStateText::tr("Connecting to the clusters"),
            reason.isEmpty() ? FleetStateText::tr("The first figures arrive within a few seconds.")
                             : reason,
            connecting != nullptr ? connecting->state.nextStep : QString(),
            {}};
}

// An instant of which nothing can be shown: not yet, or not at all.
std::optional<StatePlaceholder::Content> pastState(const Context& context) {
    const auto& time = context.view.time();
    if (time.isLive() || context.store.recall(time.window()) == store::Recall::Known)
        return std::nullopt;
    const QString then = Words::clock(time.at(), context.now());
    if (context.store.recall(time.window()) == store::Recall::Awaited)
        return StatePlaceholder::Content{
            StatePlaceholder::Kind::Loading,
            FleetStateText::tr("Reading back %1").arg(then),
            FleetStateText::tr("What this console recorded is read from the disk."),
            {},
            {}};
    return StatePlaceholder::Content{
        StatePlaceholder::Kind::Empty,
        FleetStateText::tr("Nothing was recorded at %1").arg(then),
        FleetStateText::tr("This console was not running then, or no cluster answered it. It keeps "
                           "what it saw for a day."),
        FleetStateText::tr("F5 goes back to live; a click on the time line goes elsewhere."),
        FleetStateText::tr("Back to live")};
}

} // namespace

FleetState fleetState(const Context& context) {
    const std::vector<Named> all = sources(context);
    if (all.empty())
        return {noFleet(context.fleetFile()), {}, {}};
    if (auto past = pastState(context))
        return {std::move(past), {}, {}};
    const bool anything = !context.inventory().services().empty()
                          || !context.store.look(context.view.time().window())->edges.empty();
    if (!anything)
        return {waiting(all), {}, {}};
    FleetState state;
    QStringList lines;
    for (const Named& source : all) {
        const bool calm = source.state.condition == SourceCondition::Live
                          || source.state.condition == SourceCondition::Empty;
        if (calm)
            continue;
        lines << u"%1: %2"_s.arg(source.cluster, Words::headline(source.state, context.asOf()));
        const theme::Status status = Words::status(source.state.condition);
        if (lines.size() == 1 || status == theme::Status::Failing)
            state.noticeStatus = status;
    }
    state.notice = lines.join(u"   ·   "_s);
    return state;
}

} // namespace causeway::app::pages
