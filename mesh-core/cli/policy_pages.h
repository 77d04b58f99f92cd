// SPDX-License-Identifier: Apache-2.0
// What `causewayctl help policy …` says below the options. Private to policy_program.cpp.
#pragma once

namespace causeway::cli {

inline constexpr const char* kPolicyPage =
    R"(Objects come from files and folders (every .yaml below, as one cluster's) or, without any, from the
clusters of --fleet. All commands judge with the engine that proxies enforce with. Objects that mean
nothing to a mesh are passed over; a route of the Gateway API that cannot be read counts for nothing.
Exit codes: 0 fine, 1 something was found, 2 usage, 3 a cluster does not answer.)";

inline constexpr const char* kExplainPage =
    R"(Every route and rule that was considered, whether it matched and why, and what would have to change.
Without --network the caller's own address is taken when the objects tell it, else 10.0.0.1.
Exit codes: 0 allowed, 1 not allowed, 2 usage, 3 no cluster answers.

  causewayctl policy explain mesh/ --from web.shop --to ledger.bank --method POST --path /loans
  causewayctl policy explain --fleet fleet.yaml --from none --to ledger.bank --network 10.9.0.1)";

inline constexpr const char* kLintPage =
    R"(Each finding has a code, a place, evidence, what follows, and a patch or why a person must decide. What
the objects do not tell is not found wrong. Some checks need what only a fleet knows: it is asked when
its own objects are linted and with --live, and a document of kind FleetFacts among the files tells it
too (policy facts). Rules and ways out that nobody used are told where recorded requests of at least a
week are looked at (--since, --recording). An annotation suppresses a finding, with a last day and a reason:
    causeway.dev/lint-ignore: "MC1301 until 2027-01-31: the batch port closes with the migration"
Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 usage, 3 a cluster does not answer.

  causewayctl policy lint mesh/ --format sarif > lint.sarif
  causewayctl policy lint mesh/ --patches | patch -p1
  causewayctl policy lint --fleet fleet.yaml --since 30d
  causewayctl policy lint mesh/ --fleet fleet.yaml --live --cluster aws --in-force)";

inline constexpr const char* kFactsPage =
    R"(Objects, proxies, certificates, latencies of links, who calls whom by which route, of the last
--window; with --since also which rules and ways out were used. Put the file beside those that are
linted where no fleet is in reach.
Exit codes: 0 fine, 2 usage, 3 a cluster does not answer.

  causewayctl policy facts --fleet fleet.yaml --window 3600 > mesh/facts.yaml)";

inline constexpr const char* kGeneratePage =
    R"(For every service that was called: a Server, an authorization for whoever was seen, and, where
callers differ, routes. What was denied gets no rule. Standard output has the YAML with comments,
standard error the findings: callers that were seen seldom, or every so many days and when they are due
again, requests that an audit let in, services that nobody called, and how much was recorded. "7 days
not seen" is said as long as it is so; after four days it is estimated how many of the calls that a
further day brings were seen (Chao and Jost's coverage, from what was seen on one day and on two).

The over-grant score says how finely rules are cut. A cell is a caller and an operation (a method and
a template of paths); the score is the share of the cells opened in which nobody was seen. Such a cell
counts four times when the operation writes (its method is not GET, HEAD or OPTIONS). Whatever a
prefix, or a whole server, opens beyond the operations that were seen counts as one operation more.
With 0 rules open exactly what was seen; with 0.25 (the default) one cell in four may be new; with 0.75
most services get one rule. An account is named by its SPIFFE id when it was seen in one cluster, by
a ServiceAccount when in several; a namespace stands for its accounts when at least three were seen
and the rest, with one that may come, is within the limit.

Servers audit first: whoever has no rule is let in and told of (audit in the metrics' authz_name, and
in the access log) until the day in causeway.dev/audit-until; then set accessPolicy: deny, or generate
with --enforce; lint tells when that day is over. Rules that allowed nothing, and those that the new ones stand for, are proposed for removal
at the end. Before anything is written the rules are tried on the recording: if a request that was
allowed would be denied, they are cut more finely, and if that does not help it is an error.
Exit codes: 0 fine, 1 it could not be made so, or with --strict a warning, 2 usage, 3 no cluster answers.

  causewayctl policy generate --fleet fleet.yaml --since 7d --cluster aws -n bank --out bank.yaml
  causewayctl policy lint bank.yaml
  causewayctl policy simulate --fleet fleet.yaml --since 7d --cluster aws --change bank.yaml)";

inline constexpr const char* kSimulatePage =
    R"(Plays recorded requests through the objects in force and through them with the change: who would be
newly denied or allowed, to which route, how much of the traffic, when last.
Exit codes: 0 nobody is newly denied, 1 somebody is, 2 usage, 3 the cluster does not answer.

  causewayctl policy simulate --objects mesh/ --change new.yaml --recording week.rec
  causewayctl policy simulate --fleet fleet.yaml --cluster aws --remove authorizationpolicy/bank/old --recording week.rec)";

inline constexpr const char* kMatrixPage =
    R"(Besides the callers that rules name there is a row for any other identity and one for none. "some" is on
some routes or from some networks. A service whose workloads do not all let the same in has a column
for each sort of them.
Exit codes: 0 fine, 2 usage, 3 a cluster does not answer.

  causewayctl policy matrix mesh/)";

inline constexpr const char* kDiffPage =
    R"(Every caller, network and request that either side can tell from others is asked of both. Another order,
or the same said in other words, is no difference.
Exit codes: 0 no difference, 1 they differ, 2 usage, 3 the cluster does not answer.

  causewayctl policy diff before/ after/
  causewayctl policy diff change.yaml --fleet fleet.yaml --cluster aws)";

} // namespace causeway::cli
