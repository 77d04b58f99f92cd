// SPDX-License-Identifier: Apache-2.0
// What readings of TCP_INFO add up to.
#include "telemetry/connections.h"

#include <QTest>

using namespace causeway::telemetry;

class TestConnections : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void twoLooksAreWhatHappenedBetweenThem() {
        ConnectionSample sample;
        const TcpReading before{.rttUs = 900, .acknowledged = 100, .segments = 5, .retransmits = 1};
        TcpReading now{.rttUs = 20'000,
                       .rttVariationUs = 400,
                       .acknowledged = 5'000,
                       .segments = 15,
                       .retransmits = 3,
                       .deliveryRate = 70'000};
        sample.add(before, now);
        QCOMPARE(sample.segments, 10U);
        QCOMPARE(sample.retransmits, 2U);
        QCOMPARE(sample.rtt.count(), 1U);
        QCOMPARE(sample.rttVariationSumUs, 400U);
        QCOMPARE(sample.deliveryRate, 70'000U);
        const TcpReading last = now;
        now.acknowledged += 1;
        now.deliveryRate = 10'000;
        sample.add(last, now);
        QCOMPARE(sample.rtt.count(), 2U);
        QCOMPARE(sample.deliveryRate, 70'000U);
    }
    void aConnectionThatRestsSaysNothingAboutTheWire() {
        ConnectionSample sample;
        const TcpReading same{.rttUs = 20'000, .acknowledged = 100, .segments = 5};
        sample.add(same, same);
        QVERIFY(sample.rtt.empty() && sample.empty());
        TcpReading lost = same; // sent again and again, and nobody answers
        lost.segments += 3;
        lost.retransmits += 3;
        sample.add(same, lost);
        QCOMPARE(sample.retransmits, 3U);
        QVERIFY(sample.rtt.empty() && !sample.empty());
    }
    void whatWasBrokenOffIsNoReading() {
        ConnectionSample sample;
        sample.add({.rttUs = 900, .acknowledged = 100, .segments = 5}, {});
        QVERIFY(sample.empty());
    }
    void countersGoRound() {
        ConnectionSample sample;
        sample.add({.segments = 0xffff'fffe, .retransmits = 0xffff'ffff},
                   {.segments = 3, .retransmits = 1});
        QCOMPARE(sample.segments, 5U);
        QCOMPARE(sample.retransmits, 2U);
    }
    void samplesAddUp() {
        ConnectionSample sum{.leg = Leg::Wire, .link = "aws:gcp", .connectionUs = 5, .opened = 1};
        ConnectionSample later{.leg = Leg::Wire, .link = "aws:gcp", .connectionUs = 7, .opened = 2};
        later.resumed = 1;
        later.rtt.record(20'000);
        later.deliveryRate = 9;
        sum.deliveryRate = 4;
        merge(sum, later);
        merge(sum, later);
        QCOMPARE(sum.connectionUs, 19U);
        QCOMPARE(sum.opened, 5U);
        QCOMPARE(sum.resumed, 2U);
        QCOMPARE(sum.rtt.count(), 2U);
        QCOMPARE(sum.deliveryRate, 9U);
    }
};

QTEST_APPLESS_MAIN(TestConnections)
#include "tst_connections.moc"
