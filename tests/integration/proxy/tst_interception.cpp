// SPDX-License-Identifier: Apache-2.0
// causeway-init and the transparent listeners in network namespaces of their own: two workloads
// with their proxies, joined by a veth pair, whose applications know nothing of a mesh. The program
// also is those applications: "peer KIND ADDRESS" serves, "call ADDRESS TEXT" asks once.
#include "namespaces.h"
#include "objects.h"
#include "static_mesh.h"
#include "tcp_peer.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

#include <openssl/ssl.h>
#include <sys/prctl.h>

#include <csignal>
#include <cstring>
#include <iostream>
#include <unistd.h>

namespace {

constexpr const char* kGreeting = "220 ledger\r\n";

void serveHttp(TcpPeer& peer) {
    std::string head;
    while (head.find("\r\n\r\n") == head.npos) {
        const std::string more = peer.read(1);
        if (more.empty())
            return;
        head += more;
    }
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nledger");
}

int servePeer(const std::string& kind, const std::string& address) {
    const TcpApp app(
        [kind](TcpPeer& peer) {
            if (kind == "http")
                return serveHttp(peer);
            peer.send(kGreeting);
            TcpApp::echo(peer);
        },
        address);
    std::cout << "serving" << std::endl;
    pause();
    return 0;
}

// What a TLS client says first, to whoever has that name.
std::string clientHello(const std::string& name) {
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                                    SSL_CTX_free);
    const std::unique_ptr<SSL, decltype(&SSL_free)> client(SSL_new(context.get()), SSL_free);
    SSL_set_bio(client.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_tlsext_host_name(client.get(), name.c_str());
    (void)SSL_connect(client.get());
    std::string hello(4096, 0);
    const int size = BIO_read(SSL_get_wbio(client.get()), hello.data(), int(hello.size()));
    hello.resize(std::size_t(std::max(size, 0)));
    return hello;
}

// Everything that comes until the end. "hello:NAME" stands for what a TLS client says, "later:TEXT"
// is said after a while.
int callPeer(const std::string& address, std::string text) {
    if (text.starts_with("hello:"))
        text = clientHello(text.substr(6));
    TcpPeer peer(address);
    std::string all;
    if (text.starts_with("later:")) {
        usleep(500'000); // longer than it takes to ask a server that may speak first
        text = text.substr(6);
    }
    if (!peer.connected() || !peer.send(text))
        return 1;
    if (!text.starts_with("GET"))
        peer.endSending();
    const bool ended = peer.readToEnd(all);
    std::cout << all << std::flush;
    return ended ? 0 : 1;
}

std::string detectedService() {
    return R"(---
apiVersion: v1
kind: Service
metadata: {name: ledger, namespace: bank}
spec:
  selector: {app: ledger}
  clusterIP: 10.96.0.7
  clusterIPs: [10.96.0.7, "fd96::7"]
  ports: [{name: http, port: 80, targetPort: 8080}, {name: mail, port: 25, targetPort: 2525}]
)";
}

std::string calleeObjects() {
    return cluster("aws") + detectedService() + R"(---
apiVersion: workload.linkerd.io/v1beta1
kind: ExternalWorkload
metadata: {name: ledger-1, namespace: bank, labels: {app: ledger}}
spec:
  meshTLS: {identity: ")"
           + StaticMesh::idOf("aws", "ledger") + R"(", serverName: x}
  ports: [{name: http, port: 8080}, {name: mail, port: 2525}]
  workloadIPs: [{ip: 10.77.0.2}]
)";
}

// What may leave the mesh for the other namespace's own address: a greeting server at one port, by
// HTTP what one route says, TLS for one name.
std::string egressObjects() {
    const auto route = [](const std::string& apiVersion, const std::string& kind,
                          const std::string& port, const std::string& spec) {
        return "---\napiVersion: gateway.networking.k8s.io/" + apiVersion + "\nkind: " + kind
               + "\nmetadata: {name: at-" + port
               + ", namespace: bank}\nspec:\n  parentRefs: [{group: policy.linkerd.io, kind: "
                 "EgressNetwork, name: partners, port: "
               + port + "}]\n" + spec;
    };
    return R"(---
apiVersion: policy.linkerd.io/v1alpha1
kind: EgressNetwork
metadata: {name: partners, namespace: bank}
spec: {trafficPolicy: Deny, networks: [{cidr: 10.77.0.2/32}]}
)" + route("v1alpha2", "TCPRoute", "9000", "  rules: [{}]\n")
           + route("v1", "HTTPRoute", "9002",
                   "  hostnames: [rates.example]\n  rules: [{matches: [{path: {value: /rates}}]}]\n")
           + route("v1alpha2", "TLSRoute", "9003",
                   "  hostnames: [\"*.rates.example\"]\n  rules: [{}]\n");
}

