// SPDX-License-Identifier: Apache-2.0
// The compiled engine against a naive reading of the same rules, on random rules and requests: every
// index, hash and automaton must say what going through the list says.
#include "base/workload_identity.h"
#include "policy/address_set.h"
#include "policy/snapshot.h"

#include <QTest>

#include <algorithm>
#include <random>
#include <tuple>

#include <re2/re2.h>
#include <spdlog/fmt/fmt.h>

using namespace causeway;
using namespace causeway::policy;
using route::HostMatch;
using route::PathMatch;
using route::Precedence;
using route::RouteMatch;

namespace {

class Dice {
public:
    explicit Dice(unsigned seed) : m_random(seed) {}
    unsigned below(unsigned limit) { return static_cast<unsigned>(m_random() % limit); }
    bool chance(unsigned percent) { return below(100) < percent; }
    template <typename T> const T& pick(const std::vector<T>& list) { return list[below(static_cast<unsigned>(list.size()))]; }
    template <typename T> void shuffle(std::vector<T>& list) { std::shuffle(list.begin(), list.end(), m_random); }

private:
    std::mt19937 m_random;
};

struct OneHeader : route::HeaderSource {
    std::string value;
    std::optional<std::string_view> find(std::string_view name) const override {
        return name == "x-tenant" && !value.empty() ? std::optional<std::string_view>(value) : std::nullopt;
    }
};

const std::vector<std::string> kPaths{"/", "/a", "/a/", "/a/b", "/a/b/c", "/ab", "/b", "/b/7", "/b/7/x"};
const std::vector<std::string> kPatterns{"/a/.*", "/.*", "/b/[0-9]+", "/a", "/[ab]", "/b/[0-9]+/x", "/a/b/?.*"};
const std::vector<std::string> kHosts{"bank.example", "a.bank.example", "b.a.bank.example", "shop.example", "example"};
const std::vector<std::string> kMethods{"GET", "POST", "PUT"};
const std::vector<std::string> kTenants{"", "blue", "red"};

std::string identity(Dice& dice) {
    if (dice.chance(10))
        return "";
    return fmt::format("spiffe://talk.mesh/cluster/{}/ns/{}/sa/s{}", dice.chance(50) ? "aws" : "gcp",
                       dice.chance(50) ? "bank" : "shop", dice.below(3));
}

MeshTls randomTls(Dice& dice) {
    if (dice.chance(10))
        return {true, {}, {}};
    MeshTls tls;
    for (unsigned i = dice.below(3); i-- > 0;) {
        const auto id = identity(dice);
        const auto workload = WorkloadIdentity::parse(id);
        if (workload)
            tls.identities.push_back(dice.chance(50) ? id : workload->dnsName());
    }
    if (dice.chance(30))
        tls.suffixes.push_back(dice.chance(50) ? ".shop.serviceaccount.identity.causeway.talk.mesh" : ".talk.mesh");
    return tls;
}

std::vector<Authorization> randomAuthorizations(Dice& dice) {
    std::vector<Authorization> list;
    for (unsigned i = 0, count = dice.below(5); i < count; ++i) {
        Authorization one;
        one.object = {"policy.linkerd.io", "authorizationpolicy", fmt::format("p{}", dice.below(50)), "bank"};
        const bool isTaken = std::ranges::any_of(list, [&](const auto& other) { return other.object == one.object; });
        if (isTaken)
            continue;
        one.networks = {{"0.0.0.0/0", {}}, {"::/0", {}}};
        if (dice.chance(50))
            one.networks = {{fmt::format("10.{}.0.0/16", dice.below(3)), {fmt::format("10.{}.1.0/24", dice.below(3))}},
                            {fmt::format("10.{}.2.0/24", dice.below(3)), {}}};
        if (dice.chance(80))
            one.authentication = randomTls(dice);
        list.push_back(std::move(one));
    }
    return list;
}

RouteMatch randomMatch(Dice& dice) {
    RouteMatch match;
    switch (dice.below(4)) {
    case 0: match.path = {PathMatch::Kind::Exact, dice.pick(kPaths)}; break;
    case 1: match.path = {PathMatch::Kind::Prefix, dice.pick(kPaths)}; break;
    case 2: match.path = {PathMatch::Kind::Regex, dice.pick(kPatterns)}; break;
    default: break;
    }
    if (dice.chance(40))
        match.method = dice.pick(kMethods);
    if (dice.chance(30))
        match.headers = {{"X-Tenant", route::ValueMatch::Kind::Exact, dice.chance(50) ? "blue" : "red"}};
    if (dice.chance(20))
        match.query = {{"q", route::ValueMatch::Kind::Regex, "[0-9]+"}};
    return match;
}

ServerRules randomRules(Dice& dice) {
    ServerRules rules;
    rules.server = {"policy.linkerd.io", "server", "http", "bank"};
    rules.authorizations = randomAuthorizations(dice);
    rules.precedence = dice.chance(50) ? Precedence::GatewayApi : Precedence::Linkerd;
    rules.defaultVerdict = dice.chance(20) ? DefaultVerdict::Audit : DefaultVerdict::Deny;
    for (unsigned i = 0, count = dice.below(12); i < count; ++i) {
        InboundRoute route;
        route.rule.route = {"policy.linkerd.io", "httproute", fmt::format("r{}", i), "bank"};
        for (unsigned hosts = dice.below(3); hosts-- > 0;)
            route.rule.hosts.push_back({dice.chance(50) ? HostMatch::Kind::Exact : HostMatch::Kind::Suffix, dice.pick(kHosts)});
        for (unsigned matches = dice.below(3); matches-- > 0;)
            route.rule.matches.push_back(randomMatch(dice));
        route.authorizations = randomAuthorizations(dice);
        rules.routes.push_back(std::move(route));
    }
    return rules;
}

// ---- the naive reading

using Rank = std::vector<std::size_t>; // greater is more specific

std::optional<Rank> hostRank(const std::vector<HostMatch>& hosts, const std::string& host) {
    std::optional<Rank> best = hosts.empty() ? std::optional(Rank{0, 0}) : std::nullopt;
    for (const auto& wanted : hosts) {
        const bool exact = wanted.kind == HostMatch::Kind::Exact;
        if (exact ? host == wanted.value : host.ends_with("." + wanted.value))
            best = std::max(best.value_or(Rank{0, 0}), Rank{exact ? 2U : 1U, wanted.value.size()});
    }
    return best;
}

std::optional<Rank> pathRank(const std::optional<PathMatch>& match, const std::string& path, Precedence precedence) {
    const bool linkerd = precedence == Precedence::Linkerd;
    if (!match)
        return Rank{0, 0};
    switch (match->kind) {
    case PathMatch::Kind::Exact:
        return path == match->value ? std::optional(Rank{linkerd ? 0U : 3U, path.size()}) : std::nullopt;
    case PathMatch::Kind::Regex:
        if (!RE2::FullMatch(path, match->value))
            return std::nullopt;
        return linkerd ? Rank{0, path.size()} : Rank{2, match->value.size()};
    case PathMatch::Kind::Prefix: break;
    }
    auto prefix = match->value;
    while (prefix.ends_with('/'))
        prefix.pop_back();
    const bool matches = path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
    return matches ? std::optional(Rank{linkerd ? 0U : 1U, std::max<std::size_t>(prefix.size(), 1)}) : std::nullopt;
}

struct Asked {
    std::string caller, host, method, path, query;
    OneHeader header;
    IpAddress ip;

