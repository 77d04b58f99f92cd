// SPDX-License-Identifier: Apache-2.0
// What Prometheus is told by a running control plane.
#include "integration/control/mesh_client.h"
#include "integration/control/objects.h"
#include "net/socket.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QTest>

#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <array>

using namespace causeway;
using namespace causeway::test;

namespace {

// A connection that has sent its request, and reads nothing yet.
net::Descriptor asking(const QString& socketPath, const std::string& request) {
    net::Descriptor client(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    const auto path = socketPath.toStdString();
    std::copy(path.begin(), path.end(), address.sun_path);
    const timeval limit{5, 0};
    ::setsockopt(client.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (::connect(client.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0
        || ::send(client.get(), request.data(), request.size(), MSG_NOSIGNAL)
               != static_cast<ssize_t>(request.size()))
        return {};
    return client;
}

QByteArray answerTo(const QString& socketPath, const std::string& requestLine) {
    const auto client = asking(
        socketPath, requestLine + " HTTP/1.1\r\nHost: control\r\nConnection: close\r\n\r\n");
    QByteArray answer;
    std::array<char, 4096> bytes;
    for (ssize_t got = 0; (got = ::recv(client.get(), bytes.data(), bytes.size(), 0)) > 0;)
        answer.append(bytes.data(), got);
    return answer;
}

} // namespace

class TestControlMetrics : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tellsPrometheus();
};

void TestControlMetrics::tellsPrometheus() {
    ControlProcess control;
    control.setObjects(kObjects);
    const QString pages = control.path("metrics.sock");
    control.addFlags({"--metrics", "unix:" + pages});
    QVERIFY2(control.start(), qPrintable(control.output()));
    QVERIFY2(control.output().contains("metrics at unix:" + pages), qPrintable(control.output()));
    // Whoever asks and does not read costs nobody else anything.
    std::vector<net::Descriptor> slow;
    for (int i = 0; i < 20; ++i)
        slow.push_back(asking(pages, "GET /metrics HTTP/1.1\r\nHost: control\r\n\r\n"));
    TestProxy proxy("ledger", "ledger-1");
    QVERIFY(proxy.join(control, Person(control, "admin").token("ledger")).ok());
    const auto session = proxy.connect(control, proxy.hello());
    QByteArray page;
    QVERIFY(QTest::qWaitFor(
        [&] {
            page = answerTo(pages, "GET /metrics");
            return page.contains("causeway_proxies{state=\"connected\"} 1\n");
        },
        5000));
    QVERIFY2(page.startsWith("HTTP/1.1 200") && page.contains("text/plain; version=0.0.4"), page);
    for (const char* kind : {"anchor", "issuer", "control", "leaf"}) {
        const QRegularExpression line(
            QString("causeway_certificate_expiry_timestamp_seconds\\{kind=\"%1\"[^}]*\\} (\\d+)\n").arg(kind));
        const auto found = line.match(QString::fromUtf8(page));
        QVERIFY2(found.hasMatch(), kind);
        QVERIFY(found.captured(1).toLongLong() > QDateTime::currentSecsSinceEpoch());
    }
    for (const char* line : {"causeway_control_leader 1\n", "causeway_objects_revision ", "kind=\"leaf\",subject=\"spiffe://",
                             "causeway_events_total{severity=\"info\",kind=\"proxy.connected\"} 1\n",
                             "process_resident_memory_bytes "})
        QVERIFY2(QTest::qWaitFor([&] { return answerTo(pages, "GET /metrics").contains(line); }, 5000),
                 line);
    QVERIFY(answerTo(pages, "GET /ready").startsWith("HTTP/1.1 200"));
    QVERIFY(answerTo(pages, "GET /secrets").startsWith("HTTP/1.1 404"));
    QVERIFY(answerTo(pages, "PUT /metrics").startsWith("HTTP/1.1 405"));
    ControlProcess second;
    second.setObjects(kObjects);
    second.addFlags({"--metrics", "unix:" + pages});
    QCOMPARE(second.startAndFail(), 1);
    QVERIFY2(second.output().contains("Address already in use"), qPrintable(second.output()));
    QVERIFY(control.stop());
}

QTEST_GUILESS_MAIN(TestControlMetrics)
#include "tst_control_metrics.moc"
