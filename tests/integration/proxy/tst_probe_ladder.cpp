// SPDX-License-Identifier: Apache-2.0
// The ladder of probes of two real gateways, in network namespaces of their own, over the lab's
// emulator, whose delays and losses are known: what the metrics page says is the truth.
#include "base/scope_guard.h"
#include "lab/emulator/emulator.h"
#include "lab/network/namespaces.h"
#include "static_mesh.h"

#include <QDeadlineTimer>
#include <QProcess>
#include <QTest>

#include <arpa/inet.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <csignal>
#include <fstream>
#include <map>
#include <poll.h>
#include <sched.h>
#include <sstream>
#include <unistd.h>

using namespace causeway;
using namespace causeway::lab;
using namespace std::chrono_literals;

namespace {

// The wire between the namespaces, in a process of its own.
class EmulatedWire {
public:
    void start(const Namespaces& networks) {
        std::array<int, 2> ends{};
        QCOMPARE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
        const EmulatorPlan plan{
            5,
            {{"aws", Namespaces::device(0), 1}, {"gcp", Namespaces::device(1), 2}},
            {{"aws", "gcp", {}}, {"gcp", "aws", {}}}};
        QCOMPARE(setns(networks.emulator(), CLONE_NEWNET), 0);
        m_process = fork();
        if (m_process == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            close(ends[0]);
            auto emulator = Emulator::create(plan);
            _exit(emulator && emulator->run(ends[1]) ? 0 : 1);
        }
        close(ends[1]);
        m_control = ends[0];
    }
    void stop() {
        close(m_control);
        waitpid(m_process, nullptr, 0);
    }
    void set(Duration out, Duration back, double loss = 0) {
        change({"aws", "gcp", {out, 0ms, loss, 0}});
        change({"gcp", "aws", {back, 0ms, 0, 0}});
    }

private:
    void change(const WirePlan& plan) {
        const auto line = serialize(plan);
        std::array<char, 200> answer{};
        QCOMPARE(write(m_control, line.data(), line.size()), static_cast<ssize_t>(line.size()));
        QVERIFY(read(m_control, answer.data(), answer.size()) > 0);
        QCOMPARE(std::string_view(answer.data()), std::string_view("{}\n"));
    }
    pid_t m_process = -1;
    int m_control = -1;
};

std::string pageOf(const std::string& socketPath, const std::string& path) {
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto closed = ScopeGuard([fd] { close(fd); });
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    socketPath.copy(address.sun_path, sizeof address.sun_path - 1);
    if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return {};
    const std::string request =
        "GET " + path + " HTTP/1.1\r\nHost: admin\r\nConnection: close\r\n\r\n";
    if (write(fd, request.data(), request.size()) < 0)
        return {};
    std::string page;
    std::array<char, 16'384> bytes;
    for (ssize_t count = 0; (count = read(fd, bytes.data(), bytes.size())) > 0;)
        page.append(bytes.data(), static_cast<std::size_t>(count));
    return page;
}

// One look at a metrics page; two of them tell what happened between.
class Scrape {
public:
    explicit Scrape(const std::string& page) : m_page(page) {}

    [[nodiscard]] double value(const std::string& name, const std::vector<std::string>& parts) const {
        double sum = 0;
        eachLine(name, parts, [&](const std::string&, double value) { sum += value; });
        return sum;
    }
    // What was counted up to each edge of a rung's histogram, in milliseconds.
    [[nodiscard]] std::map<double, double> edges(const std::string& rung) const {
        std::map<double, double> counts;
        eachLine("causeway_probe_time_ms_bucket", {"rung=\"" + rung + "\""},
                 [&](const std::string& line, double value) {
                     const auto at = line.find("le=\"") + 4;
                     if (line.compare(at, 4, "+Inf") != 0)
                         counts[std::stod(line.substr(at))] = value;
                 });
        return counts;
    }

private:
    template <typename See>
    void eachLine(const std::string& name, const std::vector<std::string>& parts, See see) const {
        std::istringstream lines(m_page);
        for (std::string line; std::getline(lines, line);) {
            bool fits = line.starts_with(name + "{") || line.starts_with(name + " ");
            for (const std::string& part : parts)
                fits = fits && line.find(part) != std::string::npos;
            if (fits)
                see(line, std::stod(line.substr(line.rfind(' ') + 1)));
        }
    }
    std::string m_page;
};

// The edge under which a share of what came between the two looks was; what is not among the edges
// of the first look had come to nothing more than the edge below it.
double quantile(const Scrape& before, const Scrape& after, const std::string& rung, double share) {
    const auto old = before.edges(rung);
    const auto now = after.edges(rung);
    const auto countIn = [](const std::map<double, double>& edges, double edge) {
        const auto above = edges.upper_bound(edge);
        return above == edges.begin() ? 0.0 : std::prev(above)->second;
    };
    if (now.empty())
        return -1;
    const double all = now.rbegin()->second - (old.empty() ? 0 : old.rbegin()->second);
    for (const auto& [edge, count] : now)
        if (count - countIn(old, edge) >= share * all && all > 0)
            return edge;
    return -1;
}

} // namespace

