// SPDX-License-Identifier: Apache-2.0
// `causewayctl change …`: changes that a second person looks at, where a cluster asks for four eyes.
#pragma once

#include "cli/arguments.h"
#include "client/cluster_client.h"

#include <cstdint>
#include <string>
#include <vector>

namespace causeway::cli {

struct ChangeRequest {
    std::string cluster;
    std::vector<std::string> files;   // objects to create or change; "-" is standard input
    std::vector<std::string> deleted; // "server/bank/ledger", as tables show it
    std::string reason;
    std::uint64_t id = 0;
    bool all = false; // also those that nobody waits for
};
[[nodiscard]] Result<Exit> proposeChange(const Options& options, const ChangeRequest& request,
                                         Terminal& terminal);
[[nodiscard]] Result<Exit> listChanges(const Options& options, const ChangeRequest& request,
                                       Terminal& terminal);
// With the YAML that is proposed.
[[nodiscard]] Result<Exit> showChange(const Options& options, const ChangeRequest& request,
                                      Terminal& terminal);
[[nodiscard]] Result<Exit> decideChange(const Options& options, const ChangeRequest& request,
                                        client::ChangeDecision decision, Terminal& terminal);

// `options` and `request` outlive the commands.
void addChangeCommands(CLI::App& program, const Options& options, ChangeRequest& request,
                       const AddCommand& add);

} // namespace causeway::cli
