// SPDX-License-Identifier: Apache-2.0
// The least-privilege policies for what was recorded: for each service that was called a Server,
// the routes and the authorizations that let in whoever was seen, cut as coarsely as the over-grant
// score allows (grants.h); what they make superfluous; and how far the recording can be trusted.
// The same recording and objects give the same text. Pure.
#pragma once

#include "analysis/generate/coverage.h"
#include "analysis/generate/grants.h"

#include <cstdint>
#include <string>
#include <vector>

namespace causeway::analysis {

struct GenerateOptions {
    std::string ns;               // of the services; empty: all
    double overGrant = 0.25;      // limit of the score, 0 to 1
    std::uint64_t rareBelow = 10; // requests of a caller to a service
    int auditDays = 14;           // counted from the recording's end
    bool enforce = false;         // deny at once, without an audit stage
    std::size_t maxWords = 20;    // values at one place of a path that are still words
};

struct ProposedObject {
    resource::Object object;
    std::vector<std::string> comments; // lines for whoever reads the YAML
};

struct Proposed {
    std::string service; // full name
    std::uint16_t port = 0;
    std::uint64_t requests = 0;
    std::size_t callers = 0;
    std::size_t operations = 0;
    bool wholeServer = false;
    double overGrant = 0;
    std::vector<ProposedObject> objects;
};

struct GenerateFinding {
    enum class Severity : std::uint8_t { Note, Warning, Error };
    Severity severity = Severity::Note;
    std::string code;    // "rare-caller"
    std::string about;   // "ledger.bank:80", a rule, or empty: the whole
    std::string message; // a sentence
};

// A rule that the proposal makes superfluous, or that allowed nothing.
struct Removal {
    ObjectRef object;
    std::string where; // "policy.yaml:12"
    std::string why;
    bool superseded = false; // else: never used
};

struct Coverage {
    std::int64_t from = 0; // seconds since 1970
    std::int64_t to = 0;
    std::uint64_t givenUp = 0; // requests that were seen, but not kept
    std::size_t daysWithCalls = 0;
    std::optional<Estimate> estimate; // nothing: too little to estimate from
    [[nodiscard]] double days() const { return static_cast<double>(to - from) / 86'400; }
    [[nodiscard]] bool sawAWeek() const { return days() >= 6.99; }
};

struct Proposal {
    Coverage coverage;
    std::string auditUntil; // "2026-12-12"; empty: no audit stage
    std::vector<Proposed> services;
    std::vector<Removal> removals;
    std::vector<GenerateFinding> findings;

    [[nodiscard]] std::vector<resource::Object> objects() const;
};
// Fails where the proposal does not compile.
[[nodiscard]] Result<Proposal> generate(const Judge& judge, const recording::Recording& recording,
                                        const GenerateOptions& options);

// The objects with those removed that the proposal supersedes, and those that it makes.
[[nodiscard]] std::vector<resource::Object> withProposal(const Judge& judge,
                                                         const Proposal& proposal);

// YAML with its comments, and the removals at its end.
[[nodiscard]] std::string serialize(const Proposal& proposal);

} // namespace causeway::analysis
