// SPDX-License-Identifier: Apache-2.0
// What was called, from the wire to the file: counted by the callee's sidecar, kept by the control
// plane through a kill, exported without ids, queries and secrets.
#include "controlled_mesh.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QTest>

using http = causeway::http::Version;

namespace {

// "GET /loans/11111 allowed" → count, of the tuples in an exported file.
QMap<QString, int> countsOf(const QString& recording) {
    QMap<QString, int> counts;
    for (const auto& line : recording.split('\n'))
        if (const auto fields = line.split('\t'); fields.size() == 13)
            counts[fields[6] + ' ' + fields[7] + ' ' + fields[9]] += fields[12].toInt();
    return counts;
}

} // namespace

class TestFlightRecording : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatWasCalledSurvivesAndIsExported() {
        Cluster cluster({}, false, {.annotations = "config.causeway.dev/recording-redact: '/vault/{}, iban'"});
        QVERIFY2(cluster.ready(), qPrintable(readAll(cluster.path("ledger-1.log"))));
        TestClient client(cluster.outbound, http::Http2);
        const auto call = [&](const std::string& path) {
            return client.get({"ledger", path, "GET", "", {}}).status;
        };
        QVERIFY(QTest::qWaitFor([&] { return call("/warm") == 200; }, kDeadline));
        for (int loan = 40'000; loan < 40'025; ++loan)
            QCOMPARE(call("/loans/" + std::to_string(loan) + "?token=hunter2"), 200);
        for (const char* path : {"/iban/DK5000400440116243", "/vault/swordfish", "/password/Tr0ub4dor",
                                 "/people/ada@bank.example", "/plain"})
            QCOMPARE(call(path), 200);
        // A sidecar that drains tells all it has, and waits until it is kept.
        QVERIFY2(cluster.ledger->endsWell(), qPrintable(readAll(cluster.path("ledger-1.log"))));
        cluster.control->kill();
        cluster.startControl();
        const auto file = cluster.path("day.rec");
        QVERIFY(QTest::qWaitFor(
            [&] {
                cluster.ctl({"--fleet", cluster.path("fleet.yaml"), "recording", "export", "--since", "1d",
                             "-o", file});
                return QFile::exists(file);
            },
            kDeadline));
        const auto text = readAll(file);
        auto counts = countsOf(text);
        counts.remove("GET /warm allowed");
        const QMap<QString, int> expected{{"GET /loans/11111 allowed", 25},
                                          {"GET /iban/[redacted] allowed", 1},
                                          {"GET /vault/[redacted] allowed", 1},
                                          {"GET /password/[redacted] allowed", 1},
                                          {"GET /people/[redacted] allowed", 1},
                                          {"GET /plain allowed", 1}};
        QVERIFY2(counts == expected, qPrintable(text));
        for (const char* secret : {"hunter2", "swordfish", "Tr0ub4dor", "DK50", "ada", "400"})
            QVERIFY2(!text.section("!recorded", 1).contains(QString("/") + secret), qPrintable(text));
        QVERIFY2(text.contains("bank/ledger-1\t" + QString::fromStdString(StaticMesh::idOf("aws", "payments"))),
                 qPrintable(text));
    }
    void whoseRecordingIsOffTellsNothing() {
        Cluster cluster({}, false, {.annotations = "config.causeway.dev/recording: 'off'"});
        QVERIFY2(cluster.ready(), qPrintable(readAll(cluster.path("ledger-1.log"))));
        TestClient client(cluster.outbound, http::Http2);
        const auto call = [&] { return client.get({"ledger", "/x", "GET", "", {}}).status; };
        QVERIFY(QTest::qWaitFor([&] { return call() == 200; }, kDeadline));
        QVERIFY2(cluster.ledger->endsWell(), qPrintable(readAll(cluster.path("ledger-1.log"))));
        const auto text = QString::fromUtf8(
            cluster.ctl({"--fleet", cluster.path("fleet.yaml"), "recording", "export"}));
        QVERIFY2(text.startsWith("causeway-recording/1\n") && countsOf(text).isEmpty(), qPrintable(text));
    }
    void aRuleThatIsNoneStopsTheRecording() {
        Cluster cluster({}, false, {.annotations = "config.causeway.dev/recording-redact: '/vault'"});
        QVERIFY2(cluster.ready(), qPrintable(readAll(cluster.path("ledger-1.log"))));
        QVERIFY(QTest::qWaitFor(
            [&] { return readAll(cluster.path("ledger-1.log")).contains("no requests are recorded: "); },
            kDeadline));
    }
};

QTEST_GUILESS_MAIN(TestFlightRecording)
#include "tst_flight_recording.moc"
