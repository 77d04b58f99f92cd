// SPDX-License-Identifier: Apache-2.0
#include "cli/link_arguments.h"

#include "resource/objectives.h"

#include <CLI/CLI.hpp>

namespace causeway::cli {
namespace {

constexpr const char* kLinkPage =
    R"(A link leads from the callers of one cluster to the services of another, through both gateways; aws:gcp
and gcp:aws are two links.
Exit codes: 0 fine, 1 something was found, 2 usage, 3 no cluster answers.)";

constexpr const char* kShowPage =
    R"(The legs of real requests as the callers' proxies measured them, and below them what the gateways' own
probes say of the same link: bare datagrams, TCP, TLS, HTTP on a new and on an open connection, and a
gRPC call to the other cluster's canary on the way that applications' calls take; and what the kernel
of the gateway says of the connections that requests took (CONNECTIONS). Last, how fast the
link spends its budgets, of requests that fail and of those that take too long: a burn rate of 1 spends
a month's in a month. It burns while the rates over both windows of a line are at the limit; what the
control plane does not remember is not measured. Below it, which callers spent the budgets in the last
hour, and on which legs. The Link declares the objectives, as annotations:

  slo.causeway.dev/success: "99.9%"
  slo.causeway.dev/latency: "99% in 50ms"

Exit codes: 0 fine, 2 usage, 3 no cluster answers.

  causewayctl link show aws:gcp --window 300 --objective 99.5 --latency "95% in 80ms")";

constexpr const char* kDiagnosePage =
    R"(Compares the last --window with the quarter of an hour before it, over all links at once, and names
the leg that is at fault, with the evidence, what is cleared, and what to look at next. What fails
comes before what is slow. What stands out from the other links all the time is told as standing.

  endpoints               at most half of a callee's endpoints are ready
  certificate             one on the way has expired, or should have been renewed
  policy                  a Server, or the default policy, refuses callers on a link
  lossy-wire              a wire loses packets, as datagrams tell
  failing-workload        a callee fails requests itself
  failing-way             requests fail between callers and callees
  slow-leg                a gateway's way in or out, or a wire, takes longer
  connections-not-reused  requests wait for connections that used to be open
  slow-setup              setting up connections takes longer
  slow-workload           a callee takes longer itself
  directions-differ       of a matrix: into or out of a cluster takes longer
Exit codes: 0 nothing is wrong, 1 somebody is at fault, 2 usage, 3 no cluster answers.

  causewayctl link diagnose
  causewayctl link diagnose gcp:aws -o json
  causewayctl link diagnose --matrix latencies.csv)";

constexpr const char* kCheckPage =
    R"(The same questions in the same order, from what must work first to what only makes a link slow. Each
answer has its evidence and the line that shows it again.

  reachability  the link is declared, gateways reach each other, requests get through
  gateway       a gateway runs at each end, with its configuration
  identity      both ends trust the same anchors; no certificate on the way is at its end
  policy        nobody who calls over this link is refused
  endpoints     more than half of the endpoints of every service behind it are ready
  saturation    gateways, sidecars and callees take their usual time, and connections are reused
  wire          datagrams arrive, and take their usual time

What could not be told is unknown, and counts as a finding: nobody has seen that it is fine. Policy
needs a certificate of role author or above, since it is read from what proxies recorded.
Exit codes: 0 all passed, 1 one failed or is unknown, 2 usage, 3 an end of the link does not answer.

  causewayctl link check aws:gcp
  causewayctl link check aws:gcp -o json)";

} // namespace

void addLinkCommands(CLI::App& program, const Options& options, LinkCommand& request,
                     const AddCommand& add) {
    auto* link = program.add_subcommand("link", "One link: its legs, and which is at fault");
    link->fallthrough();
    link->footer(kLinkPage);
    auto* showing = add(*link, "show", "Where the time goes on a link, now and usually",
                        [&](Terminal& terminal) { return linkShow(options, request, terminal); });
    showing->footer(kShowPage);
    showing->add_option("link", request.link, "FROM:TO, for example aws:gcp")->required();
    showing
        ->add_option("--objective", request.objective,
                     "Per cent of requests that shall succeed (what the Link declares, else 99.9)")
        ->check(CLI::Range(1.0, 99.9999));
    showing
        ->add_option("--latency", request.latency,
                     "How many shall be answered in how long (what the Link declares)")
        ->check([](const std::string& text) {
            return resource::parseLatencyObjective(text)
                       ? std::string()
                       : "found \"" + text + "\"; expected a share and a time, as \"99% in 50ms\"";
        });
    auto* diagnose =
        add(*link, "diagnose", "Which leg makes links slow, why, and what to look at next",
            [&](Terminal& terminal) { return linkDiagnose(options, request, terminal); });
    diagnose->footer(kDiagnosePage);
    auto* only = diagnose->add_option("link", request.link, "Only what concerns FROM:TO");
    diagnose
        ->add_option("--matrix", request.matrix,
                     "A CSV file with from,to,latency_ms to judge instead of the fleet")
        ->excludes(only);
    auto* check = add(*link, "check", "Seven checks in a fixed order, each with its evidence",
                      [&](Terminal& terminal) { return linkCheck(options, request, terminal); });
    check->footer(kCheckPage);
    check->add_option("link", request.link, "FROM:TO, for example aws:gcp")->required();
}

} // namespace causeway::cli
