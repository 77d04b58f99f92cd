// SPDX-License-Identifier: Apache-2.0
// The relay between two real sockets, in a thread of its own as it is in a process of its own.
#include "lab/network/relay.h"

#include <QTest>

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

using namespace causeway;
using namespace causeway::lab;
using namespace std::chrono_literals;

namespace {

// Blocking, with a bound.
net::Descriptor connectTo(const net::Address& address) {
    net::Descriptor fd(socket(address.family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
    constexpr timeval kPatience{10, 0};
    setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
    return connect(fd.get(), address.native(), address.nativeSize()) == 0 ? std::move(fd)
                                                                          : net::Descriptor();
}

net::Descriptor acceptFrom(const net::Descriptor& listening) {
    fcntl(listening.get(), F_SETFL, 0);
    return net::Descriptor(accept4(listening.get(), nullptr, nullptr, SOCK_CLOEXEC));
}

std::string receive(const net::Descriptor& fd, std::size_t count) {
    std::string text(count, '\0');
    return recv(fd.get(), text.data(), count, MSG_WAITALL) == static_cast<ssize_t>(count)
               ? text
               : std::string();
}

bool sendAll(const net::Descriptor& fd, std::string_view text) {
    return send(fd.get(), text.data(), text.size(), MSG_NOSIGNAL)
           == static_cast<ssize_t>(text.size());
}

} // namespace

class TestRelay : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_target = *net::listenOn(*net::Address::parse("127.0.0.1:0"));
        const auto free =
            *net::localAddressOf(net::listenOn(*net::Address::parse("127.0.0.1:0"))->get());
        m_relayed = free;
        std::array<int, 2> ends{};
        QCOMPARE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
        fcntl(ends[1], F_SETFL, O_NONBLOCK);
        m_channel = net::Descriptor(ends[0]);
        m_thread = std::thread([fd = ends[1]] {
            const SystemClock clock;
            Relay relay(clock, net::Descriptor(fd));
            relay.run();
        });
        RelayPlan plan;
        plan.routes.push_back(
            {"aws", "gcp", free.text(), net::localAddressOf(m_target.get())->text()});
        plan.wires = {{"aws", "gcp", {6ms, 0ms, 0, 0}}, {"gcp", "aws", {4ms, 0ms, 0, 0}}};
        QCOMPARE(say(serialize(plan)), std::string("{}\n"));
    }
    void cleanup() {
        m_channel.close();
        m_thread.join();
    }

    void bytesTakeTheWiresTimeBothWays() {
        const auto caller = connectTo(*m_relayed);
        const auto callee = acceptFrom(m_target);
        QVERIFY(shortestRoundTrip(caller, callee) >= 10ms);
        QVERIFY(shortestRoundTrip(caller, callee) < 16ms);
        QCOMPARE(say(serialize(WirePlan{"gcp", "aws", {24ms, 0ms, 0, 0}})), std::string("{}\n"));
        QVERIFY(shortestRoundTrip(caller, callee) >= 30ms);
    }
    void aLotOfBytesComesWholeAndInOrder() {
        const auto caller = connectTo(*m_relayed);
        const auto callee = acceptFrom(m_target);
        std::string sent;
        for (int i = 0; sent.size() < 4'000'000; ++i)
            sent += std::to_string(i) + ',';
        std::thread sending([&] { QVERIFY(sendAll(caller, sent)); });
        const auto got = receive(callee, sent.size());
        sending.join();
        QVERIFY(got == sent);
    }
    void anEndIsPassedOnBehindTheLastBytes() {
        const auto caller = connectTo(*m_relayed);
        const auto callee = acceptFrom(m_target);
        QVERIFY(sendAll(caller, "last words"));
        shutdown(caller.get(), SHUT_WR);
        QCOMPARE(receive(callee, 10), std::string("last words"));
        char c = 0;
        QCOMPARE(recv(callee.get(), &c, 1, 0), ssize_t{0});
        QVERIFY(sendAll(callee, "goodbye"));
        QCOMPARE(receive(caller, 7), std::string("goodbye"));
    }

private:
    std::string say(const std::string& line) {
        std::string answer(200, '\0');
        if (write(m_channel.get(), line.data(), line.size()) < 0)
            return "";
        const auto count = read(m_channel.get(), answer.data(), answer.size());
        answer.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
        return answer;
    }
    Duration shortestRoundTrip(const net::Descriptor& caller, const net::Descriptor& callee) {
        auto shortest = Duration::max();
        for (int i = 0; i < 20; ++i) {
            const auto start = m_clock.now();
            if (!sendAll(caller, "ping") || receive(callee, 4) != "ping" || !sendAll(callee, "pong")
                || receive(caller, 4) != "pong")
                return Duration::max();
            shortest = std::min(shortest, m_clock.now() - start);
        }
        return shortest;
    }

    SystemClock m_clock;
    net::Descriptor m_target;
    std::optional<net::Address> m_relayed;
    net::Descriptor m_channel;
    std::thread m_thread;
};

QTEST_APPLESS_MAIN(TestRelay)
#include "tst_relay.moc"
