// SPDX-License-Identifier: Apache-2.0
// What the ladder of probes adds to a verdict.
#include "link/probe_evidence.h"
#include "link/words.h"

#include <QTest>

#include <array>

using namespace causeway;
using namespace causeway::link;

class TestProbeEvidence : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void probesSayWhetherTheWireIsLonger();
    void probesSayWhatAConnectionCosts();
    void connectionsAgreeOrDoNot();
    void anotherPathIsToldOfWhatLiesBetweenGateways();
};

namespace {

using telemetry::ProbeRung;
using telemetry::ProbeSample;

ProbeSample median(ProbeRung rung, std::uint64_t us) {
    ProbeSample sample;
    sample.rung = rung;
    sample.answered = 60;
    sample.time.record(us, 60);
    return sample;
}

Verdict verdictOn(LegName::Part part) {
    Verdict verdict;
    verdict.leg.part = part;
    verdict.deltaHighMs = 25; // only what is slow or fails is looked at
    verdict.links = {"aws:gcp"};
    verdict.deltaLowMs = verdict.deltaHighMs = 25;
    return verdict;
}

} // namespace

void TestProbeEvidence::probesSayWhetherTheWireIsLonger() {
    const LinkProbes grew{"aws:gcp", {median(ProbeRung::Udp, 45'000)}, {median(ProbeRung::Udp, 20'000)}, {}};
    const LinkProbes same{"aws:gcp", {median(ProbeRung::Udp, 21'000)}, {median(ProbeRung::Udp, 20'000)}, {}};
    const LinkProbes other{"gcp:aws", grew.now, grew.usual, {}};
    Verdict wire = verdictOn(LegName::Part::Wire);
    addProbeEvidence(wire, std::array{other, grew});
    QCOMPARE(wire.evidence.size(), std::size_t(1));
    QCOMPARE(describe(wire.evidence.front()),
             std::string("aws:gcp: bare datagrams take 45 ms there and back, usually 20 ms"));
    Verdict doubted = verdictOn(LegName::Part::Wire);
    addProbeEvidence(doubted, std::array{same});
    QVERIFY2(doubted.evidence.front().fact == Evidence::Fact::RoundTripUnchanged,
             "that they do not agree is told, too");
    Verdict ingress = verdictOn(LegName::Part::Ingress);
    addProbeEvidence(ingress, std::array{same});
    QVERIFY(ingress.evidence.empty() && ingress.clears.size() == 1);
    QVERIFY(describe(ingress.clears.front()).ends_with("the wire itself is not longer"));
}

void TestProbeEvidence::anotherPathIsToldOfWhatLiesBetweenGateways() {
    using namespace std::chrono_literals;
    LinkProbes probes{"aws:gcp", {}, {}, {}};
    probes.pathChanges = {{"aws", "gcp", 9, 11, WallTime(1'800'000'000s)}};
    Verdict wire = verdictOn(LegName::Part::Wire);
    addProbeEvidence(wire, std::array{probes});
    QCOMPARE(describe(wire.evidence.front()),
             std::string("the path from aws to gcp changed from 9 to 11 hops at "
                         "2027-01-15T08:00:00Z"));
    Verdict workload = verdictOn(LegName::Part::Workload);
    addProbeEvidence(workload, std::array{probes});
    QVERIFY(workload.evidence.empty() && workload.clears.empty());
}

void TestProbeEvidence::probesSayWhatAConnectionCosts() {
    const LinkProbes probes{"aws:gcp",
                            {median(ProbeRung::HttpWarm, 20'000), median(ProbeRung::HttpCold, 62'000)},
                            {},
                            {}};
    Verdict connect = verdictOn(LegName::Part::Connect);
    addProbeEvidence(connect, std::array{probes});
    QCOMPARE(describe(connect.evidence.front()),
             std::string("aws:gcp: a probe takes 20 ms on an open connection, 62 ms with a new one"));
    Verdict wire = verdictOn(LegName::Part::Wire);
    addProbeEvidence(wire, std::array{probes});
    QVERIFY(wire.evidence.empty());
}

// Changes are compared: what the kernel sees may be longer than the datagrams' all the time.
void TestProbeEvidence::connectionsAgreeOrDoNot() {
    LinkProbes probes{"aws:gcp", {median(ProbeRung::Udp, 45'000)}, {median(ProbeRung::Udp, 20'000)}};
    Verdict silent = verdictOn(LegName::Part::Wire);
    addProbeEvidence(silent, std::array{probes});
    QCOMPARE(silent.evidence.size(), std::size_t(1));
    probes.connectionsUsual.rtt.record(25'000);
    probes.connectionsNow.rtt.record(50'000);
    Verdict agree = verdictOn(LegName::Part::Wire);
    addProbeEvidence(agree, std::array{probes});
    QCOMPARE(describe(agree.evidence.back()),
             std::string("aws:gcp: the connections of requests say the same: 50 ms there and back, "
                         "usually 25 ms"));
    probes.connectionsNow.rtt.clear();
    probes.connectionsNow.rtt.record(25'000);
    Verdict differ = verdictOn(LegName::Part::Wire);
    addProbeEvidence(differ, std::array{probes});
    QVERIFY(differ.evidence.back().fact == Evidence::Fact::ConnectionsDiffer);
    QVERIFY2(describe(differ.evidence.back()).find("do not say the same: 25 ms") != std::string::npos,
             describe(differ.evidence.back()).c_str());
    // They clear the wire together.
    LinkProbes same{"aws:gcp", {median(ProbeRung::Udp, 20'000)}, {median(ProbeRung::Udp, 20'000)}};
    same.connectionsUsual.rtt.record(25'000);
    same.connectionsNow.rtt.record(25'500);
    Verdict ingress = verdictOn(LegName::Part::Ingress);
    addProbeEvidence(ingress, std::array{same});
    QVERIFY(ingress.evidence.empty());
    QVERIFY(ingress.clears.back().fact == Evidence::Fact::ConnectionsAgree);
}

QTEST_APPLESS_MAIN(TestProbeEvidence)
#include "tst_probe_evidence.moc"
