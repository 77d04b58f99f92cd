// SPDX-License-Identifier: Apache-2.0
// Is this link sound? The same questions in the same order, from what must work first to what only
// makes it slow, each with what was found and the line that shows it again. What nobody could tell
// is unknown and never passed. Pure: facts in, answers out.
#pragma once

#include "link/denials.h"
#include "link/inventory.h"
#include "link/picture.h"
#include "telemetry/probe.h"

#include <array>
#include <string_view>

namespace causeway::link {

enum class CheckStep : std::uint8_t {
    Reachability, // the link is declared, and its gateways reach each other
    Gateway,      // a gateway at each end runs with its configuration
    Identity,     // both ends trust each other, with certificates that last
    Policy,       // nobody on this link is refused
    Endpoints,    // who answers is there
    Saturation,   // nobody on the way is short of processor time or of connections
    Wire,         // datagrams take as long as usual, and arrive
};
inline constexpr std::array kCheckSteps{
    CheckStep::Reachability, CheckStep::Gateway,    CheckStep::Identity, CheckStep::Policy,
    CheckStep::Endpoints,    CheckStep::Saturation, CheckStep::Wire};
[[nodiscard]] std::string_view name(CheckStep step); // "reachability"

struct CheckAnswer {
    // Failed as soon as one thing is wrong; else unknown as soon as one could not be told.
    enum class State : std::uint8_t { Passed, Failed, Unknown };
    CheckStep step = CheckStep::Reachability;
    State state = State::Unknown;
    std::vector<std::string> evidence; // sentences; what is wrong first
    std::string command;               // shows it again: "causewayctl certs"
};
[[nodiscard]] std::string_view name(CheckAnswer::State state); // "passed"

// One end of the link, as its control plane told.
struct CheckedEnd {
    std::optional<ClusterInventory> inventory;
    std::string silence; // why there is none
    std::string uncounted{}; // why what its proxies counted is not known; empty: it is
};

// Probes of the gateway where the link begins.
struct CheckedProbes {
    std::vector<telemetry::ProbeSample> now;
    std::vector<telemetry::ProbeSample> usual; // of before
};

struct CheckFacts {
    std::string from;
    std::string to;
    WallTime now{};
    std::chrono::seconds window{60};
    CheckedEnd caller;
    CheckedEnd callee;
    Picture picture; // of both ends
    Picture usual;
    std::vector<AnswerCounts> answers;
    std::optional<CheckedProbes> probes;
    std::string probesSilence;
    std::optional<std::vector<DeniedCall>> denied; // by the callee's cluster, within the window
    std::string deniedSilence;
};

// One answer for each step, in their order.
[[nodiscard]] std::vector<CheckAnswer> checkLink(const CheckFacts& facts);

} // namespace causeway::link
