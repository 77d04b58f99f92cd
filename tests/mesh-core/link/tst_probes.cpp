// SPDX-License-Identifier: Apache-2.0
// What numbered datagrams tell, on a simulated way whose truth is known.
#include "link/probe_budget.h"
#include "link/probe_figures.h"
#include "link/probe_series.h"
#include "link/probe_step.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

using namespace causeway;
using namespace causeway::link;
using namespace std::chrono_literals;

class TestProbes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void roundTripLeavesOutWhatTheOtherSideTook();
    void fivePercentOfLoss();
    void silenceFromTheStartIsNoLoss();
    void everyProbeIsDecidedOnce();
    void lateIsNotLostTwice();
    void duplicatesAndReordering();
    void jitterIsRfc3550();
    void oneWayStaysWithinItsOwnUncertainty_data();
    void oneWayStaysWithinItsOwnUncertainty();
    void uncertaintyHasAFloor();
    void aFalseClaimOfAClockIsNotBelieved();
    void aClockThatIsSetIsFollowed();
    void aStepIsSeenAndDated();
    void intervalsOfLoss();
    void whatIsNotMeasuredIsItsOwnState();
    void theBudgetIsKept();
    void samplesAdd();
};

namespace {

using telemetry::ProbeRung;
using telemetry::ProbeSample;

// Both ways' delays and the other side's clock; what it hears and answers.
struct Way {
    Duration there = 10ms;
    Duration back = 10ms;
    double offsetMs = 0;  // the other's clock less ours, at the start
    double driftPpm = 0;  // and how much it runs ahead
    std::optional<Duration> claimed{};

    [[nodiscard]] Echo echo(MonotonicTime start, MonotonicTime now, Duration queue = {}) const {
        const double ahead = offsetMs * 1e6 + double((now - start).count()) * driftPpm / 1e6;
        const Duration offset(std::llround(ahead));
        return {there + queue + back, there + queue + offset, back - offset, claimed};
    }
};

struct Sent {
    ManualClock clock;
    ProbeSeries series{"aws:gcp", 2s};
    std::uint64_t number = 0;

    void probe(const Way& way, MonotonicTime start, Duration queue = {}) {
        series.sent(++number, clock.now());
        const Duration took = way.there + queue + way.back;
        series.answered(number, clock.now() + took, way.echo(start, clock.now(), queue));
    }
};

} // namespace

void TestProbes::roundTripLeavesOutWhatTheOtherSideTook() {
    Sent sent;
    for (int i = 0; i < 100; ++i) {
        sent.probe({12ms, 8ms}, sent.clock.now());
        sent.clock.advance(1s);
    }
    const auto figures = figuresOf(sent.series.take());
    QVERIFY(std::abs(*figures.p50Ms - 20) < 0.3);
    QCOMPARE(*figures.lastMs, 20.0);
    QCOMPARE(figures.loss->value, 0.0);
    QVERIFY2(figures.loss->high < 0.04, "100 answers in a row still leave some room");
}

void TestProbes::fivePercentOfLoss() {
    Sent sent;
    std::minstd_rand random(7);
    std::bernoulli_distribution lost(0.05);
    for (int i = 0; i < 2000; ++i) {
        if (lost(random))
            sent.series.sent(++sent.number, sent.clock.now());
        else
            sent.probe({}, sent.clock.now());
        sent.clock.advance(100ms);
        sent.series.expire(sent.clock.now());
    }
    sent.clock.advance(3s);
    sent.series.expire(sent.clock.now());
    const auto figures = figuresOf(sent.series.take());
    QCOMPARE(figures.probes, std::uint64_t(2000));
    QVERIFY(std::abs(figures.loss->value - 0.05) <= 0.01);
    QVERIFY(figures.loss->low < 0.05 && figures.loss->high > 0.05);
}

