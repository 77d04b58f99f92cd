// SPDX-License-Identifier: GPL-3.0-or-later
// Running sums: the same as adding up anew, and at the price of what came in between.
#include "ledger_fleet.h"
#include "store/store.h"

#include <QSignalSpy>
#include <QTest>

#include <random>

using namespace causeway::app;
using namespace causeway::app::domain;
using namespace std::chrono_literals;
using store::Ledger;
using store::Look;

namespace {

Instant at(int second) {
    return instantOf(1'772'632'800'000 + second * 1000LL);
}
TimeRange minuteTo(int second) {
    return TimeRange::endingAt(at(second), 60s);
}

void fill(Ledger& ledger, int edges, int from, int to, int every = 1) {
    for (int second = from; second <= to; ++second)
        for (int cluster = 0; cluster < kLedgerClusters; ++cluster)
            ledger.append(clusterName(cluster), tickOf(cluster, edges, second, every));
}

// What a look says, against sums made from nothing.
QString wrong(Ledger& ledger, const Look& look) {
    const auto now = ledger.history().edges(look.window);
    const auto baseline =
        ledger.history().edges(TimeRange::endingAt(look.window.begin, Ledger::kBaseline));
    if (look.edges.size() != now.size())
        return QStringLiteral("%1 edges for %2").arg(look.edges.size()).arg(now.size());
    EdgeStats fleet;
    std::map<ServiceRef, EdgeStats> services;
    for (const store::EdgeRow& row : look.edges) {
        if (row.now != figuresOf(now.at(row.key())))
            return row.id() + QStringLiteral(" now");
        const EdgeFigures usual = figuresOf(baseline.at(row.key()));
        if (row.baseline != (usual.covered < Ledger::kUsualNeeds ? EdgeFigures() : usual))
            return row.id() + QStringLiteral(" baseline");
        fleet.mergeEdge(now.at(row.key()));
        services[row.key().destination].mergeEdge(now.at(row.key()));
    }
    if (look.total({}).now != figuresOf(fleet))
        return QStringLiteral("fleet");
    for (const auto& [ref, stats] : services)
        if (look.total(ServiceSelection{ref}).now != figuresOf(stats))
            return ref.qualifiedName();
    return {};
}

} // namespace

