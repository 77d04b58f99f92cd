// SPDX-License-Identifier: GPL-3.0-or-later
// Two sidecars of one service and one of its caller, with a control plane, at 70 % of what they can
// do on this machine, for CAUSEWAY_SOAK_MINUTES (10): leaves live for so short that they are
// renewed every ten seconds, configuration changes every second, upstreams are restarted in turn.
// No request is lost, and nothing that lives through all of it grows. Figures are in
// CAUSEWAY_SOAK_STATE/proxies.txt.
#include "e2e/soak_record.h"
#include "integration/proxy/controlled_mesh.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>
#include <QTimer>

#include <sys/prctl.h>

#include <csignal>
#include <unistd.h>

namespace {

constexpr int kCapacitySeconds = 10;
constexpr double kLoad = 0.7;
constexpr int kClients = 4;
constexpr int kRestartSeconds = 20;
constexpr int kSampleSeconds = 10;

int minutes() {
    const int wanted = qEnvironmentVariableIntValue("CAUSEWAY_SOAK_MINUTES");
    return wanted > 0 ? wanted : 10;
}

// A second instance of the ledger beside the fixture's, at an address of its own.
std::string secondAddress() {
    return "127.78." + std::to_string(getpid() / 250 % 250) + "."
           + std::to_string(getpid() % 250 + 1);
}

std::string secondLedger() {
    return R"(---
apiVersion: workload.linkerd.io/v1beta1
kind: ExternalWorkload
metadata: {name: ledger-2, namespace: bank, labels: {app: ledger}}
spec:
  meshTLS: {identity: ")"
           + StaticMesh::idOf("aws", "ledger")
           + R"(", serverName: ledger.bank.serviceaccount.identity.causeway.talk.mesh}
  workloadIPs: [{ip: )"
           + secondAddress() + "}]\n";
}

// What is declared anew every second: routes of the caller, and rules of the callee.
std::string changed(int number, std::uint16_t port) {
    const std::string text = std::to_string(number);
    return R"(apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: changing, namespace: bank}
spec:
  parentRefs: [{group: "", kind: Service, name: ledger}]
  rules:
  - matches: [{path: {type: PathPrefix, value: /}}]
    filters: [{type: RequestHeaderModifier, requestHeaderModifier: {set: [{name: x-change, value: ")"
           + text + R"("}]}}]
---
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: {name: ledger, namespace: bank}
spec: {port: )"
           + std::to_string(port)
           + R"(, proxyProtocol: HTTP/1, externalWorkloadSelector: {matchLabels: {app: ledger}}, accessPolicy: )"
           + (number % 2 == 0 ? "all-authenticated" : "all-unauthenticated") + "}\n";
}

// h2load against the caller's sidecar; everything that it counts.
class Load {
public:
    Load(std::uint16_t port, int seconds, double perSecond) {
        QStringList arguments{QStringLiteral("-c%1").arg(kClients), "-m8", "-t1",
                              QStringLiteral("-D%1").arg(seconds),
                              QStringLiteral("--connect-to=127.0.0.1:%1").arg(port)};
        if (perSecond > 0)
            arguments << QStringLiteral("--rps=%1").arg(int(perSecond / kClients));
        m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
        m_process.start("h2load", arguments << "http://ledger/x");
        m_process.waitForStarted();
    }
    bool isRunning() {
        return m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(1);
    }
    // Until it has ended, with the event loop running.
    bool wait(int milliseconds) {
        return QTest::qWaitFor([&] { return m_process.state() == QProcess::NotRunning; },
                               milliseconds);
    }
    void read() {
        m_output = m_process.readAllStandardOutput();
        const auto requests = numbersOf("requests:"), codes = numbersOf("status codes:");
        if (requests.size() < 7 || codes.size() < 4)
            return;
        done = requests[2];
        lost = requests[4] + requests[5] + requests[6] + codes[1] + codes[2] + codes[3];
    }
    [[nodiscard]] QByteArray output() const { return m_output; }
    qint64 done = 0, lost = -1;

private:
    [[nodiscard]] QList<qint64> numbersOf(const char* line) const {
        static const QRegularExpression number("\\d+(?= )"); // and not the 2 of 2xx
        QList<qint64> numbers;
        for (const auto& each : m_output.split('\n'))
            if (each.startsWith(line))
                for (auto it = number.globalMatch(QString::fromUtf8(each)); it.hasNext();)
                    numbers << it.next().captured().toLongLong();
        return numbers;
    }
    QProcess m_process;
    QByteArray m_output;
};

void letRun(int milliseconds) {
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

struct Mesh : Cluster {
    Mesh() : Cluster({"--leaf-life", "15s"}, false, {.objects = secondLedger()}) { startSecond(); }
    void startFirst() {
        ledger =
            sidecar("ledger", {"--inbound", QString::fromStdString(meshIp) + ":4143"}, ledgerAdmin);
    }
    void startSecond() {
        second = sidecar("ledger", {"--inbound", QString::fromStdString(secondAddress()) + ":4143"},
                         secondAdmin, "ledger-2");
    }
    // One drains and comes back while the other serves.
    bool restart(bool isFirst) {
        Program& which = isFirst ? *ledger : *second;
        if (!which.endsWell())
            return false;
        isFirst ? startFirst() : startSecond();
        return QTest::qWaitFor([&] { return isReady(isFirst ? ledgerAdmin : secondAdmin); },
                               kDeadline);
    }
    // Empty when it was taken; else what causewayctl said.
    QByteArray change(int number) {
        write("changed.yaml", changed(number, app.port()));
        QProcess ctl;
        ctl.setProcessChannelMode(QProcess::MergedChannels);
        ctl.start(CAUSEWAY_BIN_DIR "/causewayctl",
                  {"--fleet", path("fleet.yaml"), "apply", "--cluster", "aws", "-f",
                   path("changed.yaml")});
        if (!ctl.waitForFinished(kDeadline))
            return "causewayctl did not end";
        return ctl.exitCode() == 0 ? QByteArray() : ctl.readAll();
    }
    [[nodiscard]] QMap<QString, qint64> lasting() const {
        return {{"control", control->pid()}, {"payments-1", payments->pid()}};
    }

    std::uint16_t secondAdmin = freePort();
    std::unique_ptr<Program> second;
};

struct Run {
    int seconds = 0;
    double most = 0; // requests a second
    int changes = 0;
    int refused = 0; // of those
    int restarts = 0;
};

} // namespace

class TestSoakProxies : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void noRequestIsLostAndNothingGrows();

private:
    static void disturb(Mesh& mesh, Load& load, Run& run, SoakRecord& record);
    static bool write(const QString& path, const Mesh& mesh, const Load& load, const Run& run,
                      double renewed);
    static double capacity(Mesh& mesh) {
        Load most(mesh.outbound, kCapacitySeconds, 0);
        if (!most.wait((kCapacitySeconds + 60) * 1000))
            return 0;
        most.read();
        return double(most.done) / kCapacitySeconds;
    }
};

void TestSoakProxies::noRequestIsLostAndNothingGrows() {
    const QString folder = qEnvironmentVariable("CAUSEWAY_SOAK_STATE", QDir::tempPath());
    QVERIFY(QDir().mkpath(folder));
    QFile::remove(folder + "/proxies.csv");
    SoakRecord record(folder + "/proxies.csv");
    QVERIFY2(record.open(), qPrintable(record.error()));
    Mesh mesh;
    QVERIFY2(mesh.ready(), qPrintable(readAll(mesh.path("control.log"))));
    QVERIFY(QTest::qWaitFor([&] { return Cluster::isReady(mesh.secondAdmin); }, kDeadline));
    const double most = capacity(mesh);
    QVERIFY(most > 0);

    Run run{.seconds = minutes() * 60, .most = most};
    Load load(mesh.outbound, run.seconds, kLoad * most);
    disturb(mesh, load, run, record);
    load.read();
    const auto renewed = Cluster::metric(mesh.paymentsAdmin, "identity_cert_refresh_count");
    QVERIFY(write(folder + "/proxies.txt", mesh, load, run, renewed));
    QVERIFY2(load.lost == 0, load.output());
    QVERIFY(renewed >= run.seconds / 15);
    QVERIFY2(run.changes >= run.seconds / 2, "most changes were not taken");
    const auto grown = record.growth(); // says nothing of a run that only warms up
    QVERIFY2(grown.isEmpty(), qPrintable(grown.join(QLatin1Char('\n'))));
}

// A change every second, a restart every twenty, as long as the load lasts.
void TestSoakProxies::disturb(Mesh& mesh, Load& load, Run& run, SoakRecord& record) {
    QElapsedTimer clock;
    clock.start();
    for (int sampled = 0; load.isRunning();) {
        const auto begun = clock.elapsed();
        // A control plane whose own leaf lives for seconds shows one that has just expired now and
        // then.
        if (const auto refused = mesh.change(run.changes + run.refused + 1); refused.isEmpty())
            ++run.changes;
        else
            qInfo("change %d was not taken: %s", run.changes + ++run.refused, refused.constData());
        const auto second = int(clock.elapsed() / 1000);
        if (second / kRestartSeconds > run.restarts && second < run.seconds - kRestartSeconds)
            QVERIFY(mesh.restart(run.restarts++ % 2 == 0));
        if (second / kSampleSeconds > sampled) {
            sampled = second / kSampleSeconds;
            record.add(second, sampleFleet(mesh.lasting()));
        }
        letRun(int(std::max<qint64>(1, 1000 - (clock.elapsed() - begun))));
    }
}

bool TestSoakProxies::write(const QString& path, const Mesh& mesh, const Load& load, const Run& run,
                            double renewed) {
    QFile figures(path);
    if (!figures.open(QIODevice::WriteOnly))
        return false;
    figures.write(
        QStringLiteral("%1 s at %2 of %3 requests/s: %4 done, %5 lost; %6 changes of "
                       "configuration (%9 more were refused), %7 restarts of upstreams, %8 leaves "
                       "of the caller\n")
            .arg(run.seconds)
            .arg(int(kLoad * run.most))
            .arg(int(run.most))
            .arg(load.done)
            .arg(load.lost)
            .arg(run.changes)
            .arg(run.restarts)
            .arg(renewed)
            .arg(run.refused)
            .toUtf8());
    const auto lasting = sampleFleet(mesh.lasting());
    for (auto it = lasting.begin(); it != lasting.end(); ++it)
        figures.write(QStringLiteral("%1: %2 KiB, %3 descriptors\n")
                          .arg(it.key())
                          .arg(it->residentKib)
                          .arg(it->descriptors)
                          .toUtf8());
    return true;
}

QTEST_GUILESS_MAIN(TestSoakProxies)
#include "tst_soak_proxies.moc"
