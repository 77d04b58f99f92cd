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
