// SPDX-License-Identifier: Apache-2.0
// Sidecars with a real control plane: they join by token, serve on while it is dead, come back to
// it, and what they counted arrives there.
#include "static_mesh.h"
#include "test_app.h"
#include "test_client.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <sys/prctl.h>

#include <csignal>
#include <unistd.h>

using http = causeway::http::Version;

namespace {

constexpr int kDeadline = 20'000;

class Program {
public:
    Program(const QString& name, const QStringList& arguments, const QString& logFile) {
        start(QStringLiteral(CAUSEWAY_BIN_DIR "/") + name, arguments, logFile);
    }
    // On a disk of its own at that folder, which is full: a mount that only this program sees.
    Program(const QString& name, const QStringList& arguments, const QString& logFile,
            const QString& smallDisk) {
        const auto script =
            QStringLiteral("mount -t tmpfs -o size=64k,mode=700 none '%1' && "
                           "head -c 64K /dev/zero >'%1/ballast' && exec \"$0\" \"$@\"")
                .arg(smallDisk);
        start("unshare",
              QStringList{"--user", "--map-root-user", "--mount", "sh", "-c", script,
                          QStringLiteral(CAUSEWAY_BIN_DIR "/") + name}
                  + arguments,
              logFile);
    }
    ~Program() { kill(); }
    void kill() {
        if (m_process.state() == QProcess::NotRunning)
            return;
        m_process.kill();
        m_process.waitForFinished();
    }
    bool endsWell() {
        m_process.terminate();
        return m_process.waitForFinished(kDeadline) && m_process.exitCode() == 0;
    }
    // That path as this program sees it.
    QString seen(const QString& path) const {
        return QStringLiteral("/proc/%1/root%2").arg(m_process.processId()).arg(path);
    }

private:
    void start(const QString& program, const QStringList& arguments, const QString& logFile) {
        m_process.setStandardErrorFile(logFile, QIODevice::Append);
        m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
        m_process.start(program, arguments);
        m_process.waitForStarted();
    }

