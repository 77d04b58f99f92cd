// SPDX-License-Identifier: Apache-2.0
#include "telemetry/edge.h"
#include "telemetry/edge_table.h"

#include <QTest>

using namespace causeway::telemetry;

namespace {

EdgeLabels towards(const std::string& service, StatusClass status = StatusClass::Http2xx) {
    EdgeLabels labels;
    labels.key.sourceIdentity = "spiffe://talk.mesh/cluster/aws/ns/bank/sa/payments";
    labels.key.destinationService = service;
    labels.key.statusClass = status;
    return labels;
}

} // namespace

class TestEdgeTable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void drainTellsWhatIsNewOnce() {
        EdgeTable table;
        auto& ledger = table.series(towards("ledger.bank"));
        ledger.requests += 2;
        ledger.latency.record(1'000, 2);
        const auto first = table.drain();
        QCOMPARE(first.size(), std::size_t(1));
        QCOMPARE(first[0].counters.requests, std::uint64_t(2));
        QVERIFY(table.drain().empty());
        ledger.requests += 1;
        QCOMPARE(table.drain()[0].counters.requests, std::uint64_t(1));
    }
    void totalsKeepWhatWasDrained() {
        EdgeTable table;
        auto& ledger = table.series(towards("ledger.bank"));
        ledger.requests = 2;
        ledger.leg(Leg::Wire).record(40'000);
        (void)table.drain();
        ledger.requests += 3;
        const auto totals = table.totals();
        QCOMPARE(totals[0].counters.requests, std::uint64_t(5));
        QCOMPARE(totals[0].counters.leg(Leg::Wire).count(), std::uint64_t(1));
    }
    void referencesStayValid() {
        EdgeTable table;
        auto& first = table.series(towards("a.bank"));
        for (int i = 0; i < 1'000; ++i)
            (void)table.series(towards("s" + std::to_string(i)));
        QCOMPARE(&table.series(towards("a.bank")), &first);
    }
    void beyondTheBoundCountsAsOther() {
        EdgeTable table(2);
        for (int i = 0; i < 10; ++i)
            ++table.series(towards("s" + std::to_string(i))).requests;
        ++table.series(towards("s9", StatusClass::Http5xx)).failures;
        std::uint64_t requests = 0;
        std::uint64_t other = 0;
        const auto samples = table.drain();
        for (const auto& sample : samples) {
            requests += sample.counters.requests;
            if (sample.labels.key.destinationService == EdgeTable::kOverflow)
                other += sample.counters.requests;
        }
        QCOMPARE(requests, std::uint64_t(10)); // nothing is lost
        QCOMPARE(other, std::uint64_t(8));
        QCOMPARE(table.size(), std::size_t(4)); // two of the class 2xx and 5xx besides
        QCOMPARE(table.overflowed(), std::uint64_t(9));
    }
    void detailIsToldInTotalsAndSummedInReports() {
        EdgeTable table;
        const DecisionLabels decision{{"policy.linkerd.io", "server", "http", "bank"},
                                      {"default", "default", "default", ""},
                                      {"policy.linkerd.io", "authorizationpolicy", "cards", "bank"},
                                      true,
                                      false};
        const EdgeLabels labels = towards("ledger.bank");
        RequestDetail detail{200, -1, 0, "127.0.0.1:8080", "", "", &decision};
        ++table.series(viewOf(labels, detail)).requests;
        detail.status = 204;
        table.series(viewOf(labels, detail)).requests += 2;
        const auto totals = table.totals();
        QCOMPARE(totals.size(), std::size_t(2));
        QCOMPARE(totals[1].detail.status, std::uint16_t(204));
        QCOMPARE(totals[1].detail.decision->authorization.name, std::string("cards"));
        const auto report = table.drain();
        QCOMPARE(report.size(), std::size_t(1));
        QCOMPARE(report[0].counters.requests, std::uint64_t(3));
    }
    void decisionsOfTwoWorkersAreOneWhenTheySayTheSame() {
        const DecisionLabels a{{"", "server", "http", ""}, {}, {}, true, false};
        const DecisionLabels b = a;
        SeriesSample one{towards("ledger.bank"), {200, -1, 0, "", "", "", &a}, {}};
        one.counters.requests = 1;
        SeriesSample two = one;
        two.detail.decision = &b;
        QCOMPARE(mergeSeries({one, two}).size(), std::size_t(1));
        const DecisionLabels denied{{"", "server", "http", ""}, {}, {}, false, false};
        two.detail.decision = &denied;
        QCOMPARE(mergeSeries({one, two}).size(), std::size_t(2));
    }
    void samplesOfEqualLabelsBecomeOne() {
        EdgeSample a{towards("ledger.bank"), {}};
        a.counters.requests = 1;
        EdgeSample b = a;
        b.counters.requests = 2;
        EdgeSample c{towards("accounts.bank"), {}};
        c.counters.requests = 4;
        const auto merged = mergeSamples({a, c, b});
        QCOMPARE(merged.size(), std::size_t(2));
        QCOMPARE(merged[0].labels.key.destinationService, std::string("accounts.bank"));
        QCOMPARE(merged[1].counters.requests, std::uint64_t(3));
    }
};

QTEST_APPLESS_MAIN(TestEdgeTable)
#include "tst_edge_table.moc"
