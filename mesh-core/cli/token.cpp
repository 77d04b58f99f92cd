// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.h"
#include "cli/files.h"
#include "cli/fleet_session.h"
#include "resource/parse.h"
#include "tls/spiffe_id.h"

#include <spdlog/fmt/fmt.h>

namespace causeway::cli {

namespace {

// Whose token goes into which file.
struct Recipient {
    std::string instance;
    std::string namespace_;
    std::string account;
};

// Every workload instance is an ExternalWorkload, the gateway included.
Result<Recipient> recipientOf(const resource::Object& object) {
    CAUSEWAY_TRY(const auto identity,
                 tls::SpiffeId::parse(object.as<resource::ExternalWorkload>()->identity));
    return Recipient{object.metadata.name, identity.ns(), identity.name()};
}

Result<std::vector<Recipient>> recipientsOf(const client::ClusterClient& client) {
    std::vector<Recipient> recipients;
    CAUSEWAY_TRY(const auto stored, client.objects("externalworkload", ""));
    for (const auto& each : stored) {
        CAUSEWAY_TRY(const auto objects, resource::parseObjects(each.yaml, each.object.describe()));
        for (const auto& object : objects) {
            CAUSEWAY_TRY(auto recipient, recipientOf(object));
            recipients.push_back(std::move(recipient));
        }
    }
    return recipients;
}

Status writeToken(const client::ClusterClient& client, const Recipient& recipient,
                  const TokenRequest& request, const std::filesystem::path& path) {
    CAUSEWAY_TRY(const auto token,
                 client.createJoinToken({recipient.namespace_, recipient.account, request.life}));
    return writePrivate(path, token + "\n", Existing::Replace);
}

} // namespace

Result<Exit> createTokens(const Options& options, const TokenRequest& request, Terminal& terminal) {
    if (!request.all && request.account.empty())
        return fail(
            ErrorKind::InvalidInput,
            "for whom? give --all with --dir, or --service-account with --namespace and --out");
    CAUSEWAY_TRY(const auto session, FleetSession::open(options, SystemClock()));
    CAUSEWAY_TRY(const auto* client, session.cluster(request.cluster));
    if (!request.all) {
        CAUSEWAY_CHECK(
            writeToken(*client, {{}, request.namespace_, request.account}, request, request.out));
        terminal.out << "wrote " << request.out.string() << '\n';
        return Exit::Fine;
    }
    CAUSEWAY_TRY(const auto recipients, recipientsOf(*client));
    CAUSEWAY_CHECK(makeFolder(request.out));
    for (const auto& recipient : recipients)
        CAUSEWAY_CHECK(
            writeToken(*client, recipient, request, request.out / (recipient.instance + ".token")));
    terminal.out << fmt::format("wrote {} tokens to {}\n", recipients.size(), request.out.string());
    return Exit::Fine;
}

} // namespace causeway::cli
