// SPDX-License-Identifier: Apache-2.0
// The commands themselves, each from its parsed arguments to its exit code. They write to the
// terminal they are given; errors of the whole command are returned and told by program.cpp.
#pragma once

#include "base/result.h"
#include "cli/options.h"
#include "client/tap.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace causeway::cli {

enum class Noun { Clusters, Services, Edges, Stat, Links, Certs };

struct ShowRequest {
    Noun noun = Noun::Links;
    bool counts = false; // edges: both ends' counts
};
[[nodiscard]] Result<Exit> show(const Options& options, const ShowRequest& request,
                                Terminal& terminal);
[[nodiscard]] Result<Exit> check(const Options& options, Terminal& terminal);

struct TrustRequest {
    std::filesystem::path anchor; // folder with anchors.pem and anchor.key
    std::filesystem::path out;
    std::string trustDomain;
    std::string name; // of the cluster or of the client
    std::string role;
    int lifeHours = 0;
};
[[nodiscard]] Result<Exit> trustAnchor(const TrustRequest& request, Terminal& terminal);
[[nodiscard]] Result<Exit> trustIssuer(const TrustRequest& request, Terminal& terminal);
[[nodiscard]] Result<Exit> trustClient(const TrustRequest& request, Terminal& terminal);

// How far the exchange of a trust anchor has come, and what is next.
[[nodiscard]] Result<Exit> trustStatus(const Options& options, Terminal& terminal);

struct TokenRequest {
    std::string cluster;
    std::string namespace_;
    std::string account;
    bool all = false;          // one for every ExternalWorkload of the cluster
    std::filesystem::path out; // the file, or with `all` the folder
    std::chrono::seconds life{3600};
};
[[nodiscard]] Result<Exit> createTokens(const Options& options, const TokenRequest& request,
                                        Terminal& terminal);

struct TapCommand {
    std::string cluster;
    std::size_t count = 0; // then end; 0: until interrupted
    client::TapRequest request;
};
[[nodiscard]] Result<Exit> tap(const Options& options, const TapCommand& command,
                               Terminal& terminal);

struct LinkCommand {
    std::string link;             // "aws:gcp"; empty: the whole fleet
    std::filesystem::path matrix; // a latency matrix as CSV, instead of the fleet
    std::optional<double> objective; // per cent of requests that shall succeed; absent: the Link's
    std::string latency;             // "99% in 50ms"; empty: what the Link declares
};
// Why links are slow: which leg, why, what is cleared, what next.
[[nodiscard]] Result<Exit> linkDiagnose(const Options& options, const LinkCommand& command,
                                        Terminal& terminal);
// Seven checks in a fixed order; what could not be told counts as a finding.
[[nodiscard]] Result<Exit> linkCheck(const Options& options, const LinkCommand& command,
                                     Terminal& terminal);
// One link's legs, now and usually.
[[nodiscard]] Result<Exit> linkShow(const Options& options, const LinkCommand& command,
                                    Terminal& terminal);

} // namespace causeway::cli
