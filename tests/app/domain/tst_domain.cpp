// SPDX-License-Identifier: GPL-3.0-or-later
// Values of the console: names, sums at both ends, verdicts, selections.
#include "domain/health.h"
#include "domain/metrics.h"
#include "domain/selection.h"

#include <QTest>

using namespace causeway::app::domain;

namespace {

SideStats side(std::uint64_t requests, std::uint64_t failures, std::uint64_t us) {
    SideStats stats;
    stats.requests = requests;
    stats.attempts = requests;
    stats.failures = failures;
    if (requests > 0)
        stats.latency.record(us, requests);
    return stats;
}

EdgeStats edge(std::uint64_t requests, std::uint64_t failures, std::uint64_t us) {
    return {Milliseconds(10'000), side(requests, failures, us), std::nullopt};
}

const EdgeKey kEdge{Ref::parse(u"payments.bank@aws"), Ref::parse(u"cards.bank@gcp"), Protocol::Grpc,
                    Tls::Mutual, LinkRef::parse(u"aws:gcp")};

} // namespace

class TestDomain : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void refsAreReadAndWritten() {
        const Ref ref = Ref::parse(u"ledger.bank@aws");
        QCOMPARE(ref.name, QStringLiteral("ledger"));
        QCOMPARE(ref.nameSpace, QStringLiteral("bank"));
        QCOMPARE(ref.cluster, QStringLiteral("aws"));
        QCOMPARE(ref.qualifiedName(), QStringLiteral("ledger.bank@aws"));
        QCOMPARE(Ref::parse(u"stranger").shortName(), QStringLiteral("stranger"));
        QCOMPARE(LinkRef::parse(u"aws:gcp").reversed().name(), QStringLiteral("gcp:aws"));
        QVERIFY(LinkRef::parse(u"aws").isNull());
    }

    void anEdgeNamesItself() {
        QCOMPARE(kEdge.id(),
                 QStringLiteral("payments.bank@aws → cards.bank@gcp gRPC mutual aws:gcp"));
    }

    void aSelectionCoversItsEdges_data() {
        QTest::addColumn<QString>("selection");
        QTest::addColumn<bool>("covers");
        QTest::newRow("fleet") << "fleet" << true;
        QTest::newRow("callee's cluster") << "cluster:gcp" << true;
        QTest::newRow("caller's cluster") << "cluster:aws" << false;
        QTest::newRow("callee") << "service:cards.bank@gcp" << true;
        QTest::newRow("namesake elsewhere") << "service:cards.bank@aws" << false;
        QTest::newRow("caller") << "workload:payments.bank@aws" << true;
        QTest::newRow("link") << "link:aws:gcp" << true;
        QTest::newRow("other direction") << "link:gcp:aws" << false;
    }
    void aSelectionCoversItsEdges() {
        QFETCH(QString, selection);
        QFETCH(bool, covers);
        const Selection parsed = Selection::parse(selection);
        QCOMPARE(parsed.id(), selection);
        QCOMPARE(parsed.covers(kEdge), covers);
    }

    void whatNobodyMeasuredIsNotZero() {
        const EdgeStats none;
        QVERIFY(!none.requestsPerSecond());
        QVERIFY(!none.success());
        QVERIFY(!none.latencyMs(0.5));
        const EdgeStats idle = edge(0, 0, 0);
        QCOMPARE(idle.requestsPerSecond(), 0.0); // reported, and it was none
        QVERIFY(!idle.success());
        QVERIFY(!idle.latencyMs(0.5));
    }

    void coldIsTheShareWithoutAnOpenConnection() {
        SideStats stats = side(10, 0, 1000);
        QVERIFY(!coldShare(stats)); // nobody counted connections
        stats.connectionsOpened = 3;
        stats.requestsReused = 7;
        QCOMPARE_LT(std::abs(*coldShare(stats) - 0.3), 1e-9);
    }

    void windowsAndEdgesMergeExactly() {
        EdgeStats sum = edge(90, 1, 10'000);
        sum.mergeWindow(edge(10, 1, 100'000));
        QCOMPARE(sum.covered, Milliseconds(20'000));
        QCOMPARE(sum.requestsPerSecond(), 5.0);
        QCOMPARE(sum.success(), 0.98);
        QCOMPARE_LT(std::abs(*sum.latencyMs(0.5) - 10), 0.2);
        QCOMPARE_LT(std::abs(*sum.latencyMs(0.99) - 100), 2.0);

        EdgeStats both = edge(90, 1, 10'000);
        both.mergeEdge(edge(10, 1, 100'000));
        QCOMPARE(both.covered, Milliseconds(10'000));
        QCOMPARE(both.requestsPerSecond(), 10.0);
    }

    void verdicts_data() {
        QTest::addColumn<int>("failures");
        QTest::addColumn<int>("us");
        QTest::addColumn<int>("usualUs");
        QTest::addColumn<QString>("health");
        QTest::newRow("fine") << 0 << 10'000 << 10'000 << "ok";
        QTest::newRow("a few fail") << 20 << 10'000 << 10'000 << "degraded";
        QTest::newRow("many fail") << 80 << 10'000 << 10'000 << "failing";
        QTest::newRow("much slower") << 0 << 40'000 << 20'000 << "degraded";
        QTest::newRow("slower, but still fast") << 0 << 4'000 << 1'000 << "ok";
        QTest::newRow("a bit slower") << 0 << 25'000 << 20'000 << "ok";
    }
    void verdicts() {
        QFETCH(int, failures);
        QFETCH(int, us);
        QFETCH(int, usualUs);
        QFETCH(QString, health);
        const EdgeFigures usual = figuresOf(edge(1000, 0, std::uint64_t(usualUs)));
        const Verdict verdict =
            judge(figuresOf(edge(1000, std::uint64_t(failures), std::uint64_t(us))), &usual);
        QCOMPARE(name(verdict.health), health);
    }

    void withoutTrafficThereIsNoVerdict() {
        QCOMPARE(judge(figuresOf(edge(0, 0, 0))).health, Health::NotMeasured);
        QCOMPARE(judge(figuresOf(edge(0, 0, 0))).reason, HealthReason::NoTraffic);
    }

    void aCertificateKnowsItsAge() {
        Certificate certificate;
        certificate.notBefore = instantOf(1000);
        certificate.notAfter = instantOf(2000);
        QCOMPARE(certificate.lifeSpent(instantOf(1700)), 0.7);
        QCOMPARE_LT(certificate.lifeSpent(instantOf(900)), 0.0);
        QCOMPARE_GT(certificate.lifeSpent(instantOf(2100)), 1.0);
    }
};

QTEST_APPLESS_MAIN(TestDomain)
#include "tst_domain.moc"
