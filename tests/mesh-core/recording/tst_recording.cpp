// SPDX-License-Identifier: Apache-2.0
// Recordings as files, and what of a path is told.
#include "recording/recording.h"
#include "recording/redaction.h"

#include <QFile>
#include <QTest>

using namespace causeway;
using namespace causeway::recording;

namespace {

QString errorOf(const std::string& text) {
    const auto recording = Recording::parse(text, "r.rec");
    return recording ? QString("none") : QString::fromStdString(recording.error().describe());
}

std::string trafficText() {
    QFile file(QStringLiteral(CAUSEWAY_SOURCE_DIR "/tests/data/policy/traffic.rec"));
    return file.open(QFile::ReadOnly) ? file.readAll().toStdString() : std::string();
}

} // namespace

class TestRecording : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void filesAreRead() {
        const auto recording = Recording::parse(trafficText(), "traffic.rec");
        QVERIFY2(recording, recording ? "" : recording.error().describe().c_str());
        QCOMPARE(recording->tuples().size(), std::size_t(6));
        const auto& first = recording->tuples()[0];
        QCOMPARE(first.identity,
                 std::string_view("spiffe://talk.mesh/cluster/aws/ns/bank/sa/payments"));
        QCOMPARE(first.count, std::uint64_t(900));
        QCOMPARE(first.network.serialize(), std::string("10.1.0.12"));
        QCOMPARE(first.line, 3U);
        QCOMPARE(recording->from(), std::int64_t(1795824000));
        QCOMPARE(recording->to(), std::int64_t(1795824050));
    }
    void filesAreWrittenAndReadAgain() {
        const auto recording = Recording::parse(trafficText(), "traffic.rec");
        std::string again(Recording::kFirstLine);
        again += "\n" + serialize(Span{"aws", 10, 20, 3});
        for (const auto& tuple : recording->tuples())
            again += serialize(tuple);
        const auto back = Recording::parse(again, "again");
        QVERIFY(back);
        QCOMPARE(back->tuples().size(), recording->tuples().size());
        QCOMPARE(back->tuples()[3].path, std::string_view("/loans/8?full=*"));
        QVERIFY((back->spans() == std::vector<Span>{{"aws", 10, 20, 3}}));
        QCOMPARE(back->from(), std::int64_t(10));
        QCOMPARE(back->to(), std::int64_t(20));
    }
    void whatWouldBreakALineIsNotWritten() {
        Tuple tuple;
        tuple.service = "a.b";
        tuple.port = 80;
        tuple.path = "/a\tb\nc";
        tuple.verdict = Verdict::NoRoute;
        QCOMPARE(serialize(tuple),
                 std::string("a.b\t80\t\t\t::\t\t\t/a b c\t\tno-route\t0\t0\t1\n"));
    }
    void badFilesAreNamed() {
        const std::string head = "causeway-recording/1\n";
        QCOMPARE(errorOf("{}"),
                 QString("r.rec:1: found \"{}\"; expected \"causeway-recording/1\""));
        QCOMPARE(errorOf(head + "a\t80"),
                 QString("r.rec:2: found 2 fields; expected 13, apart by tabs"));
        const auto line = [&](const std::string& port, const std::string& id, const std::string& ip,
                              const std::string& end) {
            return errorOf(head + "# c\ns\t" + port + "\t\t" + id + "\t" + ip + "\th\tGET\t/\t\t"
                           + end + "\n");
        };
        const std::string fine = "allowed\t0\t0\t1";
        QCOMPARE(line("80", "", "::1", fine), QString("none"));
        QCOMPARE(line("80", "", "::1", fine + "\r"), QString("none"));
        for (const char* ip : {"::1\r", "::1\th\rost"})
            QVERIFY(line("80", "", ip, fine).startsWith("r.rec:3: found "));
        QCOMPARE(errorOf(head + "s\rt\t80\t\t\t::1\th\tGET\t/\t\t" + fine),
                 QString("r.rec:2: found a carriage return within a line; expected it at its end only"));
        QCOMPARE(line("x", "", "::1", fine),
                 QString("r.rec:3: port: found \"x\"; expected a number from 1 to 65535"));
        QCOMPARE(line("80", "bob", "::1", fine),
                 QString("r.rec:3: identity: found \"bob\"; expected a SPIFFE id, or nothing"));
        QCOMPARE(line("80", "", "here", fine),
                 QString("r.rec:3: network: found \"here\"; expected an IP address"));
        QCOMPARE(line("80", "", "::1", "yes\t0\t0\t1"),
                 QString("r.rec:3: verdict: found \"yes\"; expected allowed, audited, denied, "
                         "no-route, or nothing"));
        QCOMPARE(line("80", "", "::1", "\t5\t4\t1"),
                 QString("r.rec:3: last: found \"4\"; expected seconds since 1970, not before the "
                         "first"));
        QCOMPARE(line("80", "", "::1", "\t0\t0\t0"),
                 QString("r.rec:3: count: found \"0\"; expected a count of at least 1"));
        QCOMPARE(errorOf(head + "!recorded\taws\t1\t0\t0"),
                 QString("r.rec:2: to: found \"0\"; expected seconds since 1970, not before from"));
        QCOMPARE(errorOf(head + "!other\taws\t1\t2\t0"),
                 QString("r.rec:2: !recorded: found \"!other\"; expected !recorded"));
    }
    void pathsAreToldWithoutIdsAndSecrets_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("told");
        const auto row = [](const char* path, const char* told) {
            QTest::newRow(path) << path << told;
        };
        row("/loans/own/payments", "/loans/own/payments");
        row("/", "/");
        row("", "");
        row("*", "*");
        row("/loans?token=abc#x", "/loans");
        row("/loans/42446", "/loans/11111");
        row("/loans/42446/", "/loans/11111/");
        row("/v2/oauth2/x", "/v2/oauth2/x");
        row("/a1b2c3", "/a1b1c1");
        row("/statements/2026-11-23.pdf", "/statements/1111-11-11.pdf");
        row("/u/1b4e28ba-2fa1-11d2-883f-0016d3cca427", "/u/11111111-1111-4111-8111-111111111111");
        row("/accounts/DK5000400440116243", "/accounts/DK1111111111111111");
        row("/tx/loan-000123", "/tx/loan-111111");
        row("/f/9f86d081884c7d65", "/f/a111111111111111");
        row("/f/01ARZ3NDEKTSV4RRFFQ69G5FAV", "/f/A1111111111111111111111111");
        row("/people/ada@bank.example", "/people/[redacted]");
        row("/people/ada%40bank.example", "/people/[redacted]");
        row("/password/hunter2", "/password/[redacted]");
        row("/Token/averyverylongsecretindeed", "/Token/[redacted]");
        row("/sessions/active", "/sessions/active");
        row("/iban/any", "/iban/[redacted]");
        row("/reset/anything/x", "/reset/[redacted]/x");
        row("/users/own/pin/abc", "/users/own/pin/[redacted]");
        row("/bank.Ledger/Get", "/bank.Ledger/Get");
    }
    void pathsAreToldWithoutIdsAndSecrets() {
        QFETCH(const QString, path);
        QFETCH(const QString, told);
        const auto rules = Redaction::parse(std::string_view("/reset/{}, /users/*/pin/{} iban"));
        QVERIFY(rules);
        const auto once = rules->of(path.toStdString());
        QCOMPARE(QString::fromStdString(once), told);
        QCOMPARE(rules->of(once), once);
    }
    void longPathsAreCutAndSaySo() {
        std::string path;
        while (path.size() < 1000)
            path += "/segment";
        const auto told = Redaction().of(path);
        QVERIFY(told.size() < 270 && told.ends_with("/segment/[cut]"));
    }
    void badRulesAreNamed() {
        const auto wrong = Redaction::parse(std::string_view("iban, /reset"));
        QVERIFY(!wrong);
        QVERIFY2(
            wrong.error().describe().find("found \"/reset\"; expected a path with the secret as {}")
                != std::string::npos,
            wrong.error().describe().c_str());
        QVERIFY(!Redaction::parse(std::vector<std::string>{"a b"}));
    }
};

QTEST_APPLESS_MAIN(TestRecording)
#include "tst_recording.moc"
