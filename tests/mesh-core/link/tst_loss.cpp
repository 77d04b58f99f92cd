// SPDX-License-Identifier: Apache-2.0
// Wires that lose packets, by what datagrams tell.
#include "link/diagnosis.h"
#include "link/loss_judge.h"
#include "link/words.h"

#include <QTest>

using namespace causeway;
using namespace causeway::link;

namespace {

std::vector<telemetry::ProbeSample> datagrams(std::uint64_t answered, std::uint64_t lost) {
    telemetry::ProbeSample sample;
    sample.answered = answered;
    sample.lost = lost;
    return {sample};
}

LinkProbes probes(const std::string& link, std::uint64_t lost, std::uint64_t sent = 60) {
    return {link, datagrams(sent - lost, lost), datagrams(899, 1)};
}

// Three clouds; so many of 60 datagrams lost each way on the wire between azure and gcp.
std::vector<LinkProbes> fleet(std::uint64_t lost) {
    return {probes("aws:azure", 0), probes("azure:aws", 0),    probes("aws:gcp", 0),
            probes("gcp:aws", 0),   probes("azure:gcp", lost), probes("gcp:azure", lost)};
}

} // namespace

class TestLoss : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aWireThatLosesIsNamedOnce() {
        const auto verdicts = judgeLoss(fleet(4));
        QCOMPARE(verdicts.size(), std::size_t(1));
        QCOMPARE(verdicts[0].leg.text(), std::string("wire:azure:gcp"));
        QCOMPARE(name(verdicts[0].kind), std::string_view("lossy-wire"));
        QCOMPARE(verdicts[0].links, (std::vector<std::string>{"azure:gcp", "gcp:azure"}));
        QVERIFY(!verdicts[0].addsTime());
        QCOMPARE(describe(verdicts[0]),
                 std::string("the wire between azure and gcp: it loses 7 % of its packets"));
        QCOMPARE(describe(verdicts[0].evidence[0]),
                 std::string("8 of 120 datagrams between azure and gcp were lost (7 %), "
                             "usually 0 %"));
    }
    void oneOrTwoLostAreChance() {
        QVERIFY(judgeLoss(fleet(0)).empty());
        QVERIFY(judgeLoss(fleet(1)).empty());
        auto few = fleet(0);
        few[4] = probes("azure:gcp", 1, 5);
        few.pop_back();
        QVERIFY(judgeLoss(few).empty());
    }
    void lateAnswersAreNotLost() {
        auto late = fleet(4);
        late[4].now[0].late = late[5].now[0].late = 4;
        QVERIFY(judgeLoss(late).empty());
    }
    void whatIsAlwaysLostIsNoNews() {
        auto always = fleet(4);
        for (auto& each : always)
            each.usual = datagrams(840, 60);
        QVERIFY(judgeLoss(always).empty());
    }
    void anAbsentGatewayIsNoWire() {
        auto gone = fleet(60);
        QVERIFY(judgeLoss(gone).empty()); // nobody answers
        gone = fleet(12);
        gone[0] = probes("aws:azure", 12);
        gone[1] = probes("azure:aws", 12);
        QVERIFY(judgeLoss(gone).empty()); // all wires of azure
        gone.push_back(probes("azure:azure", 0));
        QVERIFY(judgeLoss(gone).empty()); // but for its own, which leaves it never
    }
    void whatItAddsIsToldWithIt() {
        Picture now;
        Picture usual;
        for (const auto* link :
             {"azure:gcp", "gcp:azure", "aws:gcp", "gcp:aws", "aws:azure", "azure:aws"}) {
            const std::string name = link;
            LinkTimes times;
            times.from = name.substr(0, name.find(':'));
            times.to = name.substr(name.find(':') + 1);
            times.whole = Timing{20, 0.1, 300};
            for (const auto leg : telemetry::kLegs)
                times.leg(leg) = Timing{1, 0.1, 300};
            times.leg(telemetry::Leg::Wire) = Timing{15, 0.1, 300};
            usual.links.push_back(times);
            if (name.find("aws") == name.npos) {
                times.whole->meanMs += 14;
                times.leg(telemetry::Leg::Wire)->meanMs += 14;
            }
            now.links.push_back(times);
        }
        const FleetFacts facts{.probes = fleet(4)};
        const auto verdicts = diagnose(now, &usual, facts);
        QCOMPARE(verdicts.size(), std::size_t(1));
        QCOMPARE(name(verdicts[0].kind), std::string_view("lossy-wire"));
        QCOMPARE(verdicts[0].deltaHighMs, 14.0);
        QVERIFY(verdicts[0].evidence.size() > 1);
        QVERIFY(!verdicts[0].clears.empty());
    }
};

QTEST_APPLESS_MAIN(TestLoss)
#include "tst_loss.moc"
