// SPDX-License-Identifier: Apache-2.0
// All processes of a lab: starts them, asks them whether they are ready, starts again what dies,
// and stops them. Knows nothing of what they are for. Owned by the supervisor, on its loop's
// thread.
#pragma once

#include "lab/supervisor/lab_state.h"
#include "lab/supervisor/member.h"

#include <functional>
#include <memory>
#include <vector>

namespace causeway::lab {

class CrewEvents {
public:
    virtual ~CrewEvents() = default;
    virtual void onCrewChanged() = 0; // somebody's state
    // A process was started, for the first time or again.
    virtual void onStarted(Member& member) = 0;
    virtual void onLine(Member& member, std::string_view line) = 0;
    // It died though nobody meant it to.
    virtual void onLost(Member& member, const std::string& how) = 0;
};

class Crew {
public:
    // What an orchestrator would wait before it starts a container again.
    static constexpr Duration kRestartAfter = std::chrono::seconds(5);

    Crew(net::EventLoop& loop, CrewEvents& events);

    void add(MemberPlan plan);
    [[nodiscard]] Status start(MemberKind kind);
    [[nodiscard]] bool allReady(MemberKind kind) const;
    [[nodiscard]] Member* find(std::string_view name);
    // "ledger-1@aws, gateway@gcp": those that are not ready, at most a few.
    [[nodiscard]] std::string describeUnready() const;
    [[nodiscard]] const std::vector<std::unique_ptr<Member>>& members() const { return m_members; }
    [[nodiscard]] std::vector<ProcessState> states() const;

    // A talking member told that it is ready.
    void markReady(Member& member);
    void sayTo(MemberKind kind, std::string_view line);
    // Kills it; it is started again after that time, or when revive() is called.
    void kill(Member& member, Duration away);
    void revive(Member& member);

    // From here on nothing is started again.
    void beginStop();
    void terminate(MemberKind kind); // SIGTERM
    void kill(MemberKind kind);      // SIGKILL, what still runs
    [[nodiscard]] bool allGone(MemberKind kind) const;

private:
    [[nodiscard]] Status start(Member& member);
    void onExit(Member& member, const std::string& how);
    void restartLater(Member& member, Duration after);
    void probeAll();
    void probe(Member& member);
    void setState(Member& member, MemberState state);

    net::EventLoop& m_loop;
    CrewEvents& m_events;
    std::vector<std::unique_ptr<Member>> m_members;
    net::Timer m_probing;
    bool m_stopping = false;
};

} // namespace causeway::lab