    RequestFacts facts() const { return {caller, "", ip, {method, host, target, &header}}; }
    std::string target; // path?query
};

bool restMatches(const RouteMatch& match, const Asked& asked) {
    return (match.method.empty() || match.method == asked.method)
           && (match.headers.empty() || match.headers[0].value == asked.header.value)
           && (match.query.empty() || RE2::FullMatch(asked.query, "q=[0-9]+"));
}

std::optional<std::size_t> naiveRoute(const ServerRules& rules, const Asked& asked) {
    std::optional<std::size_t> best;
    Rank bestRank;
    for (std::size_t i = 0; i < rules.routes.size(); ++i) {
        const auto& rule = rules.routes[i].rule;
        const auto host = hostRank(rule.hosts, asked.host);
        for (const auto& match : rule.matches.empty() ? std::vector<RouteMatch>(1) : rule.matches) {
            const auto path = pathRank(match.path, asked.path, rules.precedence);
            if (!host || !path || !restMatches(match, asked))
                continue;
            Rank rank = *host;
            rank.insert(rank.end(), path->begin(), path->end());
            const std::size_t method = match.method.empty() ? 0 : 1;
            if (rules.precedence == Precedence::GatewayApi)
                rank.insert(rank.end(), {method, match.headers.size(), match.query.size()});
            else
                rank.insert(rank.end(), {match.headers.size(), match.query.size(), method});
            if (!best || rank > bestRank) {
                best = i;
                bestRank = rank;
            }
        }
    }
    return best;
}

bool naiveAllows(const Authorization& rule, const Asked& asked) {
    const auto set = AddressSet::compile(rule.networks);
    const auto* tls = std::get_if<MeshTls>(&rule.authentication);
    if (!set->contains(asked.ip))
        return false;
    if (!tls)
        return true;
    if (asked.caller.empty())
        return false;
    const auto dns = WorkloadIdentity::parse(asked.caller)->dnsName();
    return tls->anyIdentity || std::ranges::any_of(tls->identities, [&](const auto& id) { return id == asked.caller || id == dns; })
           || std::ranges::any_of(tls->suffixes, [&](const auto& suffix) { return dns.ends_with(suffix); });
}

std::optional<std::string> naiveFirst(std::vector<Authorization> list, const Asked& asked) {
    std::ranges::sort(list, {}, &Authorization::object);
    for (const auto& rule : list)
        if (naiveAllows(rule, asked))
            return rule.object.describe();
    return std::nullopt;
}

std::string naiveVerdict(const ServerRules& rules, const Asked& asked) {
    std::optional<std::string> allowing;
    std::string route = "default/default";
    if (!rules.routes.empty()) {
        const auto index = naiveRoute(rules, asked);
        if (!index)
            return "no route";
        route = rules.routes[*index].rule.route.describe();
        allowing = naiveFirst(rules.routes[*index].authorizations, asked);
    }
    if (!allowing)
        allowing = naiveFirst(rules.authorizations, asked);
    if (!allowing && rules.defaultVerdict == DefaultVerdict::Audit)
        allowing = "default/audit";
    return route + (allowing ? " allowed by " + *allowing : " denied");
}

std::string told(const Decision& decision) {
    if (decision.verdict() == Verdict::NoRoute)
        return "no route";
    return decision.route().describe() + (decision.allowed() ? " allowed by " + decision.rule().describe() : " denied");
}

void ask(Dice& dice, Asked& asked) {
    asked.caller = identity(dice);
    asked.host = dice.pick(kHosts);
    asked.method = dice.pick(kMethods);
    asked.path = dice.pick(kPaths);
    asked.query = dice.chance(50) ? "q=7" : "q=x";
    asked.target = asked.path + (dice.chance(50) ? "?" + asked.query : "");
    if (asked.target == asked.path)
        asked.query.clear();
    asked.header.value = dice.pick(kTenants);
    asked.ip = IpAddress::v4(10, static_cast<std::uint8_t>(dice.below(4)), static_cast<std::uint8_t>(dice.below(4)), 9);
}

} // namespace

