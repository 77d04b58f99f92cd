// SPDX-License-Identifier: Apache-2.0
#include "net/listener.h"
#include "net/stream.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

#include <thread>

using namespace causeway;
using namespace causeway::net;
using namespace std::chrono_literals;

namespace {

template <typename Condition> bool turnUntil(EventLoop& loop, Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (!condition() && std::chrono::steady_clock::now() < deadline)
        loop.turn(50ms);
    return condition();
}

// One end of a connection that remembers what happened to it.
struct End final : StreamUser {
    Status onBytes(ByteView bytes) override {
        received.append(textOf(bytes));
        return {};
    }
    void onOpen() override { opened = true; }
    void onEof() override { eof = true; }
    void onClosed(const Error* why) override {
        closed = true;
        error = why ? why->describe() : "";
    }
    Buffer& output() override { return out; }

    Buffer out;
    std::string received, error;
    bool opened = false, eof = false, closed = false;
    std::unique_ptr<Stream> stream;
};

struct Pair {
    explicit Pair(const Address& address)
        : listener(loop, *listenOn(address), [this](Accepted accepted) {
              server.stream = std::make_unique<Stream>(
                  loop, std::make_unique<PlainTransport>(std::move(accepted.socket), accepted.peer),
                  server);
              server.stream->start();
          }) {
        const Address to = listener.address();
        client.stream = std::make_unique<Stream>(
            loop, std::make_unique<PlainTransport>(*startConnect(to), to), client);
        client.stream->start();
    }
    SystemClock clock;
    EventLoop loop{clock};
    End client, server;
    Listener listener;
};

Address anyPort() {
    return *Address::parse("127.0.0.1:0");
}

} // namespace

