// SPDX-License-Identifier: Apache-2.0
// The emulator between two real network namespaces, measured by datagrams. Both sockets belong to
// this one thread: a socket stays in the namespace that it was made in.
#include "base/scope_guard.h"
#include "lab/emulator/emulator.h"
#include "lab/network/namespaces.h"

#include <QTest>

#include <arpa/inet.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <unistd.h>

using namespace causeway;
using namespace causeway::lab;
using namespace std::chrono_literals;

namespace {

constexpr std::uint16_t kPort = 7000;

sockaddr_in addressOf(const std::string& ip) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(kPort);
    inet_pton(AF_INET, ip.c_str(), &address.sin_addr);
    return address;
}

int boundSocket(int networkNamespace, const std::string& ip) {
    if (setns(networkNamespace, CLONE_NEWNET) < 0)
        return -1;
    const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const auto address = addressOf(ip);
    if (bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) < 0) {
        close(fd);
        return -1;
    }
    return fd;
}

void sendTo(int fd, const std::string& ip, std::size_t bytes) {
    const std::string text(bytes, 'x');
    const auto to = addressOf(ip);
    sendto(fd, text.data(), text.size(), 0, reinterpret_cast<const sockaddr*>(&to), sizeof to);
}

bool receive(int fd, std::chrono::milliseconds patience) {
    pollfd wanted{fd, POLLIN, 0};
    std::array<char, 2000> bytes;
    return poll(&wanted, 1, static_cast<int>(patience.count())) == 1
           && recv(fd, bytes.data(), bytes.size(), 0) > 0;
}

// The hop limit that was left of the next datagram; -1: none came.
int receivedLimit(int fd) {
    pollfd wanted{fd, POLLIN, 0};
    if (poll(&wanted, 1, 1000) != 1)
        return -1;
    std::array<char, 2000> bytes;
    alignas(cmsghdr) std::array<char, 64> control{};
    iovec part{bytes.data(), bytes.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    recvmsg(fd, &message, 0);
    int limit = -1;
    if (const auto* told = CMSG_FIRSTHDR(&message); told && told->cmsg_type == IP_TTL)
        std::memcpy(&limit, CMSG_DATA(told), sizeof limit);
    return limit;
}

} // namespace

class TestEmulator : public QObject {
    Q_OBJECT
public:
    explicit TestEmulator(Result<Namespaces>& networks) : m_networks(networks) {}

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(m_networks,
                 m_networks ? ""
                            : qPrintable(QString::fromStdString(m_networks.error().describe())));
        startEmulator();
        m_aws = boundSocket(m_networks->cluster(0), "10.1.0.2");
        m_gcp = boundSocket(m_networks->cluster(1), "10.2.0.2");
        m_awsIngress = boundSocket(m_networks->cluster(0), "10.1.0.3");
        m_awsEgress = boundSocket(m_networks->cluster(0), "10.1.0.4");
        QVERIFY(m_aws >= 0 && m_gcp >= 0 && m_awsIngress >= 0 && m_awsEgress >= 0);
    }
    void cleanupTestCase() {
        close(m_control);
        int status = 0;
        QCOMPARE(waitpid(m_emulator, &status, 0), m_emulator);
        QVERIFY2(WIFEXITED(status) && WEXITSTATUS(status) == 0,
                 "the emulator ends with its control stream");
    }

    void roundTripIsTheWiresBothWays() {
        QVERIFY(change("aws", "gcp", {6ms, 0ms, 0, 0}));
        QVERIFY(change("gcp", "aws", {4ms, 0ms, 0, 0}));
        const auto measured = shortestRoundTrip(m_aws, "10.2.0.2", m_gcp, "10.1.0.2");
        QVERIFY2(measured >= 10ms && measured < 11ms, toText(measured));
    }
    void aDelayOfOneDirectionAddsItself() {
        QVERIFY(change("aws", "gcp", {26ms, 0ms, 0, 0}));
        const auto measured = shortestRoundTrip(m_aws, "10.2.0.2", m_gcp, "10.1.0.2");
        QVERIFY2(measured >= 30ms && measured < 31ms, toText(measured));
    }
    void aClusterHasAWireToItself() {
        QVERIFY(change("aws", "aws", {3ms, 0ms, 0, 0}));
        const auto measured = shortestRoundTrip(m_awsEgress, "10.1.0.3", m_awsIngress, "10.1.0.4");
        QVERIFY2(measured >= 6ms && measured < 7ms, toText(measured));
    }
    void lossTakesItsShare() {
        QVERIFY(change("aws", "gcp", {1ms, 0ms, 0.3, 0}));
        constexpr int kSent = 400;
        int arrived = 0;
        for (int i = 0; i < kSent; ++i)
            sendTo(m_aws, "10.2.0.2", 100);
        while (receive(m_gcp, 100ms))
            ++arrived;
        QVERIFY2(arrived > kSent * 0.6 && arrived < kSent * 0.8,
                 qPrintable(QString::number(arrived)));
    }
    void rateBoundsTheStream() {
        QVERIFY(change("aws", "gcp", {1ms, 0ms, 0, 8'000'000}));
        const auto start = m_clock.now();
        constexpr int kFrames = 100; // of 1042 bytes on the wire
        for (int i = 0; i < kFrames; ++i)
            sendTo(m_aws, "10.2.0.2", 1000);
        for (int i = 0; i < kFrames; ++i)
            QVERIFY(receive(m_gcp, 1000ms));
        const auto took = m_clock.now() - start;
        QVERIFY2(took > 103ms && took < 150ms, toText(took));
    }
    // The kernel at the other end drops a header whose checksum is wrong.
    void hopsAreTakenOffTheirLimit() {
        const int on = 1;
        QCOMPARE(setsockopt(m_gcp, IPPROTO_IP, IP_RECVTTL, &on, sizeof on), 0);
        for (const unsigned hops : {0U, 1U, 9U, 30U}) {
            QVERIFY(change("aws", "gcp", {1ms, 0ms, 0, 0, hops}));
            // Lengths and limits, so that sums carry over and do not.
            for (const int limit : {64, 65, 128, 255})
                for (const std::size_t bytes : {1, 100, 777, 1400}) {
                    setsockopt(m_aws, IPPROTO_IP, IP_TTL, &limit, sizeof limit);
                    sendTo(m_aws, "10.2.0.2", bytes);
                    QCOMPARE(receivedLimit(m_gcp), limit - int(hops));
                }
        }
        const int few = 30;
        setsockopt(m_aws, IPPROTO_IP, IP_TTL, &few, sizeof few);
        sendTo(m_aws, "10.2.0.2", 100);
        QVERIFY2(!receive(m_gcp, 100ms), "the last router drops what has no hop left");
        const int usual = 64;
        setsockopt(m_aws, IPPROTO_IP, IP_TTL, &usual, sizeof usual);
        QVERIFY(change("aws", "gcp", {1ms, 0ms, 0, 0}));
    }
    void anUnknownWireIsRefused() { QVERIFY(!change("gcp", "gcp", {})); }

