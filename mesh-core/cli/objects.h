// SPDX-License-Identifier: Apache-2.0
// `causewayctl apply|get|delete|history` and `audit …`: the objects that clusters hold, and who
// changed them, when and why.
#pragma once

#include "cli/arguments.h"

#include <chrono>
#include <string>
#include <vector>

namespace causeway::cli {

struct ApplyRequest {
    std::string cluster;
    std::vector<std::string> files; // "-" is standard input
    std::string reason;
    bool dryRun = false;
    bool emergency = false;
};
[[nodiscard]] Result<Exit> apply(const Options& options, const ApplyRequest& request,
                                 Terminal& terminal);

// Which object; empty fields match every one.
struct ObjectName {
    std::string cluster;
    std::string kind;
    std::string name;
    std::string namespace_;
};

struct GetRequest {
    ObjectName object;
    std::uint64_t revision = 0; // 0: as it is
    bool yaml = false;
};
[[nodiscard]] Result<Exit> get(const Options& options, const GetRequest& request,
                               Terminal& terminal);

struct RemoveRequest {
    ObjectName object;
    std::string reason;
    bool dryRun = false;
    bool emergency = false;
};
[[nodiscard]] Result<Exit> remove(const Options& options, const RemoveRequest& request,
                                  Terminal& terminal);

// Every revision of one object.
[[nodiscard]] Result<Exit> history(const Options& options, const ObjectName& object,
                                   Terminal& terminal);

struct AuditRequest {
    std::string cluster;         // empty: every one
    std::string who;             // a name, or a whole SPIFFE id
    std::string action;          // its beginning
    std::chrono::hours since{0}; // 0: from the beginning
    std::size_t count = 50;      // the newest
};
[[nodiscard]] Result<Exit> listAudit(const Options& options, const AuditRequest& request,
                                     Terminal& terminal);
// Exit::Findings when a trail, or an object, is not what was written.
[[nodiscard]] Result<Exit> verifyAudit(const Options& options, const AuditRequest& request,
                                       Terminal& terminal);

struct ObjectRequests {
    ApplyRequest apply;
    GetRequest get;
    RemoveRequest remove;
    ObjectName history;
    AuditRequest audit;
};
// `options` and `requests` outlive the commands.
void addObjectCommands(CLI::App& program, const Options& options, ObjectRequests& requests,
                       const AddCommand& add);

} // namespace causeway::cli
