// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/links/link_diagnosis.h"

#include "link/probe_evidence.h"
#include "pages/links/link_facts.h"

#include <algorithm>

namespace causeway::app::pages {

namespace {

using causeway::link::Calls;
using causeway::link::Picture;
using causeway::link::PictureBuilder;

// A verdict of a moment ago is good enough: it is about a minute.
constexpr domain::Milliseconds kKept = std::chrono::seconds(3);

void add(PictureBuilder& builder, const domain::EdgeKey& key, const domain::EdgeStats& stats) {
    if (!stats.caller)
        return;
    const Calls calls{key.source.name.toStdString(), key.source.cluster.toStdString(),
                      key.destination.shortName().toStdString(),
                      key.destination.cluster.toStdString(), !key.link.isNull()};
    builder.add(calls, *stats.caller);
    if (stats.callee)
        builder.addAnswers(calls, stats.callee->requests, stats.callee->failures);
    // Over a link the connections that were counted are those between the clusters.
    if (calls.overLink)
        builder.addConnections(calls.from, calls.to, stats.caller->connectionsOpened,
                               stats.caller->requestsReused);
}

} // namespace

const std::vector<Accusation>& LinkDiagnosis::of(const store::Store& store,
                                                 const domain::TimeRange& window) {
    const auto calls = store.calls(window);
    const bool fresh = m_calls && calls && m_calls->window.span() == calls->window.span()
                       && m_calls->window.end <= calls->window.end
                       && calls->window.end - m_calls->window.end < kKept;
    if (!calls || calls == m_calls || fresh)
        return m_accusations;
    PictureBuilder now;
    PictureBuilder usual;
    for (const domain::Cluster& cluster : store.fleet().clusters) {
        if (!store.source(cluster.name, calls->window.end).fresh())
            continue;
        now.addTeller(cluster.name.toStdString());
        usual.addTeller(cluster.name.toStdString());
    }
    for (const store::CallStats& row : calls->rows) {
        add(now, row.key, row.now);
        add(usual, row.key, row.baseline);
    }
    const Picture before = usual.build();
    auto facts = factsOf(store, calls->window);
    m_accusations = causeway::link::diagnose(now.build(), &before, facts);
    for (Accusation& accusation : m_accusations)
        causeway::link::addProbeEvidence(accusation, facts.probes);
    m_clusters = std::move(facts.clusters);
    m_calls = calls;
    return m_accusations;
}

causeway::link::Impact LinkDiagnosis::impactOf(const Accusation& accusation) const {
    std::vector<causeway::link::LinkCalls> calls;
    for (const store::CallStats& row : m_calls->rows)
        if (row.now.caller && !row.key.link.isNull())
            calls.push_back({row.key.link.name().toStdString(),
                             row.key.destination.shortName().toStdString(),
                             row.key.destination.cluster.toStdString(),
                             row.now.requestsPerSecond().value_or(0)});
    return causeway::link::impactOf(accusation, calls, m_clusters);
}

const Accusation* concerning(const std::vector<Accusation>& accusations,
                             const domain::LinkRef& link) {
    const std::string name = link.name().toStdString();
    const auto found = std::ranges::find_if(accusations, [&](const Accusation& accusation) {
        return std::ranges::count(accusation.links, name) > 0;
    });
    return found == accusations.end() ? nullptr : &*found;
}

double addedMs(const Accusation& accusation, const domain::LinkRef& link) {
    const std::string name = link.name().toStdString();
    double sum = 0;
    for (const Evidence& each : accusation.evidence) {
        const bool grew = each.fact == Evidence::Fact::LegGrew
                          || each.fact == Evidence::Fact::LegAboveOthers;
        if (grew && each.names.front() == name)
            sum += each.values[1] - each.values[0];
    }
    return sum > 0 ? sum : accusation.deltaHighMs;
}

} // namespace causeway::app::pages