class TestProbeLadder : public QObject {
    Q_OBJECT
public:
    explicit TestProbeLadder(Result<Namespaces>& networks) : m_networks(networks) {}

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(m_networks, m_networks ? "" : m_networks.error().describe().c_str());
        m_wire.start(*m_networks);
        for (const char* name : {"aws", "gcp"})
            m_mesh.writeLeaf(name, name, "gateway", "causeway");
    }
    void cleanupTestCase() {
        stop(m_aws);
        stop(m_gcp);
        m_wire.stop();
    }

    void roundTripsAreTheWires() {
        m_wire.set(12ms, 8ms);
        startGcp();
        startAws("{interval: 30ms, coldInterval: 150ms, bytesPerSecond: 1000000, "
                 "source: \"10.1.0.4:0\"}");
        const Scrape none("");
        Scrape seen("");
        QVERIFY2(waitFor([&] {
                     seen = scrape();
                     return seen.value("causeway_probes_total",
                                       {"rung=\"tls-resumed\"", "answered"})
                                >= 3
                            && seen.value("causeway_probes_total",
                                          {"rung=\"http-cold\"", "answered"})
                                   >= 6;
                 }),
                 log());
        // Of a busy machine the shortest tell most; none may be shorter than the wire.
        const auto low = [&](const char* rung) { return quantile(none, seen, rung, 0.2); };
        for (const char* rung : {"udp", "http-warm", "tcp", "tls", "tls-resumed"})
            QVERIFY2(quantile(none, seen, rung, 0.001) >= 20, rung);
        QVERIFY2(low("udp") < 21, number(low("udp")));
        QVERIFY2(low("tcp") < 21.5, number(low("tcp")));
        QVERIFY2(low("http-warm") < 22, number(low("http-warm")));
        // TCP and TLS 1.3 each take one round trip more, and resumption saves none.
        QVERIFY2(low("tls") < 26, number(low("tls")));
        QVERIFY2(low("tls-resumed") < 25, number(low("tls-resumed")));
        const double setUp = low("http-cold") - low("http-warm");
        QVERIFY2(setUp >= 39 && setUp < 48, number(setUp));
    }
    void oneWayTimesAreWithinWhatTheySay() {
        const Scrape seen = scrape();
        const auto figure = [&](const char* name) {
            return seen.value("causeway_probe_one_way_ms", {"figure=\"" + std::string(name) + "\""});
        };
        QVERIFY(figure("plus_minus") > 0);
        QVERIFY2(std::abs(figure("forward") - 12) <= figure("plus_minus"), number(figure("forward")));
        QVERIFY2(std::abs(figure("back") - 8) <= figure("plus_minus"), number(figure("back")));
    }
    void aGatewayThatBoundsConnectionsStaysWarm() {
        // gcp takes one request a connection from applications: probes are none.
        const Scrape seen = scrape();
        QVERIFY(seen.value("causeway_probes_total", {"rung=\"http-warm\"", "answered"}) > 20);
        QCOMPARE(seen.value("causeway_probes_total", {"rung=\"http-warm\"", "closed"}), 0.0);
        QCOMPARE(seen.value("request_total", {}), 0.0);
    }
    void linkerdsNamesAreThere() {
        const Scrape seen = scrape();
        const std::vector<std::string> gcp{"target_cluster_name=\"gcp\""};
        QCOMPARE(seen.value("gateway_alive", gcp), 1.0);
        QVERIFY(seen.value("gateway_latency", gcp) >= 20);
        QVERIFY(seen.value("gateway_probes", {"probe_successful=\"true\""}) > 20);
        QCOMPARE(seen.value("gateway_probe_latency_ms_count", gcp),
                 seen.value("gateway_probes", {"probe_successful=\"true\""}));
    }
    void aLongerWireIsSeen() {
        m_wire.set(1500us, 1500us);
        QTest::qWait(200);
        const Scrape before = scrape();
        QTest::qWait(700);
        const Scrape shortWire = scrape();
        m_wire.set(15ms, 15ms);
        QTest::qWait(200);
        const Scrape between = scrape();
        QTest::qWait(1000);
        const Scrape longWire = scrape();
        QVERIFY(quantile(before, shortWire, "udp", 0.2) < 4);
        QVERIFY(quantile(between, longWire, "udp", 0.2) >= 30);
        QVERIFY(quantile(between, longWire, "udp", 0.2) < 31);
    }
    void strangersGetNoAnswer() {
        QCOMPARE(setns(m_networks->cluster(0), CLONE_NEWNET), 0);
        const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        const auto closed = ScopeGuard([fd] { close(fd); });
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(4143);
        inet_pton(AF_INET, "10.2.0.3", &to.sin_addr);
        std::string sealed("CWP1\x01\0\0\0", 8);
        sealed.resize(80, 'x');
        for (const std::string& bytes : {std::string("hello"), std::string(1400, 'x'), sealed})
            QVERIFY(sendto(fd, bytes.data(), bytes.size(), 0, reinterpret_cast<sockaddr*>(&to),
                           sizeof to)
                    > 0);
        pollfd wanted{fd, POLLIN, 0};
        QCOMPARE(poll(&wanted, 1, 300), 0);
        const Scrape seen(pageOf(m_mesh.folder().toStdString() + "/gcp.sock", "/metrics"));
        const auto dropped = [&](const char* why) {
            return seen.value("causeway_probe_datagrams_total",
                              {"result=\"" + std::string(why) + "\""});
        };
        QCOMPARE(dropped("malformed"), 2.0);
        QCOMPARE(dropped("unknown-session"), 1.0);
        QCOMPARE(dropped("bad-seal") + dropped("replayed"), 0.0);
    }
    void aGatewayThatIsGoneIsSaidSo() {
        stop(m_gcp);
        QVERIFY2(waitFor([&] {
                     const Scrape seen = scrape();
                     return seen.value("gateway_alive", {}) == 0
                            && seen.value("causeway_probes_total",
                                          {"rung=\"tcp\"", "result=\"refused\""})
                                   > 0
                            && seen.value("causeway_probes_total",
                                          {"rung=\"udp\"", "result=\"refused\""})
                                   > 0;
                 }),
                 log());
        // One that came anew knows no key of before; another is asked for.
        startGcp();
        const double answered = scrape().value("causeway_probes_total", {"rung=\"udp\"", "answered"});
        QVERIFY2(waitFor([&] {
                     const Scrape seen = scrape();
                     return seen.value("gateway_alive", {}) == 1
                            && seen.value("causeway_probes_total", {"rung=\"udp\"", "answered"})
                                   > answered;
                 }),
                 log());
    }
    void lossIsTheWires() {
        m_wire.set(1ms, 1ms);
        stop(m_aws);
        startAws("{interval: 1ms, warmInterval: 300s, coldInterval: 300s, "
                 "bytesPerSecond: 1000000000, source: \"10.1.0.4:0\"}");
        const auto decided = [](const Scrape& seen) {
            return seen.value("causeway_probes_total", {"rung=\"udp\"", "\"answered\""})
                   + seen.value("causeway_probes_total", {"rung=\"udp\"", "\"lost\""});
        };
        QVERIFY2(waitFor([&] { return decided(scrape()) > 100; }), log());
        QCOMPARE(scrape().value("causeway_probes_total", {"\"lost\""}), 0.0);
        m_wire.set(1ms, 1ms, 0.05);
        QTest::qWait(2300); // losses are told two seconds after they were sent
        const Scrape before = scrape();
        QVERIFY2(waitFor([&] { return decided(scrape()) > decided(before) + 6000; }), log());
        const Scrape after = scrape();
        const auto grew = [&](const char* result) {
            const std::vector<std::string> parts{
                "rung=\"udp\"", "result=\"" + std::string(result) + "\""};
            return after.value("causeway_probes_total", parts)
                   - before.value("causeway_probes_total", parts);
        };
        const double share = grew("lost") / (grew("lost") + grew("answered"));
        QVERIFY2(share >= 0.04 && share <= 0.06, number(share));
        QCOMPARE(grew("late") + grew("duplicate") + grew("reordered"), 0.0);
    }

