// SPDX-License-Identifier: Apache-2.0
#include "policy/snapshot.h"

#include <QTest>

#include <algorithm>
#include <type_traits>

using namespace causeway;
using namespace causeway::policy;

// Whoever could make a permit could forward without asking.
static_assert(!std::is_default_constructible_v<Permit>);
static_assert(!std::is_constructible_v<Permit, std::shared_ptr<const Snapshot>, const ObjectRef&>);
static_assert(!std::is_default_constructible_v<Decision>);

namespace {

constexpr const char* kPayments = "spiffe://talk.mesh/cluster/aws/ns/bank/sa/payments";
constexpr const char* kCards = "spiffe://talk.mesh/cluster/gcp/ns/shop/sa/cards";
constexpr const char* kGateway = "spiffe://talk.mesh/cluster/aws/ns/causeway/sa/gateway";
const IpAddress kClient = IpAddress::v4(10, 1, 0, 7);

Authorization allow(const std::string& name, std::variant<Unauthenticated, MeshTls> who,
                    std::vector<NetworkRange> networks = {{"0.0.0.0/0", {}}, {"::/0", {}}}) {
    return {{"policy.linkerd.io", "authorizationpolicy", name, "bank"}, std::move(networks), std::move(who)};
}
MeshTls only(std::string identity) { return {false, {std::move(identity)}, {}}; }

InboundRoute inbound(const std::string& name, const std::string& path, std::vector<Authorization> list) {
    InboundRoute result;
    result.rule.route = {"policy.linkerd.io", "httproute", name, "bank"};
    result.rule.matches = {{route::PathMatch{route::PathMatch::Kind::Prefix, path}, "", {}, {}}};
    result.authorizations = std::move(list);
    return result;
}

ServerRules server(std::vector<Authorization> authorizations, std::vector<InboundRoute> routes = {}) {
    ServerRules rules;
    rules.server = {"policy.linkerd.io", "server", "ledger-http", "bank"};
    rules.port = 8080;
    rules.authorizations = std::move(authorizations);
    rules.routes = std::move(routes);
    return rules;
}

RequestFacts from(std::string_view identity, std::string_view path = "/loans") {
    return {identity, "", kClient, {"GET", "ledger.bank", path, nullptr}};
}

Decision judge(const ServerRules& rules, const RequestFacts& facts) {
    return evaluate(**compile(rules), facts);
}

} // namespace

