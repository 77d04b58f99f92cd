// SPDX-License-Identifier: Apache-2.0
// Sidecars with a real control plane: they join by token, serve on while it is dead, come back to
// it, and what they counted arrives there.
#include "controlled_mesh.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using http = causeway::http::Version;

namespace {

// A disk without room: all of it goes to one file.
bool fill(const QString& folder) {
    QFile ballast(folder + "/ballast");
    if (!ballast.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return false;
    const QByteArray page(4096, 'x');
    while (ballast.write(page) == page.size()) {
    }
    return ballast.size() > 0;
}

} // namespace

class TestProxyControl : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sidecarsJoinServeOnWithoutAControlPlaneAndComeBack() {
        Cluster cluster;
        QVERIFY2(cluster.ready(), qPrintable(readAll(cluster.path("ledger-1.log"))
                                             + readAll(cluster.path("control.log"))));
        TestClient client(cluster.outbound, http::Http11);
        const auto call = [&] { return client.get({"ledger", "/x", "GET", "", {}}).status; };
        QVERIFY(QTest::qWaitFor([&] { return call() == 200; }, kDeadline));
        for (int i = 0; i < 10; ++i)
            QCOMPARE(call(), 200);
        QVERIFY(QTest::qWaitFor([&] { return cluster.edges().size() == 1; }, kDeadline));
        const QJsonObject edge = cluster.edges()[0].toObject();
        QCOMPARE(edge["from"].toString(), QString("payments"));
        QCOMPARE(edge["to"].toString(), QString("ledger.bank"));
        QCOMPARE(edge["tls"].toString(), QString("mutual"));

        cluster.control->kill();
        const auto says = [&](const char* what) {
            return Cluster::page(cluster.paymentsAdmin, "/ready").find(what) != std::string::npos;
        };
        QVERIFY(QTest::qWaitFor([&] { return says("control plane: away"); }, kDeadline));
        for (int i = 0; i < 20; ++i)
            QCOMPARE(call(), 200);
        // A sidecar that starts now has its certificate and its configuration from its state
        // folder.
        QVERIFY2(cluster.payments->endsWell(), qPrintable(readAll(cluster.path("payments-1.log"))));
        cluster.payments = cluster.sidecar(
            "payments",
            {"--inbound", Cluster::at(freePort()), "--outbound", Cluster::at(cluster.outbound)},
            cluster.paymentsAdmin);
        QVERIFY2(
            QTest::qWaitFor([&] { return Cluster::isReady(cluster.paymentsAdmin); }, kDeadline),
            qPrintable(readAll(cluster.path("payments-1.log"))));
        TestClient again(cluster.outbound, http::Http2);
        QCOMPARE(again.get({"ledger", "/x", "GET", "", {}}).status, 200);

        cluster.startControl();
        QVERIFY(QTest::qWaitFor([&] { return says("control plane: connected"); }, kDeadline));
        QCOMPARE(again.get({"ledger", "/x", "GET", "", {}}).status, 200);
        QVERIFY2(cluster.payments->endsWell(), qPrintable(readAll(cluster.path("payments-1.log"))));
        QVERIFY2(cluster.ledger->endsWell(), qPrintable(readAll(cluster.path("ledger-1.log"))));
    }

    // What is known of a destination is asked for by who calls it, and given up when nobody does.
    void destinationsThatNobodyCallsAreGivenUp() {
        Cluster cluster;
        QVERIFY(cluster.ready());
        QVERIFY(cluster.payments->endsWell());
        cluster.payments = cluster.sidecar("payments",
                                           {"--inbound", Cluster::at(freePort()), "--outbound",
                                            Cluster::at(cluster.outbound), "--destination-idle", "1s"},
                                           cluster.paymentsAdmin);
        QVERIFY(cluster.ready());
        TestClient client(cluster.outbound, http::Http2);
        const auto call = [&] { return client.get({"ledger", "/x", "GET", "", {}}).status; };
        const auto held = [&] {
            return Cluster::metric(cluster.paymentsAdmin, "causeway_config_held");
        };
        QVERIFY(QTest::qWaitFor([&] { return call() == 200; }, kDeadline));
        const double used = held();
        QVERIFY(used >= 2);
        QVERIFY(QTest::qWaitFor([&] { return held() == used - 2; }, kDeadline));
        for (int i = 0; i < 3; ++i)
            QCOMPARE(call(), 200); // asked for again
        QCOMPARE(held(), used);
        const auto page = Cluster::page(cluster.paymentsAdmin, "/metrics");
        QVERIFY2(page.find("\ncontrol_request_total{addr=") != std::string::npos, page.c_str());
        QVERIFY(page.find("\ncontrol_response_latency_ms_count{addr=") != std::string::npos);
        // While nobody could be asked again, the last good configuration stays.
        cluster.control->kill();
        QVERIFY(QTest::qWaitFor(
            [&] { return Cluster::metric(cluster.paymentsAdmin, "causeway_control_connected") == 0; },
            kDeadline));
        QTest::qWait(4000);
        QCOMPARE(held(), used);
        QCOMPARE(call(), 200);
    }

