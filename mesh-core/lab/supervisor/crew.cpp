// SPDX-License-Identifier: Apache-2.0
#include "lab/supervisor/crew.h"

#include "base/log.h"

#include <algorithm>
#include <csignal>

namespace causeway::lab {
namespace {

// Often while one waits for the fleet to come up, seldom once it is up.
constexpr Duration kProbeStarting = std::chrono::milliseconds(50);
constexpr Duration kProbeReady = std::chrono::seconds(2);

} // namespace

std::string_view name(MemberKind kind) {
    switch (kind) {
    case MemberKind::Wan:
        return "wan";
    case MemberKind::Control:
        return "control";
    case MemberKind::Gateway:
        return "gateway";
    case MemberKind::Sidecar:
        return "sidecar";
    case MemberKind::Workloads:
        return "workloads";
    }
    return "?";
}

std::string_view name(MemberState state) {
    switch (state) {
    case MemberState::Idle:
        return "stopped";
    case MemberState::Starting:
        return "starting";
    case MemberState::Ready:
        return "ready";
    case MemberState::Down:
        return "down";
    }
    return "?";
}

Crew::Crew(net::EventLoop& loop, CrewEvents& events)
    : m_loop(loop), m_events(events), m_probing([this] { probeAll(); }) {}

void Crew::add(MemberPlan plan) {
    auto member = std::make_unique<Member>();
    member->plan = std::move(plan);
    m_members.push_back(std::move(member));
}

Status Crew::start(MemberKind kind) {
    for (auto& member : m_members)
        if (member->plan.kind == kind)
            CAUSEWAY_CHECK(start(*member));
    m_loop.arm(m_probing, kProbeStarting);
    return {};
}

Status Crew::start(Member& member) {
    CAUSEWAY_TRY(member.child,
                 Child::start(
                     m_loop, member.plan.command,
                     [this, &member](std::string_view line) { m_events.onLine(member, line); },
                     [this, &member](const std::string& how) { onExit(member, how); }));
    member.deathIsMeant = false;
    m_events.onStarted(member);
    setState(member, MemberState::Starting);
    return {};
}

bool Crew::allReady(MemberKind kind) const {
    return std::ranges::all_of(m_members, [&](const auto& member) {
        return member->plan.kind != kind || member->state == MemberState::Ready;
    });
}

Member* Crew::find(std::string_view name) {
    for (auto& member : m_members)
        if (member->plan.name == name)
            return member.get();
    return nullptr;
}

std::string Crew::describeUnready() const {
    constexpr std::size_t kMostNamed = 4;
    std::vector<std::string> names;
    for (const auto& member : m_members)
        if (member->state == MemberState::Starting || member->state == MemberState::Down)
            names.push_back(member->plan.name);
    const auto more = names.size() > kMostNamed ? names.size() - kMostNamed : 0;
    names.resize(names.size() - more);
    std::string text;
    for (const auto& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return more > 0 ? fmt::format("{} and {} more", text, more) : text;
}

std::vector<ProcessState> Crew::states() const {
    std::vector<ProcessState> all;
    for (const auto& member : m_members)
        all.push_back({member->plan.name, std::string(name(member->plan.kind)),
                       member->plan.cluster, member->child ? member->child->id() : ProcessId(),
                       std::string(name(member->state)), member->restarts});
    return all;
}

void Crew::markReady(Member& member) {
    setState(member, MemberState::Ready);
}

void Crew::sayTo(MemberKind kind, std::string_view line) {
    for (auto& member : m_members)
        if (member->plan.kind == kind && member->child)
            member->child->say(line);
}

void Crew::kill(Member& member, Duration away) {
    member.deathIsMeant = true;
    if (member.child)
        member.child->signal(SIGKILL);
    restartLater(member, away);
}

void Crew::revive(Member& member) {
    if (member.state == MemberState::Down)
        restartLater(member, Duration::zero());
}

void Crew::beginStop() {
    m_stopping = true;
    m_probing.cancel();
    for (auto& member : m_members) {
        member->restart.reset();
        member->probe.reset();
        member->deathIsMeant = true;
        if (member->child) // one that a fault has stopped could not hear what comes
            member->child->signal(SIGCONT);
    }
}

void Crew::terminate(MemberKind kind) {
    for (auto& member : m_members)
        if (member->plan.kind == kind && member->child)
            member->child->signal(SIGTERM);
}

void Crew::kill(MemberKind kind) {
    for (auto& member : m_members) {
        if (member->plan.kind != kind || !member->child)
            continue;
        log::warn("{} did not end in time and was killed", member->plan.name);
        member->child->signal(SIGKILL);
    }
}

bool Crew::allGone(MemberKind kind) const {
    return std::ranges::none_of(
        m_members, [&](const auto& member) { return member->plan.kind == kind && member->child; });
}

void Crew::onExit(Member& member, const std::string& how) {
    member.child.reset();
    member.probe.reset();
    setState(member, m_stopping ? MemberState::Idle : MemberState::Down);
    if (member.deathIsMeant)
        return;
    restartLater(member, kRestartAfter);
    m_events.onLost(member, how);
}

void Crew::restartLater(Member& member, Duration after) {
    member.restart = std::make_unique<net::Timer>([this, &member] {
        if (member.child || m_stopping)
            return;
        ++member.restarts;
        if (const auto started = start(member); !started) {
            log::error("{}", started.error().describe());
            // The timer that is running cannot be replaced from within.
            m_loop.arm(*member.restart, kRestartAfter);
        }
    });
    m_loop.arm(*member.restart, after);
}

void Crew::probeAll() {
    bool starting = false;
    for (auto& member : m_members) {
        probe(*member);
        starting = starting || member->state == MemberState::Starting;
    }
    m_loop.arm(m_probing, starting ? kProbeStarting : kProbeReady);
}

void Crew::probe(Member& member) {
    const bool runs = member.state == MemberState::Starting || member.state == MemberState::Ready;
    if (!runs || member.plan.socket.empty())
        return;
    if (member.probe) {
        if (m_loop.now() - member.probed < kProbeReady)
            return;
        setState(member, MemberState::Starting); // no answer is one, too
    }
    const auto question =
        member.plan.kind == MemberKind::Control ? Question::Listens : Question::Ready;
    member.probed = m_loop.now();
    member.probe = std::make_unique<ReadinessProbe>(
        m_loop, question, member.plan.socket, [this, &member](bool ready) {
            member.probe.reset();
            if (member.child)
                setState(member, ready ? MemberState::Ready : MemberState::Starting);
        });
}

void Crew::setState(Member& member, MemberState state) {
    if (member.state == state)
        return;
    member.state = state;
    m_events.onCrewChanged();
}

} // namespace causeway::lab
