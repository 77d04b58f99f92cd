// SPDX-License-Identifier: Apache-2.0
// What is usual at an hour of the week, what is not, and what grows slowly.
#include "link/baseline.h"
#include "link/drift.h"
#include "link/hour_evidence.h"
#include "link/medians.h"
#include "link/words.h"

#include <QTest>

#include <random>

using namespace causeway;
using namespace causeway::link;
using namespace std::chrono_literals;

namespace {

const WallTime kNow{1'800'000'000s + 340s}; // Friday, 08:05:40

// Twelve means of five minutes in that hour of so many weeks ago.
void addWeek(std::vector<BaselineSample>& samples, int weeksAgo, double ms, double spread = 0) {
    const WallTime hour = std::chrono::floor<std::chrono::hours>(kNow) - weeksAgo * kWeek;
    for (int i = 1; i <= 12; ++i)
        samples.push_back({hour + i * 5min, ms + (i % 2 == 0 ? spread : -spread), 100});
}

// Every quarter of an hour over three days.
template <typename Ms> std::vector<BaselineSample> days(Ms ms) {
    std::vector<BaselineSample> series;
    std::mt19937_64 random(7);
    std::normal_distribution<double> noise(0, 0.5);
    for (int i = 0; i < 288; ++i)
        series.push_back({kNow - 72h + i * 15min, ms(double(i) / 96) + noise(random), 500});
    return series;
}

} // namespace

class TestBaseline : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void middlesAreNotMovedByAWildOne() {
        QCOMPARE(medianOf({3, 1, 2}), 2.0);
        QCOMPARE(medianOf({4, 1, 3, 2}), 2.5);
        QCOMPARE(medianOf({5}), 5.0);
        QCOMPARE(medianDeviationOf({1, 2, 3, 4, 1000}, 3), 1.0);
    }
    void theSameHourOfTheWeeksBefore() {
        const auto hours = sameHoursBefore(kNow);
        QCOMPARE(hours.size(), std::size_t(kBaselineWeeks));
        QVERIFY(hours.front().start == WallTime(1'800'000'000s) - kWeek);
        QVERIFY(hours.front().end - hours.front().start == 1h);
        QVERIFY(hours.back().start == WallTime(1'800'000'000s) - kBaselineWeeks * kWeek);
    }
    void oneWeekIsNoUsual() {
        std::vector<BaselineSample> samples;
        addWeek(samples, 1, 31);
        QVERIFY(!baselineOf(samples, kNow));
        addWeek(samples, 2, 31, 2);
        const auto usual = baselineOf(samples, kNow);
        QVERIFY(usual && usual->weeks == 2);
        QCOMPARE(usual->medianMs, 31.0);
    }
    void aBadWeekIsNoPartOfIt() {
        std::vector<BaselineSample> samples;
        for (int week = 1; week <= 5; ++week)
            addWeek(samples, week, week == 3 ? 400 : 31, 2);
        const auto usual = baselineOf(samples, kNow);
        QVERIFY(usual && usual->weeks == 5);
        QVERIFY2(usual->medianMs >= 29 && usual->medianMs <= 33, "the middle");
        QVERIFY(usual->madMs < 5);
    }
    void otherHoursAndGapsAreLeftOut() {
        std::vector<BaselineSample> samples;
        addWeek(samples, 1, 31);
        addWeek(samples, 2, 31);
        const auto before = baselineOf(samples, kNow);
        samples.push_back({kNow - kWeek - 2h, 900, 100});
        samples.push_back({kNow - 1min, 900, 100});
        samples.push_back({kNow - kWeek, 900, 0});
        QVERIFY(baselineOf(samples, kNow) == before);
    }
    void unusualIsFarBeyondWhatItVaries() {
        QVERIFY(!isOutlier(33, {31, 1, 5}));
        QVERIFY(isOutlier(38, {31, 1, 5}));
        QVERIFY(isOutlier(20, {31, 1, 5})); // below, too
        QVERIFY2(!isOutlier(38, {31, 2, 5}), "it varies as much");
        QVERIFY2(!isOutlier(1.9, {0.2, 0, 5}), "below 2 ms nothing is");
        QVERIFY2(!isOutlier(108, {100, 0, 5}), "nor below a tenth");
    }
    void slowGrowthIsSeen() {
        const auto drift = driftIn(days([](double day) { return 20 + 2 * day; }));
        QVERIFY(drift);
        QVERIFY2(std::abs(drift->perDayMs - 2) < 0.2, QByteArray::number(drift->perDayMs));
        QVERIFY(std::abs(drift->overallMs - 6) < 0.6);
        const auto falling = driftIn(days([](double day) { return 30 - 3 * day; }));
        QVERIFY(falling && falling->perDayMs < -2.5);
    }
    void wildPointsDoNotMoveIt() {
        auto series = days([](double day) { return 20 + 2 * day; });
        for (std::size_t i = 0; i < series.size(); i += 5)
            series[i].meanMs = 300;
        const auto drift = driftIn(series);
        QVERIFY(drift && std::abs(drift->perDayMs - 2) < 0.4);
    }
    void whatStaysOrStepsIsNoDrift() {
        QVERIFY(!driftIn(days([](double) { return 20; })));
        QVERIFY2(!driftIn(days([](double day) { return day < 1.5 ? 20 : 30; })), "a step");
        QVERIFY2(!driftIn(days([](double day) { return 20 + 8 * std::sin(day * 6.283); })),
                 "day and night");
        QVERIFY2(!driftIn(days([](double day) { return 200 + day; })), "less than a tenth");
    }
    void tooFewOrTooManyPointsTellNothing() {
        auto series = days([](double day) { return 20 + 2 * day; });
        QVERIFY(!driftIn(std::span(series).first(11)));
        for (std::size_t i = 0; i < series.size(); ++i)
            series[i].count = i < 11 ? 500 : 0;
        QVERIFY(!driftIn(series));
        const std::vector<BaselineSample> many(kMostDriftPoints + 1, {kNow, 20, 1});
        QVERIFY(!driftIn(many));
        QVERIFY(!driftIn({}));
    }
    void evidenceSaysWhetherTheHourIsUsual() {
        Verdict verdict;
        verdict.leg.part = LegName::Part::Wire;
        verdict.deltaHighMs = 12;
        verdict.links = {"gcp:aws"};
        addHourEvidence(verdict, "gcp:aws", 45, {31, 2, 5});
        QCOMPARE(describe(verdict.evidence.back()),
                 std::string("gcp:aws: wire 45 ms; at this hour of the week it usually takes "
                             "31 ms ± 2.0 ms, of 5 weeks"));
        addHourEvidence(verdict, "gcp:aws", 32, {31, 2, 5});
        QCOMPARE(describe(verdict.evidence.back()),
                 std::string("gcp:aws: wire 32 ms is no more than usual at this hour of the week: "
                             "31 ms ± 2.0 ms, of 5 weeks"));
        Verdict failing;
        failing.leg.part = LegName::Part::Wire;
        failing.links = {"gcp:aws"};
        addHourEvidence(failing, "gcp:aws", 45, {31, 2, 5});
        QVERIFY2(failing.evidence.empty(), "it is not about time");
    }
};

QTEST_APPLESS_MAIN(TestBaseline)
#include "tst_baseline.moc"
