// SPDX-License-Identifier: Apache-2.0
// What the flight recording learns of a request that leaves the mesh: who called which name at which
// address, and no path.
#include "proxy/recorder.h"

#include <QTest>

using namespace causeway;
using namespace causeway::proxy;

class TestRecorder : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatLeavesIsToldByNameAndAddress_data() {
        QTest::addColumn<bool>("http");
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("ip");
        QTest::newRow("HTTP") << true << "203.0.113.7:80" << "203.0.113.7";
        QTest::newRow("TLS") << false << "[2001:db8::7]:443" << "2001:db8::7";
    }
    void whatLeavesIsToldByNameAndAddress() {
        QFETCH(const bool, http);
        QFETCH(const QString, address);
        QFETCH(const QString, ip);
        const Options options;
        const SystemClock clock;
        Recorder recorder(options, clock);
        Peer peer;
        peer.serverName = "api.rates.example";
        Request request;
        request.peer = &peer;
        request.protocol = http ? Protocol::Http1 : Protocol::Opaque;
        request.head.method = "GET";
        request.head.authority = "rates.example:80";
        request.head.path = "/rates/eur?token=hunter2";
        request.service = recording::kOutside;
        request.port = http ? 80 : 443;
        request.caller = "spiffe://talk.mesh/cluster/aws/ns/bank/sa/payments";
        request.outside.emplace().address = address.toStdString();
        recorder.record(request, Outcome(), "aws.mesh");
        QCOMPARE(recorder.sampler().size(), std::size_t(0)); // nobody asked for a recording
        recorder.sampler().use(std::make_shared<const recording::Redaction>());
        recorder.record(request, Outcome(), "aws.mesh");
        recorder.record(request, Outcome(), "aws.mesh");
        const auto drained = recorder.sampler().drain();
        QCOMPARE(drained.tuples.size(), std::size_t(1));
        const recording::Sample& told = drained.tuples.front();
        QVERIFY(told.view().leaves());
        QCOMPARE(told.count, std::uint64_t(2));
        QCOMPARE(QString::fromStdString(told.network.serialize()), ip);
        QCOMPARE(told.host, std::string(http ? "rates.example" : "api.rates.example"));
        QCOMPARE(told.identity, request.caller);
        QVERIFY(told.method.empty() && told.path.empty());
        QCOMPARE(told.port, request.port);
    }
};

QTEST_APPLESS_MAIN(TestRecorder)
#include "tst_recorder.moc"
