// SPDX-License-Identifier: Apache-2.0
// Burn rates of a link's error budget: what burns, what has stopped, and what nobody knows.
#include "link/slo.h"

#include <QTest>

using namespace causeway;
using namespace causeway::link;

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const WallTime kNow{hours(24 * 20'000)};
constexpr double kObjective = 0.999;

// A minute a sample, 600 requests each; the failures of the minute that ended so long ago.
template <typename Failures> std::vector<SloSample> history(minutes length, Failures failures) {
    std::vector<SloSample> series;
    for (minutes ago = length - minutes(1); ago >= minutes(0); ago -= minutes(1))
        series.push_back({kNow - ago, seconds(60), 600, failures(ago), 600, 0});
    return series;
}

std::vector<Burn> burns(const std::vector<SloSample>& series) {
    return burnsOf(series, kObjective, kNow);
}

} // namespace

class TestSlo : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aRateOfOneSpendsExactlyTheBudget() {
        // 3 of 3000 in five minutes is what 99.9 % allows.
        const auto found = burns(history(
            hours(72), [](minutes ago) { return std::uint64_t(ago.count() % 5 < 3 ? 1 : 0); }));
        QCOMPARE(found.size(), kBurnWindows.size());
        for (const auto& each : found) {
            QVERIFY(std::abs(*each.longer - 1) < 0.01);
            QVERIFY(std::abs(*each.shorter - 1) < 0.01);
        }
        QVERIFY(!*found[0].burns());
        QVERIFY(!*found[1].burns());
    }
    void troubleOfNowBurnsFast() {
        // 9 % for a quarter of an hour: 22 times the budget of the hour.
        const auto found = burns(history(
            hours(72), [](minutes ago) { return std::uint64_t(ago < minutes(15) ? 54 : 0); }));
        QVERIFY(*found[0].burns());
        QVERIFY(!*found[1].burns()); // not yet a part of six hours that matters
        QVERIFY(!*found[2].burns());
    }
    void aBlipWakesNobody() {
        const auto found = burns(history(
            hours(72), [](minutes ago) { return std::uint64_t(ago < minutes(2) ? 54 : 0); }));
        QVERIFY(*found[0].shorter > 14.4);
        QVERIFY(!*found[0].burns());
    }
    void whatIsOverDoesNotBurn() {
        const auto found = burns(history(hours(72), [](minutes ago) {
            return std::uint64_t(ago >= minutes(6) && ago < minutes(40) ? 60 : 0);
        }));
        QVERIFY(*found[0].longer > 14.4);
        QVERIFY(!*found[0].burns());
    }
    void lessHistoryThanAWindowIsUnknown() {
        const auto found = burns(history(hours(2), [](minutes) { return std::uint64_t(54); }));
        QCOMPARE(found[0].burns(), std::optional(true));
        QVERIFY(!found[1].longer);
        QVERIFY(found[1].shorter);
        QVERIFY(!found[1].burns());
        QVERIFY(!found[2].burns());
    }
    void slownessHasABudgetOfItsOwn() {
        auto series = history(hours(72), [](minutes) { return std::uint64_t(0); });
        for (auto& sample : series)
            if (sample.end > kNow - minutes(20))
                sample.slow = 300; // half of them, for a third of the hour
        const auto slow = burnsOf(series, 0.99, kNow, Budget::Slowness);
        QVERIFY2(std::abs(*slow[0].longer - 50.0 / 3) < 0.01, QByteArray::number(*slow[0].longer));
        QVERIFY(*slow[0].burns());
        QVERIFY(!*burnsOf(series, 0.99, kNow)[0].burns());
        for (auto& sample : series)
            sample.answered = 0; // nobody was met: no time is known
        QVERIFY(!burnsOf(series, 0.99, kNow, Budget::Slowness)[0].burns());
        QVERIFY(burnsOf(series, 0.99, kNow)[0].burns());
    }
    void withoutRequestsNothingIsKnown() {
        auto series = history(hours(72), [](minutes) { return std::uint64_t(0); });
        for (auto& sample : series)
            sample.requests = 0;
        for (const auto& each : burns(series))
            QVERIFY(!each.burns());
        QVERIFY(!burns({})[0].burns());
    }
};

QTEST_APPLESS_MAIN(TestSlo)
#include "tst_slo.moc"
