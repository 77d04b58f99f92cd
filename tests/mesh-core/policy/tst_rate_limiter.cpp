// SPDX-License-Identifier: Apache-2.0
#include "policy/snapshot.h"
#include "policy/rate_limiter.h"

#include <QTest>

#include <thread>

using namespace causeway;
using namespace causeway::policy;
using namespace std::chrono_literals;

namespace {

constexpr const char* kPayments = "spiffe://talk.mesh/cluster/aws/ns/bank/sa/payments";
constexpr const char* kCards = "spiffe://talk.mesh/cluster/aws/ns/bank/sa/cards";
constexpr const char* kCardsDns = "cards.bank.serviceaccount.identity.causeway.talk.mesh";

MonotonicTime at(Duration since) {
    return MonotonicTime{} + 1000s + since;
}

int admitted(RateLimiter& limiter, std::string_view caller, int asked, Duration when = {}) {
    int count = 0;
    for (int i = 0; i < asked; ++i)
        count += limiter.admit(caller, at(when)) == RateLimiter::Verdict::Admitted ? 1 : 0;
    return count;
}

} // namespace

class TestRateLimiter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oneSecondsWorthAtOnceThenEvenly() {
        RateLimiter limiter({{}, 10, {}, {}});
        QCOMPARE(admitted(limiter, kPayments, 100), 10);
        QCOMPARE(admitted(limiter, kCards, 100, 99ms), 0); // the total is everybody's
        QCOMPARE(admitted(limiter, kCards, 100, 100ms), 1);
        QCOMPARE(admitted(limiter, "", 100, 350ms), 2);
        QCOMPARE(admitted(limiter, "", 100, 10s), 10); // never more, however long it rested
        QVERIFY(limiter.admit("", at(10s)) == RateLimiter::Verdict::OverTotal);
    }

    void everyIdentityHasItsOwnAndStrangersShareOne() {
        RateLimiter limiter({{}, {}, 3, {}});
        QCOMPARE(admitted(limiter, kPayments, 10), 3);
        QCOMPARE(admitted(limiter, kCards, 10), 3);
        QCOMPARE(admitted(limiter, "", 2), 2);
        QCOMPARE(admitted(limiter, "", 10), 1);
        QVERIFY(limiter.admit("", at(0s)) == RateLimiter::Verdict::OverIdentity);
    }

    void anOverrideStandsInPlaceOfTheIdentitysRateButNotOfTheTotal() {
        RateLimiter limiter({{}, 20, 3, {{8, {kCardsDns}}}});
        QCOMPARE(admitted(limiter, kCards, 10), 8);
        QCOMPARE(admitted(limiter, kPayments, 5), 3);
        QVERIFY(limiter.admit(kPayments, at(0s)) == RateLimiter::Verdict::OverIdentity);
        // 16 counted so far, those too many as well: the total ends before an identity's own rate.
        QCOMPARE(admitted(limiter, "", 4), 3);
        QVERIFY(limiter.admit("spiffe://talk.mesh/cluster/aws/ns/bank/sa/web", at(0s))
                == RateLimiter::Verdict::OverTotal);
    }

    void anOverrideAloneLimitsNobodyElse() {
        RateLimiter limiter({{}, {}, {}, {{2, {kCardsDns}}}});
        QCOMPARE(admitted(limiter, kCards, 10), 2);
        QCOMPARE(admitted(limiter, kPayments, 1000), 1000);
    }

    void callersWithoutNumberAreBounded() {
        RateLimiter limiter({{}, {}, 1, {}});
        int passed = 0;
        for (std::size_t i = 0; i < RateLimiter::kMaxCallers + 500; ++i)
            passed += admitted(limiter, "spiffe://talk.mesh/x/" + std::to_string(i), 1);
        QCOMPARE(passed, int(RateLimiter::kMaxCallers) + 1); // those beyond share one
        QCOMPARE(admitted(limiter, "spiffe://talk.mesh/late", 5, 2s), 1); // room was made
        QCOMPARE(admitted(limiter, "spiffe://talk.mesh/later", 5, 2s), 1);
    }

    void workersShareIt() {
        RateLimiter limiter({{}, 1000, {}, {}});
        std::atomic<int> passed = 0;
        std::vector<std::thread> workers;
        for (int i = 0; i < 4; ++i)
            workers.emplace_back([&] { passed += admitted(limiter, kPayments, 1000); });
        for (std::thread& each : workers)
            each.join();
        QCOMPARE(passed.load(), 1000);
    }
};

QTEST_APPLESS_MAIN(TestRateLimiter)
#include "tst_rate_limiter.moc"
