// SPDX-License-Identifier: Apache-2.0
#include "analysis/lint/finding.h"
#include "base/assert.h"

#include <algorithm>
#include <array>

namespace causeway::analysis {
namespace {

using enum Severity;

constexpr std::array kChecks{
    CheckInfo{"MC0002", Error, "a policy for everybody beside narrower ones",
              "whoever reads the narrower policy believes that it protects something",
              "remove one of the two: only you know which was meant"},
    CheckInfo{"MC0003", Error, "two objects for the same port",
              "the later one is ignored without a word",
              "remove one, or narrow its selector: only you know which was meant"},
    CheckInfo{"MC0004", Error, "it selects nothing",
              "it has no effect: what it should allow is denied",
              "correct the name or the labels: more than one may be meant"},
    CheckInfo{"MC0005", Error, "a namespace that is not there",
              "nothing in it has an effect",
              "correct the namespace, or ask for leave to read it: only you know which was meant"},
    CheckInfo{"MC0101", Warning, "a namespace without workloads", "the rule can match nobody",
              "correct the namespace: more than one may be meant"},
    CheckInfo{"MC0102", Error, "no method of HTTP or gRPC", "the match never holds",
              "name one of HTTP's methods, in capitals, or a gRPC service and method"},
    CheckInfo{"MC0104", Error, "a service that is not there", "the object has no effect",
              "correct the name or declare the service"},
    CheckInfo{"MC0105", Error, "an identity where none is seen",
              "the rule can match nobody there",
              "lead the port through the proxy, or allow by network: only you know why it is led around"},
    CheckInfo{"MC0106", Error, "an account that nobody runs as", "the rule can match nobody",
              "correct the account: more than one may be meant"},
    CheckInfo{"MC0107", Info, "an account of another cluster only",
              "its requests come over a link and are as slow as that",
              "say so on purpose with its SPIFFE id, or correct the account"},
    CheckInfo{"MC0108", Warning, "another trust domain",
              "no certificate of this fleet carries such an identity",
              "name the fleet's trust domain, unless anchors of the other are trusted too"},
    CheckInfo{"MC0109", Warning, "rules about requests where only connections are seen",
              "they are never looked at",
              "let the Server detect HTTP, or judge connections: only you know what is spoken"},
    CheckInfo{"MC0201", Error, "routes of two kinds on one parent", "the HTTPRoute is not accepted",
              "write both as one kind, or give them different ports"},
    CheckInfo{"MC0203", Error, "a backend without endpoints", "its share of requests fails",
              "correct the selector, or give it the weight 0 until it runs"},
    CheckInfo{"MC0204", Warning, "an annotation that is not understood",
              "it counts for nothing",
              "write a default policy (all-unauthenticated, all-authenticated, cluster-unauthenticated, "
              "cluster-authenticated, deny, audit), or for the end of an audit a day such as 2027-01-31"},
    CheckInfo{"MC0205", Error, "policies beside an open access policy", "they protect nothing",
              "set accessPolicy to deny once every caller is named: first see who calls"},
    CheckInfo{"MC0210", Warning, "a route for callers that are not there",
              "nobody's requests follow it",
              "move it to the service's namespace, if all callers are meant"},
    CheckInfo{"MC0301", Error, "two links to one cluster",
              "which of the two is taken is not defined", "remove one"},
    CheckInfo{"MC0302", Error, "a link without gateway",
              "calls over it fail",
              "start the other cluster's gateway, or correct the link"},
    CheckInfo{"MC0401", Error, "in the mesh on one side of a link only",
              "calls over the link end at a workload that has no proxy",
              "give the workloads there a proxy, or take the mirror away"},
    CheckInfo{"MC0601", Error, "a port that no workload declares", "the Server judges nothing",
              "correct the port, or declare it on the workloads"},
    CheckInfo{"MC0701", Warning, "a service port that nobody serves", "requests to it fail",
              "correct targetPort, or declare the port on the workloads"},
    CheckInfo{"MC1004", Warning, "an egress that nobody uses",
              "it opens a way out for no reason",
              "remove it, unless what uses it comes more seldom than the fleet was watched"},
    CheckInfo{"MC1101", Error, "a backend that is not there", "its share of requests fails",
              "correct the name or declare the service"},
    CheckInfo{"MC1102", Error, "a parent that is not there", "the route does nothing",
              "correct parentRefs: more than one may be meant"},
    CheckInfo{"MC1104", Info, "a weight for the only backend", "it reads as if there were others",
              "leave the weight away"},
    CheckInfo{"MC1105", Warning, "one backend twice", "the weights add up, which is hard to see",
              "put the weights together: only you know whether the second was meant to be another"},
    CheckInfo{"MC1106", Warning, "two routes for the same requests", "the later one never wins",
              "remove one: only you know which was meant"},
    CheckInfo{"MC1109", Warning, "accepted, without effect", "it looks like protection and is none",
              "complete it or remove it"},
    CheckInfo{"MC1201", Error, "a workload without address", "no request reaches it",
              "name its address in workloadIPs"},
    CheckInfo{"MC1211", Warning, "mirrors that disagree", "calls are counted twice or read as what they are not",
              "remove one of the mirrors, or give both ends the same appProtocol"},
    CheckInfo{"MC1301", Warning, "a port that no policy covers", "whoever reaches it may call it",
              "declare a Server and a policy for it: first see who calls"},
    CheckInfo{"MC1311", Warning, "a proxy that is not the declared one",
              "what the objects say holds for another proxy than the one that runs",
              "start the workload anew with its proxy, or correct the annotation"},
    CheckInfo{"MC1501", Error, "listeners that clash, or a class that is not there",
              "the Gateway is not accepted, or one of its listeners is not",
              "give the listeners different hosts or ports, or name a class that is there"},
    CheckInfo{"MC1601", Warning, "a reference into another namespace without a grant",
              "controllers that follow the Gateway API refuse it",
              "the patch grants it: whoever owns the other namespace must agree"},
    CheckInfo{"MC2001", Error, "a caller that its gateway hides",
              "the rule can match nobody",
              "allow the gateway: its address where networks leave it out, its identity where it is "
              "one of Linkerd's"},
    CheckInfo{"MC2002", Error, "a profile hides routes",
              "retries and timeouts of the route are ignored",
              "convert the profile: causewayctl profile convert"},
    CheckInfo{"MC2003", Error, "probes will fail", "the workload goes unready",
              "add a route for the probe's path with a policy for the probes' networks"},
    CheckInfo{"MC2004", Error, "a Server without policy", "every call to the port is denied",
              "name its callers; the patch lets in the Server's own namespace: narrow it"},
    CheckInfo{"MC2005", Error, "a declared policy that is not in force",
              "the proxy still judges by an older one",
              "mend what the proxy refuses, or start the workload anew"},
    CheckInfo{"MC2006", Warning, "exported under a policy about networks",
              "callers of other clusters may be refused, or let in by the gateway's address",
              "declare a Server for the port that names the callers"},
    CheckInfo{"MC2007", Warning, "a timeout that the link alone uses up",
              "requests fail though nobody is at fault",
              "give it more than the p99, or shorten the way: only you know how long callers can wait"},
    CheckInfo{"MC2008", Warning, "timeouts and retries that work against each other",
              "work goes on for callers that are gone, or grows with every retry",
              "let each caller wait longer than what it calls, and retry in one place of a chain"},
    CheckInfo{"MC2009", Error, "a retry that is unsafe, or never made",
              "what the request does is done twice, or not again when it fails",
              "retry only what may be repeated and is short enough to be kept; give the rest a route of its own"},
    CheckInfo{"MC2010", Warning, "routes that miss their requests",
              "their policies and timeouts are not applied",
              "make them more specific than what wins, name what they miss, or remove them"},
    CheckInfo{"MC2011", Error, "a mirror without its link or its origin", "calls to it fail",
              "declare the Link, export the service, or remove the mirror"},
    CheckInfo{"MC2012", Error, "anchors that differ, certificates that end",
              "calls between the clusters fail, or will",
              "renew them, and give both sides the same anchors, before that day"},
    CheckInfo{"MC2013", Info, "a rule that lets nobody in",
              "it is access that nobody needs",
              "remove it, unless its callers come more seldom than the fleet was watched"},
    CheckInfo{"MC2014", Warning, "what should be the same and differs",
              "one of the two is not what somebody reviewed",
              "apply it where it differs, or write down why it does: only you know which is right"},
    CheckInfo{"MC2015", Warning, "Linkerd would route it elsewhere",
              "the same objects decide otherwise in a Linkerd mesh",
              "make the matches differ in what both compare: host, then the path's length"},
    CheckInfo{"MC2016", Warning, "an audit stage that is over",
              "whoever has no rule is still let in",
              "the patch denies them: look first who was let in by the audit alone (policy simulate)"},
    CheckInfo{"MC9001", Warning, "a suppression that has ended", "the finding counts again",
              "mend what it hid, or say why it may stay and until when"},
    CheckInfo{"MC9002", Error, "a suppression that is none", "it hides nothing",
              "write CODE until YYYY-MM-DD: reason; apart by semicolons"},
};

} // namespace

std::string_view name(Severity severity) {
    constexpr std::array<std::string_view, 3> kNames{"info", "warning", "error"};
    return kNames[static_cast<std::size_t>(severity)];
}

std::span<const CheckInfo> checks() {
    return kChecks;
}

const CheckInfo& checkInfo(std::string_view code) {
    const auto* found = std::ranges::find(kChecks, code, &CheckInfo::code);
    CAUSEWAY_ASSERT(found != kChecks.end());
    return *found;
}

} // namespace causeway::analysis