class TestNet : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void addressesRoundTrip_data() {
        QTest::addColumn<QString>("text");
        for (const char* text : {"10.0.0.1:80", "[fd00::1]:4143", "unix:/run/x.sock", "0.0.0.0:0"})
            QTest::newRow(text) << text;
    }
    void addressesRoundTrip() {
        QFETCH(const QString, text);
        const auto address = Address::parse(text.toStdString());
        QVERIFY(address.has_value());
        QCOMPARE(QString::fromStdString(address->text()), text);
    }
    void badAddressesAreRefused_data() {
        QTest::addColumn<QString>("text");
        for (const char* text : {"", "10.0.0.1", "host:80", "10.0.0.1:65536", "10.0.0.1:-1",
                                 "fd00::1:80", "[10.0.0.1]:80", "unix:", ":80", "10.0.0.1:80x"})
            QTest::newRow(text) << text;
        QTest::newRow("long path") << "unix:/" + QString(120, 'x');
    }
    void badAddressesAreRefused() {
        QFETCH(const QString, text);
        const auto address = Address::parse(text.toStdString());
        QVERIFY(!address);
        QCOMPARE(address.error().kind(), ErrorKind::InvalidInput);
    }

    void timersFireInOrderAndNeverEarly() {
        ManualClock clock;
        TimerWheel wheel(clock.now());
        std::string fired;
        Timer a([&] { fired += 'a'; }), b([&] { fired += 'b'; }), late([&] { fired += 'l'; });
        wheel.arm(b, clock.now() + 20ms);
        wheel.arm(a, clock.now() + 10ms + 1us);
        wheel.arm(late, clock.now() + 5s);
        clock.advance(10ms);
        wheel.advance(clock.now());
        QCOMPARE(fired, std::string());
        clock.advance(11ms);
        wheel.advance(clock.now());
        QCOMPARE(fired, std::string("ab"));
        clock.advance(4900ms);
        wheel.advance(clock.now());
        QCOMPARE(fired, std::string("ab"));
        clock.advance(1min);
        wheel.advance(clock.now());
        QCOMPARE(fired, std::string("abl"));
        QCOMPARE(wheel.size(), std::size_t(0));
    }
    void timerCallbacksMayArmAndCancelAnyTimer() {
        ManualClock clock;
        TimerWheel wheel(clock.now());
        int repeats = 0;
        Timer victim([&] { QFAIL("was cancelled"); });
        Timer again([&] {
            victim.cancel();
            if (++repeats < 3)
                wheel.arm(again, clock.now());
        });
        wheel.arm(victim, clock.now() + 1ms);
        wheel.arm(again, clock.now() + 1ms); // runs first: the newest of a slot does
        wheel.arm(victim, clock.now() + 2ms);
        for (int i = 0; i < 5; ++i) {
            clock.advance(1ms);
            wheel.advance(clock.now());
        }
        QCOMPARE(repeats, 3);
        QVERIFY(!victim.armed());
    }
    void timersOfLaterRoundsWakeNobody() {
        ManualClock clock;
        TimerWheel wheel(clock.now());
        int fired = 0;
        Timer far([&] { ++fired; }), farther([&] { ++fired; }), near([&] { ++fired; });
        const auto start = clock.now();
        wheel.arm(far, start + std::chrono::milliseconds(15'007));
        wheel.arm(farther, start + std::chrono::milliseconds(60'100));
        QVERIFY(*wheel.next() == start + std::chrono::milliseconds(15'007));
        // In the slot of the far one, but in this round.
        wheel.arm(near, start + std::chrono::milliseconds(15'007 % 1024));
        QVERIFY(*wheel.next() == start + std::chrono::milliseconds(15'007 % 1024));
        clock.advance(std::chrono::milliseconds(15'006));
        wheel.advance(clock.now());
        QCOMPARE(fired, 1);
        QVERIFY(*wheel.next() == start + std::chrono::milliseconds(15'007));
        clock.advance(std::chrono::milliseconds(1));
        wheel.advance(clock.now());
        QCOMPARE(fired, 2);
        // Of very many the next is told early rather than looked for.
        std::vector<std::unique_ptr<Timer>> many;
        for (int i = 0; i < 5000; ++i) {
            many.push_back(std::make_unique<Timer>([] {}));
            wheel.arm(*many.back(), clock.now() + std::chrono::seconds(30));
        }
        QVERIFY(*wheel.next() <= clock.now() + std::chrono::seconds(30));
    }
    void manyTimersFireOnce() {
        ManualClock clock;
        TimerWheel wheel(clock.now());
        int fired = 0;
        std::vector<std::unique_ptr<Timer>> timers;
        for (int i = 0; i < 5000; ++i) {
            timers.push_back(std::make_unique<Timer>([&] { ++fired; }));
            wheel.arm(*timers.back(), clock.now() + std::chrono::milliseconds(i * 7 % 3001));
        }
        while (const auto next = wheel.next()) {
            clock.advance(std::max(*next - clock.now(), Duration(1ms)));
            wheel.advance(clock.now());
        }
        QCOMPARE(fired, 5000);
    }

    void loopRunsTasksOfOtherThreads() {
        SystemClock clock;
        EventLoop loop(clock);
        const auto loopThread = std::this_thread::get_id();
        std::thread::id ranOn;
        std::thread other([&] {
            loop.post([&] {
                ranOn = std::this_thread::get_id();
                loop.stop();
            });
        });
        loop.run();
        other.join();
        QVERIFY(ranOn == loopThread);
    }

    void streamsCarryMoreThanTheSocketsHold() {
        Pair pair(anyPort());
        std::string sent(3 * 1024 * 1024, 'x');
        for (std::size_t i = 0; i < sent.size(); i += 4099)
            sent[i] = static_cast<char>('a' + i % 26);
        pair.client.out.append(sent);
        pair.client.stream->closeWriteWhenFlushed();
        QVERIFY(turnUntil(pair.loop, [&] { return pair.server.eof; }));
        QVERIFY(pair.server.received == sent);
        pair.server.out.append("thanks");
        pair.server.stream->closeWhenFlushed();
        QVERIFY(turnUntil(pair.loop, [&] { return pair.client.eof && pair.server.closed; }));
        QCOMPARE(pair.client.received, std::string("thanks"));
        QCOMPARE(pair.server.error, std::string());
    }
    void aPausedStreamReadsNothingUntilResumed() {
        Pair pair(anyPort());
        QVERIFY(turnUntil(pair.loop, [&] { return pair.server.opened && pair.client.opened; }));
        pair.server.stream->pauseReading();
        pair.client.out.append("later");
        pair.client.stream->flushSoon();
        QVERIFY(turnUntil(pair.loop, [&] { return pair.client.out.empty(); }));
        for (int i = 0; i < 5; ++i)
            pair.loop.turn(1ms);
        QCOMPARE(pair.server.received, std::string());
        pair.server.stream->resumeReading();
        QVERIFY(turnUntil(pair.loop, [&] { return pair.server.received == "later"; }));
    }
    void refusedConnectionSaysWhere() {
        SystemClock clock;
        EventLoop loop(clock);
        Address to = anyPort();
        {
            const Descriptor taken = *listenOn(to);
            to = *localAddressOf(taken.get());
        }
        End client;
        auto socket = startConnect(to);
        QVERIFY(socket.has_value());
        client.stream = std::make_unique<Stream>(
            loop, std::make_unique<PlainTransport>(std::move(*socket), to), client);
        client.stream->start();
        QVERIFY(turnUntil(loop, [&] { return client.closed; }));
        QVERIFY(!client.opened);
        QVERIFY2(client.error.find(to.text()) != std::string::npos, client.error.c_str());
    }
    void portInUseIsAnError() {
        const Descriptor first = *listenOn(anyPort());
        const auto second = listenOn(*localAddressOf(first.get()));
        QVERIFY(!second);
        QCOMPARE(second.error().kind(), ErrorKind::AlreadyExists);
    }
    void unixPathsArePrivateAndStaleOnesTakenOver() {
        const QTemporaryDir folder;
        const std::string path = folder.filePath("x.sock").toStdString();
        const Address address = *Address::parse("unix:" + path);
        { const Descriptor dead = *listenOn(address); }
        Pair pair(address);
        struct stat status {};
        QCOMPARE(stat(path.c_str(), &status), 0);
        QCOMPARE(status.st_mode & 0777U, 0600U);
        pair.client.out.append("hello");
        pair.client.stream->flushSoon();
        QVERIFY(turnUntil(pair.loop, [&] { return pair.server.received == "hello"; }));
        QVERIFY(!listenOn(address)); // somebody listens
    }
    void upstreamConnectionsAreBoundToTheirSource() {
        SystemClock clock;
        EventLoop loop(clock);
        std::string seen;
        Listener listener(loop, *listenOn(anyPort()),
                          [&](Accepted accepted) { seen = accepted.peer.ip(); });
        const auto socket =
            startConnect(listener.address(), Address::parseIp("127.0.0.77", 0).value());
        QVERIFY(socket.has_value());
        QVERIFY(turnUntil(loop, [&] { return !seen.empty(); }));
        QCOMPARE(seen, std::string("127.0.0.77"));
    }
};

QTEST_APPLESS_MAIN(TestNet)
#include "tst_net.moc"
