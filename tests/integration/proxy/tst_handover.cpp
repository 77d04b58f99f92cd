// SPDX-License-Identifier: Apache-2.0
// The life of a causeway-proxy process from outside: who takes its place drops nothing, sockets of
// systemd are used, the admin listener ends it and changes what it logs.
#include "fixtures.h"
#include "net/socket.h"
#include "tcp_peer.h"
#include "test_client.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

#include <sys/prctl.h>

#include <csignal>
#include <list>
#include <unistd.h>

using namespace causeway;
using http::Version;

namespace {

bool waitFor(const std::function<bool()>& condition) {
    return QTest::qWaitFor(condition, 20'000);
}

// A proxy that another one started: nobody's child here, so ended by its number.
struct Orphan {
    explicit Orphan(pid_t pid) : pid(pid) {}
    Orphan(const Orphan&) = delete;
    pid_t pid;
    ~Orphan() {
        if (pid > 0)
            ::kill(pid, SIGKILL);
    }
    bool ends(int signal) {
        ::kill(pid, signal);
        if (!waitFor([this] { return ::kill(pid, 0) != 0; }))
            return false;
        pid = 0;
        return true;
    }
};

pid_t successorOf(ProxyProcess& proxy) {
    static const QRegularExpression started("process (\\d+) takes over");
    QRegularExpressionMatch match;
    if (!waitFor([&] { return (match = started.match(proxy.log())).hasMatch(); }))
        return 0;
    return match.captured(1).toInt();
}

} // namespace

class TestHandover : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whoTakesOverDropsNothing_data() {
        QTest::addColumn<int>("workers");
        QTest::newRow("one worker") << 1;
        QTest::newRow("two workers") << 2;
    }
    void whoTakesOverDropsNothing() {
        QFETCH(const int, workers);
        Pair pair{Version::Http11, 1, "  workers: " + std::to_string(workers) + "\n"};
        QVERIFY2(pair.ready(), qPrintable(pair.logs()));
        TestClient patient(pair.outbound, Version::Http2);
        const auto slow = patient.send({"ledger", "/slow", "GET", "", {}});
        QVERIFY(waitFor([&] {
            (void)patient.get({"ledger", "/x", "GET", "", {}});
            return pair.apps[0]->waiting() == 1;
        }));
        // Both ends of the way are replaced, each while connections come all the time.
        for (ProxyProcess* proxy : {pair.caller.get(), pair.sidecars[0].get()}) {
            proxy->signal(SIGUSR2);
            Orphan& next = m_orphans.emplace_back(successorOf(*proxy));
            QVERIFY2(next.pid > 0, qPrintable(proxy->log()));
            int calls = 0, failed = 0;
            std::string failures;
            const auto call = [&] {
                TestClient client(pair.outbound, Version::Http11);
                ++calls;
                auto response = client.get({"ledger", "/x", "GET", "", {}});
                if (response.status == 200)
                    return;
                ++failed;
                failures += std::to_string(response.status) + " "
                            + response.headers["causeway-error"] + " " + response.body + "\n";
            };
            QVERIFY2(waitFor([&] {
                         call();
                         return proxy->log().contains("taking over from process")
                                && proxy->log().contains("draining");
                     }),
                     qPrintable(proxy->log()));
            for (int i = 0; i < 30; ++i)
                call();
            QVERIFY2(failed == 0, failures.c_str());
            QVERIFY(calls > 30);
        }
        pair.apps[0]->release();
        QVERIFY(patient.waitFor(slow));
        QCOMPARE(slow->status, 200); // what was under way in the old ones, they have finished
        QVERIFY2(pair.caller->waitForEnd() && pair.sidecars[0]->waitForEnd(),
                 qPrintable(pair.logs()));
        for (Orphan& each : m_orphans)
            QVERIFY(each.ends(SIGTERM));
        m_orphans.clear();
    }
    // Connected, and accepted, before the proxy drains; the first byte comes after.
    void whoHasJustConnectedIsStillAnswered() {
        Pair pair;
        QVERIFY(pair.ready());
        TestClient before(pair.outbound, Version::Http11);
        QVERIFY(waitFor([&] { return before.get({"ledger", "/x", "GET", "", {}}).status == 200; }));
        TcpPeer fresh("127.0.0.1:" + std::to_string(pair.outbound));
        TestClient after(pair.outbound, Version::Http11); // accepted after the one above
        QCOMPARE(after.get({"ledger", "/x", "GET", "", {}}).status, 200);
        pair.caller->signal(SIGTERM);
        QVERIFY2(waitFor([&] { return pair.caller->log().contains("draining"); }),
                 qPrintable(pair.caller->log()));
        QVERIFY(fresh.send("GET /x HTTP/1.1\r\nHost: ledger\r\n\r\n"));
        std::string answer;
        QVERIFY(fresh.readToEnd(answer));
        QVERIFY2(answer.starts_with("HTTP/1.1 200") && answer.find("connection: close") != answer.npos,
                 answer.c_str());
        QVERIFY2(pair.caller->waitForEnd(), qPrintable(pair.logs()));
    }
    void whoCannotTakeOverIsNotWaitedFor() {
        Pair pair;
        QVERIFY(pair.ready());
        QFile file(pair.mesh.folder() + "/payments-1.yaml");
        QVERIFY(file.open(QIODevice::Append) && file.write("nonsense: [\n") > 0);
        file.close();
        pair.caller->signal(SIGUSR2);
        QVERIFY2(waitFor([&] { return pair.caller->log().contains("before it took over"); }),
                 qPrintable(pair.caller->log()));
        QVERIFY2(pair.caller->log().contains("payments-1.yaml:"), qPrintable(pair.caller->log()));
        TestClient client(pair.outbound, Version::Http11);
        QCOMPARE(client.get({"ledger", "/x", "GET", "", {}}).status, 200);
    }
    void socketsOfSystemdAreUsed() {
        const auto socket = net::listenOn(*net::Address::parse("127.0.0.1:0"));
        const std::uint16_t port = net::localAddressOf(socket->get())->port();
        // Before anything runs a client is connected, and waits.
        const auto waiting = net::startConnect(*net::Address::parseIp("127.0.0.1", port));
        QVERIFY(waiting.has_value());
        const QTemporaryDir folder;
        QFile file(folder.filePath("active.yaml"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            ("apiVersion: causeway.dev/v1alpha1\nkind: StaticProxy\nmetadata: {name: active, "
             "namespace: bank}\nspec:\n  cluster: aws\n  workload: x\n  listeners: [{role: "
             "outbound, address: "
             + quoted(port) + "}]\n" + cluster("aws"))
                .c_str());
        file.close();
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.setChildProcessModifier([fd = socket->get()] {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            ::dup2(fd, 3);
        });
        process.start("sh", {"-c", "LISTEN_PID=$$ LISTEN_FDS=1 exec \"$0\" --static \"$1\"",
                             CAUSEWAY_BIN_DIR "/causeway-proxy", file.fileName()});
        QVERIFY(process.waitForStarted());
        const auto answer =
            TestClient::raw(port, "GET / HTTP/1.1\r\nHost: nobody\r\nConnection: close\r\n\r\n");
        process.terminate();
        QVERIFY(process.waitForFinished(20'000));
        const auto log = process.readAll();
        QVERIFY2(answer.starts_with("HTTP/1.1 404"), log + answer.c_str());
        QVERIFY2(log.contains(QByteArray::number(port)), log);
    }
    void theAdminListenerEndsItAndChangesItsLog() {
        Pair pair;
        QVERIFY(pair.ready());
        QVERIFY(pair.caller->page("/log-level").ends_with("debug\n"));
        QVERIFY(pair.caller->ask("PUT", "/log-level", "error\n").starts_with("HTTP/1.1 200"));
        QVERIFY(pair.caller->page("/log-level").ends_with("error\n"));
        const auto wrong = pair.caller->ask("PUT", "/log-level", "loud");
        QVERIFY2(wrong.starts_with("HTTP/1.1 400") && wrong.find("loud") != wrong.npos,
                 wrong.c_str());
        QVERIFY(pair.caller->ask("DELETE", "/log-level", "").starts_with("HTTP/1.1 405"));
        QVERIFY(pair.caller->ask("POST", "/nothing", "").starts_with("HTTP/1.1 404"));
        QVERIFY(pair.caller->ask("POST", "/shutdown", "").starts_with("HTTP/1.1 200"));
        QVERIFY(pair.caller->waitForEnd());
    }
    void cleanup() { m_orphans.clear(); }

private:
    std::list<Orphan> m_orphans;
};

QTEST_GUILESS_MAIN(TestHandover)
#include "tst_handover.moc"
