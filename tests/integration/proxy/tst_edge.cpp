// SPDX-License-Identifier: Apache-2.0
// What tests/bench/serve-proxy starts for a comparison is the proxy as it is shipped, with its policy
// at work: one rule more and the same run is refused and counted. And edges by themselves: strangers
// come in, with TLS and without, and are believed nothing.
#include "static_mesh.h"
#include "test_app.h"
#include "test_client.h"

#include <QProcess>
#include <QTest>

#include <sys/prctl.h>

#include <csignal>

using namespace causeway;
using http::Version;

namespace {

class ServeProxy {
public:
    ServeProxy(const StaticMesh& mesh, const QString& mode, std::uint16_t upstream,
               const QString& objects = {})
        : m_port(freePort()), m_isPair(mode == "pair"), m_folder(mesh.folder()) {
        QStringList arguments{mode, QString::number(m_port), QString::number(upstream), m_folder};
        if (!objects.isEmpty())
            arguments << objects;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("CAUSEWAY_BIN_DIR", CAUSEWAY_BIN_DIR);
        m_process.setProcessEnvironment(environment);
        m_process.setProcessChannelMode(QProcess::ForwardedChannels);
        m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
        m_process.start(CAUSEWAY_SOURCE_DIR "/tests/bench/serve-proxy", arguments);
    }
    ~ServeProxy() {
        m_process.terminate();
        if (!m_process.waitForFinished())
            m_process.kill();
    }
    // All of it: in front of a pair's callee stands the caller's proxy.
    bool waitUntilReady() {
        const auto isReady = [&](const QString& name) {
            return curl("http://admin/ready", {}, name).startsWith("ready");
        };
        return QTest::qWaitFor(
            [&] { return isReady("admin.sock") && (!m_isPair || isReady("outer.sock")); }, 20'000);
    }
    QByteArray curl(const QString& url, const QStringList& more = {},
                    const QString& admin = "admin.sock") {
        QProcess process;
        process.start("curl", QStringList{"--silent", "--max-time", "10"} + more
                                  + (url.startsWith("http://admin")
                                         ? QStringList{"--unix-socket", socket(admin)}
                                         : QStringList())
                                  + QStringList{url});
        process.waitForFinished();
        return process.readAllStandardOutput();
    }
    // Requests that were answered with a 4xx, as /metrics tells.
    double refused() {
        double sum = 0;
        for (const QByteArray& line : curl("http://admin/metrics").split('\n'))
            if (line.startsWith("response_total{") && line.contains("status_code=\"4"))
                sum += line.mid(line.lastIndexOf(' ') + 1).toDouble();
        return sum;
    }
    [[nodiscard]] std::uint16_t port() const { return m_port; }

private:
    [[nodiscard]] QString socket(const QString& name) const {
        return QString("%1/causeway-%2/%3").arg(m_folder).arg(m_port).arg(name);
    }
    std::uint16_t m_port;
    bool m_isPair;
    QString m_folder;
    QProcess m_process;
};

} // namespace

class TestEdge : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theBenchmarkServesUntilARuleDenies_data() {
        QTest::addColumn<QString>("mode");
        QTest::addColumn<int>("version");
        QTest::newRow("h1") << "h1" << int(Version::Http11);
        QTest::newRow("h2c") << "h2c" << int(Version::Http2);
        QTest::newRow("pair") << "pair" << int(Version::Http11);
    }
    void theBenchmarkServesUntilARuleDenies() {
        QFETCH(QString, mode);
        QFETCH(int, version);
        StaticMesh mesh;
        mesh.writeLeaf("server", "aws", "server");
        TestApp app("web-1", Version(version));
        {
            ServeProxy open(mesh, mode, app.port());
            QVERIFY(open.waitUntilReady());
            TestClient client(open.port(), Version(version));
            QCOMPARE(client.get({.authority = "anything", .path = "/head"}).status, 200);
            QCOMPARE(open.refused(), 0);
        }
        ServeProxy closed(mesh, mode, app.port(), CAUSEWAY_SOURCE_DIR "/tests/bench/closed.yaml");
        QVERIFY(closed.waitUntilReady());
        TestClient client(closed.port(), Version(version));
        for (int i = 0; i < 3; ++i)
            QCOMPARE(client.get({.authority = "anything", .path = "/head"}).status, 403);
        QCOMPARE(closed.refused(), 3);
    }
    void anEdgeWithTlsTakesStrangersAndBelievesThemNothing() {
        StaticMesh mesh;
        mesh.writeLeaf("server", "aws", "server");
        TestApp app("web-1", Version::Http11);
        ServeProxy edge(mesh, "tls", app.port());
        QVERIFY(edge.waitUntilReady());
        const QString url = QString("https://127.0.0.1:%1/head").arg(edge.port());
        for (const QString version : {"--http2", "--http1.1"}) {
            const QByteArray seen = edge.curl(
                url, {"--insecure", "--include", version, "-H", "causeway-route: theirs", "-H",
                      "causeway-caller: somebody"});
            QVERIFY2(seen.contains(" 200"), seen);
            QVERIFY2(!seen.contains("causeway-"), seen);
        }
    }
};

QTEST_GUILESS_MAIN(TestEdge)
#include "tst_edge.moc"