class TestLedger : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void runningSumsAreThoseMadeFromNothing() {
        Ledger ledger;
        std::mt19937 random(11);
        int second = 0;
        for (int round = 0; round < 30; ++round) {
            const int next = second + 1 + int(random() % 20);
            // Ticks are lost, late and out of order; some edges are quiet, some are new.
            for (int i = second + 1; i <= next; ++i)
                for (int cluster = 0; cluster < kLedgerClusters; ++cluster) {
                    if (random() % 9 == 0)
                        continue;
                    const int when = random() % 6 == 0 ? std::max(1, i - int(random() % 70)) : i;
                    ledger.append(clusterName(cluster),
                                  tickOf(cluster, 120 + round * 4, when, 1 + int(random() % 3)));
                }
            second = next;
            const auto look = ledger.look(minuteTo(second));
            const QString what = wrong(ledger, *look);
            QVERIFY2(what.isEmpty(), qPrintable(what));
        }
        // Back, forward, and another length.
        for (const TimeRange& window :
             {minuteTo(second / 2), minuteTo(second / 2 + 7),
              TimeRange::endingAt(at(second), 200s), minuteTo(second)}) {
            const auto look = ledger.look(window);
            const QString what = wrong(ledger, *look);
            QVERIFY2(what.isEmpty(), qPrintable(what));
        }
    }

    void coarseStepsChangeNoSum() {
        store::HistoryLimits limits;
        limits.fine = 100s;
        Ledger ledger(limits);
        for (int second = 1; second <= 420; ++second) {
            fill(ledger, 80, second, second, 2);
            if (second % 7 != 0)
                continue;
            const QString what = wrong(ledger, *ledger.look(minuteTo(second)));
            QVERIFY2(what.isEmpty(), qPrintable(what));
        }
    }

    // What a second costs does not depend on how long the window is or what was there before.
    void aSecondCostsWhatItBrought() {
        constexpr int kEdges = 400;
        Ledger ledger;
        fill(ledger, kEdges, 1, 300);
        (void)ledger.look(minuteTo(300));
        const std::uint64_t before = ledger.work();
        for (int second = 301; second <= 310; ++second) {
            fill(ledger, kEdges, second, second);
            (void)ledger.look(minuteTo(second));
        }
        const std::uint64_t aSecond = (ledger.work() - before) / 10;
        const auto* tick = ledger.history().tickAt(clusterName(0), at(310));
        const std::uint64_t brought =
            kLedgerClusters * (tick->sides[0].size() + tick->sides[1].size());
        // It enters the window and leaves it for the baseline; now and then a largest value leaves
        // and the next largest is looked for. All of it again would be 300 times as much.
        QCOMPARE_LE(aSecond, 6 * brought);
        QCOMPARE_GE(aSecond, brought);
    }

    void quietEdgesCostNothing() {
        Ledger ledger;
        fill(ledger, 4000, 1, 5);
        (void)ledger.look(minuteTo(5));
        fill(ledger, 40, 6, 10); // of 4000 edges, 40 speak
        const std::uint64_t first = ledger.work();
        const auto look = ledger.look(minuteTo(11));
        const std::uint64_t before = ledger.work();
        QCOMPARE_LT(before - first, 40 * 2 * 5 * 10);
        const auto later = ledger.look(minuteTo(12));
        QCOMPARE(look->edges.size(), 4000U);
        QVERIFY(later->changed.empty());
        QCOMPARE(ledger.work(), before);
    }

    void onlyWhatChangedIsSaidToHaveChanged() {
        Ledger ledger;
        fill(ledger, 400, 1, 3);
        const auto before = ledger.look(minuteTo(3));
        // All clusters go on reporting, one edge of each is counted on.
        for (int cluster = 0; cluster < kLedgerClusters; ++cluster) {
            sdk::EdgeTick tick = tickOf(cluster, 400, 3);
            tick.end = at(3) - 500ms;
            tick.duration = 0ms;
            tick.samples = tick.samples.first(2);
            ledger.append(clusterName(cluster), tick);
        }
        const auto after = ledger.look(minuteTo(3));
        QCOMPARE(after->shape, before->shape);
        QCOMPARE(after->number, before->number + 1);
        QCOMPARE(after->changed.size(), std::size_t(kLedgerClusters));
        for (std::size_t i = 0; i < after->edges.size(); ++i) {
            const bool changed = std::ranges::count(after->changed, i) > 0;
            QCOMPARE(after->edges[i].now != before->edges[i].now, changed);
        }
    }

    // The console's way: summed on a worker, told by signal, asked without waiting.
    void asideTheSameComesAMomentLater() {
        store::Store store(store::Store::Sums::Aside);
        store::Store here;
        QSignalSpy told(&store, &store::Store::edgesChanged);
        for (int second = 1; second <= 90; ++second)
            for (int cluster = 0; cluster < kLedgerClusters; ++cluster) {
                sdk::Updates updates;
                updates.ticks.push_back(tickOf(cluster, 200, second));
                store.apply(clusterName(cluster), updates);
                here.apply(clusterName(cluster), updates);
            }
        QTRY_COMPARE(store.newest(), std::optional(at(90)));
        QCOMPARE_LE(told.size(), 6); // 3,600 ticks, and not as many pictures
        QTRY_COMPARE(store.look(minuteTo(90))->window, minuteTo(90));
        const auto expected = here.look(minuteTo(90));
        QCOMPARE(store.look(minuteTo(90))->total({}), expected->total({}));

        const auto range = TimeRange::endingAt(at(90), 80s);
        const auto series = here.metrics({}, range, 10s);
        QTRY_COMPARE(store.metrics({}, range, 10s).points.size(), series.points.size());
        QVERIFY(store.metrics({}, range, 10s).total() == series.total());
        QTRY_VERIFY(store.calls(minuteTo(90)) != nullptr);
        QCOMPARE(store.calls(minuteTo(90))->rows.size(), 200U);

        // A window of the past is asked for once, and meanwhile the one before is shown.
        QTRY_COMPARE(store.look(minuteTo(70))->window, minuteTo(70));
        QCOMPARE(store.look(minuteTo(70))->total({}), here.look(minuteTo(70))->total({}));
    }

    void anotherFleetHearsNothingOfTheOneBefore() {
        store::Store store(store::Store::Sums::Aside);
        sdk::Updates updates;
        updates.ticks.push_back(tickOf(0, 200, 1));
        store.apply(clusterName(0), updates);
        Fleet other;
        other.location = QStringLiteral("/elsewhere/fleet.yaml");
        store.setFleet(other);
        QTest::qWait(50);
        QVERIFY(!store.newest());
        QVERIFY(store.look(minuteTo(1))->edges.empty());
    }
};

QTEST_GUILESS_MAIN(TestLedger)
#include "tst_ledger.moc"