// payments and ledger, each in a namespace with its proxy, whose rules lead there.
class TwoWorkloads {
public:
    explicit TwoWorkloads(bool manyUsers) : m_manyUsers(manyUsers), m_spaces(manyUsers) {
        m_mesh.writeLeaf("ledger-1", "aws", "ledger");
        m_mesh.writeLeaf("payments-1", "aws", "payments");
        if (manyUsers)
            run({"chmod", "-R", "a+rwX", m_mesh.folder()});
        for (const auto& [kind, address] : {std::pair{"http", "0.0.0.0:8080"},
                                            {"greet", "0.0.0.0:2525"},
                                            {"greet", "0.0.0.0:9000"},
                                            {"http", "0.0.0.0:9002"},
                                            {"greet", "0.0.0.0:9003"},
                                            {"greet", "0.0.0.0:9004"}})
            m_running.push_back(startProcess(m_spaces.inCallee({m_self, "peer", kind, address})));
        startCallee();
        startCaller();
    }
    // What is wrong; empty: nothing.
    std::string trouble() {
        std::string text = m_spaces.trouble();
        for (const char* name : {"ledger-1", "payments-1"})
            if (!QTest::qWaitFor([&] { return page(name, "/ready").starts_with("ready"); }, 20'000))
                text += logOf(name);
        // In a user namespace of one user the proxy cannot have its own: its mesh port is skipped.
        text += install(m_spaces.inCaller(
            m_manyUsers ? QStringList() : QStringList{"--skip-outbound-ports", "4143"}));
        return text + skipAtCallee("9001");
    }
    std::string skipAtCallee(const QString& ports) {
        return install(
            m_spaces.inCallee({"--skip-inbound-ports", ports, "--skip-outbound-ports", "1-65535"}));
    }
    // What the application of payments hears.
    std::string call(const QString& address, const QString& text) {
        return run(m_spaces.inCaller({m_self, "call", address, text})).out;
    }
    std::string page(const QString& name, const QString& path) {
        return run({"curl", "-s", "--unix-socket", m_mesh.folder() + "/" + name + ".sock",
                    "http://admin" + path})
            .out;
    }
    std::string logOf(const QString& name) {
        QFile file(m_mesh.folder() + "/" + name + ".log");
        return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
    }

private:
    // `command` enters a namespace and ends with the flags.
    static std::string install(QStringList command) {
        const qsizetype flags = command.indexOf(QRegularExpression("^--skip.*"));
        command.insert(flags < 0 ? command.size() : flags, CAUSEWAY_BIN_DIR "/causeway-init");
        command.insert(flags < 0 ? command.size() : flags + 1, "install");
        const Ended ended = run(command);
        return ended.code == 0 ? std::string() : "causeway-init: " + ended.error;
    }
    void startProxy(const std::string& name, bool atCaller, const std::string& spec,
                    const std::string& objects) {
        const QStringList asProxy =
            m_manyUsers ? QStringList{"setpriv", "--reuid=2102", "--regid=2102", "--clear-groups"}
                        : QStringList();
        const QStringList command = asProxy + proxyCommand(name, spec, objects);
        m_running.push_back(
            startProcess(atCaller ? m_spaces.inCaller(command) : m_spaces.inCallee(command),
                         m_mesh.folder() + "/" + QString::fromStdString(name) + ".log"));
    }
    void startCallee() {
        startProxy("ledger-1", false,
                   "  cluster: aws\n  workload: ledger\n"
                   "  listeners: [{role: inbound, address: \"0.0.0.0:4143\", transparent: true}]\n",
                   calleeObjects());
    }
    void startCaller() {
        std::string endpoints = "  endpoints:\n";
        for (const char* port : {"80", "25"})
            endpoints += std::string("  - destination: ledger.bank.svc.aws.mesh:") + port
                         + "\n    endpoints: [{address: \"10.77.0.2:4143\", identity: \""
                         + StaticMesh::idOf("aws", "ledger")
                         + "\", workload: ledger, instance: ledger-1}]\n";
        startProxy(
            "payments-1", true,
            "  cluster: aws\n  workload: payments\n"
            "  listeners: [{role: outbound, address: \"127.0.0.1:4140\", transparent: true},\n"
            "    {role: outbound, address: \"[::1]:4140\", transparent: true}]\n"
                + endpoints,
            cluster("aws") + detectedService() + egressObjects());
    }
    QStringList proxyCommand(const std::string& name, const std::string& spec,
                             const std::string& objects) {
        const QString file = m_mesh.folder() + "/" + QString::fromStdString(name) + ".yaml";
        QFile out(file);
        if (!out.open(QIODevice::WriteOnly))
            qFatal("cannot write %s", qPrintable(file));
        const std::string folder = m_mesh.folder().toStdString();
        const std::string text =
            "apiVersion: causeway.dev/v1alpha1\nkind: StaticProxy\nmetadata: {name: " + name
            + ", namespace: bank}\nspec:\n  tls: {certificate: " + name + ".pem, key: " + name
            + ".key, trustAnchors: anchors.pem}\n  admin: \"unix:" + folder + "/" + name
            + ".sock\"\n" + spec + objects;
        out.write(text.c_str(), qint64(text.size()));
        return {CAUSEWAY_BIN_DIR "/causeway-proxy", "--static", file, "--log-level", "debug"};
    }

    bool m_manyUsers;
    QString m_self = QFile::symLinkTarget(kSelf);
    Namespaces m_spaces;
    StaticMesh m_mesh;
    std::vector<Running> m_running;
};

} // namespace

class TestInterception : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void applicationsThatKnowNothingOfTheMeshTalkThroughIt_data();
    void applicationsThatKnowNothingOfTheMeshTalkThroughIt();
    void theRulesAreInstalledOnceAndRemoved();

private:
    static void leavesAsItsEgressNetworkSays(TwoWorkloads& mesh);
};

