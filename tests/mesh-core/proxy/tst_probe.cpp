// SPDX-License-Identifier: Apache-2.0
// Who gets an answer to a probe: the datagram's seal and number, the request's identity; and real
// datagrams between an echo probe and a responder on one loop.
#include "proxy/probe/echo.h"
#include "proxy/probe/responder.h"
#include "proxy/probe/service.h"
#include "proxy/probe/target.h"

#include <QTest>

#include <algorithm>

using namespace causeway;
using namespace causeway::proxy;
using namespace std::chrono_literals;

namespace {

using Verdict = ProbeSessions::Verdict;

EchoPacket request(const ProbeSession& session, std::uint64_t number) {
    EchoPacket packet;
    packet.session = session.id;
    packet.number = number;
    packet.sent = WallTime(1'800'000'000s + 5ns);
    return packet;
}

const tls::SpiffeId& self() {
    static const auto id =
        *tls::SpiffeId::parse("spiffe://talk.mesh/cluster/gcp/ns/causeway/sa/gateway");
    return id;
}

http::RequestHead get(std::string_view path) {
    http::RequestHead head;
    head.version = http::Version::Http2;
    head.method = "GET";
    head.scheme = "https";
    head.authority = head.headers.arena().store(self().dnsName());
    head.path = path;
    return head;
}

// A port of UDP that was free a moment ago.
net::Address freePort() {
    const auto free = net::DatagramSocket::bindTo(*net::Address::parse("127.0.0.1:0"));
    return *net::localAddressOf(free->fd());
}

} // namespace

class TestProbe : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sealsAreHmacSha256() {
        // RFC 4231, test case 2, whose key is shorter: HMAC pads it with zeros to the same.
        tls::MacKey key{};
        std::ranges::copy(bytesOf("Jefe"), key.begin());
        const auto mac = tls::macOf(key, bytesOf("what do ya want for nothing?"));
        QCOMPARE(QByteArray(reinterpret_cast<const char*>(mac.data()), int(mac.size())).toHex(),
                 QByteArray("5bdcc146bf60754e6a042426089575c7"));
        QCOMPARE(tls::macOf(key, bytesOf("what do ya want for nothing?")), mac);
    }
    void packetsComeBackEqual() {
        ProbeSessions sessions;
        const auto session = sessions.give("spiffe://a");
        EchoPacket packet = request(session, 7);
        packet.kind = EchoPacket::Kind::Answer;
        packet.received = packet.sent + 1ms;
        packet.returned = packet.sent + 2ms;
        packet.clockError = 1500us;
        packet.hopLimit = 64;
        packet.cameWith = 51;
        const auto bytes = packet.seal(session.key);
        const auto back = EchoPacket::read(bytes);
        QVERIFY(back && back->kind == packet.kind && back->session == packet.session);
        QCOMPARE(back->number, packet.number);
        QVERIFY(back->sent == packet.sent && back->received == packet.received);
        QVERIFY(back->returned == packet.returned && back->clockError == packet.clockError);
        QVERIFY(back->hopLimit == 64 && back->cameWith == 51);
        packet.clockError.reset();
        QVERIFY(!EchoPacket::read(packet.seal(session.key))->clockError);
    }
    void everyBitIsSealed() {
        ProbeSessions sessions;
        const auto session = sessions.give("spiffe://a");
        const auto bytes = request(session, 1).seal(session.key);
        for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
            auto changed = bytes;
            changed[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
            QVERIFY(sessions.judge(changed).verdict != Verdict::Answer);
        }
        QVERIFY(sessions.judge(bytes).verdict == Verdict::Answer);
    }
    void aNumberIsAnsweredOnce() {
        ProbeSessions sessions;
        const auto session = sessions.give("spiffe://a");
        const auto judge = [&](std::uint64_t number) {
            return sessions.judge(request(session, number).seal(session.key)).verdict;
        };
        for (const std::uint64_t number : {1, 2, 5, 4, 3, 100, 99, 37})
            QVERIFY(judge(number) == Verdict::Answer);
        for (const std::uint64_t number : {1, 5, 4, 100, 99, 37, 36})
            QVERIFY(judge(number) == Verdict::Replayed);
        QVERIFY(judge(1'000'000) == Verdict::Answer);
        QVERIFY(judge(100) == Verdict::Replayed);
        QVERIFY(judge(0) == Verdict::Malformed);
    }
    void answersAreNotAnswered() {
        ProbeSessions sessions;
        const auto session = sessions.give("spiffe://a");
        EchoPacket packet = request(session, 1);
        packet.kind = EchoPacket::Kind::Answer;
        QVERIFY(sessions.judge(packet.seal(session.key)).verdict == Verdict::Malformed);
    }
    void sessionsAreBounded() {
        ProbeSessions sessions;
        const auto first = sessions.give("spiffe://a");
        for (std::size_t i = 1; i < ProbeSessions::kPerIdentity; ++i)
            std::ignore = sessions.give("spiffe://a");
        const auto known = [&](const ProbeSession& session) {
            static std::uint64_t number = 0;
            return sessions.judge(request(session, ++number).seal(session.key)).verdict
                   == Verdict::Answer;
        };
        QVERIFY(known(first));
        std::ignore = sessions.give("spiffe://a");
        QVERIFY2(!known(first), "the oldest of that identity gave way");
        const auto last = sessions.give("spiffe://b");
        for (std::size_t i = 0; i < ProbeSessions::kMost - 1; ++i)
            std::ignore = sessions.give("spiffe://" + std::to_string(i));
        QVERIFY(known(last));
        std::ignore = sessions.give("spiffe://another");
        QVERIFY(!known(last));
    }
    void keysTravelAsText() {
        ProbeSessions sessions;
        const auto session = sessions.give("spiffe://a");
        QCOMPARE(session.text().size(), std::size_t(82));
        QVERIFY(ProbeSession::parse(session.text()) == session);
        for (const char* wrong : {"", "12 34\n", "0123456789abcdef\n"})
            QVERIFY(!ProbeSession::parse(wrong));
        std::string text = session.text();
        text[40] = 'g';
        QVERIFY(!ProbeSession::parse(text));
    }
    void probesAreForGateways_data() {
        QTest::addColumn<QString>("caller");
        QTest::addColumn<int>("status");
        QTest::newRow("a gateway of the fleet")
            << "spiffe://talk.mesh/cluster/aws/ns/causeway/sa/gateway" << 204;
        QTest::newRow("one that is trusted") << "spiffe://talk.mesh/cluster/k8s/ns/edge/sa/gw" << 204;
        QTest::newRow("a workload") << "spiffe://talk.mesh/cluster/aws/ns/bank/sa/ledger" << 403;
        QTest::newRow("a workload that is called so")
            << "spiffe://talk.mesh/cluster/aws/ns/bank/sa/gateway" << 403;
        QTest::newRow("a gateway of another fleet")
            << "spiffe://other.mesh/cluster/aws/ns/causeway/sa/gateway" << 403;
        QTest::newRow("a person") << "spiffe://talk.mesh/user/console/role/admin" << 403;
        QTest::newRow("nobody") << "" << 403;
    }
    void probesAreForGateways() {
        QFETCH(QString, caller);
        QFETCH(int, status);
        rules::ProxySettings settings;
        settings.trustedGateways = {"spiffe://talk.mesh/cluster/k8s/ns/edge/sa/gw"};
        ProbeSessions sessions;
        const auto ask = [&](std::string_view path) {
            return answerProbe(get(path), self(), caller.toStdString(), &settings, sessions);
        };
        QCOMPARE(ask(kProbePath).head.status, status);
        const auto key = ask(kProbeKeyPath);
        QCOMPARE(key.head.status, status == 204 ? 200 : 403);
        QCOMPARE(ProbeSession::parse(key.body).has_value(), status == 204);
        QCOMPARE(ask("/.causeway/else").head.status, status == 204 ? 404 : 403);
    }
    void servicesKeepTheirPaths() {
        QVERIFY(isProbe(get(kProbePath), self()));
        QVERIFY(!isProbe(get("/loans"), self()));
        auto head = get(kProbePath);
        head.authority = "ledger.bank.svc.gcp.mesh:80";
        QVERIFY2(!isProbe(head, self()), "what a service's callers ask for is the service's");
    }
    void hopsAreCounted_data() {
        QTest::addColumn<QString>("host");
        QTest::newRow("IPv4") << "127.0.0.1:0";
        QTest::newRow("IPv6") << "[::1]:0";
    }
    // A router takes one off the hop limit; whoever sends with so much less looks as if behind some.
    void hopsAreCounted() {
        QFETCH(QString, host);
        const auto any = *net::Address::parse(host.toStdString());
        const SystemClock clock;
        net::EventLoop loop(clock);
        ProbeSessions sessions;
        const auto session = sessions.give("spiffe://a");
        auto far = net::DatagramSocket::bindTo(any);
        QVERIFY2(far, far ? "" : far.error().describe().c_str());
        EchoProbe probe(loop, "aws:gcp", *net::localAddressOf(far->fd()), {}, 2s);
        probe.useSession(session);
        std::array<std::uint8_t, EchoPacket::kSize> room{};
        const auto answer = [&](std::uint8_t hopsOut, std::uint8_t hopsBack) {
            probe.send();
            const auto came = far->receive(room);
            QVERIFY(came && *came && (*came)->hopLimit == net::DatagramSocket::kHopLimit);
            EchoPacket packet = *EchoPacket::read(room);
            QCOMPARE(packet.hopLimit, net::DatagramSocket::kHopLimit);
            packet.kind = EchoPacket::Kind::Answer;
            packet.received = packet.returned = (*came)->arrived;
            packet.cameWith = static_cast<std::uint8_t>(64 - hopsOut);
            QVERIFY(far->setHopLimit(static_cast<std::uint8_t>(64 - hopsBack)));
            QVERIFY(far->sendTo(packet.seal(session.key), (*came)->from));
            loop.turn(50ms);
        };
        for (int i = 0; i < 3; ++i)
            answer(9, 7);
        auto sample = probe.take();
        QCOMPARE(sample.answered, std::uint64_t(3));
        QVERIFY((sample.pathOut == telemetry::PathSample{9, 0, 0}));
        QVERIFY((sample.pathBack == telemetry::PathSample{7, 0, 0}));
        for (int i = 0; i < 3; ++i)
            answer(11, 7);
        sample = probe.take();
        QVERIFY((sample.pathOut == telemetry::PathSample{11, 1, 9}));
        QVERIFY((sample.pathBack == telemetry::PathSample{7, 0, 0}));
    }
    void answersSayHowTheyWereAsked() {
        const SystemClock clock;
        net::EventLoop loop(clock);
        ProbeSessions sessions;
        const auto session = sessions.give("spiffe://a");
        const auto address = freePort();
        const auto responder = ProbeResponder::open(loop, address, sessions);
        QVERIFY(responder);
        auto near = net::DatagramSocket::connectTo(address);
        QVERIFY(near && near->setHopLimit(53));
        QVERIFY(near->send(request(session, 1).seal(session.key)));
        loop.turn(50ms);
        std::array<std::uint8_t, EchoPacket::kSize> room{};
        const auto came = near->receive(room);
        QVERIFY(came && *came);
        const auto answer = EchoPacket::read(room);
        QVERIFY(answer && answer->cameWith == 53);
        QCOMPARE(answer->hopLimit, net::DatagramSocket::kHopLimit);
    }
    void datagramsAreAnsweredAndTimed() {
        ProbeSessions sessions;
        const SystemClock clock;
        net::EventLoop loop(clock);
        const auto address = freePort();
        const auto responder = ProbeResponder::open(loop, address, sessions);
        QVERIFY2(responder, responder ? "" : responder.error().describe().c_str());
        EchoProbe probe(loop, "aws:gcp", address, {}, 2s);
        probe.send();
        QVERIFY2(probe.take().empty(), "the key is being asked for");
        probe.explain("no-key-refused");
        probe.send();
        QCOMPARE(probe.take().failures.at("no-key-refused"), std::uint64_t(1));
        QVERIFY(probe.wantsSession());
        probe.useSession(sessions.give("spiffe://a"));
        for (int i = 0; i < 50; ++i) {
            probe.send();
            loop.turn(2ms);
        }
        for (int i = 0; i < 20; ++i)
            loop.turn(2ms);
        const auto sample = probe.take();
        QCOMPARE(sample.answered, std::uint64_t(50));
        QCOMPARE(sample.lost + sample.late + sample.duplicates + sample.reordered, std::uint64_t(0));
        QCOMPARE(sample.bytes, std::uint64_t(100 * EchoPacket::kOnTheWire));
        QVERIFY(*sample.time.quantileUs(0.5) < 5000);
        QVERIFY(!probe.wantsSession());
        QCOMPARE((*responder)->counts().answered, std::uint64_t(50));
    }
};

QTEST_GUILESS_MAIN(TestProbe)
#include "tst_probe.moc"
