// SPDX-License-Identifier: GPL-3.0-or-later
#include "scene_fixture.h"

#include "connectors/replay/scene.h"

namespace causeway::app::pages {

using domain::SourceCondition;
using domain::SourceState;

namespace {

SourceState stateOf(const replay::SceneCluster& cluster, domain::Instant end) {
    SourceState state;
    state.role = cluster.role;
    state.condition = SourceCondition::Live;
    state.lastData = end;
    if (cluster.snapshot.services.empty())
        state.condition = SourceCondition::Empty;
    if (!cluster.ticks.empty()) {
        state.proxiesReporting = cluster.ticks.back().proxiesReporting;
        state.proxiesExpected = cluster.ticks.back().proxiesExpected;
        if (state.proxiesReporting < state.proxiesExpected)
            state.condition = SourceCondition::Partial;
    }
    if (!cluster.silence)
        return state;
    const sdk::Lost& lost = cluster.silence->lost;
    const bool denied =
        lost.kind == ErrorKind::PermissionDenied || lost.kind == ErrorKind::Unauthenticated;
    state.condition = denied ? SourceCondition::Denied : SourceCondition::Stale;
    state.reason = lost.reason;
    state.nextStep = lost.nextStep;
    state.lastData = end - cluster.silence->beforeEnd;
    if (lost.retryIn)
        state.retryAt = end + *lost.retryIn;
    return state;
}

// Read once: a scene is a large file, and every test wants it.
const replay::Scene* sceneCalled(const QString& name) {
    static std::map<QString, replay::Scene> read;
    if (const auto known = read.find(name); known != read.end())
        return &known->second;
    auto scene = replay::readScene(
        QStringLiteral(CAUSEWAY_SOURCE_DIR "/tests/data/scenes/%1.json").arg(name));
    if (!scene)
        qFatal("%s", scene.error().describe().c_str());
    return &read.emplace(name, std::move(*scene)).first->second;
}

} // namespace

SceneFixture::SceneFixture(const QString& name) {
    const replay::Scene* scene = sceneCalled(name);
    m_end = scene->end;
    store.setFleet(scene->fleet);
    for (const replay::SceneCluster& cluster : scene->clusters) {
        const QString& clusterName = cluster.snapshot.cluster.name;
        store.apply(clusterName, replay::recorded(cluster, domain::Milliseconds(0)));
        store.setSource(clusterName, stateOf(cluster, m_end));
    }
    view.time().setNewest(store.newest().value_or(m_end));
}

Context SceneFixture::context() {
    return {store, view, [this] { return m_end; }, [] { return std::nullopt; }};
}

} // namespace causeway::app::pages