private:
    void startGcp() {
        m_gcp = start("gcp", 1,
                      "  mode: gateway\n  maxRequestsPerConnection: 1\n  listeners: [{role: "
                      "ingress, address: \"10.2.0.3:4143\"}]\n");
    }
    void startAws(const std::string& probes) {
        m_aws = start("aws", 0,
                      "  mode: gateway\n  listeners: [{role: ingress, address: "
                      "\"10.1.0.3:4143\"}]\n  linkedGateways: [{link: \"aws:gcp\", address: "
                      "\"10.2.0.3:4143\", identity: \""
                          + StaticMesh::idOf("gcp", "gateway", "causeway") + "\"}]\n  probes: "
                          + probes + "\n");
    }
    std::unique_ptr<QProcess> start(const std::string& name, std::size_t network,
                                    const std::string& spec) {
        const std::string base = m_mesh.folder().toStdString() + "/" + name;
        unlink((base + ".sock").c_str());
        std::ofstream(base + ".yaml")
            << "apiVersion: causeway.dev/v1alpha1\nkind: StaticProxy\nmetadata: {name: gateway, "
               "namespace: causeway}\nspec:\n  cluster: "
            << name << "\n  admin: \"unix:" << base << ".sock\"\n  tls: {certificate: " << name
            << ".pem, key: " << name << ".key, trustAnchors: anchors.pem}\n"
            << spec;
        auto process = std::make_unique<QProcess>();
        process->setStandardErrorFile(QString::fromStdString(base + ".log"));
        process->setChildProcessModifier([fd = m_networks->cluster(network)] {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            ::setns(fd, CLONE_NEWNET);
        });
        process->start(CAUSEWAY_BIN_DIR "/causeway-proxy",
                       {"--static", QString::fromStdString(base + ".yaml"), "--log-level", "debug"});
        process->waitForStarted();
        waitFor([&] { return pageOf(base + ".sock", "/ready").starts_with("HTTP/1.1 200"); });
        return process;
    }
    static void stop(std::unique_ptr<QProcess>& process) {
        if (!process)
            return;
        process->kill();
        process->waitForFinished();
        process.reset();
    }
    static bool waitFor(const std::function<bool()>& condition) {
        QDeadlineTimer deadline(20'000);
        while (!deadline.hasExpired()) {
            if (condition())
                return true;
            QTest::qWait(50);
        }
        return false;
    }
    Scrape scrape() const {
        return Scrape(pageOf(m_mesh.folder().toStdString() + "/aws.sock", "/metrics"));
    }
    QByteArray log() const {
        std::ifstream file(m_mesh.folder().toStdString() + "/aws.log");
        std::stringstream text;
        text << file.rdbuf();
        return QByteArray::fromStdString(text.str()).right(3000);
    }
    static QByteArray number(double value) { return QByteArray::number(value); }

    Result<Namespaces>& m_networks;
    EmulatedWire m_wire;
    StaticMesh m_mesh;
    std::unique_ptr<QProcess> m_aws;
    std::unique_ptr<QProcess> m_gcp;
};

// Namespaces are entered before Qt may start a thread.
int main(int argc, char** argv) {
    if (const auto possible = Namespaces::probe(); !possible) {
        std::fprintf(stderr, "SKIP: no unprivileged network namespaces here: %s\n",
                     possible.error().describe().c_str());
        return 77;
    }
    auto networks = Namespaces::create({{"aws", false}, {"gcp", false}});
    QCoreApplication application(argc, argv);
    TestProbeLadder test(networks);
    return QTest::qExec(&test, argc, argv);
}
#include "tst_probe_ladder.moc"
