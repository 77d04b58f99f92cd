// SPDX-License-Identifier: Apache-2.0
#include "cli/program.h"

#include "cli/changes.h"
#include "cli/commands.h"
#include "cli/link_arguments.h"
#include "cli/objects.h"
#include "cli/output.h"
#include "cli/policy_program.h"
#include "cli/profile.h"
#include "cli/recording_arguments.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <map>
#include <optional>

namespace causeway::cli {

namespace {

using Seconds = std::chrono::seconds;

// The arguments of all commands, and what the chosen one does with them.
class Program {
public:
    Program() : m_app("See and change a Causeway fleet from a terminal.", "causewayctl") {
        m_app.set_help_all_flag("--help-all", "The help of every command");
        m_app.footer("Exit codes: 0 fine, 1 findings or failed, 2 usage, 3 unreachable.");
        addOptions();
        addReaders();
        addLinkCommands(m_app, m_options, m_link,
                        [this](auto& parent, const auto& name, const auto& help, Action action) {
                            return command(parent, name, help, std::move(action));
                        });
        addTrust();
        addToken();
        addTap();
        addObjectCommands(m_app, m_options, m_objects,
                          [this](auto& parent, const auto& name, const auto& help, Action action) {
                              return command(parent, name, help, std::move(action));
                          });
        addChangeCommands(m_app, m_options, m_change,
                          [this](auto& parent, const auto& name, const auto& help, Action action) {
                              return command(parent, name, help, std::move(action));
                          });
        addProfileCommands(m_app, m_options, m_profile,
                           [this](auto& parent, const auto& name, const auto& help, Action action) {
                               return command(parent, name, help, std::move(action));
                           });
        m_policy = std::make_unique<PolicyProgram>(m_app, m_options,
                                                   [this](Action action) { m_action = action; });
        addRecordingCommands(
            m_app, m_options, m_recording,
            [this](auto& parent, const auto& name, const auto& help, Action action) {
                return command(parent, name, help, std::move(action));
            });
        addMisc();
    }

    int run(int argc, const char* const* argv, Terminal& terminal) {
        // By itself, since the parser would take the words behind it for commands.
        if (argc > 1 && std::string_view(argv[1]) == "help") {
            m_topic.assign(argv + 2, argv + argc);
            m_action = [this](Terminal& out) { return help(out); };
            return act(terminal);
        }
        try {
            m_app.parse(argc, argv);
        } catch (const CLI::CallForHelp& help) {
            return m_app.exit(help, terminal.out, terminal.err);
        } catch (const CLI::ParseError& error) {
            if (error.get_exit_code() == 0)
                return m_app.exit(error, terminal.out, terminal.err);
            terminal.err << "causewayctl: " << error.what() << "; see causewayctl help\n";
            return static_cast<int>(Exit::Usage);
        }
        if (m_action)
            return act(terminal);
        terminal.err << "causewayctl: which command? see causewayctl help\n";
        return static_cast<int>(Exit::Usage);
    }

private:
    int act(Terminal& terminal) {
        // Connections have threads of their own: what ends a watch is held back before the first.
        std::optional<Interrupts> held;
        if (m_options.watch)
            held.emplace();
        const Result<Exit> result = m_action(terminal);
        if (result)
            return static_cast<int>(*result);
        terminal.err << "causewayctl: " << result.error().describe() << '\n';
        switch (result.error().kind()) {
        case ErrorKind::InvalidInput:
        case ErrorKind::NotFound:
            return static_cast<int>(Exit::Usage);
        case ErrorKind::Unavailable:
        case ErrorKind::Timeout:
        case ErrorKind::Unauthenticated:
            return static_cast<int>(Exit::Unreachable);
        default:
            return static_cast<int>(Exit::Findings);
        }
    }

    CLI::App* command(CLI::App& parent, const std::string& name, const std::string& help,
                      Action action) {
        auto* added = parent.add_subcommand(name, help);
        added->fallthrough();
        added->callback([this, action = std::move(action)] { m_action = action; });
        return added;
    }