private:
    static const char* toText(Duration duration) {
        static std::string text;
        text = std::to_string(static_cast<double>(duration.count()) / 1e6) + " ms";
        return text.c_str();
    }
    void startEmulator() {
        std::array<int, 2> ends{};
        QCOMPARE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
        const EmulatorPlan plan{
            1,
            {{"aws", Namespaces::device(0), 1}, {"gcp", Namespaces::device(1), 2}},
            {{"aws", "gcp", {}}, {"gcp", "aws", {}}, {"aws", "aws", {}}}};
        QCOMPARE(setns(m_networks->emulator(), CLONE_NEWNET), 0);
        m_emulator = fork();
        QVERIFY(m_emulator >= 0);
        if (m_emulator == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            close(ends[0]);
            auto emulator = Emulator::create(plan);
            _exit(emulator && emulator->run(ends[1]) ? 0 : 1);
        }
        close(ends[1]);
        m_control = ends[0];
    }
    bool change(const std::string& from, const std::string& to, const WireProperties& properties) {
        const auto line = serialize(WirePlan{from, to, properties});
        std::array<char, 200> answer{};
        return write(m_control, line.data(), line.size()) == static_cast<ssize_t>(line.size())
               && read(m_control, answer.data(), answer.size()) > 0
               && std::string_view(answer.data()) == "{}\n";
    }
    Duration shortestRoundTrip(int near, const std::string& farAddress, int far,
                               const std::string& nearAddress) {
        // The shortest, because a busy machine makes single ones longer; none may be shorter than
        // the wire.
        auto shortest = Duration::max();
        for (int i = 0; i < 41; ++i) {
            const auto start = m_clock.now();
            sendTo(near, farAddress, 100);
            if (!receive(far, 1000ms))
                return Duration::max();
            sendTo(far, nearAddress, 100);
            if (!receive(near, 1000ms))
                return Duration::max();
            shortest = std::min(shortest, m_clock.now() - start);
        }
        return shortest;
    }

    Result<Namespaces>& m_networks;
    SystemClock m_clock;
    pid_t m_emulator = -1;
    int m_control = -1;
    int m_aws = -1;
    int m_gcp = -1;
    int m_awsIngress = -1;
    int m_awsEgress = -1;
};

// Namespaces are entered before Qt may start a thread.
int main(int argc, char** argv) {
    if (const auto possible = Namespaces::probe(); !possible) {
        std::fprintf(stderr, "SKIP: no unprivileged network namespaces here: %s\n",
                     possible.error().describe().c_str());
        return 77;
    }
    auto networks = Namespaces::create({{"aws", true}, {"gcp", false}});
    TestEmulator test(networks);
    return QTest::qExec(&test, argc, argv);
}
#include "tst_emulator.moc"
