// SPDX-License-Identifier: Apache-2.0
#include "lab/emulator/emulator.h"

#include <QTest>

using namespace causeway;
using namespace causeway::lab;
using namespace std::chrono_literals;

namespace {

const MonotonicTime kStart{1h};

WireProperties delayed(Duration delay) {
    WireProperties properties;
    properties.delay = delay;
    return properties;
}

} // namespace

class TestWire : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void delaysEveryFrameAlike() {
        Wire wire(delayed(10ms), 1);
        QVERIFY(wire.carry(kStart, 100) == kStart + 10ms);
        QVERIFY(wire.carry(kStart + 1ms, 1500) == kStart + 11ms);
    }
    void jitterStaysInItsBoundsAndKeepsTheOrder() {
        auto properties = delayed(10ms);
        properties.jitter = 4ms;
        Wire wire(properties, 7);
        MonotonicTime last{};
        bool early = false;
        bool late = false;
        for (int i = 0; i < 1000; ++i) {
            const auto in = kStart + i * 100us;
            const auto out = *wire.carry(in, 100);
            QVERIFY(out >= last);
            QVERIFY(out - in >= 6ms);
            QVERIFY(out - in <= 14ms);
            early = early || out - in < 9ms;
            late = late || out - in > 13ms;
            last = out;
        }
        QVERIFY(late);
        // Frames this close queue behind a late one; alone, they come early too.
        for (int i = 0; i < 100; ++i)
            early = early || *wire.carry(kStart + 1s + i * 1s, 100) - (kStart + 1s + i * 1s) < 9ms;
        QVERIFY(early);
    }
    void lossIsTheShareAndTheSameForTheSameSeed() {
        auto properties = delayed(1ms);
        properties.loss = 0.2;
        Wire wire(properties, 42);
        Wire twin(properties, 42);
        Wire other(properties, 43);
        int lost = 0;
        int different = 0;
        for (int i = 0; i < 10'000; ++i) {
            const auto now = kStart + i * 1ms;
            const bool gone = !wire.carry(now, 100);
            QCOMPARE(!twin.carry(now, 100), gone);
            different += !other.carry(now, 100) != gone;
            lost += gone;
        }
        QVERIFY2(lost > 1900 && lost < 2100, qPrintable(QString::number(lost)));
        QVERIFY(different > 1000);
    }
    void rateSpacesFramesAndDropsWhatItsQueueCannotHold() {
        auto properties = delayed(5ms);
        properties.bitsPerSecond = 8'000'000; // a byte a microsecond
        Wire wire(properties, 1);
        QVERIFY(wire.carry(kStart, 1000) == kStart + 6ms);
        QVERIFY(wire.carry(kStart, 1000) == kStart + 7ms);
        int taken = 2;
        while (wire.carry(kStart, 1000))
            ++taken;
        QCOMPARE(taken, 201); // 200 ms of queue and the one that is being sent
        QVERIFY(wire.carry(kStart + 300ms, 1000) == kStart + 306ms);
    }
    void aShorterDelayDoesNotLetFramesOvertake() {
        Wire wire(delayed(50ms), 1);
        const auto first = *wire.carry(kStart, 100);
        wire.setProperties(delayed(1ms));
        QVERIFY(*wire.carry(kStart + 1ms, 100) >= first);
        QVERIFY(wire.carry(kStart + 60ms, 100) == kStart + 61ms);
    }
    void plansSurviveTheWayToTheEmulator() {
        EmulatorPlan plan{3, {{"aws", "cluster0", 1}, {"gcp", "cluster1", 2}}, {}};
        plan.wires.push_back({"aws", "gcp", {9ms, 1ms, 0.25, 1'000'000}});
        const auto back = parseEmulatorPlan(serialize(plan));
        QVERIFY(back.has_value());
        QCOMPARE(back->seed, std::uint64_t{3});
        QCOMPARE(back->clusters[1].device, std::string("cluster1"));
        QVERIFY(back->wires[0].properties == plan.wires[0].properties);
        QVERIFY(!parseEmulatorPlan("{}"));
        QVERIFY(!parseWirePlan("nonsense"));
    }
};

QTEST_APPLESS_MAIN(TestWire)
#include "tst_wire.moc"