    QProcess m_process;
};

QString readAll(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

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

struct Cluster {
    // `controlFlags` for the control plane; `alone`: no sidecar yet.
    explicit Cluster(QStringList controlFlags = {}, bool alone = false)
        : controlFlags(std::move(controlFlags)) {
        ctl({"trust", "anchor", "--out", path("anchor"), "--trust-domain", "talk.mesh"});
        ctl({"trust", "issuer", "--anchor", path("anchor"), "--cluster", "aws", "--out",
             path("issuer")});
        ctl({"trust", "client", "--anchor", path("anchor"), "--name", "console", "--role", "admin",
             "--out", path("client")});
        write("objects.yaml", objects());
        write("fleet.yaml", R"(apiVersion: causeway.dev/v1alpha1
kind: Fleet
metadata: {name: talk}
spec:
  trustDomain: talk.mesh
  trustAnchors: anchor/anchors.pem
  client: {certificate: client/console.pem, key: client/console.key}
  clusters: [{name: aws, cloud: aws, region: r, production: false, admin: "unix:admin.sock"}]
)");
        startControl();
        if (!QTest::qWaitFor([this] { return readAll(path("control.log")).contains("ready"); },
                             kDeadline))
            return;
        QDir(folder.path()).mkdir("tokens");
        ctl({"token", "create", "--fleet", path("fleet.yaml"), "--cluster", "aws", "--all", "--dir",
             path("tokens")});
        if (alone)
            return;
        ledger =
            sidecar("ledger", {"--inbound", QString::fromStdString(meshIp) + ":4143"}, ledgerAdmin);
        payments = sidecar("payments", {"--inbound", at(freePort()), "--outbound", at(outbound)},
                           paymentsAdmin);
    }
    // Another anchor, an issuer and a client behind it, and a fleet file that names them.
    void makeTrust(const QString& name) {
        const auto anchor = path("anchor-" + name);
        ctl({"trust", "anchor", "--out", anchor, "--trust-domain", "talk.mesh"});
        ctl({"trust", "issuer", "--anchor", anchor, "--cluster", "aws", "--out",
             path("issuer-" + name)});
        ctl({"trust", "client", "--anchor", anchor, "--name", "console", "--role", "admin", "--out",
             path("client-" + name)});
        const auto fleet = readAll(path("fleet.yaml"))
                               .replace("anchor/", "anchor-" + name + "/")
                               .replace("client/", "client-" + name + "/");
        write("fleet-" + name + ".yaml", fleet.toStdString());
    }
    void startControl() {
        control = std::make_unique<Program>(
            "causeway-control",
            QStringList{"--objects", path("objects.yaml"), "--state", path("control"), "--listen",
                        at(controlPort), "--admin", "unix:" + path("admin.sock"), "--trust-anchors",
                        path("anchor/anchors.pem"), "--issuer-cert", path("issuer/issuer.pem"),
                        "--issuer-key", path("issuer/issuer.key")}
                + controlFlags,
            path("control.log"));
    }
    std::unique_ptr<Program> sidecar(const QString& workload, const QStringList& more,
                                     std::uint16_t admin) {
        const QString log = path(workload + "-1.log");
        return std::make_unique<Program>("causeway-proxy", flagsOf(workload, admin) + more, log);
    }
    QStringList flagsOf(const QString& workload, std::uint16_t admin) const {
        const QString instance = workload + "-1";
        const auto identity = StaticMesh::idOf("aws", workload.toStdString());
        const auto control = StaticMesh::idOf("aws", "control", "causeway");
        return QStringLiteral("--mode sidecar --cluster aws --namespace bank --workload %1 "
                              "--instance %2 --identity %3 --control %4 --control-identity %5")
                   .arg(workload, instance, QString::fromStdString(identity), at(controlPort),
                        QString::fromStdString(control))
                   .split(' ')
               + QStringList{"--trust-anchors", path("anchor/anchors.pem"),
                             "--join-token",    path("tokens/" + instance + ".token"),
                             "--state",         path(instance),
                             "--admin",         at(admin)};
    }
    std::unique_ptr<Program> onSmallDisk(const QString& workload, const QStringList& more,
                                         std::uint16_t admin) {
        QDir(folder.path()).mkdir(workload + "-1");
        return std::make_unique<Program>("causeway-proxy", flagsOf(workload, admin) + more,
                                         path(workload + "-1.log"), path(workload + "-1"));
    }
    bool ready() {
        return QTest::qWaitFor([this] { return isReady(ledgerAdmin) && isReady(paymentsAdmin); },
                               kDeadline);
    }
    static bool isReady(std::uint16_t admin) {
        return page(admin, "/ready").starts_with("HTTP/1.1 200");
    }
    static std::string page(std::uint16_t admin, const std::string& which) {
        return TestClient::raw(admin, "GET " + which
                                          + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }
    static double metric(std::uint16_t admin, const std::string& name) {
        const std::string text = page(admin, "/metrics");
        const auto line = text.find("\n" + name + " ");
        return line == text.npos ? -1 : std::stod(text.substr(line + name.size() + 2));
    }
    QJsonArray edges() {
        const QByteArray json = ctl({"--fleet", path("fleet.yaml"), "edges", "-o", "json"});
        return QJsonDocument::fromJson(json).object()["edges"].toArray();
    }
    QByteArray ctl(const QStringList& arguments) {
        QProcess process;
        process.start(QStringLiteral(CAUSEWAY_BIN_DIR "/causewayctl"), arguments);
        process.waitForFinished(kDeadline);
        return process.readAllStandardOutput();
    }
    QString path(const QString& name) const { return folder.filePath(name); }
    static QString at(std::uint16_t port) { return QStringLiteral("127.0.0.1:%1").arg(port); }
    void write(const QString& name, const std::string& text) {
        QFile file(path(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(text.data(), static_cast<qint64>(text.size()));
    }
    std::string objects() const {
        std::string text = R"(apiVersion: causeway.dev/v1alpha1
kind: Cluster
metadata: {name: aws}
spec: {fleet: talk, cloud: aws, region: r, clusterDomain: aws.mesh, trustDomain: talk.mesh, defaultInboundPolicy: all-authenticated}
---
apiVersion: v1
kind: Service
metadata: {name: ledger, namespace: bank}
spec: {selector: {app: ledger}, ports: [{port: 80, targetPort: )"
                           + std::to_string(app.port()) + R"(, appProtocol: http}]}
)";
        for (const std::string name : {"ledger", "payments"})
            text += R"(---
apiVersion: workload.linkerd.io/v1beta1
kind: ExternalWorkload
metadata: {name: )" + name
                    + R"(-1, namespace: bank, labels: {app: )" + name + R"(}}
spec:
  meshTLS: {identity: ")"
                    + StaticMesh::idOf("aws", name) + R"(", serverName: )" + name
                    + R"(.bank.serviceaccount.identity.causeway.talk.mesh}
  ports: [{name: http, port: )"
                    + std::to_string(app.port()) + R"(}]
  workloadIPs: [{ip: )"
                    + meshIp + "}]\n";
        return text;
    }

    // Discovery says <workload IP>:4143: an address of our own keeps test runs apart.
    const std::string meshIp =
        "127.77." + std::to_string(getpid() / 250 % 250) + "." + std::to_string(getpid() % 250 + 1);
    QStringList controlFlags;
    QTemporaryDir folder;
    TestApp app{"ledger", http::Http11};
    std::uint16_t controlPort = freePort(), outbound = freePort();
    std::uint16_t ledgerAdmin = freePort(), paymentsAdmin = freePort();
    std::unique_ptr<Program> control, ledger, payments;
};

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
        QVERIFY(
            QTest::qWaitFor([&] { return Cluster::isReady(cluster.paymentsAdmin); }, kDeadline));
        TestClient again(cluster.outbound, http::Http2);
        QCOMPARE(again.get({"ledger", "/x", "GET", "", {}}).status, 200);

        cluster.startControl();
        QVERIFY(QTest::qWaitFor([&] { return says("control plane: connected"); }, kDeadline));
        QCOMPARE(again.get({"ledger", "/x", "GET", "", {}}).status, 200);
        QVERIFY2(cluster.payments->endsWell(), qPrintable(readAll(cluster.path("payments-1.log"))));
        QVERIFY2(cluster.ledger->endsWell(), qPrintable(readAll(cluster.path("ledger-1.log"))));
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
