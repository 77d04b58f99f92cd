// SPDX-License-Identifier: Apache-2.0
#include "balance/balancer.h"

#include <QTest>

#include <cmath>
#include <map>

using namespace causeway;
using namespace causeway::balance;
using namespace std::chrono_literals;

namespace {

std::vector<Endpoint> endpoints(std::initializer_list<const char*> addresses) {
    std::vector<Endpoint> list;
    for (const auto* address : addresses) {
        Endpoint endpoint;
        endpoint.address = address;
        list.push_back(endpoint);
    }
    return list;
}

} // namespace

class TestBalance : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ewmaJumpsUpAndComesDownSlowly() {
        const MonotonicTime start{1h};
        PeakEwma rtt(30ms, 10s, start);
        QCOMPARE(rtt.at(start), 0.030);
        rtt.record(2s, start);
        QCOMPARE(rtt.at(start), 2.0);
        rtt.record(10ms, start + 10s);
        QVERIFY(std::abs(rtt.at(start + 10s) - (2.0 / M_E + 0.010 * (1 - 1 / M_E))) < 1e-9);
        QVERIFY(std::abs(rtt.at(start + 20s) - rtt.at(start + 10s) / M_E) < 1e-9);
    }
    void nothingToPickFrom() {
        ManualClock clock;
        Balancer balancer(clock, makeRandom(1));
        QVERIFY(!balancer.pick());
    }
    void theTwoAreDistinctAndTheLessLoadedWins() {
        ManualClock clock;
        // Always the first of what is left: members 0 and 1.
        Balancer balancer(clock, [](std::uint32_t) { return 0U; });
        balancer.update(endpoints({"a:1", "b:1", "c:1"}));
        const auto first = balancer.pick();
        QCOMPARE(first->endpoint().address, std::string("a:1")); // a tie goes to the first
        const auto second = balancer.pick();
        QCOMPARE(second->endpoint().address, std::string("b:1")); // a has one in flight
        const auto third = balancer.pick();
        QCOMPARE(third->endpoint().address, std::string("a:1"));
    }
    void inFlightEndsWithThePick() {
        ManualClock clock;
        Balancer balancer(clock, [](std::uint32_t) { return 0U; });
        balancer.update(endpoints({"a:1", "b:1"}));
        { const auto pick = balancer.pick(); }
        QCOMPARE(balancer.pick()->endpoint().address, std::string("a:1"));
    }
    void aSlowEndpointGetsLess() {
        ManualClock clock;
        Balancer balancer(clock, makeRandom(11));
        balancer.update(endpoints({"fast:1", "slow:1"}));
        std::map<std::string, int> counts;
        for (int i = 0; i < 1'000; ++i) {
            auto pick = balancer.pick();
            ++counts[pick->endpoint().address];
            clock.advance(pick->endpoint().address == "slow:1" ? 200ms : 10ms);
            pick->responded();
        }
        QVERIFY2(counts["fast:1"] > 900, qPrintable(QString::number(counts["fast:1"])));
        QVERIFY(counts["slow:1"] > 0); // it is tried again now and then
    }
    void aFailedConnectBacksOffAndDoubles() {
        ManualClock clock;
        Balancer balancer(clock, [](std::uint32_t) { return 0U; });
        balancer.update(endpoints({"a:1", "b:1"}));
        balancer.pick()->connectFailed();
        QCOMPARE(balancer.ready(), std::size_t(1));
        for (int i = 0; i < 10; ++i)
            QCOMPARE(balancer.pick()->endpoint().address, std::string("b:1"));
        clock.advance(100ms);
        QCOMPARE(balancer.ready(), std::size_t(2));
        balancer.pick()->connectFailed();
        clock.advance(199ms);
        QCOMPARE(balancer.ready(), std::size_t(1));
        clock.advance(1ms);
        QCOMPARE(balancer.ready(), std::size_t(2));
    }
    void requestsThatFailTogetherAreOneFailure() {
        ManualClock clock;
        Balancer balancer(clock, [](std::uint32_t) { return 0U; });
        balancer.update(endpoints({"a:1"}));
        auto one = balancer.pick();
        auto two = balancer.pick();
        one->connectFailed();
        two->connectFailed();
        clock.advance(100ms);
        QCOMPARE(balancer.ready(), std::size_t(1));
    }
    void whenAllAreInBackOffTheFirstDueIsTried() {
        ManualClock clock;
        Balancer balancer(clock, [](std::uint32_t) { return 0U; });
        balancer.update(endpoints({"a:1", "b:1"}));
        balancer.pick()->connectFailed();
        clock.advance(10ms);
        balancer.pick()->connectFailed();
        QCOMPARE(balancer.ready(), std::size_t(0));
        auto pick = balancer.pick();
        QCOMPARE(pick->endpoint().address, std::string("a:1"));
        pick->connected();
        QCOMPARE(balancer.ready(), std::size_t(1));
    }
    void aPickOutlivesItsEndpoint() {
        ManualClock clock;
        Balancer balancer(clock, makeRandom(1));
        balancer.update(endpoints({"a:1"}));
        auto pick = balancer.pick();
        balancer.update({});
        QCOMPARE(balancer.size(), std::size_t(0));
        pick->responded();
        QCOMPARE(pick->endpoint().address, std::string("a:1"));
    }
    void whoStaysKeepsItsAverage() {
        ManualClock clock;
        Balancer balancer(clock, [](std::uint32_t) { return 0U; });
        balancer.update(endpoints({"a:1", "b:1"}));
        auto pick = balancer.pick();
        clock.advance(5s);
        pick->responded();
        pick.reset();
        balancer.update(endpoints({"a:1", "b:1", "c:1"}));
        QCOMPARE(balancer.pick()->endpoint().address, std::string("b:1"));
    }
    void hintsKeepRequestsInTheZone() {
        ManualClock clock;
        Balancer balancer(clock, makeRandom(3));
        auto list = endpoints({"a:1", "b:1", "c:1"});
        list[0].forZones = {"eu-1"};
        list[1].forZones = {"eu-1", "eu-2"};
        list[2].forZones = {"eu-3"};
        const auto chosen = [&] {
            std::map<std::string, int> counts;
            for (int i = 0; i < 200; ++i)
                ++counts[balancer.pick()->endpoint().address];
            return counts;
        };
        balancer.update(list, "eu-1");
        QCOMPARE(chosen().size(), std::size_t(2));
        balancer.update(list, "eu-3");
        QCOMPARE(chosen().begin()->first, std::string("c:1"));
        // Nobody near is ready: the others, rather than nobody.
        balancer.pick()->connectFailed();
        QCOMPARE(chosen().count("c:1"), std::size_t(0));
        clock.advance(1s);
        balancer.update(list, "eu-9"); // hints for nobody here
        QCOMPARE(chosen().size(), std::size_t(3));
        list[1].forZones.clear(); // one without a hint: none counts
        balancer.update(list, "eu-3");
        QCOMPARE(chosen().size(), std::size_t(3));
    }
    void anotherEndpointIsPreferredWhereThereIsOne() {
        ManualClock clock;
        Balancer balancer(clock, makeRandom(3));
        balancer.update(endpoints({"a:1", "b:1"}));
        for (int i = 0; i < 50; ++i)
            QCOMPARE(balancer.pick("a:1")->endpoint().address, std::string("b:1"));
        balancer.update(endpoints({"a:1"}));
        QCOMPARE(balancer.pick("a:1")->endpoint().address, std::string("a:1"));
    }
    void aThrottledEndpointIsPenalized() {
        ManualClock clock;
        Settings settings;
        settings.penalty = 5s;
        Balancer balancer(clock, [](std::uint32_t) { return 0U; }, settings);
        balancer.update(endpoints({"a:1", "b:1"}));
        const auto next = [&] { return balancer.pick()->endpoint().address; };
        {
            auto pick = balancer.pick();
            pick->responded();
            pick->ended({Verdict::Throttled, {}});
        }
        for (int i = 0; i < 100; ++i)
            QCOMPARE(next(), std::string("b:1"));
        clock.advance(60s); // both have decayed; a's 5 s still outweigh b's 30 ms
        QCOMPARE(next(), std::string("b:1"));
        // What the peer asks for counts instead, up to the maximum.
        {
            auto pick = balancer.pick();
            pick->ended({Verdict::Failure, 3600s});
        }
        QCOMPARE(next(), std::string("a:1"));
    }
    void failuresInARowTakeAnEndpointOut() {
        ManualClock clock;
        Settings settings;
        settings.breaker.maxFailures = 3;
        settings.breaker.jitter = 0;
        Balancer balancer(clock, [](std::uint32_t) { return 0U; }, settings);
        balancer.update(endpoints({"a:1", "b:1"}));
        const auto request = [&](Verdict verdict) {
            auto pick = balancer.pick("b:1");
            const auto address = pick->endpoint().address;
            pick->ended({verdict, {}});
            return address;
        };
        // A success, or a 429, in between: no row.
        for (const auto verdict : {Verdict::Failure, Verdict::Failure, Verdict::Success,
                                   Verdict::Failure, Verdict::Throttled, Verdict::Failure})
            QCOMPARE(request(verdict), std::string("a:1"));
        QCOMPARE(balancer.ejected(), std::size_t(0));
        auto late = balancer.pick("b:1");
        QCOMPARE(request(Verdict::Failure), std::string("a:1"));
        QCOMPARE(balancer.ejected(), std::size_t(1));
        QCOMPARE(request(Verdict::Success), std::string("b:1"));
        late->ended({Verdict::Success, {}}); // sent before: says nothing
        QCOMPARE(balancer.ejected(), std::size_t(1));
        QVERIFY(balancer.nextProbe() == MonotonicTime::min()); // b passes
        clock.advance(999ms);
        QCOMPARE(request(Verdict::Success), std::string("b:1"));
        clock.advance(1ms);
        auto probe = balancer.pick("b:1");
        QCOMPARE(probe->endpoint().address, std::string("a:1"));
        QCOMPARE(request(Verdict::Success), std::string("b:1")); // one probe only
        probe->ended({Verdict::Failure, {}});
        probe.reset();
        clock.advance(1999ms); // doubled
        QCOMPARE(request(Verdict::Success), std::string("b:1"));
        clock.advance(1ms);
        QCOMPARE(request(Verdict::Success), std::string("a:1"));
        QCOMPARE(balancer.ejected(), std::size_t(0));
    }
    void aProbeWithoutAnAnswerIsTriedAgain() {
        ManualClock clock;
        Settings settings;
        settings.breaker.maxFailures = 1;
        Balancer balancer(clock, makeRandom(1), settings);
        balancer.update(endpoints({"a:1"}));
        balancer.pick()->ended({Verdict::Failure, {}});
        QVERIFY(!balancer.pick()); // all are out: whoever asks has to wait
        QVERIFY(balancer.nextProbe() > clock.now());
        clock.advance(60s);
        {
            const auto probe = balancer.pick();
            QVERIFY(probe && !balancer.pick());
            QVERIFY(balancer.nextProbe() == MonotonicTime::max());
        }
        QVERIFY(balancer.pick());
    }
    void theFloorKeepsSomeIn() {
        ManualClock clock;
        Settings settings;
        settings.breaker.maxFailures = 1;
        settings.minReady = 2;
        Balancer balancer(clock, makeRandom(9), settings);
        balancer.update(endpoints({"a:1", "b:1", "c:1", "d:1"}));
        for (int i = 0; i < 100; ++i)
            balancer.pick()->ended({Verdict::Failure, {}});
        QCOMPARE(balancer.ejected(), std::size_t(2));
        QCOMPARE(balancer.ready(), std::size_t(2));
        // Who leaves is no more counted.
        balancer.update(endpoints({"a:1"}));
        QVERIFY(balancer.ejected() <= 1);
    }
    void theShareOfSuccessesTakesAnEndpointOut_data() {
        QTest::addColumn<int>("failures");
        QTest::addColumn<int>("throttled");
        QTest::addColumn<int>("successes");
        QTest::addColumn<bool>("ejected");
        QTest::newRow("too few to tell") << 4 << 0 << 0 << false;
        QTest::newRow("just enough") << 2 << 0 << 8 << false; // 0.8 is the threshold
        QTest::newRow("too many failures") << 3 << 0 << 8 << true;
        QTest::newRow("429 counts here") << 1 << 2 << 8 << true;
        QTest::newRow("all fail") << 5 << 0 << 0 << true;
    }
    void theShareOfSuccessesTakesAnEndpointOut() {
        QFETCH(const int, failures);
        QFETCH(const int, throttled);
        QFETCH(const int, successes);
        QFETCH(const bool, ejected);
        BreakerSettings settings;
        settings.successRate = 0.8;
        const auto random = makeRandom(1);
        Breaker breaker;
        MonotonicTime now{1h};
        bool trip = false;
        const auto feed = [&](int count, Verdict verdict) {
            for (int i = 0; i < count; ++i)
                trip = breaker.record(breaker.begin(now), verdict, {settings, random, now, {}});
        };
        feed(successes, Verdict::Success);
        feed(throttled, Verdict::Throttled);
        feed(failures, Verdict::Failure);
        QCOMPARE(trip, ejected);
        // After the window nothing is held against it.
        now += 11s;
        feed(1, Verdict::Failure);
        QVERIFY(!trip);
    }
    void theWindowForgetsBucketByBucket() {
        SuccessWindow window;
        MonotonicTime now{1h};
        for (int second = 0; second < 30; ++second, now += 1s)
            window.record(second % 2 == 0, 10s, now);
        QCOMPARE(window.requests(), 10U);
        QCOMPARE(window.share(), 0.5);
        window.record(true, 10s, now + 1h);
        QCOMPARE(window.requests(), 1U);
    }
    void thePeersHintIsTheFirstBackOff() {
        BreakerSettings settings;
        settings.maxFailures = 1;
        settings.honorRetryAfter = true;
        Breaker breaker;
        const MonotonicTime now{1h};
        const auto random = makeRandom(1);
        const auto event = [&](std::optional<Duration> hint) {
            return Breaker::Event{settings, random, now, hint};
        };
        QVERIFY(breaker.record(breaker.begin(now), Verdict::Failure, event(20s)));
        breaker.trip(event(20s));
        QVERIFY(breaker.due() == now + 20s);
        breaker = {};
        breaker.trip(event(3600s));
        QVERIFY(breaker.due() == now + 60s);
        breaker = {};
        breaker.trip(event({})); // 1 s and up to half of it
        QVERIFY(breaker.due() >= now + 1s && breaker.due() <= now + 1500ms);
    }
    void randomIsUniformAndBounded() {
        const auto random = makeRandom(5);
        std::array<int, 7> counts{};
        for (int i = 0; i < 70'000; ++i)
            ++counts.at(random(7));
        for (const auto count : counts)
            QVERIFY(count > 9'500 && count < 10'500);
    }
    void deltasKeepTheOrder() {
        Endpoints held{endpoints({"b:1", "d:1"}), true};
        EndpointsDelta delta{endpoints({"c:1", "a:1"}), {"d:1", "x:1"}};
        apply(held, delta);
        QVERIFY(held.endpoints == endpoints({"a:1", "b:1", "c:1"}));
    }
};

QTEST_APPLESS_MAIN(TestBalance)
#include "tst_balance.moc"