class TestPolicy : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void identitiesExactAndBySuffix() {
        const auto exact = server({allow("payments", only(kPayments))});
        QVERIFY(judge(exact, from(kPayments)).allowed());
        QVERIFY(!judge(exact, from(kCards)).allowed());
        QVERIFY(!judge(exact, from("")).allowed());
        const auto dns = server({allow("payments", only("payments.bank.serviceaccount.identity.causeway.talk.mesh"))});
        QVERIFY(judge(dns, from(kPayments)).allowed());
        const auto suffix = server({allow("bank", MeshTls{false, {}, {".bank.serviceaccount.identity.causeway.talk.mesh"}})});
        QVERIFY(judge(suffix, from(kPayments)).allowed());
        QVERIFY(!judge(suffix, from(kCards)).allowed());
    }
    void suffixesNeverApplyToUris() {
        const auto rules = server({allow("odd", MeshTls{false, {}, {"/sa/payments"}})});
        QVERIFY(!judge(rules, from(kPayments)).allowed());
    }
    void anyIdentityIsStillAnIdentity() {
        const auto rules = server({allow("meshed", MeshTls{true, {}, {}})});
        QVERIFY(judge(rules, from(kPayments)).allowed());
        QVERIFY(judge(rules, from("spiffe://talk.mesh/user/console/role/viewer")).allowed());
        QVERIFY(!judge(rules, from("")).allowed());
    }
    void networkAndIdentityMustBothHold() {
        const auto rules = server({allow("near", only(kPayments), {{"10.2.0.0/16", {}}})});
        QVERIFY(!judge(rules, from(kPayments)).allowed());
        auto facts = from(kPayments);
        facts.clientIp = IpAddress::v4(10, 2, 0, 1);
        QVERIFY(judge(rules, facts).allowed());
    }
    void theOriginalCallerIsJudgedNotTheGateway() {
        const auto rules = server({allow("payments", only(kPayments))});
        auto facts = from(kGateway);
        QVERIFY(!judge(rules, facts).allowed());
        facts.originalCaller = kPayments;
        QVERIFY(judge(rules, facts).allowed());
        facts.peerIdentity = kPayments;
        facts.originalCaller = kCards;
        QVERIFY(!judge(rules, facts).allowed());
    }
    void aPermitSaysWhichRuleAllowed() {
        const auto decision = judge(server({allow("payments", only(kPayments))}), from(kPayments));
        QVERIFY(decision.permit());
        QCOMPARE(decision.permit()->rule().name, std::string("payments"));
        QCOMPARE(decision.server().name, std::string("ledger-http"));
        QVERIFY(!judge(server({}), from(kPayments)).permit());
    }
    void aPermitOutlivesTheSnapshot() {
        std::optional<Permit> permit;
        {
            auto snapshot = *compile(server({allow("payments", only(kPayments))}));
            permit = evaluate(*snapshot, from(kPayments)).permit();
        }
        QCOMPARE(permit->rule().describe(), std::string("authorizationpolicy/bank/payments"));
    }
    void theOrderOfObjectsChangesNothing() {
        std::vector list{allow("c-any", MeshTls{true, {}, {}}), allow("a-payments", only(kPayments)),
                         allow("b-open", Unauthenticated{}), allow("d-cards", only(kCards))};
        std::sort(list.begin(), list.end(), [](auto& x, auto& y) { return x.object < y.object; });
        int permutations = 0;
        do {
            const auto rules = server(list);
            QCOMPARE(judge(rules, from(kPayments)).rule().name, std::string("a-payments"));
            QCOMPARE(judge(rules, from(kCards)).rule().name, std::string("b-open"));
            QCOMPARE(judge(rules, from("")).rule().name, std::string("b-open"));
            ++permutations;
        } while (std::next_permutation(list.begin(), list.end(),
                                       [](auto& x, auto& y) { return x.object < y.object; }));
        QCOMPARE(permutations, 24);
    }
    void routesHaveTheirOwnAuthorizations() {
        const auto rules = server({allow("payments", only(kPayments))},
                                  {inbound("loans", "/loans", {allow("cards", only(kCards))}),
                                   inbound("health", "/health", {allow("probes", Unauthenticated{})})});
        QCOMPARE(judge(rules, from(kCards, "/loans")).rule().name, std::string("cards"));
        QCOMPARE(judge(rules, from(kPayments, "/loans")).rule().name, std::string("payments"));
        QVERIFY(!judge(rules, from(kCards, "/health/x")).rule().builtIn());
        QVERIFY(judge(rules, from("", "/health")).allowed());
        QVERIFY(!judge(rules, from("", "/loans")).allowed());
        QCOMPARE(judge(rules, from(kCards, "/loans")).route().name, std::string("loans"));
    }
    void whatNoRouteMatchesIsNotFound() {
        const auto rules = server({allow("open", Unauthenticated{})}, {inbound("loans", "/loans", {})});
        const auto decision = judge(rules, from(kPayments, "/cards"));
        QCOMPARE(decision.verdict(), Verdict::NoRoute);
        QVERIFY(!decision.permit());
    }
    void auditAllowsAndTells() {
        auto rules = server({allow("payments", only(kPayments))});
        rules.defaultVerdict = DefaultVerdict::Audit;
        const auto stranger = judge(rules, from(kCards));
        QVERIFY(stranger.allowed() && stranger.wouldDeny());
        QCOMPARE(stranger.rule().describe(), std::string("default/audit"));
        const auto known = judge(rules, from(kPayments));
        QVERIFY(known.allowed() && !known.wouldDeny());
    }
    void defaultPolicies_data() {
        QTest::addColumn<QString>("policy");
        QTest::addColumn<QString>("expected"); // near+identity, near, far+identity, far
        QTest::newRow("all-unauthenticated") << "all-unauthenticated" << "yyyy";
        QTest::newRow("all-authenticated") << "all-authenticated" << "ynyn";
        QTest::newRow("cluster-unauthenticated") << "cluster-unauthenticated" << "yynn";
        QTest::newRow("cluster-authenticated") << "cluster-authenticated" << "ynnn";
        QTest::newRow("deny") << "deny" << "nnnn";
        QTest::newRow("audit") << "audit" << "yyyy";
    }
    void defaultPolicies() {
        QFETCH(QString, policy);
        QFETCH(QString, expected);
        const auto rules = defaultRules(*parseDefaultPolicy(policy.toStdString()), 8080);
        QString got;
        for (const auto& address : {kClient, IpAddress::v4(8, 8, 8, 8)}) {
            for (const auto* identity : {kPayments, ""}) {
                auto facts = from(identity);
                facts.clientIp = address;
                got += judge(rules, facts).allowed() ? 'y' : 'n';
            }
        }
        QCOMPARE(got, expected);
        QVERIFY(!parseDefaultPolicy("open"));
    }
    void aWorkloadMayTalkToItself() {
        const auto rules = defaultRules(DefaultPolicy::Deny, 8080);
        auto facts = from("");
        facts.clientIp = IpAddress::v4(127, 0, 0, 1);
        QVERIFY(!judge(rules, facts).allowed()); // the mesh's port: a neighbour, perhaps
        facts.atWorkloadPort = true;
        QCOMPARE(judge(rules, facts).rule().describe(), std::string("default/localhost"));
        facts.peerIdentity = kCards; // a mesh peer on the same host is judged like any other
        QVERIFY(!judge(rules, facts).allowed());
    }
    void whatDoesNotCompileIsNamed() {
        const auto none = compile(server({allow("empty", Unauthenticated{}, {})}));
        QCOMPARE(none.error().describe(), std::string("authorizationpolicy/bank/empty: networks: found none; "
                                                      "expected at least one, such as 0.0.0.0/0"));
        const auto bad = compile(server({allow("bad", Unauthenticated{}, {{"10.0.0.0/8", {"10.x"}}})}));
        QVERIFY(bad.error().describe().starts_with("authorizationpolicy/bank/bad: networks[0].except[0]: found \"10.x\""));
    }
    void aDenialSaysWhoAndWhere() {
        const auto facts = from(kCards);
        QCOMPARE(judge(server({allow("payments", only(kPayments))}), facts).describe(facts),
                 std::string("denied: spiffe://talk.mesh/cluster/gcp/ns/shop/sa/cards from 10.1.0.7 matches none "
                             "of 1 authorizations of server/bank/ledger-http (route default/default)"));
    }
};

QTEST_APPLESS_MAIN(TestPolicy)
#include "tst_policy.moc"
