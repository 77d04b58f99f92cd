// SPDX-License-Identifier: Apache-2.0
// Causes that are seen rather than inferred: certificates at their end, endpoints that are gone,
// policy that refuses.
#include "link/diagnosis.h"
#include "link/inventory_judge.h"
#include "link/words.h"

#include <QTest>

using namespace causeway;
using namespace causeway::link;

namespace {

using std::chrono::hours;
using std::chrono::seconds;

const WallTime kNow{hours(24 * 20'000)};
constexpr const char* kPayments = "spiffe://talk.mesh/cluster/aws/ns/bank/sa/payments";
constexpr const char* kLedger = "spiffe://talk.mesh/cluster/gcp/ns/bank/sa/ledger";

CertificateFact leaf(const std::string& instance, Duration age, Duration left) {
    return {CertificateFact::Kind::Leaf, "CN=it", instance, "f", kNow - age, kNow + left};
}

// aws calls ledger.bank of gcp; all is well.
FleetFacts sound() {
    ClusterInventory aws{.cluster = "aws"};
    aws.proxies = {
        {.instance = "gateway-1", .workload = "gateway", .isGateway = true, .isConnected = true}};
    aws.certificates = {leaf("gateway-1", hours(1), hours(23))};
    aws.links = {{"gcp", "10.3.0.3", {}, {"ledger.bank"}}};
    ClusterInventory gcp{.cluster = "gcp"};
    gcp.proxies = {
        {.instance = "ledger-1", .workload = "ledger", .identity = kLedger, .isConnected = true},
        {.instance = "reports-1", .workload = "reports", .isConnected = true}};
    gcp.certificates = {leaf("ledger-1", hours(1), hours(23)),
                        leaf("reports-1", hours(1), hours(23))};
    gcp.services = {{.service = "ledger.bank", .ready = 2, .endpoints = 2},
                    {.service = "reports.bank", .ready = 1, .endpoints = 1}};
    FleetFacts facts{.now = kNow, .clusters = {aws, gcp}};
    facts.answers = {{"aws:gcp", "ledger.bank", "gcp", kPayments, 300, 0, 0}};
    facts.usualAnswers = {{"aws:gcp", "ledger.bank", "gcp", kPayments, 3000, 0, 0}};
    return facts;
}

DeniedCall denied(std::uint64_t count, Duration since) {
    return {.service = "ledger.bank",
            .cluster = "gcp",
            .identity = kPayments,
            .method = "GET",
            .path = "/entries",
            .server = "bank/ledger",
            .count = count,
            .first = kNow - since,
            .last = kNow};
}

FleetFacts refusing() {
    auto facts = sound();
    facts.answers[0].refused = facts.answers[0].failures = 90;
    facts.denied = {denied(80, seconds(40))};
    return facts;
}

// A picture in which ledger fails what it refuses.
Picture failing(std::uint64_t failed) {
    Picture picture;
    LinkTimes link;
    link.from = "aws";
    link.to = "gcp";
    link.whole = Timing{20, 0.1, 300};
    link.leg(telemetry::Leg::Wire) = Timing{10, 0.1, 300};
    link.requests = 300;
    link.failures = failed;
    link.lost = 0;
    picture.links = {link};
    picture.services = {{.service = "ledger.bank",
                         .cluster = "gcp",
                         .requests = 300,
                         .overLinks = 300,
                         .answered = 300,
                         .failed = failed}};
    return picture;
}

} // namespace

class TestInventoryJudge : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingIsWrongWithASoundFleet() {
        QVERIFY(judgeCertificates(sound()).empty());
        QVERIFY(judgeEndpoints(sound()).empty());
        QVERIFY(judgeDenials(sound()).empty());
    }

    void anExpiredCertificateOfAGateway() {
        auto facts = sound();
        facts.clusters[0].certificates = {leaf("gateway-1", hours(25), -hours(1))};
        const auto verdicts = judgeCertificates(facts);
        QCOMPARE(verdicts.size(), std::size_t(1));
        QCOMPARE(verdicts[0].leg.text(), std::string("certificate:gateway-1@aws"));
        QCOMPARE(name(verdicts[0].kind), std::string_view("certificate"));
        QCOMPARE(verdicts[0].links, std::vector<std::string>{"aws:gcp"});
        QVERIFY(verdicts[0].since == kNow - hours(1));
        QCOMPARE(describe(verdicts[0]),
                 std::string("the certificate of gateway-1 in aws expired 2024-10-03T23:00:00Z"));
        QCOMPARE(commandFor(verdicts[0].next[0]), std::string("causewayctl certs"));
    }
    void oneThatIsOverdueComesAfterWhatFails() {
        auto facts = sound();
        facts.clusters[1].certificates[0] = leaf("ledger-1", hours(21), hours(3));
        const auto now = failing(150);
        const auto usual = failing(0);
        const auto verdicts = diagnose(now, &usual, facts);
        QCOMPARE(verdicts.size(), std::size_t(2));
        QCOMPARE(name(verdicts[0].kind), std::string_view("failing-workload"));
        QCOMPARE(verdicts[1].leg.text(), std::string("certificate:ledger-1@gcp"));
        QVERIFY(!verdicts[1].since);
    }
    // Half of its endpoints are gone, and the others take over: what fails comes first.
    void whatFailsMostComesFirst() {
        auto facts = sound();
        auto& services = facts.clusters[1].services;
        const auto ledger = std::ranges::find(services, "ledger.bank", &ServiceFact::service);
        ledger->endpoints = 2;
        ledger->ready = 1;
        const auto usual = failing(0);
        const auto kinds = [&](std::uint64_t failed) {
            const auto now = failing(failed);
            std::vector<std::string> kinds;
            for (const auto& verdict : diagnose(now, &usual, facts))
                kinds.emplace_back(name(verdict.kind));
            return kinds;
        };
        QCOMPARE(kinds(150), (std::vector<std::string>{"failing-workload", "endpoints"}));
        QCOMPARE(kinds(30), (std::vector<std::string>{"endpoints", "failing-workload"}));
        ledger->ready = 0;
        QCOMPARE(kinds(290), (std::vector<std::string>{"endpoints", "failing-workload"}));
    }
    void certificatesOfWorkloadsThatNoLinkLeadsToAreNoConcern() {
        auto facts = sound();
        facts.clusters[1].certificates[1] = leaf("reports-1", hours(25), -hours(1));
        QVERIFY(judgeCertificates(facts).empty());
    }
    void aWorkloadsCertificateAccusesItsOwnLinksOnly() {
        auto facts = sound();
        facts.clusters[0].links.push_back({"azure", "10.2.0.3", {}, {"kyc.risk"}});
        facts.clusters[1].links = {{"azure", "10.2.0.3", {}, {"kyc.risk"}}};
        facts.clusters[1].certificates[0] = leaf("ledger-1", hours(25), -hours(1));
        QCOMPARE(judgeCertificates(facts)[0].links, std::vector<std::string>{"aws:gcp"});
        // It calls somewhere, too.
        facts.usualAnswers.push_back({"gcp:azure", "kyc.risk", "azure", kLedger, 5, 0, 0});
        QCOMPARE(judgeCertificates(facts)[0].links,
                 (std::vector<std::string>{"aws:gcp", "gcp:azure"}));
        // A ledger of another namespace is somebody else.
        facts.clusters[1].proxies[0].identity = "spiffe://talk.mesh/cluster/gcp/ns/risk/sa/ledger";
        QVERIFY(judgeCertificates(facts).empty());
    }
    void minutesOfRefusalAreNoPartOfTheUsual() {
        const auto window = [](std::uint64_t refused) {
            telemetry::EdgeSample sample;
            auto& key = sample.labels.key;
            key.vantage = telemetry::Vantage::Callee;
            key.sourceIdentity = kPayments;
            key.destinationService = "ledger.bank";
            key.destinationCluster = "gcp";
            key.link = "aws:gcp";
            sample.counters.requests = 100 - refused;
            auto denied = sample;
            denied.labels.key.statusClass = telemetry::StatusClass::Http4xx;
            denied.counters.requests = refused;
            return std::vector<telemetry::ClusterSamples>{{"gcp", seconds(60), {sample, denied}, {}}};
        };
        std::vector<std::vector<telemetry::ClusterSamples>> windows(9, window(2));
        for (std::size_t i = 0; i < 4; ++i)
            windows[i] = window(80);
        const auto usual = usualAnswersOf(windows);
        QCOMPARE(usual.size(), std::size_t(1));
        QCOMPARE(usual[0].requests, std::uint64_t(900));
        QCOMPARE(usual[0].refused, std::uint64_t(18));
        QVERIFY(usualAnswersOf({}).empty());
    }
    void refusalIsDatedOverHours() {
        const WallTime hour = std::chrono::floor<hours>(kNow);
        auto call = denied(600, seconds(0));
        call.first = hour + seconds(3);
        call.last = hour + seconds(603);
        const Duration gap = usualGap(call);
        QVERIFY2(mayReachBack(call, gap), "once a second, from the third second on");
        auto before = call;
        before.first = hour - seconds(2400);
        before.last = hour - seconds(1);
        before.count = 2400;
        auto other = before;
        other.path = "/accounts";
        QVERIFY(!reachBack(call, other, gap));
        auto long_ago = before;
        long_ago.last = hour - seconds(1800);
        QVERIFY2(!reachBack(call, long_ago, gap), "it had stopped meanwhile");
        QVERIFY(reachBack(call, before, gap));
        QVERIFY(call.first == hour - seconds(2400));
        // What it reaches back over does not make its gaps longer.
        auto earlier = before;
        earlier.last = before.first - gap - seconds(1);
        earlier.first = earlier.last - seconds(60);
        QVERIFY(!reachBack(call, earlier, gap));
        call.first = hour + seconds(1200);
        call.last = hour + seconds(1800);
        QVERIFY2(!mayReachBack(call, gap), "it began within its hour");
    }
    void issuersAreToldAWeekAhead() {
        auto facts = sound();
        facts.clusters[1].certificates.push_back({CertificateFact::Kind::Issuer,
                                                  "CN=gcp",
                                                  {},
                                                  "i",
                                                  kNow - hours(100),
                                                  kNow + hours(24 * 6)});
        QCOMPARE(judgeCertificates(facts)[0].leg.text(), std::string("certificate:issuer@gcp"));
    }

    void halfOfTheEndpointsGone() {
        auto facts = sound();
        facts.clusters[1].services[0].ready = 1;
        const auto verdicts = judgeEndpoints(facts);
        QCOMPARE(verdicts.size(), std::size_t(1));
        QCOMPARE(verdicts[0].leg.text(), std::string("workload:ledger@gcp"));
        QCOMPARE(name(verdicts[0].kind), std::string_view("endpoints"));
        QCOMPARE(verdicts[0].links, std::vector<std::string>{"aws:gcp"});
        QCOMPARE(describe(verdicts[0]),
                 std::string("1 of 2 endpoints of ledger.bank in gcp are ready"));
    }
    void endpointsThatNoLinkLeadsToAreNoConcern() {
        auto facts = sound();
        facts.clusters[1].services[1].ready = 0;
        QVERIFY(judgeEndpoints(facts).empty());
    }
    void aServiceWithoutEndpointsWasNeverThere() {
        auto facts = sound();
        facts.clusters[1].services[0] = {.service = "ledger.bank"};
        QVERIFY(judgeEndpoints(facts).empty());
    }

    void policyThatRefuses() {
        const auto verdicts = judgeDenials(refusing());
        QCOMPARE(verdicts.size(), std::size_t(1));
        const auto& verdict = verdicts[0];
        QCOMPARE(verdict.leg.text(), std::string("policy:bank/ledger@gcp"));
        QCOMPARE(name(verdict.kind), std::string_view("policy"));
        QCOMPARE(verdict.failing, 0.3);
        QVERIFY(!verdict.standing);
        QVERIFY(verdict.since == kNow - seconds(40));
        QCOMPARE(verdict.links, std::vector<std::string>{"aws:gcp"});
        QCOMPARE(describe(verdict.evidence[0]),
                 std::string("aws:gcp: 30 % of what payments asks of ledger.bank is refused, "
                             "usually 0 %"));
        QCOMPARE(describe(verdict.evidence[1]),
                 std::string("the proxy of ledger.bank recorded that policy denied GET /entries "
                             "to payments"));
        QCOMPARE(commandFor(verdict.next[0]),
                 std::string("causewayctl policy explain --cluster gcp --from ") + kPayments
                     + " --to ledger.bank --method GET --path /entries");
    }
    // Its end stays in the window for a while, and what has begun since is the news.
    void whatIsRefusedNoLongerComesLater() {
        auto facts = refusing();
        facts.denied[0].last = kNow - seconds(10);
        QVERIFY(!judgeDenials(facts)[0].over);
        facts.denied[0].last = kNow - seconds(15);
        QVERIFY(judgeDenials(facts)[0].over);
        facts.clusters[1].services[0].ready = 1;
        const auto worse = failing(200);
        const auto usual = failing(0);
        QCOMPARE(diagnose(worse, &usual, facts).back().leg.text(),
                 std::string("policy:bank/ledger@gcp"));
    }
    void theDefaultPolicyHasNoServer() {
        auto facts = refusing();
        facts.denied[0].server.clear();
        QCOMPARE(judgeDenials(facts)[0].leg.text(), std::string("policy:default@gcp"));
    }
    void whatTheApplicationRefusesIsNotPolicys() {
        auto facts = refusing();
        facts.denied[0].count = 10;
        QVERIFY(judgeDenials(facts).empty());
        // 80 in an hour are one or two in this minute.
        facts = refusing();
        facts.denied = {denied(80, hours(1))};
        QVERIFY(judgeDenials(facts).empty());
    }
    void aFewDenialsAccuseNobody() {
        auto facts = refusing();
        facts.answers[0].refused = 4;
        QVERIFY(judgeDenials(facts).empty());
        facts.answers[0].refused = 8;
        facts.denied[0].count = 8;
        QVERIFY(judgeDenials(facts).empty()); // 2.7 %
    }
    void whatWasAlwaysRefusedIsStanding() {
        auto facts = refusing();
        facts.usualAnswers[0].refused = 900;
        QVERIFY(judgeDenials(facts)[0].standing);
        // What has just begun comes first.
        facts.clusters[1].services[0].ready = 1;
        const auto worse = failing(200);
        const auto usual = failing(0);
        const auto verdicts = diagnose(worse, &usual, facts);
        QCOMPARE(name(verdicts.front().kind), std::string_view("failing-workload"));
        QCOMPARE(name(verdicts.back().kind), std::string_view("policy"));
        QCOMPARE(verdicts.size(), std::size_t(3));
    }
    // gRPC counts a denial as a failure of the callee; it is not the callee that fails.
    void aDeniedWorkloadIsNotAccused() {
        const auto now = failing(90);
        const auto usual = failing(0);
        QCOMPARE(name(diagnose(now, &usual, sound())[0].kind),
                 std::string_view("failing-workload"));
        const auto verdicts = diagnose(now, &usual, refusing());
        QCOMPARE(verdicts.size(), std::size_t(1));
        QCOMPARE(verdicts[0].leg.text(), std::string("policy:bank/ledger@gcp"));
        // It fails by itself as well.
        const auto worse = failing(200);
        QCOMPARE(diagnose(worse, &usual, refusing()).size(), std::size_t(2));
    }
    void answersAreCountedByCaller() {
        using telemetry::StatusClass;
        const auto sample = [](StatusClass status, std::uint64_t requests, std::uint64_t failures) {
            telemetry::EdgeSample sample;
            auto& key = sample.labels.key;
            key.vantage = telemetry::Vantage::Callee;
            key.sourceIdentity = kPayments;
            key.destinationService = "ledger.bank";
            key.destinationCluster = "gcp";
            key.link = "aws:gcp";
            key.statusClass = status;
            sample.counters.requests = requests;
            sample.counters.failures = failures;
            return sample;
        };
        telemetry::ClusterSamples gcp{
            "gcp",
            seconds(60),
            {sample(StatusClass::Http2xx, 100, 0), sample(StatusClass::Http4xx, 20, 0),
             sample(StatusClass::GrpcError, 7, 7), sample(StatusClass::Http5xx, 3, 3)}};
        gcp.samples.push_back(gcp.samples[0]);
        gcp.samples.back().labels.key.link.clear(); // within the cluster
        const auto answers = answersOf(std::span(&gcp, 1));
        QCOMPARE(answers.size(), std::size_t(1));
        QCOMPARE(answers[0].requests, std::uint64_t(130));
        QCOMPARE(answers[0].refused, std::uint64_t(27));
        QCOMPARE(answers[0].failures, std::uint64_t(7));
        QCOMPARE(answers[0].identity, std::string(kPayments));
    }
};

QTEST_APPLESS_MAIN(TestInventoryJudge)
#include "tst_inventory_judge.moc"