void TestInterception::applicationsThatKnowNothingOfTheMeshTalkThroughIt_data() {
    QTest::addColumn<bool>("manyUsers");
    QTest::newRow("in a user namespace of one user, its mesh port skipped") << false;
    if (geteuid() == 0)
        QTest::newRow("the proxy has a user of its own") << true;
}

void TestInterception::applicationsThatKnowNothingOfTheMeshTalkThroughIt() {
    QFETCH(const bool, manyUsers);
    TwoWorkloads mesh(manyUsers);
    const std::string trouble = mesh.trouble();
    QVERIFY2(trouble.empty(), trouble.c_str());
    const QString get = "GET / HTTP/1.1\r\nHost: anything\r\nConnection: close\r\n\r\n";
    // To the service's address, which nobody has: HTTP, and a server that greets.
    const std::string web4 = mesh.call("10.96.0.7:80", get);
    QVERIFY2(web4.ends_with("ledger"), (web4 + mesh.logOf("payments-1")).c_str());
    const std::string mail4 = mesh.call("10.96.0.7:25", "EHLO");
    QVERIFY2(mail4 == std::string(kGreeting) + "EHLO",
             (mail4 + mesh.logOf("payments-1") + mesh.logOf("ledger-1")).c_str());
    const std::string web6 = mesh.call("[fd96::7]:80", get);
    QVERIFY2(web6.ends_with("ledger"), (web6 + mesh.logOf("payments-1")).c_str());
    const std::string metrics = mesh.page("payments-1", "/metrics");
    QVERIFY2(metrics.find("outbound_tcp_detect_http_results_total{result=\"http/1\"} 2\n")
                 != metrics.npos,
             metrics.c_str());
    QVERIFY(mesh.page("ledger-1", "/metrics").find("sa/payments") != std::string::npos);
    if (!manyUsers)
        return; // passing through would come back, for want of a user to leave alone
    // What nobody declared is passed through as it is, to where it was meant for; the callee's
    // default policy asks for an identity, so it is refused there and not forwarded.
    QCOMPARE(mesh.call("10.77.0.2:9000", "plain"), std::string());
    QCOMPARE(mesh.skipAtCallee("9000"), std::string());
    QCOMPARE(mesh.call("10.77.0.2:9000", "plain"), std::string(kGreeting) + "plain");
    leavesAsItsEgressNetworkSays(mesh);
}