void TestProbes::silenceFromTheStartIsNoLoss() {
    Sent sent;
    for (int i = 0; i < 10; ++i) {
        sent.series.sent(++sent.number, sent.clock.now());
        sent.clock.advance(3s);
        sent.series.expire(sent.clock.now());
    }
    auto figures = figuresOf(sent.series.take());
    QCOMPARE(figures.state, ProbeFigures::State::NotMeasured);
    QCOMPARE(figures.reason, std::string("no-answer"));
    sent.probe({}, sent.clock.now());
    sent.series.sent(++sent.number, sent.clock.now());
    sent.clock.advance(3s);
    sent.series.expire(sent.clock.now());
    QCOMPARE(figuresOf(sent.series.take()).loss->value, 0.5);
}

void TestProbes::everyProbeIsDecidedOnce() {
    Sent sent;
    sent.probe({}, sent.clock.now());
    std::ignore = sent.series.take();
    sent.series.sent(2, sent.clock.now());
    sent.series.expire(sent.clock.now() + 1s);
    QVERIFY2(sent.series.take().empty(), "nothing is decided within the limit");
    sent.series.expire(sent.clock.now() + 3s);
    sent.series.expire(sent.clock.now() + 4s);
    QCOMPARE(sent.series.take().lost, std::uint64_t(1));
    QCOMPARE(sent.series.silence(), std::uint64_t(1));
    QCOMPARE(sent.series.answered(99, sent.clock.now(), {}), ProbeSeries::Fate::Unknown);
    QVERIFY(sent.series.take().empty());
}

void TestProbes::lateIsNotLostTwice() {
    Sent sent;
    sent.series.sent(9, sent.clock.now());
    sent.series.answered(9, sent.clock.now(), {});
    std::ignore = sent.series.take();
    sent.series.sent(1, sent.clock.now());
    sent.series.sent(2, sent.clock.now());
    sent.series.expire(sent.clock.now() + 3s);
    ProbeSample sum = sent.series.take();
    QCOMPARE(sum.lost, std::uint64_t(2));
    QCOMPARE(sent.series.answered(1, sent.clock.now() + 4s, {}), ProbeSeries::Fate::Late);
    QCOMPARE(sent.series.answered(1, sent.clock.now() + 5s, {}), ProbeSeries::Fate::Duplicate);
    telemetry::merge(sum, sent.series.take());
    QCOMPARE(sum.late, std::uint64_t(1));
    QCOMPARE(figuresOf(sum).loss->value, 0.5);
    // Late before anybody looked.
    sent.series.sent(3, sent.clock.now());
    QCOMPARE(sent.series.answered(3, sent.clock.now() + 4s, {}), ProbeSeries::Fate::Late);
    telemetry::merge(sum, sent.series.take());
    QCOMPARE(sum.lost, std::uint64_t(3));
    QCOMPARE(figuresOf(sum).loss->value, 1.0 / 3);
}

void TestProbes::duplicatesAndReordering() {
    Sent sent;
    const Echo echo{20ms, 10ms, 10ms, {}};
    for (const std::uint64_t number : {1, 2, 3, 4})
        sent.series.sent(number, sent.clock.now());
    for (const std::uint64_t number : {1, 3, 2, 2, 4, 4, 4})
        sent.series.answered(number, sent.clock.now() + 20ms, echo);
    const auto sample = sent.series.take();
    QCOMPARE(sample.answered, std::uint64_t(4));
    QCOMPARE(sample.reordered, std::uint64_t(1));
    QCOMPARE(sample.duplicates, std::uint64_t(3));
    QCOMPARE(figuresOf(sample).loss->value, 0.0);
}

void TestProbes::jitterIsRfc3550() {
    // Transit times that alternate by 8 ms: |D| is 8 ms, and J goes towards it by a sixteenth.
    Sent sent;
    double expected = 0;
    for (int i = 0; i < 200; ++i) {
        sent.probe({}, sent.clock.now(), i % 2 == 0 ? 0ms : 8ms);
        if (i > 0)
            expected += (8.0 - expected) / 16;
        sent.clock.advance(1s);
    }
    const auto figures = figuresOf(sent.series.take());
    QVERIFY(std::abs(*figures.jitterMs - expected) < 0.01);
    QVERIFY(std::abs(*figures.spreadMs - 8) < 0.6);
}

