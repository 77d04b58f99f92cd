// SPDX-License-Identifier: Apache-2.0
// gRPC's forms on the wire: message framing, grpc-status and grpc-message, grpc-timeout,
// content-type.
#include "grpc/framing.h"
#include "grpc/metadata.h"
#include "grpc/status.h"
#include "grpc/timeout.h"

#include <QTest>

#include <string>
#include <vector>

using namespace causeway;
using namespace causeway::grpc;
using namespace std::chrono_literals;

class TestGrpcForms : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void messagesComeOutWholeHoweverTheyArrive() {
        Buffer wire;
        const std::vector<std::string> sent{"one", "", std::string(70'000, 'x'), "last"};
        for (const auto& message : sent)
            appendMessage(wire, bytesOf(message));
        for (const std::size_t piece :
             {std::size_t(1), std::size_t(3), std::size_t(4096), wire.size()}) {
            MessageReader reader;
            std::vector<std::string> got;
            for (std::size_t at = 0; at < wire.size(); at += piece) {
                reader.append(wire.view().subspan(at, std::min(piece, wire.size() - at)));
                for (auto message = reader.next(); *message; message = reader.next())
                    got.emplace_back(textOf(**message));
            }
            QCOMPARE(got, sent);
            QVERIFY(!reader.midMessage());
        }
    }

    void refusesCompressedAndTooLargeMessages() {
        MessageReader compressed;
        compressed.append(bytesOf(std::string_view("\1\0\0\0\1x", 6)));
        QCOMPARE(compressed.next().error().kind(), ErrorKind::Protocol);
        MessageReader small(10);
        small.append(bytesOf(std::string_view("\0\0\0\0\x0b", 5)));
        QCOMPARE(small.next().error().kind(), ErrorKind::Exhausted);
    }

    void knowsThatAMessageIsCutShort() {
        MessageReader reader;
        reader.append(bytesOf(std::string_view("\0\0\0\0\2x", 6)));
        QVERIFY(!*reader.next());
        QVERIFY(reader.midMessage());
    }

    void statusTravelsInTrailers() {
        const grpc::Status sent{Code::NotFound, "no \"loan\" 7: 100 % gone\nsorry, bä"};
        http::Headers trailers;
        serialize(sent, trailers);
        QCOMPARE(trailers.find("grpc-status"), "5");
        QCOMPARE(trailers.find("grpc-message"), "no \"loan\" 7: 100 %25 gone%0Asorry, b%C3%A4");
        const auto got = parseStatus(trailers);
        QVERIFY(got);
        QCOMPARE(got->code, Code::NotFound);
        QCOMPARE(got->message, sent.message);
        QCOMPARE(got->describe(), "NOT_FOUND: " + sent.message);
    }

    void odd_status_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("unknown code") << "17";
        QTest::newRow("not a number") << "five";
        QTest::newRow("negative") << "-1";
        QTest::newRow("empty") << "";
    }
    void odd_status() {
        QFETCH(const QString, text);
        http::Headers trailers;
        trailers.add("grpc-status", text.toStdString());
        QCOMPARE(parseStatus(trailers)->code, Code::Unknown);
    }
    void noStatusIsNotOk() { QVERIFY(!parseStatus(http::Headers())); }

    void decodesLeniently() {
        QCOMPARE(percentDecode("100% %4 %zz %41"), std::string("100% %4 %zz A"));
    }

    void timeout_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("nanoseconds"); // -1: refused
        QTest::newRow("nanoseconds") << "7n" << qint64(7);
        QTest::newRow("microseconds") << "7u" << qint64(7'000);
        QTest::newRow("milliseconds") << "500m" << qint64(500'000'000);
        QTest::newRow("seconds") << "2S" << qint64(2'000'000'000);
        QTest::newRow("minutes") << "1M" << qint64(60'000'000'000);
        QTest::newRow("hours") << "1H" << qint64(3'600'000'000'000);
        QTest::newRow("longer than a Duration") << "99999999H" << qint64(Duration::max().count());
        QTest::newRow("nine digits") << "123456789n" << qint64(-1);
        QTest::newRow("no unit") << "12" << qint64(-1);
        QTest::newRow("no number") << "m" << qint64(-1);
        QTest::newRow("empty") << "" << qint64(-1);
        QTest::newRow("sign") << "-5m" << qint64(-1);
        QTest::newRow("space") << "5 m" << qint64(-1);
        QTest::newRow("unknown unit") << "5s" << qint64(-1);
    }
    void timeout() {
        QFETCH(const QString, text);
        QFETCH(const qint64, nanoseconds);
        const auto parsed = parseTimeout(text.toStdString());
        QCOMPARE(parsed.has_value(), nanoseconds >= 0);
        if (parsed)
            QCOMPARE(qint64(parsed->count()), nanoseconds);
    }
    void timeoutKeepsItsPrecisionOrRoundsUp() {
        QCOMPARE(serializeTimeout(1ns), std::string("1n"));
        QCOMPARE(serializeTimeout(99'999'999ns), std::string("99999999n"));
        QCOMPARE(serializeTimeout(100'000'001ns), std::string("100001u"));
        QCOMPARE(serializeTimeout(30s), std::string("30000000u"));
        QCOMPARE(serializeTimeout(-1s), std::string("0n"));
        QVERIFY(*parseTimeout(serializeTimeout(Duration::max())) > 24h * 365 * 200);
    }

    void contentType_data() {
        QTest::addColumn<QString>("type");
        QTest::addColumn<bool>("grpc");
        QTest::newRow("plain") << "application/grpc" << true;
        QTest::newRow("proto") << "application/grpc+proto" << true;
        QTest::newRow("upper case") << "Application/GRPC" << true;
        QTest::newRow("parameter") << "application/grpc;charset=x" << true;
        QTest::newRow("web") << "application/grpc-web" << false;
        QTest::newRow("json") << "application/json" << false;
        QTest::newRow("none") << "" << false;
    }
    void contentType() {
        QFETCH(const QString, type);
        QFETCH(const bool, grpc);
        http::Headers headers;
        headers.add("content-type", type.toStdString());
        QCOMPARE(isGrpc(headers), grpc);
    }

    void mapsHttpAndResets() {
        QCOMPARE(statusOfHttp(503).code, Code::Unavailable);
        QCOMPARE(statusOfHttp(401).code, Code::Unauthenticated);
        QCOMPARE(statusOfHttp(200).code, Code::Unknown);
        QCOMPARE(statusOfReset(http::ResetReason::Refused).code, Code::Unavailable);
        QCOMPARE(statusOfReset(http::ResetReason::Cancelled).code, Code::Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestGrpcForms)
#include "tst_grpc_forms.moc"
