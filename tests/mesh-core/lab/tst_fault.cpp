// SPDX-License-Identifier: Apache-2.0
#include "lab/fault/fault.h"

#include <QTest>

using namespace causeway;
using namespace causeway::lab;
using namespace std::chrono_literals;

namespace {

std::vector<std::string> wordsOf(const QString& text) {
    std::vector<std::string> words;
    for (const auto& word : text.split(' ', Qt::SkipEmptyParts))
        words.push_back(word.toStdString());
    return words;
}

Result<Fault> parse(const char* text, NetworkMode network = NetworkMode::Namespaces) {
    return parseFault(wordsOf(text), *readFleet("talk"), network);
}

} // namespace

class TestFault : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aLinkIsOneDirectionAndAWireBoth() {
        const auto link = parse("link=aws:gcp delay=50ms jitter=5ms loss=1% rate=10mbit hops=2");
        QVERIFY(link);
        QCOMPARE(link->target, std::string("link=aws:gcp"));
        const auto& one = std::get<WireFault>(link->what);
        QVERIFY(one.added == (WireProperties{50ms, 5ms, 0.01, 10'000'000, 2}));
        QVERIFY(one.touches("aws", "gcp") && !one.touches("gcp", "aws"));
        const auto wire = parse("wire=aws:gcp delay=1s");
        const auto& both = std::get<WireFault>(wire->what);
        QVERIFY(both.touches("aws", "gcp") && both.touches("gcp", "aws")
                && !both.touches("aws", "azure"));
    }
    void theOtherKindsAreRead() {
        const auto workload = parse("workload=ledger@aws error=20% delay=5ms");
        QCOMPARE(std::get<WorkloadFault>(workload->what).errors, 0.2);
        QCOMPARE(std::get<GatewayFault>(parse("gateway=azure cpu=50")->what).cpuPercent, 50U);
        const auto kill = parse("kill=ledger-1@aws duration=10s");
        QVERIFY(std::get<KillFault>(kill->what).duration == 10s);
        QVERIFY(parse("kill=control@gcp").has_value());
    }
    void mistakesSayWhatWouldBeRight_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("told");
        QTest::newRow("nothing") << ""
                                 << "expected link=";
        QTest::newRow("no target") << "delay=50ms"
                                   << "found \"delay=50ms\"; expected link=";
        QTest::newRow("no wire") << "link=gcp:gcp delay=1ms"
                                 << "aws:azure, aws:gcp, azure:gcp, aws:aws";
        QTest::newRow("no colon") << "link=aws delay=1ms"
                                  << "found \"aws\"";
        QTest::newRow("no setting") << "link=aws:gcp"
                                    << "delay, jitter, loss, rate, hops";
        QTest::newRow("unit") << "link=aws:gcp delay=50"
                              << "delay: found \"50\"; expected a duration";
        QTest::newRow("negative") << "link=aws:gcp delay=-5ms"
                                  << "delay: found \"-5ms\"";
        QTest::newRow("loss") << "link=aws:gcp loss=120%"
                              << "loss: found \"120%\"; expected a share";
        QTest::newRow("rate") << "link=aws:gcp rate=fast"
                              << "rate: found \"fast\"; expected bits";
        QTest::newRow("twice") << "link=aws:gcp delay=1ms delay=2ms"
                               << "each setting once";
        QTest::newRow("foreign setting") << "gateway=azure cpu=50 delay=5ms"
                                         << "found \"delay=5ms\"; expected only cpu";
        QTest::newRow("cpu") << "gateway=azure cpu=0"
                             << "1 to 99";
        QTest::newRow("cluster") << "gateway=ibm cpu=50"
                                 << "aws, azure, gcp";
        QTest::newRow("workload") << "workload=ledgr@aws error=1%"
                                  << "one of mobile-api, payments";
        QTest::newRow("process") << "kill=ledger@aws"
                                 << "ledger-1, ledger-2";
    }
    void mistakesSayWhatWouldBeRight() {
        QFETCH(QString, words);
        QFETCH(QString, told);
        const auto fault = parseFault(wordsOf(words), *readFleet("talk"), NetworkMode::Namespaces);
        QVERIFY(!fault);
        const auto text = QString::fromStdString(fault.error().describe());
        QVERIFY2(text.contains(told), qPrintable(text));
    }
    void aRelayCannotLosePackets() {
        QVERIFY(!parse("link=aws:gcp loss=1%", NetworkMode::Relay));
        QVERIFY(parse("link=aws:gcp delay=5ms", NetworkMode::Relay).has_value());
    }
};

QTEST_APPLESS_MAIN(TestFault)
#include "tst_fault.moc"