void TestProbes::oneWayStaysWithinItsOwnUncertainty_data() {
    QTest::addColumn<double>("thereMs");
    QTest::addColumn<double>("backMs");
    QTest::addColumn<double>("offsetMs");
    QTest::addColumn<double>("driftPpm");
    QTest::newRow("even") << 10.0 << 10.0 << 0.0 << 0.0;
    QTest::newRow("skewed by 500 ms") << 10.0 << 10.0 << 500.0 << 0.0;
    QTest::newRow("skewed back by 500 ms") << 10.0 << 10.0 << -500.0 << 0.0;
    QTest::newRow("drifting 50 ppm") << 3.0 << 3.0 << 1.0 << 50.0;
    QTest::newRow("drifting back, skewed") << 3.0 << 3.0 << 500.0 << -50.0;
    QTest::newRow("uneven") << 26.0 << 4.0 << 500.0 << 50.0;
    QTest::newRow("uneven and short") << 0.05 << 0.4 << -20.0 << -50.0;
}

void TestProbes::oneWayStaysWithinItsOwnUncertainty() {
    QFETCH(double, thereMs);
    QFETCH(double, backMs);
    QFETCH(double, offsetMs);
    QFETCH(double, driftPpm);
    const auto nanoseconds = [](double ms) { return Duration(std::llround(ms * 1e6)); };
    const Way way{nanoseconds(thereMs), nanoseconds(backMs), offsetMs, driftPpm};
    Sent sent;
    std::minstd_rand random(11);
    std::exponential_distribution<double> queueMs(1 / 0.3);
    const MonotonicTime start = sent.clock.now();
    for (int i = 0; i < 600; ++i) {
        const Duration queue = nanoseconds(queueMs(random));
        sent.probe(way, start, queue);
        sent.clock.advance(1s);
        const auto figures = figuresOf(sent.series.take());
        QVERIFY(figures.forwardMs && figures.backMs && figures.plusMinusMs);
        const double off = std::abs(*figures.forwardMs - thereMs - double(queue.count()) / 1e6);
        QVERIFY2(off <= *figures.plusMinusMs + 0.002,
                 qPrintable(QString("%1 off by %2, said ±%3").arg(i).arg(off).arg(*figures.plusMinusMs)));
        QVERIFY(std::abs(*figures.backMs - backMs) <= *figures.plusMinusMs + 0.002);
        QVERIFY(*figures.plusMinusMs >= (thereMs + backMs) / 2 - 0.002);
    }
}

void TestProbes::uncertaintyHasAFloor() {
    const auto plusMinus = [](Way way) {
        Sent sent;
        for (int i = 0; i < 50; ++i) {
            sent.probe(way, sent.clock.now());
            sent.clock.advance(1s);
        }
        return *figuresOf(sent.series.take()).plusMinusMs;
    };
    QVERIFY(std::abs(plusMinus({10ms, 10ms}) - 10) < 0.1);
    // Good clocks do better than half the round trip, but never better than they claim.
    QVERIFY(std::abs(plusMinus({26ms, 4ms, 0.5, 0, 2ms}) - 2) < 0.01);
    QVERIFY(std::abs(plusMinus({10ms, 10ms, 0, 0, 80ms}) - 10) < 0.1);
}

void TestProbes::aFalseClaimOfAClockIsNotBelieved() {
    Sent sent;
    const Way way{10ms, 10ms, 500, 0, 1ms};
    for (int i = 0; i < 30; ++i) {
        sent.probe(way, sent.clock.now());
        sent.clock.advance(1s);
    }
    const auto figures = figuresOf(sent.series.take());
    QVERIFY(std::abs(*figures.forwardMs - 10) <= *figures.plusMinusMs);
    QVERIFY(*figures.plusMinusMs >= 10);
}

void TestProbes::aClockThatIsSetIsFollowed() {
    Sent sent;
    for (int i = 0; i < 40; ++i) {
        sent.probe({10ms, 10ms, i < 20 ? 0.0 : 500.0}, sent.clock.now());
        sent.clock.advance(1s);
        const auto figures = figuresOf(sent.series.take());
        QVERIFY(std::abs(*figures.forwardMs - 10) <= *figures.plusMinusMs + 0.002);
        QVERIFY(*figures.plusMinusMs < 11);
    }
}