    void leavesAreRenewedAtSeventyPerCentAndNoRequestNotices() {
        constexpr double kLife = 10;
        Cluster cluster({"--leaf-life", "10s"});
        QVERIFY2(cluster.ready(), qPrintable(readAll(cluster.path("ledger-1.log"))));
        const auto ends = [&] {
            return Cluster::metric(cluster.ledgerAdmin,
                                   "identity_cert_expiration_timestamp_seconds");
        };
        TestClient client(cluster.outbound, http::Http2);
        const auto call = [&] { return client.get({"ledger", "/x", "GET", "", {}}).status; };
        QVERIFY(QTest::qWaitFor([&] { return call() == 200; }, kDeadline));
        for (int renewal = 0; renewal < 2; ++renewal) {
            const double before = ends();
            bool failed = false;
            QVERIFY(QTest::qWaitFor(
                [&] {
                    failed = failed || call() != 200;
                    return failed || ends() > before;
                },
                kDeadline));
            QVERIFY(!failed);
            // Both were signed for the same time, so their ends are as far apart as their issues.
            const double share = (ends() - before) / kLife;
            QVERIFY2(share >= 0.6 && share <= 0.9, qPrintable(QString::number(share)));
        }
        QVERIFY(Cluster::metric(cluster.ledgerAdmin, "identity_cert_refresh_count") >= 3);
    }

    // All files of the trust replaced in one go, under load, with leaves that live ten seconds.
    void theTrustAnchorIsExchangedAndNoRequestNotices() {
        Cluster cluster({"--leaf-life", "10s"});
        QVERIFY2(cluster.ready(), qPrintable(readAll(cluster.path("ledger-1.log"))));
        TestClient client(cluster.outbound, http::Http2);
        const auto call = [&] { return client.get({"ledger", "/x", "GET", "", {}}).status; };
        QVERIFY(QTest::qWaitFor([&] { return call() == 200; }, kDeadline));

        cluster.makeTrust("new");
        const auto status = [&] {
            const auto json = cluster.ctl(
                {"--fleet", cluster.path("fleet-new.yaml"), "trust", "status", "-o", "json"});
            return QJsonDocument::fromJson(json).object()["anchors"].toArray();
        };
        for (const auto& [from, to] : {std::pair("anchor-new/anchors.pem", "anchor/anchors.pem"),
                                       std::pair("issuer-new/issuer.pem", "issuer/issuer.pem"),
                                       std::pair("issuer-new/issuer.key", "issuer/issuer.key")}) {
            QVERIFY(QFile::remove(cluster.path(to)));
            QVERIFY(QFile::copy(cluster.path(from), cluster.path(to)));
        }
        const auto log = [&] { return readAll(cluster.path("control.log")); };
        int failures = 0;
        const bool exchanged = QTest::qWaitFor(
            [&] {
                failures += call() != 200;
                return failures > 0 || log().count("trust.changed") == 3;
            },
            3 * kDeadline);
        QCOMPARE(failures, 0);
        QVERIFY2(exchanged, qPrintable(log()));
        QVERIFY2(log().contains("trust.waiting"), qPrintable(log()));
        const auto anchors = status();
        QCOMPARE(anchors.size(), 1);
        const auto here = anchors[0].toObject()["clusters"].toArray()[0].toObject();
        QCOMPARE(here["leaves"].toInt(), 2);
        QVERIFY(here["signs"].toBool());
        for (int i = 0; i < 10; ++i)
            QCOMPARE(call(), 200);
    }