    void addOptions() {
        const std::map<std::string, Output> outputs{{"table", Output::Table},
                                                    {"json", Output::Json}};
        m_app.add_option("--fleet", m_options.fleet, "The fleet file")->envname("CAUSEWAY_FLEET");
        m_app.add_option("-o,--output", m_options.output, "table or json")
            ->transform(CLI::CheckedTransformer(outputs).description("table|json"));
        m_app
            .add_option_function<int>(
                "--watch", [this](int seconds) { m_options.watch = Seconds(seconds); },
                "Show it again every so many seconds until interrupted")
            ->expected(0, 1)
            ->default_str("2")
            ->check(CLI::Range(1, 3600));
        m_app
            .add_option_function<int>(
                "--window", [this](int seconds) { m_options.window = Seconds(seconds); },
                "Seconds of traffic to sum up (60)")
            ->check(CLI::Range(1, 3600));
        m_app
            .add_option_function<int>(
                "--timeout", [this](int seconds) { m_options.timeout = Seconds(seconds); },
                "Seconds to wait for a cluster's answer (5)")
            ->check(CLI::Range(1, 300));
    }

    void addReaders() {
        const auto reader = [this](Noun noun, const std::string& name, const std::string& help) {
            return command(m_app, name, help, [this, noun](Terminal& terminal) {
                m_show.noun = noun;
                return show(m_options, m_show, terminal);
            });
        };
        reader(Noun::Clusters, "clusters", "The clusters of the fleet and how they are");
        reader(Noun::Services, "services", "The services of every cluster, mirrors included");
        reader(Noun::Edges, "edges", "Who calls whom, over which protocol, how well")
            ->add_flag("--counts", m_show.counts,
                       "Also what the caller attempted and what arrived");
        reader(Noun::Stat, "stat", "How every service does, over all its callers");
        reader(Noun::Links, "links", "How long every link between clusters takes");
        reader(Noun::Certs, "certs", "Certificates and when they end");
        command(m_app, "check", "Look for what is wrong in the fleet, and say what to do",
                [this](Terminal& terminal) { return check(m_options, terminal); });
    }

    void addTrust() {
        auto* trust = m_app.add_subcommand(
            "trust", "Make the authorities and certificates of a fleet, as files");
        trust->fallthrough();
        command(*trust, "status", "Trust anchors in force, who has confirmed them, what is next",
                [this](Terminal& terminal) { return trustStatus(m_options, terminal); });
        auto* anchor =
            command(*trust, "anchor", "A trust anchor: anchors.pem, anchor.key",
                    [this](Terminal& terminal) { return trustAnchor(m_anchor, terminal); });
        anchor->add_option("--trust-domain", m_anchor.trustDomain, "For example talk.mesh")
            ->required();
        addTrustFiles(*anchor, m_anchor);
        auto* issuer = command(
            *trust, "issuer", "A cluster's issuer, signed by the anchor: issuer.pem, issuer.key",
            [this](Terminal& terminal) { return trustIssuer(m_issuer, terminal); });
        issuer->add_option("--cluster", m_issuer.name, "The cluster's name")->required();
        addTrustFiles(*issuer, m_issuer);
        addAnchor(*issuer, m_issuer);
        auto* client =
            command(*trust, "client", "A person's or program's certificate: NAME.pem, NAME.key",
                    [this](Terminal& terminal) { return trustClient(m_client, terminal); });
        client->add_option("--name", m_client.name, "Whose")->required();
        client->add_option("--role", m_client.role, "What it may do")
            ->required()
            ->check(CLI::IsMember({"viewer", "author", "reviewer", "admin"}));
        addTrustFiles(*client, m_client);
        addAnchor(*client, m_client);
    }

    static void addTrustFiles(CLI::App& command, TrustRequest& request) {
        command.add_option("--out", request.out, "The folder to write to")->required();
        command.add_option("--life-hours", request.lifeHours, "How long it is valid")
            ->capture_default_str()
            ->check(CLI::Range(1, 876000));
    }

    static void addAnchor(CLI::App& command, TrustRequest& request) {
        command
            .add_option("--anchor", request.anchor, "The folder with anchors.pem and anchor.key")
            ->required();
        command.add_option("--trust-domain", request.trustDomain, "If the anchor does not name it");
    }

