// SPDX-License-Identifier: Apache-2.0
// Whom a verdict concerns: requests over its links as callers counted them, services and squads.
#include "link/impact.h"

#include <QTest>

using namespace causeway;
using namespace causeway::link;

namespace {

using Strings = std::vector<std::string>;

telemetry::EdgeSample sample(telemetry::Vantage vantage, const char* service, const char* cluster,
                             const char* link, std::uint64_t requests) {
    telemetry::EdgeSample sample;
    sample.labels.key.vantage = vantage;
    sample.labels.key.destinationService = service;
    sample.labels.key.destinationCluster = cluster;
    sample.labels.key.link = link;
    sample.counters.requests = requests;
    return sample;
}

const std::vector<telemetry::ClusterSamples> kSamples{
    {"gcp",
     std::chrono::seconds(20),
     {sample(telemetry::Vantage::Caller, "ledger.bank", "aws", "gcp:aws", 100),
      sample(telemetry::Vantage::Caller, "cards.bank", "aws", "gcp:aws", 40),
      sample(telemetry::Vantage::Caller, "kyc.risk", "azure", "gcp:azure", 60),
      sample(telemetry::Vantage::Egress, "ledger.bank", "aws", "gcp:aws", 100),
      sample(telemetry::Vantage::Caller, "fx.bank", "gcp", "", 900)},
     {}},
    {"azure",
     std::chrono::seconds(10),
     {sample(telemetry::Vantage::Caller, "ledger.bank", "aws", "azure:aws", 30)},
     {}},
    {"late", {}, {sample(telemetry::Vantage::Caller, "ledger.bank", "aws", "late:aws", 9)}, {}}};

std::vector<ClusterInventory> clusters() {
    ClusterInventory aws{.cluster = "aws"};
    aws.services = {{.service = "ledger.bank", .squad = "money"}, {.service = "cards.bank"}};
    return {aws};
}

Impact of(LegName leg, Strings links, const std::string& service = {}) {
    Verdict verdict;
    verdict.leg = std::move(leg);
    verdict.links = std::move(links);
    verdict.service = service;
    const auto inventories = clusters();
    return impactOf(verdict, kSamples, inventories);
}

} // namespace

class TestImpact : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ofAWayIsWhatCrossesItsLinks() {
        const auto impact = of({LegName::Part::Ingress, "aws", {}}, {"gcp:aws", "azure:aws", "late:aws"});
        QCOMPARE(impact.requestsPerSecond, 7.0 + 3.0);
        QCOMPARE(impact.services, (Strings{"cards.bank@aws", "ledger.bank@aws"}));
        QCOMPARE(impact.squads, Strings{"money"});
    }
    void ofAWorkloadIsWhatCallsIt() {
        const auto impact = of({LegName::Part::Workload, "aws", "cards"}, {"gcp:aws", "azure:aws"}, "cards.bank");
        QCOMPARE(impact.requestsPerSecond, 2.0);
        QCOMPARE(impact.services, Strings{"cards.bank@aws"});
        QVERIFY(impact.squads.empty());
    }
    void anotherNamespacesWorkloadOfThatNameIsNotHit() {
        const auto impact = of({LegName::Part::Workload, "aws", "cards"}, {"gcp:aws"}, "cards.risk");
        QCOMPARE(impact.requestsPerSecond, 0.0);
    }
    void ofNoLinkIsNothing() {
        QCOMPARE(of({LegName::Part::Egress, "gcp", {}}, {}).requestsPerSecond, 0.0);
    }
};

QTEST_APPLESS_MAIN(TestImpact)
#include "tst_impact.moc"
