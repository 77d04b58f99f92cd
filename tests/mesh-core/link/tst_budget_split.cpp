// SPDX-License-Identifier: Apache-2.0
// Who spent the budgets of a link, by counts at four places.
#include "link/budget_split.h"

#include <QTest>

using namespace causeway;
using namespace causeway::link;
using namespace std::chrono_literals;
using telemetry::ClusterSamples;
using telemetry::EdgeSample;
using telemetry::Leg;
using telemetry::Vantage;

namespace {

EdgeSample row(Vantage vantage, const std::string& caller, std::uint64_t requests,
               std::uint64_t failures) {
    EdgeSample sample;
    sample.labels.key.vantage = vantage;
    sample.labels.key.link = "aws:gcp";
    sample.labels.sourceWorkload = caller;
    sample.counters.requests = requests;
    sample.counters.failures = failures;
    return sample;
}

// payments: 1000 requests, 40 failed, 100 took 90 ms; cards: 500, 10 failed, none slow.
std::vector<ClusterSamples> twoClusters() {
    EdgeSample payments = row(Vantage::Caller, "payments", 1000, 40);
    payments.counters.latency.record(20'000, 860);
    payments.counters.latency.record(90'000, 100);
    payments.counters.leg(Leg::Wire).record(15'000, 860);
    payments.counters.leg(Leg::Wire).record(78'000, 100); // 63 ms more
    payments.counters.leg(Leg::Application).record(4'000, 860);
    payments.counters.leg(Leg::Application).record(11'000, 100); // 7 ms more
    EdgeSample cards = row(Vantage::Caller, "cards", 500, 10);
    cards.counters.latency.record(20'000, 490);
    EdgeSample elsewhere = row(Vantage::Caller, "cards", 500, 500);
    elsewhere.labels.key.link = "aws:azure";
    return {{"aws", 60s, {payments, cards, elsewhere, row(Vantage::Egress, "", 1500, 45)}, {}},
            {"gcp", 60s, {row(Vantage::Ingress, "", 1480, 25), row(Vantage::Callee, "", 1480, 20)}, {}}};
}

const LegSpent& leg(const BudgetSplit& split, const char* name) {
    for (const auto& each : split.legs)
        if (each.leg == name)
            return each;
    qFatal("no leg %s", name);
}

} // namespace

class TestBudgetSplit : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aLimitIsCountedUpToItsBucketsEdge() {
        using std::chrono::milliseconds;
        QVERIFY(countedWithin(milliseconds(50)) == milliseconds(50));
        QVERIFY(countedWithin(milliseconds(501)) == milliseconds(510));
        telemetry::Histogram latency;
        latency.record(505'000);
        QCOMPARE(slowIn(latency, milliseconds(501)), slowIn(latency, milliseconds(510)));
    }
    void callersThatSpentMostComeFirst() {
        const auto split = splitBudget(twoClusters(), "aws", "gcp", 50ms);
        QCOMPARE(split.failed, std::uint64_t(50));
        QCOMPARE(split.slow, std::uint64_t(100));
        QCOMPARE(split.callers.size(), std::size_t(2));
        QCOMPARE(split.callers[0].caller, std::string("payments"));
        QCOMPARE(split.callers[0].failed, std::uint64_t(40));
        QCOMPARE(split.callers[0].slow, std::uint64_t(100));
        QCOMPARE(split.callers[1].slow, std::uint64_t(0));
    }
    void failuresOfALegAreADifference() {
        const auto split = splitBudget(twoClusters(), "aws", "gcp", {});
        QCOMPARE(split.slow, std::uint64_t(0));
        QCOMPARE(*leg(split, "to-egress").failed, std::uint64_t(5));
        QCOMPARE(*leg(split, "wire").failed, std::uint64_t(20));
        QCOMPARE(*leg(split, "to-callee").failed, std::uint64_t(5));
        QCOMPARE(*leg(split, "application").failed, std::uint64_t(20));
        QVERIFY(!leg(split, "connect").failed);
    }
    void timeBeyondTheMedianIsALegsPart() {
        const auto split = splitBudget(twoClusters(), "aws", "gcp", 50ms);
        QVERIFY2(std::abs(*leg(split, "wire").slowShare - 0.9) < 0.02,
                 QByteArray::number(*leg(split, "wire").slowShare));
        QVERIFY(std::abs(*leg(split, "application").slowShare - 0.1) < 0.02);
        QVERIFY(!leg(split, "connect").slowShare);
    }
    void anEndThatDoesNotTellLeavesItsLegsOpen() {
        auto clusters = twoClusters();
        clusters.pop_back();
        const auto split = splitBudget(clusters, "aws", "gcp", 50ms);
        QCOMPARE(*leg(split, "to-egress").failed, std::uint64_t(5));
        QVERIFY(!leg(split, "wire").failed && !leg(split, "application").failed);
        QVERIFY2(leg(split, "wire").slowShare, "the caller measured its time");
    }
    void aLinkToItselfHasAllInOneCluster() {
        std::vector<ClusterSamples> one{{"aws", 60s, {}, {}}};
        for (auto vantage : {Vantage::Caller, Vantage::Egress, Vantage::Ingress, Vantage::Callee}) {
            one[0].samples.push_back(row(vantage, "payments", 100, 8 - std::uint64_t(vantage)));
            one[0].samples.back().labels.key.link = "aws:aws";
        }
        const auto split = splitBudget(one, "aws", "aws", {});
        QCOMPARE(split.failed, std::uint64_t(7));
        QCOMPARE(*leg(split, "wire").failed, std::uint64_t(1));
        QCOMPARE(*leg(split, "application").failed, std::uint64_t(4));
    }
    void moreFailuresFurtherOnAreNoNegativeOnes() {
        std::vector<ClusterSamples> odd = twoClusters();
        odd[1].samples[0].counters.failures = 90; // counted, but not passed on: retried
        QCOMPARE(*leg(splitBudget(odd, "aws", "gcp", {}), "wire").failed, std::uint64_t(0));
    }
};

QTEST_APPLESS_MAIN(TestBudgetSplit)
#include "tst_budget_split.moc"
