// SPDX-License-Identifier: Apache-2.0
// What the kernel says of real connections, summed and bounded.
#include "net/socket.h"
#include "proxy/tcp_readings.h"
#include "telemetry/exposition.h"

#include <QTest>

#include <poll.h>
#include <sys/socket.h>

#include <memory>

using namespace causeway;
using namespace causeway::proxy;
using namespace std::chrono_literals;

namespace {

using telemetry::Leg;

// Both ends of a connection over the loopback.
class Wire {
public:
    explicit Wire(int listening) {
        near = *net::startConnect(*net::localAddressOf(listening));
        pollfd waiting{listening, POLLIN, 0};
        ::poll(&waiting, 1, 5000);
        far = std::move((**net::acceptOn(listening)).socket);
    }
    // Until the kernel knows that all of it has arrived.
    void send(std::size_t bytes) {
        const std::string text(bytes, 'x');
        QCOMPARE(::send(near.get(), text.data(), text.size(), 0), ssize_t(bytes));
        std::string room(bytes, 0);
        for (std::size_t got = 0; got < bytes;) {
            pollfd waiting{far.get(), POLLIN, 0};
            QCOMPARE(::poll(&waiting, 1, 5000), 1);
            got += static_cast<std::size_t>(::recv(far.get(), room.data(), room.size(), 0));
        }
        QCOMPARE(::send(far.get(), "!", 1, 0), ssize_t(1)); // carries the acknowledgement
        pollfd waiting{near.get(), POLLIN, 0};
        QCOMPARE(::poll(&waiting, 1, 5000), 1);
        char answer = 0;
        QCOMPARE(::recv(near.get(), &answer, 1, 0), ssize_t(1));
    }
    net::Descriptor near;
    net::Descriptor far;
    TcpReadings::Meter meter;
};

class Bench {
public:
    Bench() : listening(*net::listenOn(*net::Address::parse("127.0.0.1:0"))), readings(clock) {}
    std::unique_ptr<Wire> open(TcpReadings::Series& series, bool resumed = false) {
        auto wire = std::make_unique<Wire>(listening.get());
        readings.opened(wire->meter, series, wire->near.get(), resumed);
        return wire;
    }
    ManualClock clock;
    net::Descriptor listening;
    TcpReadings readings;
};

} // namespace

class TestTcpReadings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aConnectionThatMovesIsTold() {
        Bench bench;
        auto& series = bench.readings.series({Leg::Wire, "aws:gcp"});
        const auto wire = bench.open(series, true);
        wire->send(10'000);
        bench.clock.advance(2s);
        auto taken = bench.readings.take();
        QCOMPARE(taken.size(), std::size_t(1));
        const auto& told = taken.front();
        QVERIFY(told.leg == Leg::Wire);
        QCOMPARE(told.link, std::string("aws:gcp"));
        QCOMPARE(told.connectionUs, 2'000'000U);
        QCOMPARE(told.opened, 1U);
        QCOMPARE(told.resumed, 1U);
        QCOMPARE(told.rtt.count(), 1U);
        QVERIFY(told.rtt.maxUs() > 0);
        QVERIFY(told.segments >= 1);
        QCOMPARE(told.retransmits, 0U);
        QVERIFY(told.deliveryRate > 0);
        // It rests: only that it is there.
        bench.clock.advance(1s);
        taken = bench.readings.take();
        QCOMPARE(taken.size(), std::size_t(1));
        QCOMPARE(taken.front().connectionUs, 1'000'000U);
        QCOMPARE(taken.front().segments, 0U);
        QVERIFY(taken.front().rtt.empty());
        bench.readings.closed(wire->meter);
        bench.clock.advance(1s);
        QVERIFY(bench.readings.take().empty());
    }
    void aShortOneIsReadWhenItCloses() {
        Bench bench;
        auto& series = bench.readings.series({Leg::ToCallee, {}});
        for (int i = 0; i < 3; ++i) {
            const auto wire = bench.open(series);
            wire->send(100);
            bench.readings.closed(wire->meter);
            bench.readings.closed(wire->meter); // closed is closed
        }
        const auto taken = bench.readings.take();
        QCOMPARE(taken.front().opened, 3U);
        QCOMPARE(taken.front().rtt.count(), 3U);
        QCOMPARE(taken.front().segments, 3U);
    }
    // However many there are: so many looks a second, and everybody's turn comes.
    void looksAreBounded() {
        constexpr std::size_t kMany = 300;
        Bench bench;
        bench.clock.advance(10s);
        auto& series = bench.readings.series({Leg::Wire, "aws:gcp"});
        std::vector<std::unique_ptr<Wire>> wires;
        for (std::size_t i = 0; i < kMany; ++i) {
            wires.push_back(bench.open(series));
            wires.back()->send(1);
        }
        std::uint64_t looked = bench.readings.take().front().rtt.count();
        QVERIFY2(looked > 0 && looked < TcpReadings::kMostReads,
                 QByteArray::number(quint64(looked)));
        for (int second = 0; looked < kMany && second < 10; ++second) {
            bench.clock.advance(1s);
            const std::uint64_t more = bench.readings.take().front().rtt.count();
            QVERIFY(more <= TcpReadings::kMostReads);
            looked += more;
        }
        QCOMPARE(looked, std::uint64_t(kMany));
        // Closing has no more to spend than that either.
        for (const auto& wire : wires)
            wire->send(1);
        for (const auto& wire : wires)
            bench.readings.closed(wire->meter);
        QVERIFY(bench.readings.take().front().rtt.count() <= TcpReadings::kMostReads);
    }
    void thePageHasTotals() {
        Bench bench;
        auto& series = bench.readings.series({Leg::Wire, "aws:gcp"});
        const auto wire = bench.open(series);
        wire->send(100);
        std::ignore = bench.readings.take();
        bench.clock.advance(1s);
        wire->send(100);
        TcpReadings::Totals sum;
        merge(sum, bench.readings.totals());
        merge(sum, TcpReadings::Totals()); // another worker's
        telemetry::Exposition page;
        writeTcp(page, sum);
        const auto has = [&](const char* line) {
            return page.text().find(line) != std::string::npos;
        };
        QVERIFY2(has("causeway_tcp_rtt_ms_count{leg=\"wire\",link=\"aws:gcp\"} 2\n"),
                 page.text().c_str());
        QVERIFY(has("causeway_tcp_connections{leg=\"wire\",link=\"aws:gcp\"} 1\n"));
        QVERIFY(has("causeway_tcp_opened_total{leg=\"wire\",link=\"aws:gcp\"} 1\n"));
        QVERIFY(has("causeway_tcp_segments_total{leg=\"wire\",link=\"aws:gcp\"} 2\n"));
        QVERIFY(has("causeway_tcp_retransmits_total{leg=\"wire\",link=\"aws:gcp\"} 0\n"));
        bench.readings.closed(wire->meter);
    }
};

QTEST_APPLESS_MAIN(TestTcpReadings)
#include "tst_tcp_readings.moc"