void TestProbes::aStepIsSeenAndDated() {
    // A point a second, as the control plane keeps them; from second 60 on 30 ms instead of 3.
    constexpr std::size_t kStep = 60;
    Sent sent;
    std::minstd_rand random(3);
    std::exponential_distribution<double> queueUs(1 / 200.0);
    std::vector<SeriesSample> series;
    std::optional<std::size_t> seenAfter;
    for (std::size_t second = 0; second < 90; ++second) {
        const Duration half = second < kStep ? 1500us : 15ms;
        const auto queue = second == 20 ? 400ms : std::chrono::microseconds(int(queueUs(random)));
        sent.probe({half, half}, sent.clock.now(), queue);
        sent.clock.advance(1s);
        const auto sample = sent.series.take();
        series.push_back({double(sample.time.sumUs()) / double(sample.time.count()) / 1000,
                          sample.time.count()});
        const auto step = probeStepIn(series);
        QVERIFY2(!step || second >= kStep, "nothing is seen before it happens");
        if (!step)
            continue;
        if (!seenAfter)
            seenAfter = second - kStep;
        QVERIFY(step->index >= kStep - 2 && step->index <= kStep + 2);
        QVERIFY(std::abs(step->byMs - 27) < 1);
    }
    QVERIFY(seenAfter && *seenAfter <= 15);
}

void TestProbes::intervalsOfLoss() {
    QVERIFY(!shareOf(0, 0));
    // Wilson, 95 %: 5 of 100 is 2.15 % to 11.18 % (Newcombe 1998).
    const auto share = shareOf(5, 100);
    QVERIFY(std::abs(share->low - 0.0215) < 0.0001 && std::abs(share->high - 0.1118) < 0.0001);
    const auto all = shareOf(10, 10);
    QVERIFY(all->high == 1 && all->low > 0.7 && all->low < 0.73);
}

void TestProbes::whatIsNotMeasuredIsItsOwnState() {
    QCOMPARE(figuresOf({}).state, ProbeFigures::State::NotMeasured);
    QVERIFY(!figuresOf({}).loss && !figuresOf({}).p50Ms);
    ProbeSample refused;
    refused.failures["no key: status 403"] = 3;
    QCOMPARE(figuresOf(refused).state, ProbeFigures::State::NotMeasured);
    QCOMPARE(figuresOf(refused).reason, std::string("no key: status 403"));
    refused.rung = ProbeRung::Tcp;
    QCOMPARE(figuresOf(refused).state, ProbeFigures::State::Failing);
    QCOMPARE(figuresOf(refused).loss->value, 1.0);
}

void TestProbes::theBudgetIsKept() {
    const ProbeCost rungs[] = {{1s, 216}, {1s, 384}, {10s, 6000}};
    QCOMPARE(stretchFor(rungs, 2000), 1.0);
    QCOMPARE(stretchFor(rungs, 600), 2.0);
    UsualBytes usual(1000);
    for (int i = 0; i < 40; ++i)
        usual.add(3000);
    QVERIFY(std::abs(usual.bytes() - 3000) < 1);
}

void TestProbes::samplesAdd() {
    ProbeSample sum;
    ProbeSample one;
    one.answered = 2;
    one.lost = 1;
    one.failures["timeout"] = 1;
    one.time.record(1000, 2);
    one.lastUs = 1000;
    one.oneWay = telemetry::OneWay{2, 900, 1100, 700};
    one.bytes = 400;
    telemetry::merge(sum, one);
    one.lastUs.reset();
    one.oneWay->plusMinusUs = 300;
    telemetry::merge(sum, one);
    QCOMPARE(sum.answered, std::uint64_t(4));
    QCOMPARE(sum.failures["timeout"], std::uint64_t(2));
    QCOMPARE(sum.time.count(), std::uint64_t(4));
    QCOMPARE(*sum.lastUs, std::uint64_t(1000));
    QCOMPARE(*sum.oneWay, (telemetry::OneWay{4, 1800, 2200, 700}));
    QCOMPARE(sum.bytes, std::uint64_t(800));
}

QTEST_GUILESS_MAIN(TestProbes)
#include "tst_probes.moc"