    void addToken() {
        auto* token = m_app.add_subcommand("token", "Join tokens for proxies");
        token->fallthrough();
        auto* create = command(
            *token, "create", "One workload's token, or one for every workload instance",
            [this](Terminal& terminal) { return createTokens(m_options, m_token, terminal); });
        create->add_option("--cluster", m_token.cluster, "Whose control plane makes it");
        create
            ->add_option_function<int>(
                "--life", [this](int life) { m_token.life = Seconds(life); }, "Seconds (3600)")
            ->check(CLI::Range(1, 7 * 86400));
        auto* all = create->add_flag("--all", m_token.all,
                                     "DIR/<instance>.token for every workload instance");
        auto* dir = create->add_option("--dir", m_token.out, "The folder for --all");
        auto* account =
            create->add_option("--service-account", m_token.account, "The workload's account");
        auto* space =
            create->add_option("--namespace", m_token.namespace_, "The workload's namespace");
        auto* out = create->add_option("--out", m_token.out, "The file to write");
        all->needs(dir)->excludes(account);
        dir->needs(all);
        account->needs(space)->needs(out);
    }

    void addTap() {
        auto* tapping =
            command(m_app, "tap", "Single requests as they end, from the proxies of one cluster",
                    [this](Terminal& terminal) { return tap(m_options, m_tap, terminal); });
        client::TapRequest& request = m_tap.request;
        tapping->add_option("--cluster", m_tap.cluster, "Which cluster");
        tapping->add_option("--proxy", request.proxy, "Only this instance's proxy");
        tapping->add_option("--direction", request.direction, "Only these")
            ->check(CLI::IsMember({"inbound", "outbound"}));
        tapping->add_option("--from", request.sourceWorkload, "Workload that calls");
        tapping->add_option("--from-namespace", request.sourceNamespace);
        tapping->add_option("--from-identity", request.sourceIdentity)->type_name("SPIFFE");
        tapping->add_option("--to", request.destinationService, "Service, like ledger.bank");
        tapping->add_option("--to-workload", request.destinationWorkload);
        tapping->add_option("-n,--namespace", request.destinationNamespace, "Of the service");
        tapping->add_option("--method", request.method);
        tapping->add_option("--authority", request.authority, "As the application wrote it");
        tapping->add_option("--path", request.pathPrefix, "Beginning of the path");
        tapping->add_option("--path-regex", request.pathRegex, "Of the whole path (RE2)");
        tapping->add_option("--status-min", request.statusMin)->check(CLI::Range(0, 999));
        tapping->add_option("--status-max", request.statusMax)->check(CLI::Range(0, 999));
        tapping->add_option("--max-rps", request.maxRps, "Of each proxy (100, at most 1000)")
            ->check(CLI::Range(1, 1000));
        tapping->add_option("--one-in", request.oneIn, "Of so many that match, show one");
        tapping->add_option("--redact", request.redact, "Headers, besides credentials and cookies");
        tapping->add_option("--count", m_tap.count, "End after so many");
    }

    void addMisc() {
        m_app.set_version_flag("--version", CAUSEWAY_VERSION);
        command(m_app, "version", "The version of this program",
                [](Terminal& terminal) -> Result<Exit> {
                    terminal.out << CAUSEWAY_VERSION "\n";
                    return Exit::Fine;
                });
        command(m_app, "help", "This text, or a command's page: help profile generate",
                [this](Terminal& terminal) { return help(terminal); })
            ->add_option("command", m_topic, "Which command");
    }

    Result<Exit> help(Terminal& terminal) {
        const CLI::App* topic = &m_app;
        std::string outer;
        for (const auto& word : m_topic) {
            const auto inner =
                topic->get_subcommands([&](const CLI::App* app) { return app->check_name(word); });
            if (inner.empty())
                return fail(ErrorKind::InvalidInput,
                            "there is no command " + word + "; see causewayctl help");
            outer += (outer.empty() ? "" : " ") + topic->get_name();
            topic = inner.front();
        }
        terminal.out << topic->help(outer);
        return Exit::Fine;
    }

    CLI::App m_app;
    Options m_options;
    ShowRequest m_show;
    LinkCommand m_link;
    // Ten years, one year, ninety days: the longer it is trusted, the harder it is to exchange.
    TrustRequest m_anchor{.lifeHours = 87600};
    TrustRequest m_issuer{.lifeHours = 8760};
    TrustRequest m_client{.lifeHours = 2160};
    TokenRequest m_token;
    TapCommand m_tap;
    ObjectRequests m_objects;
    ChangeRequest m_change;
    ProfileRequests m_profile;
    RecordingExport m_recording;
    std::vector<std::string> m_topic;
    std::unique_ptr<PolicyProgram> m_policy;
    Action m_action;
};

} // namespace

int run(int argc, const char* const* argv, Terminal& terminal) {
    return Program().run(argc, argv, terminal);
}

} // namespace causeway::cli
