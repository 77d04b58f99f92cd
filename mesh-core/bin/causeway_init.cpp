// SPDX-License-Identifier: Apache-2.0
// causeway-init: installs and removes the redirection of a workload's connections through its
// proxy, in the network namespace it is run in, and ends.
#include "net/redirection.h"

#include <CLI/CLI.hpp>
#include <nftables/libnftables.h>

#include <iostream>
#include <memory>

namespace {

using namespace causeway;

constexpr int kFailed = 1;
constexpr int kUsage = 2;

Status apply(const std::string& rules) {
    const std::unique_ptr<nft_ctx, void (*)(nft_ctx*)> context(nft_ctx_new(NFT_CTX_DEFAULT),
                                                               nft_ctx_free);
    if (!context)
        return fail(ErrorKind::Exhausted, "no memory for nftables");
    nft_ctx_buffer_error(context.get());
    if (nft_run_cmd_from_buffer(context.get(), rules.c_str()) == 0)
        return {};
    return fail(ErrorKind::Io, std::string("nftables refused the rules (CAP_NET_ADMIN in this "
                                           "network namespace is needed): ")
                                   + nft_ctx_get_error_buffer(context.get()));
}

struct Flags {
    net::Redirection redirection;
    std::string skipInbound = "4567,4568";
    std::string skipOutbound = "4567,4568";
    bool dryRun = false;
};

void declare(CLI::App& app, CLI::App& install, Flags& flags) {
    app.set_version_flag("--version", CAUSEWAY_VERSION);
    app.require_subcommand(1);
    app.add_flag("--dry-run", flags.dryRun, "Print the rules instead of installing them");
    install.add_option("--inbound-port", flags.redirection.inboundPort, "The proxy's inbound port");
    install.add_option("--outbound-port", flags.redirection.outboundPort,
                       "The proxy's outbound port");
    install.add_option("--admin-port", flags.redirection.adminPort, "Never redirected");
    install.add_option("--proxy-uid", flags.redirection.proxyUser,
                       "User of the proxy, whose own connections are left alone");
    install.add_option("--skip-inbound-ports", flags.skipInbound)->type_name("PORTS");
    install.add_option("--skip-outbound-ports", flags.skipOutbound)->type_name("PORTS");
}

Result<std::string> rulesOf(Flags& flags, bool install) {
    if (!install)
        return net::removeRules();
    CAUSEWAY_TRY(flags.redirection.skipInbound, net::parsePortRanges(flags.skipInbound));
    CAUSEWAY_TRY(flags.redirection.skipOutbound, net::parsePortRanges(flags.skipOutbound));
    return net::installRules(flags.redirection);
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app("Leads a workload's connections through its proxy (nftables).", "causeway-init");
    app.fallthrough(); // --dry-run is fine behind the command, too
    CLI::App* install = app.add_subcommand("install", "Install the rules, or replace them");
    app.add_subcommand("remove", "Remove the rules, if there are any");
    Flags flags;
    declare(app, *install, flags);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : kUsage;
    }
    const auto rules = rulesOf(flags, install->parsed());
    if (!rules) {
        std::cerr << "causeway-init: " << rules.error().describe() << '\n';
        return kUsage;
    }
    if (flags.dryRun) {
        std::cout << *rules;
        return 0;
    }
    if (const auto applied = apply(*rules); !applied) {
        std::cerr << "causeway-init: " << applied.error().describe() << '\n';
        return kFailed;
    }
    return 0;
}
