// SPDX-License-Identifier: Apache-2.0
#include "cli/check.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <map>
#include <set>

namespace causeway::cli {

namespace {

using Results = std::vector<CheckResult>;

constexpr std::chrono::seconds kMostSkew(5);
constexpr std::chrono::hours kAuthorityNotice(7 * 24);
// Renewal begins at 70 % of a leaf's life; with its retries it is done long before 80 %.
constexpr double kRenewedBy = 0.8;

bool found(const Results& results, std::string_view check, const std::string& about) {
    return std::ranges::any_of(results,
                               [&](const auto& r) { return r.check == check && r.about == about; });
}

void allWell(Results& results, std::string_view check, const std::string& about, std::string text) {
    if (!found(results, check, about))
        results.push_back({Grade::Ok, std::string(check), about, std::move(text), {}});
}

void checkControl(const Answer<CheckFacts>& answer, Results& results) {
    if (answer.value)
        results.push_back({Grade::Ok,
                           "control plane",
                           answer.cluster,
                           "answers, version " + answer.value->cluster.version,
                           {}});
    else
        results.push_back({Grade::Failed, "control plane", answer.cluster,
                           answer.value.error().describe(),
                           "start causeway-control there, or correct its entry in the fleet file"});
}

void checkClock(const CheckFacts& facts, Results& results) {
    const auto& name = facts.cluster.name;
    if (!facts.cluster.now)
        return;
    // Its clock was read somewhere between `asked` and `answered`: only what lies outside is skew.
    const auto skew = std::max(
        {Duration::zero(), *facts.cluster.now - facts.answered, facts.asked - *facts.cluster.now});
    if (skew > kMostSkew)
        results.push_back({Grade::Warning, "clock", name,
                           fmt::format("its clock is {} {} ours", formatSpan(skew),
                                       *facts.cluster.now > facts.answered ? "ahead of" : "behind"),
                           "synchronise both machines' clocks (chrony, systemd-timesyncd)"});
    allWell(results, "clock", name, "agrees with ours");
}

std::set<std::string> anchorsOf(const CheckFacts& facts) {
    std::set<std::string> anchors;
    for (const auto& certificate : facts.certificates)
        if (certificate.kind == client::CertificateKind::TrustAnchor)
            anchors.insert(certificate.fingerprintSha256);
    return anchors;
}

void checkAnchors(const Answers<CheckFacts>& answers, Results& results) {
    const CheckFacts* first = nullptr;
    for (const auto& [cluster, facts] : answers) {
        if (!facts)
            continue;
        if (first == nullptr)
            first = &*facts;
        else if (anchorsOf(*facts) != anchorsOf(*first))
            results.push_back(
                {Grade::Failed, "trust anchors", "fleet",
                 fmt::format("{} and {} trust different anchors: calls between them fail",
                             first->cluster.name, cluster),
                 "give both the same anchors.pem and restart their control planes"});
    }
    if (first != nullptr)
        allWell(results, "trust anchors", "fleet", "the same in every cluster that answers");
}

void checkAuthority(const client::Certificate& certificate, const std::string& cluster,
                    WallTime now, Results& results) {
    const auto left = certificate.notAfter - now;
    const bool isAnchor = certificate.kind == client::CertificateKind::TrustAnchor;
    if (left > kAuthorityNotice)
        return;
    results.push_back(
        {left > Duration::zero() ? Grade::Warning : Grade::Failed, "certificates", cluster,
         fmt::format("the {} \"{}\" {}", isAnchor ? "trust anchor" : "issuer", certificate.subject,
                     left > Duration::zero() ? "expires in " + formatSpan(left) : "has expired"),
         isAnchor ? "make another with causewayctl trust anchor and add it to every anchors.pem"
                  : "make another with causewayctl trust issuer and restart causeway-control"});
}

// The newest leaf of every instance; an older one has been renewed and does not matter.
std::map<std::string, const client::Certificate*> newestLeaves(const CheckFacts& facts) {
    std::map<std::string, const client::Certificate*> newest;
    for (const auto& certificate : facts.certificates) {
        if (certificate.kind != client::CertificateKind::Leaf
            && certificate.kind != client::CertificateKind::Control)
            continue;
        auto& leaf = newest[certificate.subject + "/" + certificate.instance];
        if (leaf == nullptr || leaf->notAfter < certificate.notAfter)
            leaf = &certificate;
    }
    return newest;
}

void checkLeaf(const client::Certificate& leaf, const std::string& cluster, WallTime now,
               Results& results) {
    const auto& who = leaf.instance.empty() ? leaf.subject : leaf.instance;
    const auto life = leaf.notAfter - leaf.notBefore;
    if (leaf.notAfter <= now)
        results.push_back({Grade::Failed, "certificates", cluster,
                           fmt::format("the certificate of {} has expired", who),
                           "restart that proxy; if it stays, its log says why it cannot renew"});
    else if (now - leaf.notBefore > std::chrono::duration_cast<Duration>(life * kRenewedBy))
        results.push_back({Grade::Warning, "certificates", cluster,
                           fmt::format("{} should have renewed its certificate; it expires in {}",
                                       who, formatSpan(leaf.notAfter - now)),
                           "see whether that proxy reaches its control plane"});
}

void checkCertificates(const CheckFacts& facts, WallTime now, Results& results) {
    const auto& cluster = facts.cluster.name;
    for (const auto& certificate : facts.certificates)
        if (certificate.kind == client::CertificateKind::TrustAnchor
            || certificate.kind == client::CertificateKind::Issuer)
            checkAuthority(certificate, cluster, now, results);
    const auto leaves = newestLeaves(facts);
    for (const auto& [key, leaf] : leaves)
        checkLeaf(*leaf, cluster, now, results);
    allWell(results, "certificates", cluster,
            fmt::format("{} {}, none close to its end", leaves.size(),
                        leaves.size() == 1 ? "leaf" : "leaves"));
}

void checkProxies(const CheckFacts& facts, Results& results) {
    const auto& cluster = facts.cluster.name;
    for (const auto& proxy : facts.proxies) {
        if (!proxy.connected)
            results.push_back({Grade::Failed, "proxies", cluster,
                               proxy.instance.instance + " is not connected",
                               "see whether it runs, and its log"});
        else if (!proxy.lastNack.empty())
            results.push_back({Grade::Failed, "proxies", cluster,
                               fmt::format("{} refused its configuration: {}",
                                           proxy.instance.instance, proxy.lastNack),
                               "correct the object that it names"});
        else if (proxy.configAcked < proxy.configSent)
            results.push_back(
                {Grade::Warning, "proxies", cluster,
                 fmt::format("{} has not taken update {} yet (it holds {})",
                             proxy.instance.instance, proxy.configSent, proxy.configAcked),
                 "look again in a moment; if it stays, restart that proxy"});
    }
    allWell(results, "proxies", cluster,
            fmt::format("{} connected, all with the newest configuration", facts.proxies.size()));
}

// Emergencies that nobody but their author has looked at.
void checkChanges(const CheckFacts& facts, Results& results) {
    const auto& cluster = facts.cluster.name;
    if (!facts.changes)
        return;
    for (const auto& change : *facts.changes)
        if (change.state == "unreviewed")
            results.push_back({Grade::Warning, "changes", cluster,
                               fmt::format("change {} was an emergency ({}), and nobody has looked at it",
                                           change.id, change.reason),
                               fmt::format("causewayctl change show {0} --cluster {1}, then change review {0}",
                                           change.id, cluster)});
    const auto waiting = facts.changes->size();
    allWell(results, "changes", cluster,
            waiting == 0   ? "none waits for a second person"
            : waiting == 1 ? "one waits for a second person"
                           : fmt::format("{} wait for a second person", waiting));
}

bool hasGateway(const CheckFacts& facts) {
    return std::ranges::any_of(facts.proxies, [](const auto& proxy) {
        return proxy.connected && proxy.instance.mode == ProxyMode::Gateway;
    });
}

void checkLink(const client::Link& link, const Answers<CheckFacts>& answers, Results& results) {
    const auto far = std::ranges::find(answers, link.to, &Answer<CheckFacts>::cluster);
    const auto name = link.from + ":" + link.to;
    if (far == answers.end())
        results.push_back(
            {Grade::Warning, "links", link.from,
             fmt::format("link {} leads to a cluster that the fleet file does not list", name),
             "add the cluster to the fleet file, or remove the link"});
    else if (link.gatewayAddress.empty())
        results.push_back({Grade::Failed, "links", link.from,
                           fmt::format("link {} names no gateway address", name),
                           "set spec.gatewayAddress of that Link"});
    else if (!far->value)
        results.push_back(
            {Grade::Warning, "links", link.from,
             fmt::format("link {}: whether a gateway is there is unknown, {} does not answer", name,
                         link.to),
             "look again when " + link.to + " answers"});
    else if (!hasGateway(*far->value))
        results.push_back({Grade::Failed, "links", link.from,
                           fmt::format("link {}: no gateway is connected in {}", name, link.to),
                           "start the gateway proxy of " + link.to});
}

} // namespace

std::vector<CheckResult> checkFleet(const FleetFacts& facts) {
    Results results;
    for (const auto& answer : facts.clusters)
        checkControl(answer, results);
    const auto left = facts.clientNotAfter - facts.now;
    if (left < kAuthorityNotice)
        results.push_back({Grade::Warning, "client certificate", "fleet",
                           "ours expires in " + formatSpan(left),
                           "make another with causewayctl trust client"});
    allWell(results, "client certificate", "fleet", "good for " + formatSpan(left));
    checkAnchors(facts.clusters, results);
    for (const auto& [cluster, value] : facts.clusters) {
        if (!value)
            continue;
        checkClock(*value, results);
        checkCertificates(*value, facts.now, results);
        checkProxies(*value, results);
        checkChanges(*value, results);
        for (const auto& link : value->links)
            checkLink(link, facts.clusters, results);
        allWell(results, "links", cluster,
                fmt::format("{}, each with a gateway at its end", value->links.size()));
    }
    return results;
}

View checkView(const std::vector<CheckResult>& results) {
    View view{{{{""}, {"CHECK"}, {"WHERE"}, {"FOUND"}}, {}, {}}, {{"checks", Json::array()}}};
    for (const auto& result : results) {
        const bool isOk = result.grade == Grade::Ok;
        const bool isWarning = result.grade == Grade::Warning;
        const Cell mark = isOk        ? Cell{"✓", Tone::Good}
                          : isWarning ? Cell{"▲", Tone::Warning}
                                      : Cell{"■", Tone::Bad};
        view.table.rows.push_back({mark, {result.check}, {result.about}, {result.found}});
        if (!result.action.empty())
            view.table.rows.push_back({{}, {}, {}, {"→ " + result.action}});
        view.json["checks"].push_back({{"check", result.check},
                                       {"about", result.about},
                                       {"state", isOk        ? "ok"
                                                 : isWarning ? "warning"
                                                             : "failed"},
                                       {"found", result.found},
                                       {"action", jsonText(result.action)}});
    }
    return view;
}

bool isSound(const std::vector<CheckResult>& results) {
    return std::ranges::all_of(results,
                               [](const auto& result) { return result.grade == Grade::Ok; });
}

} // namespace causeway::cli