void TestInterception::leavesAsItsEgressNetworkSays(TwoWorkloads& mesh) {
    QCOMPARE(mesh.skipAtCallee("9000-9004"), std::string());
    const auto get = [&](const QString& host, const QString& path) {
        return mesh.call("10.77.0.2:9002", "GET " + path + " HTTP/1.1\r\nHost: " + host
                                               + "\r\nConnection: close\r\n\r\n");
    };
    const std::string allowed = get("rates.example", "/rates/eur");
    QVERIFY2(allowed.ends_with("ledger"), (allowed + mesh.logOf("payments-1")).c_str());
    const std::string later = mesh.call("10.77.0.2:9002", "later:GET /rates/eur HTTP/1.1\r\nHost: "
                                                          "rates.example\r\nConnection: close\r\n\r\n");
    QVERIFY2(later.ends_with("ledger"), (later + mesh.logOf("payments-1")).c_str());
    for (const auto& denied : {get("rates.example", "/admin"), get("other.example", "/rates/eur")}) {
        QVERIFY2(denied.starts_with("HTTP/1.1 403"), denied.c_str());
        QVERIFY2(denied.find("denies traffic to 10.77.0.2:9002") != denied.npos, denied.c_str());
    }
    // TLS by the name that it asks for; other bytes, and a port without a route, not at all.
    const std::string named = mesh.call("10.77.0.2:9003", "hello:api.rates.example");
    QVERIFY2(named.starts_with(kGreeting), (named + mesh.logOf("payments-1")).c_str());
    QCOMPARE(mesh.call("10.77.0.2:9003", "hello:rates.example.evil"), std::string());
    QCOMPARE(mesh.call("10.77.0.2:9003", "plain"), std::string());
    QCOMPARE(mesh.call("10.77.0.2:9004", "plain"), std::string());
    const std::string metrics = mesh.page("payments-1", "/metrics");
    QVERIFY2(metrics.find("egress-denied") != metrics.npos, metrics.c_str());
    QVERIFY2(metrics.find("httproute/at-9002") != metrics.npos, metrics.c_str());
}

void TestInterception::theRulesAreInstalledOnceAndRemoved() {
    const Namespaces spaces;
    QVERIFY2(spaces.trouble().empty(), spaces.trouble().c_str());
    const QString init = CAUSEWAY_BIN_DIR "/causeway-init";
    const auto installed = [&] {
        return run(spaces.inCaller({init, "install", "--proxy-uid", "2102"})).code;
    };
    QCOMPARE(run(spaces.inCaller({init, "remove"})).code, 0);
    QCOMPARE(installed(), 0);
    QCOMPARE(installed(), 0);
    // Nothing listens at 4140: a redirected connection is refused at once, others have no route.
    const QString self = QFile::symLinkTarget(kSelf);
    const auto listener = startProcess(spaces.inCaller({self, "peer", "greet", "127.0.0.1:4140"}));
    QVERIFY(QTest::qWaitFor(
        [&] {
            return run(spaces.inCaller({self, "call", "10.96.0.9:1234", "x"})).out
                   == std::string(kGreeting) + "x";
        },
        10'000));
    QCOMPARE(run(spaces.inCaller({init, "remove"})).code, 0);
    QCOMPARE(run(spaces.inCaller({init, "remove"})).code, 0);
    QVERIFY(run(spaces.inCaller({self, "call", "10.77.0.2:1234", "x"})).code != 0);
    const Ended dry = run({init, "install", "--dry-run", "--skip-inbound-ports", "22,8000-8100"});
    QCOMPARE(dry.code, 0);
    QVERIFY2(dry.out.find("{ 22, 8000-8100, 4143, 4140, 4191 }") != std::string::npos,
             dry.out.c_str());
    QVERIFY(dry.out.find("meta skuid 2102 return") != std::string::npos);
    const Ended wrong = run({init, "install", "--dry-run", "--skip-inbound-ports", "80-70"});
    QCOMPARE(wrong.code, 2);
    QVERIFY(wrong.error.find("80-70") != std::string::npos);
}

int main(int argc, char** argv) {
    if (argc == 4 && std::strcmp(argv[1], "peer") == 0)
        return servePeer(argv[2], argv[3]);
    if (argc == 4 && std::strcmp(argv[1], "call") == 0)
        return callPeer(argv[2], argv[3]);
    QCoreApplication app(argc, argv);
    TestInterception test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_interception.moc"