    void aFullDiskIsSaidAndServedThrough() {
        Cluster cluster({"--leaf-life", "10s"}, true);
        const auto log = [&] { return readAll(cluster.path("ledger-1.log")); };
        const QStringList inbound{"--inbound", QString::fromStdString(cluster.meshIp) + ":4143"};
        // Its key would be lost with a restart, and the join token is good for one key: it waits.
        cluster.ledger = cluster.onSmallDisk("ledger", inbound, cluster.ledgerAdmin);
        const QString disk = cluster.ledger->seen(cluster.path("ledger-1"));
        if (!QTest::qWaitFor([&] { return !log().isEmpty(); }, kDeadline)
            || log().contains("Operation not permitted"))
            QSKIP("no unprivileged mount namespaces here, so no small disk");
        QVERIFY2(QTest::qWaitFor([&] { return log().contains("no first certificate: write "); },
                                 kDeadline),
                 qPrintable(log()));
        QVERIFY2(log().contains("identity.key.new: No space left on device"), qPrintable(log()));
        QVERIFY(QFile::remove(disk + "/ballast"));
        QVERIFY2(QTest::qWaitFor([&] { return Cluster::isReady(cluster.ledgerAdmin); }, kDeadline),
                 qPrintable(log()));
        cluster.payments = cluster.sidecar(
            "payments",
            {"--inbound", Cluster::at(freePort()), "--outbound", Cluster::at(cluster.outbound)},
            cluster.paymentsAdmin);
        QVERIFY(cluster.ready());
        TestClient client(cluster.outbound, http::Http11);
        const auto call = [&] { return client.get({"ledger", "/x", "GET", "", {}}).status; };
        QVERIFY(QTest::qWaitFor([&] { return call() == 200; }, kDeadline));

        QVERIFY2(fill(disk), qPrintable(disk));
        const auto renewals = [&] {
            return Cluster::metric(cluster.ledgerAdmin, "identity_cert_refresh_count");
        };
        const double before = renewals();
        bool failed = false;
        QVERIFY2(QTest::qWaitFor(
                     [&] {
                         failed = failed || call() != 200;
                         return failed || renewals() >= before + 2;
                     },
                     2 * kDeadline),
                 qPrintable(log()));
        QVERIFY(!failed);
        QVERIFY2(log().contains("used but not kept"), qPrintable(log()));
        QVERIFY2(log().contains("make room in " + cluster.path("ledger-1")), qPrintable(log()));
        QVERIFY(QFile::remove(disk + "/ballast"));
        QVERIFY2(QTest::qWaitFor([&] { return log().contains("kept again in"); }, kDeadline),
                 qPrintable(log()));
        QCOMPARE(call(), 200);
        QVERIFY2(cluster.ledger->endsWell(), qPrintable(log()));
    }

    void aTapShowsRequestsAndIsAnEvent() {
        Cluster cluster;
        QVERIFY2(cluster.ready(), qPrintable(readAll(cluster.path("control.log"))));
        TestClient client(cluster.outbound, http::Http11);
        const auto call = [&](const std::string& path) {
            return client.get({"ledger", path, "GET", "", {{"authorization", "Bearer abc"}}})
                .status;
        };
        QVERIFY(QTest::qWaitFor([&] { return call("/x") == 200; }, kDeadline));
        QProcess tap;
        tap.start(QStringLiteral(CAUSEWAY_BIN_DIR "/causewayctl"),
                  {"--fleet", cluster.path("fleet.yaml"), "tap", "-o", "json", "--direction",
                   "inbound", "--path", "/loans", "--count", "2"});
        const auto tapped = [&] {
            return Cluster::page(cluster.ledgerAdmin, "/metrics").find("causeway_taps 1")
                   != std::string::npos;
        };
        QVERIFY(QTest::qWaitFor(tapped, kDeadline));
        for (const char* path : {"/other", "/loans/1", "/fail", "/loans/2"})
            QVERIFY(call(path) > 0);
        QVERIFY(tap.waitForFinished(kDeadline));
        const QList<QByteArray> lines = tap.readAllStandardOutput().trimmed().split('\n');
        QCOMPARE(lines.size(), 2);
        const QJsonObject event = QJsonDocument::fromJson(lines[1]).object();
        QCOMPARE(event["path"].toString(), QString("/loans/2"));
        QCOMPARE(event["vantage"].toString(), QString("callee"));
        QCOMPARE(event["source"].toObject()["workload"].toString(), QString("payments"));
        QCOMPARE(event["status"].toInt(), 200);
        QVERIFY(lines[1].contains("[redacted]") && !lines[1].contains("Bearer"));
        const auto log = [&] { return readAll(cluster.path("control.log")); };
        QVERIFY2(QTest::qWaitFor([&] { return log().contains("tap.ended console"); }, kDeadline),
                 qPrintable(log()));
        QVERIFY2(log().contains("tap.started console"), qPrintable(log()));
        // It costs nothing any more, and everybody can see that somebody looked.
        QVERIFY(QTest::qWaitFor(
            [&] {
                return Cluster::page(cluster.ledgerAdmin, "/metrics").find("causeway_taps 0")
                       != std::string::npos;
            },
            kDeadline));
    }
};

QTEST_GUILESS_MAIN(TestProxyControl)
#include "tst_proxy_control.moc"
