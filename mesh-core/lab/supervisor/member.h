// SPDX-License-Identifier: Apache-2.0
// One process of a lab and how it fares. Owned by the Crew, on the supervisor's thread.
#pragma once

#include "lab/process/child.h"
#include "lab/supervisor/readiness_probe.h"

#include <cstdint>
#include <memory>
#include <string>

namespace causeway::lab {

enum class MemberKind : std::uint8_t { Wan, Control, Gateway, Sidecar, Workloads };
enum class MemberState : std::uint8_t {
    Idle,     // not started yet, or stopped
    Starting, // runs; not ready yet, or no longer
    Ready,
    Down, // died, or was killed; waits for its restart
};

struct MemberPlan {
    std::string name;    // "ledger-1@aws", "emulator"
    std::string cluster; // empty for the wide area network
    MemberKind kind = MemberKind::Sidecar;
    ChildCommand command;
    std::string socket; // of a proxy's or a control plane's administration; empty for the others
};

struct Member {
    MemberPlan plan;
    MemberState state = MemberState::Idle;
    unsigned restarts = 0;
    std::unique_ptr<Child> child;
    std::unique_ptr<ReadinessProbe> probe;
    MonotonicTime probed{}; // when the probe was sent
    std::unique_ptr<net::Timer> restart;
    bool deathIsMeant = false; // somebody asked for it: not news
};

[[nodiscard]] std::string_view name(MemberKind kind);
[[nodiscard]] std::string_view name(MemberState state);

} // namespace causeway::lab
