// SPDX-License-Identifier: Apache-2.0
// Seven questions about a link: what is wrong fails one of them, what nobody told is never passed.
#include "link/guided_check.h"

#include <QTest>

#include <algorithm>

using namespace causeway;
using namespace causeway::link;

namespace {

using State = CheckAnswer::State;
using telemetry::Leg;
using telemetry::ProbeRung;
using telemetry::ProbeSample;

const WallTime kNow{std::chrono::hours(24 * 20'000)};
constexpr const char* kPayments = "spiffe://talk.mesh/cluster/aws/ns/bank/sa/payments";

CertificateFact certificate(CertificateFact::Kind kind, const std::string& instance, Duration age,
                            Duration left) {
    return {kind, "CN=it", instance, "f1", kNow - age, kNow + left};
}

ClusterInventory cluster(const std::string& name) {
    using Kind = CertificateFact::Kind;
    ClusterInventory inventory{.cluster = name};
    inventory.proxies = {
        {.instance = "gateway-1",
         .workload = "gateway",
         .identity = "spiffe://talk.mesh/cluster/" + name + "/ns/causeway/sa/gateway",
         .isGateway = true,
         .isConnected = true},
        {.instance = "ledger-1", .workload = "ledger", .isConnected = true}};
    inventory.certificates = {
        certificate(Kind::Anchor, {}, std::chrono::hours(1), std::chrono::hours(9000)),
        certificate(Kind::Issuer, {}, std::chrono::hours(1), std::chrono::hours(9000)),
        certificate(Kind::Leaf, "gateway-1", std::chrono::hours(1), std::chrono::hours(23)),
        certificate(Kind::Leaf, "ledger-1", std::chrono::hours(1), std::chrono::hours(23))};
    return inventory;
}

LinkTimes times(double toCalleeMs) {
    LinkTimes link;
    link.from = "aws";
    link.to = "gcp";
    link.whole = Timing{20 + toCalleeMs, 0.1, 300};
    for (const Leg leg : telemetry::kLegs)
        link.leg(leg) = Timing{1, 0.05, 300};
    link.leg(Leg::ToCallee) = Timing{toCalleeMs, 0.1, 300};
    link.reusedShare = 1.0;
    link.requests = 300;
    link.lost = 0;
    return link;
}

ProbeSample probe(ProbeRung rung, std::uint64_t us, std::uint64_t answered) {
    ProbeSample sample{.link = "aws:gcp", .rung = rung, .answered = answered};
    sample.time.record(us, answered);
    return sample;
}

std::vector<ProbeSample> probes() {
    return {probe(ProbeRung::Udp, 18'000, 60), probe(ProbeRung::Tcp, 18'500, 6),
            probe(ProbeRung::Tls, 20'000, 6)};
}

CheckFacts sound() {
    CheckFacts facts{.from = "aws", .to = "gcp", .now = kNow};
    facts.caller.inventory = cluster("aws");
    facts.caller.inventory->links = {{"gcp",
                                      "10.3.0.3",
                                      "spiffe://talk.mesh/cluster/gcp/ns/causeway/sa/gateway",
                                      {"ledger.bank"}}};
    facts.callee.inventory = cluster("gcp");
    facts.callee.inventory->services = {
        {.service = "ledger.bank", .ready = 2, .endpoints = 2, .isExported = true}};
    facts.picture.links = {times(2)};
    facts.usual.links = {times(2)};
    facts.answers = {{"aws:gcp", "ledger.bank", "gcp", kPayments, 300, 0, 0}};
    facts.probes = CheckedProbes{probes(), probes()};
    facts.denied.emplace();
    return facts;
}

CheckAnswer answer(const CheckFacts& facts, CheckStep step) {
    return checkLink(facts)[static_cast<std::size_t>(step)];
}

// The evidence of the only step that did not pass.
QString onlyFinding(const CheckFacts& facts, CheckStep step, State state) {
    for (const auto& each : checkLink(facts)) {
        const State wanted = each.step == step ? state : State::Passed;
        if (each.state != wanted)
            return QStringLiteral("%1 is %2").arg(name(each.step).data(), name(each.state).data());
    }
    return QString::fromStdString(answer(facts, step).evidence.front());
}

} // namespace

class TestGuidedCheck : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aSoundLinkPassesAllInTheirOrder() {
        const auto answers = checkLink(sound());
        QCOMPARE(answers.size(), kCheckSteps.size());
        for (std::size_t i = 0; i < answers.size(); ++i) {
            QCOMPARE(answers[i].step, kCheckSteps[i]);
            QVERIFY2(answers[i].state == State::Passed, answers[i].evidence.front().c_str());
            QVERIFY(!answers[i].evidence.empty());
            QVERIFY(answers[i].command.starts_with("causewayctl "));
        }
    }
    void whatNobodyToldIsUnknown() {
        CheckFacts facts{.from = "aws", .to = "gcp", .now = kNow};
        facts.caller.silence = facts.callee.silence = "nobody answers";
        facts.probesSilence = facts.deniedSilence = "nobody answers";
        for (const auto& each : checkLink(facts)) {
            QCOMPARE(name(each.state), std::string_view("unknown"));
            QVERIFY(!each.evidence.empty());
        }
    }
    void aLinkWithoutTrafficLeavesPolicyAndSaturationUnknown() {
        auto facts = sound();
        facts.picture.links.clear();
        facts.answers.clear();
        QCOMPARE(answer(facts, CheckStep::Policy).state, State::Unknown);
        QCOMPARE(answer(facts, CheckStep::Saturation).state, State::Unknown);
        QCOMPARE(answer(facts, CheckStep::Reachability).state, State::Passed);
        QCOMPARE(answer(facts, CheckStep::Wire).state, State::Passed);
    }
    void anUndeclaredLinkIsNotReachable() {
        auto facts = sound();
        facts.caller.inventory->links.clear();
        QCOMPARE(onlyFinding(facts, CheckStep::Reachability, State::Failed),
                 QStringLiteral("aws declares no link to gcp"));
    }
    void refusedConnectionsAreNotReachable() {
        auto facts = sound();
        ProbeSample refused{.link = "aws:gcp", .rung = ProbeRung::Tcp};
        refused.failures["refused"] = 6;
        facts.probes->now[1] = refused;
        QCOMPARE(onlyFinding(facts, CheckStep::Reachability, State::Failed),
                 QStringLiteral("6 of 6 TCP connections from aws to gcp failed (refused)"));
    }
    void lostRequestsAreNotReachable() {
        auto facts = sound();
        facts.picture.links[0].lost = 200;
        QCOMPARE(onlyFinding(facts, CheckStep::Reachability, State::Failed),
                 QStringLiteral("200 of 300 requests of the last 60 s failed on the way"));
    }
    void aGatewayThatIsGoneIsFound() {
        auto facts = sound();
        facts.callee.inventory->proxies[0].isConnected = false;
        QCOMPARE(onlyFinding(facts, CheckStep::Gateway, State::Failed),
                 QStringLiteral("gateway gateway-1 of gcp is not connected to its control plane"));
        facts.callee.inventory->proxies.erase(facts.callee.inventory->proxies.begin());
        QCOMPARE(onlyFinding(facts, CheckStep::Gateway, State::Failed),
                 QStringLiteral("no gateway is known in gcp"));
    }
    void anExpiredLeafIsFoundUnlessItsProxyIsGone() {
        auto facts = sound();
        auto& inventory = *facts.caller.inventory;
        inventory.proxies[1].identity = kPayments;
        inventory.certificates[3] = certificate(CertificateFact::Kind::Leaf, "ledger-1",
                                                std::chrono::hours(25), -std::chrono::hours(1));
        QVERIFY(onlyFinding(facts, CheckStep::Identity, State::Failed)
                    .startsWith("the certificate of ledger-1 in aws expired 2024-10-03T23:00:00Z"));
        // Renewed: the old one may rest.
        inventory.certificates.push_back(certificate(CertificateFact::Kind::Leaf, "ledger-1",
                                                     std::chrono::hours(1),
                                                     std::chrono::hours(23)));
        QCOMPARE(answer(facts, CheckStep::Identity).state, State::Passed);
        inventory.certificates.pop_back();
        inventory.proxies[1].isConnected = false;
        QCOMPARE(answer(facts, CheckStep::Identity).state, State::Passed);
    }
    void differentAnchorsAskForTheirExchange() {
        auto facts = sound();
        facts.callee.inventory->certificates[0].fingerprint = "f2";
        QCOMPARE(onlyFinding(facts, CheckStep::Identity, State::Failed),
                 QStringLiteral("aws and gcp trust different anchors"));
        QCOMPARE(answer(facts, CheckStep::Identity).command,
                 std::string("causewayctl trust status"));
    }
    void anotherGatewayThanTheDeclaredOneIsFound() {
        auto facts = sound();
        facts.callee.inventory->proxies[0].identity = "spiffe://other";
        QVERIFY(onlyFinding(facts, CheckStep::Identity, State::Failed)
                    .endsWith("gateway gateway-1 of gcp is spiffe://other"));
    }
    void aDenialIsFoundWithItsCommand() {
        auto facts = sound();
        facts.denied->push_back({.service = "ledger.bank",
                                 .cluster = "gcp",
                                 .identity = kPayments,
                                 .method = "GET",
                                 .path = "/entries",
                                 .server = "bank/ledger",
                                 .count = 12,
                                 .first = kNow - std::chrono::seconds(30),
                                 .last = kNow});
        QCOMPARE(onlyFinding(facts, CheckStep::Policy, State::Failed),
                 QStringLiteral("payments is denied GET /entries of ledger.bank by Server "
                                "bank/ledger, last 2024-10-04T00:00:00Z"));
        QCOMPARE(answer(facts, CheckStep::Policy).command,
                 std::string("causewayctl policy explain --cluster gcp --from ") + kPayments
                     + " --to ledger.bank --method GET --path /entries");
        // Somebody else's, inside gcp: no concern of this link.
        facts.denied->front().identity = "spiffe://talk.mesh/cluster/gcp/ns/bank/sa/payments";
        QCOMPARE(answer(facts, CheckStep::Policy).state, State::Passed);
    }
    void whoMayNotReadRecordingsDoesNotKnow() {
        auto facts = sound();
        facts.denied.reset();
        facts.deniedSilence = "needs the role author";
        QCOMPARE(onlyFinding(facts, CheckStep::Policy, State::Unknown),
                 QStringLiteral("whether policy refused a request: needs the role author"));
    }
    void halfOfTheEndpointsIsTooFew() {
        auto facts = sound();
        facts.callee.inventory->services[0].ready = 1;
        QCOMPARE(onlyFinding(facts, CheckStep::Endpoints, State::Failed),
                 QStringLiteral("1 of 2 endpoints of ledger.bank in gcp are ready"));
        facts.callee.inventory->services[0] = {
            .service = "ledger.bank", .ready = 2, .endpoints = 3, .isExported = true};
        QCOMPARE(answer(facts, CheckStep::Endpoints).state, State::Passed);
        facts.callee.inventory->services.clear();
        QCOMPARE(onlyFinding(facts, CheckStep::Endpoints, State::Failed),
                 QStringLiteral("gcp has no service ledger.bank"));
    }
    void aSilentEndLeavesOpenWhatItWouldHaveTold() {
        auto facts = sound();
        facts.callee.uncounted = "cluster gcp: no answer";
        facts.answers.clear();
        QCOMPARE(onlyFinding(facts, CheckStep::Policy, State::Unknown),
                 QStringLiteral("what gcp answered is not known: cluster gcp: no answer"));
        facts.caller.uncounted = "cluster aws: no answer";
        facts.picture = {};
        const auto saturation = answer(facts, CheckStep::Saturation);
        QVERIFY(saturation.state == State::Unknown);
        QCOMPARE(saturation.evidence.front(),
                 std::string("what callers in aws measured is not known: cluster aws: no answer"));
    }
    void certificatesOfOthersAreNoConcernOfThisLink() {
        auto facts = sound();
        auto& proxy = facts.callee.inventory->proxies[1];
        proxy.identity = "spiffe://talk.mesh/cluster/gcp/ns/risk/sa/ledger";
        auto& leaf = facts.callee.inventory->certificates[3];
        leaf.notAfter = kNow - std::chrono::hours(1);
        QCOMPARE(answer(facts, CheckStep::Identity).state, State::Passed);
        proxy.identity = "spiffe://talk.mesh/cluster/gcp/ns/bank/sa/ledger";
        QCOMPARE(answer(facts, CheckStep::Identity).state, State::Failed);
    }
    void aSlowGatewayIsSaturated() {
        auto facts = sound();
        facts.picture.links[0] = times(14);
        QCOMPARE(onlyFinding(facts, CheckStep::Saturation, State::Failed),
                 QStringLiteral("the way through the gateway of gcp takes 14 ms, usually 2.0 ms"));
        facts.usual.links.clear();
        QCOMPARE(answer(facts, CheckStep::Saturation).state, State::Unknown);
    }
    void lostReuseIsSaturation() {
        auto facts = sound();
        facts.picture.links[0].reusedShare = 0.4;
        QCOMPARE(onlyFinding(facts, CheckStep::Saturation, State::Failed),
                 QStringLiteral("40 % of requests find a connection open, usually 100 %"));
    }
    void aLongerOrLossyWireIsFound() {
        auto facts = sound();
        facts.probes->now[0] = probe(ProbeRung::Udp, 30'000, 60);
        QCOMPARE(onlyFinding(facts, CheckStep::Wire, State::Failed),
                 QStringLiteral("a datagram there and back takes 30 ms, usually 18 ms"));
        facts.probes->now[0] = probe(ProbeRung::Udp, 18'000, 54);
        facts.probes->now[0].lost = 6;
        QCOMPARE(onlyFinding(facts, CheckStep::Wire, State::Failed),
                 QStringLiteral("10 % of 60 datagrams were lost"));
    }
    void aLinkToItselfIsToldOnce() {
        auto facts = sound();
        facts.to = "aws";
        facts.callee = facts.caller;
        const auto gateways = answer(facts, CheckStep::Gateway).evidence;
        QCOMPARE(gateways, std::vector<std::string>{"gateway gateway-1 of aws runs"});
    }
};

QTEST_APPLESS_MAIN(TestGuidedCheck)
#include "tst_guided_check.moc"