class TestReference : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theIndexSaysWhatTheListSays() {
        Dice dice(20261128);
        int allowed = 0;
        for (int round = 0; round < 400; ++round) {
            const auto rules = randomRules(dice);
            const auto snapshot = compile(rules);
            QVERIFY2(snapshot, snapshot ? "" : snapshot.error().describe().c_str());
            for (int i = 0; i < 50; ++i) {
                Asked asked;
                ask(dice, asked);
                const auto decision = evaluate(**snapshot, asked.facts());
                allowed += decision.allowed() ? 1 : 0;
                QCOMPARE(told(decision), naiveVerdict(rules, asked));
                const ConnectionContext context(**snapshot, asked.facts());
                QCOMPARE(told(evaluate(context, asked.facts().request)), told(decision));
            }
        }
        QVERIFY(allowed > 2'000 && allowed < 18'000); // both happen often
    }
    void theOrderOfAuthorizationsChangesNothing() {
        Dice dice(7);
        for (int round = 0; round < 200; ++round) {
            const auto rules = randomRules(dice);
            auto shuffled = rules;
            dice.shuffle(shuffled.authorizations);
            for (auto& route : shuffled.routes)
                dice.shuffle(route.authorizations);
            Asked asked;
            ask(dice, asked);
            QCOMPARE(told(evaluate(**compile(shuffled), asked.facts())), told(evaluate(**compile(rules), asked.facts())));
        }
    }
    void contextsKnowTheirSnapshot() {
        const auto first = *compile(defaultRules(DefaultPolicy::AllAuthenticated, 80));
        const auto second = *compile(defaultRules(DefaultPolicy::Deny, 80));
        const ConnectionContext context(*first, {"spiffe://talk.mesh/cluster/aws/ns/bank/sa/s1", "", IpAddress::v4(10, 0, 0, 1), {}});
        QVERIFY(context.isOf(*first));
        QVERIFY(!context.isOf(*second));
        QVERIFY(evaluate(context, {"GET", "bank", "/", nullptr}).allowed());
    }
};

QTEST_APPLESS_MAIN(TestReference)
#include "tst_reference.moc"
