// SPDX-License-Identifier: Apache-2.0
// Applications and their callers over real sockets, without a mesh between them.
#include "lab/workload/app_server.h"
#include "lab/workload/application.h"
#include "lab/workload/sidecar_client.h"
#include "lab/workload/workload_orders.h"

#include <QTest>

using namespace causeway;
using namespace causeway::lab;
using namespace std::chrono_literals;

namespace {

struct Listening {
    net::Descriptor socket;
    net::Address address;
};

Listening listenAnywhere() {
    auto socket = *net::listenOn(*net::Address::parse("127.0.0.1:0"));
    auto address = *net::localAddressOf(socket.get());
    return {std::move(socket), std::move(address)};
}

// Turns the loop until the condition holds; false after ten seconds.
template <typename Condition> bool turnUntil(net::EventLoop& loop, Condition condition) {
    const auto deadline = loop.clock().now() + 10s;
    while (!condition() && loop.clock().now() < deadline)
        loop.turn(50ms);
    return condition();
}

} // namespace

class TestWorkload : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void callsAreAnsweredInEveryProtocol_data() {
        QTest::addColumn<int>("protocol");
        QTest::addColumn<QString>("method");
        QTest::newRow("HTTP/1 GET") << int(Protocol::Http1) << "GET";
        QTest::newRow("HTTP/1 POST") << int(Protocol::Http1) << "POST";
        QTest::newRow("HTTP/2 GET") << int(Protocol::Http2) << "GET";
        QTest::newRow("HTTP/2 POST") << int(Protocol::Http2) << "POST";
        QTest::newRow("gRPC") << int(Protocol::Grpc) << "POST";
    }
    void callsAreAnsweredInEveryProtocol() {
        QFETCH(int, protocol);
        QFETCH(QString, method);
        const auto spoken = static_cast<Protocol>(protocol);
        auto [socket, address] = listenAnywhere();
        int served = 0;
        AppServer server(m_loop, std::move(socket), spoken,
                         [&](AppServer::Reply reply) { reply(++served % 3 != 0); });
        SidecarClient client(m_loop, address);
        int good = 0;
        int bad = 0;
        for (int i = 0; i < 30; ++i)
            client.call({spoken, "ledger.bank", method.toStdString(), "/x"},
                        [&](bool ok) { ++(ok ? good : bad); });
        QVERIFY(turnUntil(m_loop, [&] { return good + bad == 30; }));
        QCOMPARE(good, 20);
        QCOMPARE(bad, 10);
    }
    void answersMayComeLaterAndNotAtAllWhenTheCallerHasGone() {
        auto [socket, address] = listenAnywhere();
        std::vector<AppServer::Reply> held;
        AppServer server(m_loop, std::move(socket), Protocol::Http2,
                         [&](AppServer::Reply reply) { held.push_back(std::move(reply)); });
        int answered = 0;
        {
            SidecarClient client(m_loop, address);
            for (int i = 0; i < 2; ++i)
                client.call({Protocol::Http2, "a.b", "GET", "/"}, [&](bool ok) { answered += ok; });
            QVERIFY(turnUntil(m_loop, [&] { return held.size() == 2; }));
            held[0](true);
            QVERIFY(turnUntil(m_loop, [&] { return answered == 1; }));
        }
        m_loop.turn(50ms);
        held[1](true); // nobody is there any more: nothing happens
        m_loop.turn(50ms);
        QCOMPARE(answered, 1);
    }
    void aSidecarThatIsNotThereFailsTheCall() {
        const auto gone = listenAnywhere().address;
        SidecarClient client(m_loop, gone);
        std::optional<bool> outcome;
        client.call({Protocol::Http1, "a.b", "GET", "/"}, [&](bool ok) { outcome = ok; });
        QVERIFY(turnUntil(m_loop, [&] { return outcome.has_value(); }));
        QCOMPARE(*outcome, false);
    }
    void anApplicationWorksCallsAndPassesFailureOn() {
        const auto fleet = *readFleet("talk");
        const auto& aws = *fleet.find("aws");
        const auto instances = instancesOf(aws);
        const auto cards = std::ranges::find(instances, "cards-1", &Instance::name);
        // One port plays the sidecar for both of its callees, which speak HTTP/2 and gRPC.
        auto [socket, address] = listenAnywhere();
        int called = 0;
        bool healthy = true;
        AppServer callees(m_loop, std::move(socket), Protocol::Grpc, [&](AppServer::Reply reply) {
            ++called;
            reply(healthy);
        });
        Application application(m_loop, {fleet, aws, *cards, address, 1});
        std::vector<bool> outcomes;
        const auto collect = [&](bool ok) { outcomes.push_back(ok); };
        application.serve(collect);
        QVERIFY(turnUntil(m_loop, [&] { return outcomes.size() == 1; }));
        QCOMPARE(called, 2);
        QVERIFY(outcomes[0]);
        healthy = false;
        application.serve(collect);
        QVERIFY(turnUntil(m_loop, [&] { return outcomes.size() == 2; }));
        QVERIFY(!outcomes[1]);
        healthy = true;
        application.misbehave(1.0, 0ms);
        application.serve(collect);
        QVERIFY(turnUntil(m_loop, [&] { return outcomes.size() == 3; }));
        QVERIFY(!outcomes[2]);
    }
    void loadBeginsAndEnds() {
        const auto fleet = *readFleet("talk");
        const auto& aws = *fleet.find("aws");
        const auto instances = instancesOf(aws);
        const auto entry = std::ranges::find(instances, "mobile-api-1", &Instance::name);
        Application application(m_loop, {fleet, aws, *entry, listenAnywhere().address, 1});
        QVERIFY(application.generates());
        int ended = 0;
        application.startLoad([&](bool) { ++ended; });
        QVERIFY(turnUntil(m_loop, [&] { return ended >= 3; }));
        application.stopLoad();
        QVERIFY(turnUntil(m_loop, [&] { return application.underWay() == 0; }));
    }
    void ordersSurviveTheWay() {
        const auto order = parseWorkloadCommand(serialize(WorkloadOrder{"ledger", 0.25, 5ms}));
        QVERIFY(order);
        const auto& back = std::get<WorkloadOrder>(*order);
        QCOMPARE(back.workload, std::string("ledger"));
        QCOMPARE(back.errors, 0.25);
        QVERIFY(back.delay == 5ms);
        QVERIFY(parseWorkloadCommand(kStopLoad).has_value());
        QVERIFY(!parseWorkloadCommand("dance"));
    }

private:
    SystemClock m_clock;
    net::EventLoop m_loop{m_clock};
};

QTEST_APPLESS_MAIN(TestWorkload)
#include "tst_workload.moc"
