// SPDX-License-Identifier: Apache-2.0
// Peers that break HTTP/2 or make us work for nothing, written as raw frames: the connection ends
// with GOAWAY and an Error, whoever was under way hears of it, and memory stays bounded.
#include "codec_recorder.h"

#include <QTest>

using namespace causeway;
using namespace causeway::http;
using namespace causeway::http::test;

namespace {

constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
enum Type : char {
    kData,
    kHeaders,
    kPriority,
    kReset,
    kSettings,
    kPush,
    kPing,
    kGoaway,
    kWindow,
    kContinuation
};

std::string frame(Type type, int flags, std::uint32_t id, std::string_view payload = {}) {
    std::string bytes;
    for (const int shift : {16, 8, 0})
        bytes.push_back(static_cast<char>(payload.size() >> shift));
    bytes.push_back(type);
    bytes.push_back(static_cast<char>(flags));
    for (const int shift : {24, 16, 8, 0})
        bytes.push_back(static_cast<char>(id >> shift));
    return bytes.append(payload);
}

// :method GET, :scheme http, :path / from HPACK's static table, and :authority a.
const std::string kGet("\x82\x86\x84\x01\x01\x61", 6);
std::string get(std::uint32_t id, bool end = true) {
    return frame(kHeaders, end ? 5 : 4, id, kGet);
}

struct Server {
    Recorder events;
    std::unique_ptr<Codec> codec = makeHttp2Codec(Role::Server, events);
    Status status = codec->receive(bytesOf(std::string(kPreface) + frame(kSettings, 0, 0)));

    bool receive(const std::string& bytes) {
        status = codec->receive(bytesOf(bytes));
        return status.has_value();
    }
    // The error code of the GOAWAY at the end of the output; -1: there is none.
    int goaway() {
        const std::string out(textOf(codec->output().view()));
        int code = -1;
        for (std::size_t at = 0; at + 9 <= out.size();) {
            const auto byte = [&](std::size_t i) {
                return int(static_cast<unsigned char>(out[i]));
            };
            const auto size = std::size_t(byte(at) << 16 | byte(at + 1) << 8 | byte(at + 2));
            if (out[at + 3] == kGoaway)
                code = byte(at + 16);
            at += 9 + size;
        }
        return code;
    }
};

constexpr int kProtocolError = 1;
constexpr int kFlowControlError = 3;
constexpr int kCompressionError = 9;
constexpr int kCalm = 11;

} // namespace

class TestH2Floods : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void floods_data() {
        QTest::addColumn<QByteArray>("frame");
        QTest::newRow("PING") << QByteArray::fromStdString(frame(kPing, 0, 0, "12345678"));
        QTest::newRow("SETTINGS") << QByteArray::fromStdString(frame(kSettings, 0, 0));
        QTest::newRow("empty DATA") << QByteArray::fromStdString(frame(kData, 0, 1));
        QTest::newRow("PRIORITY") << QByteArray::fromStdString(
            frame(kPriority, 0, 1, std::string("\0\0\0\0\1", 5)));
    }
    void floods() {
        QFETCH(const QByteArray, frame);
        Server server;
        QVERIFY(server.receive(get(1, false)));
        std::size_t mostOutput = 0;
        int count = 0;
        for (; count < 100'000 && server.receive(frame.toStdString()); ++count)
            mostOutput = std::max(mostOutput, server.codec->output().size());
        QVERIFY2(count > 100 && count < 2000, qPrintable(QString::number(count)));
        QCOMPARE(server.status.error().kind(), ErrorKind::Protocol);
        QCOMPARE(server.goaway(), kCalm);
        QVERIFY(mostOutput < 300'000);
        QVERIFY(server.events.take().ends_with("1 reset: too much, too fast\n"));
        QVERIFY(server.codec->finished());
    }

    void pingsOfAPeerThatReadsAreNoFlood() {
        Server server;
        for (int i = 0; i < 5000; ++i) {
            QVERIFY(server.receive(frame(kPing, 0, 0, "12345678")));
            server.codec->output().clear();
        }
    }

    void rapidReset() {
        Server server;
        std::uint32_t id = 1;
        int count = 0;
        for (; count < 10'000 && server.status; ++count, id += 2) {
            (void)server.receive(get(id) + frame(kReset, 0, id, std::string("\0\0\0\x8", 4)));
            server.codec->output().clear();
        }
        QVERIFY2(count > 100 && count < 500, qPrintable(QString::number(count)));
        QCOMPARE(server.status.error().kind(), ErrorKind::Protocol);
        QCOMPARE(server.codec->activeStreams(), 0u);
    }

    void cancellingNowAndThenIsNoFlood() {
        Server server;
        std::uint32_t id = 1;
        for (int i = 0; i < 2000; ++i, id += 2) {
            QVERIFY(server.receive(get(id)));
            if (i % 3 == 0)
                QVERIFY(server.receive(frame(kReset, 0, id, std::string("\0\0\0\x8", 4))));
            else
                server.codec->sendResponse(id, response(204), true);
            server.codec->output().clear();
        }
    }

    // The peer makes *us* reset stream after stream, each with a request's work behind it.
    void madeYouReset() {
        Server server;
        std::uint32_t id = 1;
        int count = 0;
        for (; count < 10'000 && server.status; ++count, id += 2) {
            // More window than there can be is an error of the stream.
            (void)server.receive(get(id) + frame(kWindow, 0, id, "\x7f\xff\xff\xff"));
            server.codec->output().clear();
        }
        QVERIFY2(count > 100 && count < 500, qPrintable(QString::number(count)));
    }

    void continuations() {
        Server server;
        std::string bytes = frame(kHeaders, 0, 1, kGet);
        for (int i = 0; i < 100; ++i)
            bytes += frame(kContinuation, 0, 1);
        QVERIFY(!server.receive(bytes));
        QCOMPARE(server.codec->activeStreams(), 0u);
        QCOMPARE(server.events.take(), std::string());
    }

    void broken_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("code");
        const auto row = [](const char* name, const std::string& bytes, int code) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << code;
        };
        row("DATA on no stream", frame(kData, 0, 1, "x"), kProtocolError);
        row("HEADERS on stream 0", frame(kHeaders, 5, 0, kGet), kProtocolError);
        row("HEADERS on an even stream", get(2), kProtocolError);
        row("DATA amid HEADERS", frame(kHeaders, 1, 1, kGet) + frame(kData, 0, 1), kProtocolError);
        row("bad HPACK", frame(kHeaders, 5, 1, "\xff\xff\xff\xff\xff\xff\xff"), kCompressionError);
        row("window overflow", frame(kWindow, 0, 0, "\x7f\xff\xff\xff"), kFlowControlError);
        row("PUSH_PROMISE from a client",
            get(1, false) + frame(kPush, 4, 1, std::string("\0\0\0\2", 4) + kGet), kProtocolError);
        row("window setting too large",
            frame(kSettings, 0, 0, std::string("\0\4\xff\xff\xff\xff", 6)), kFlowControlError);
    }
    void broken() {
        QFETCH(const QByteArray, bytes);
        QFETCH(const int, code);
        const std::string wire = bytes.toStdString();
        for (const std::size_t piece : {wire.size(), std::size_t(1)}) {
            Server server;
            for (std::size_t at = 0; at < wire.size() && server.status; at += piece)
                (void)server.receive(wire.substr(at, piece));
            QVERIFY(!server.status);
            QCOMPARE(server.goaway(), code);
            QVERIFY(server.codec->finished());
            QCOMPARE(server.codec->activeStreams(), 0u);
        }
    }

    void badPreface() {
        Recorder events;
        const auto codec = makeHttp2Codec(Role::Server, events);
        QVERIFY(!codec->receive(bytesOf("GET / HTTP/1.1\r\nHost: a\r\n\r\n")));
        QVERIFY(codec->finished());
    }

    // One bad message ends its stream, not the connection.
    void malformedRequest_data() {
        QTest::addColumn<QByteArray>("fields");
        const auto row = [](const char* name, const std::string& fields) {
            QTest::newRow(name) << QByteArray::fromStdString(fields);
        };
        const auto literal = [](const std::string& name, const std::string& value) {
            return std::string(1, '\0') + char(name.size()) + name + char(value.size()) + value;
        };
        row("upper-case name", kGet + literal("X-A", "b"));
        row("connection header", kGet + literal("connection", "close"));
        row("transfer-encoding", kGet + literal("transfer-encoding", "chunked"));
        row("te gzip", kGet + literal("te", "gzip"));
        row("line feed in value", kGet + literal("a", "b\nc: d"));
        row("NUL in value", kGet + literal("a", std::string("b\0c", 3)));
        row("space in name", kGet + literal("a b", "c"));
        row("no path", std::string("\x82\x86\x01\x01\x61", 5));
        row("two paths", kGet + "\x84");
        row("pseudo-header after a header", literal("a", "b") + kGet);
        row("unknown pseudo-header", kGet + literal(":evil", "x"));
        row("two lengths", kGet + literal("content-length", "1") + literal("content-length", "1"));
        row("length with sign", kGet + literal("content-length", "+1"));
        row("length and END_STREAM", kGet + literal("content-length", "5"));
        row("host against authority", kGet + literal("host", "evil"));
    }
    void malformedRequest() {
        QFETCH(const QByteArray, fields);
        Server server;
        QVERIFY(server.receive(frame(kHeaders, 5, 1, fields.toStdString())));
        QCOMPARE(server.events.take(), std::string());
        QCOMPARE(server.codec->activeStreams(), 0u);
        QVERIFY(server.receive(get(3)));
        QCOMPARE(server.events.take(), std::string("3 request GET http a /\n3 end\n"));
    }

    void bodyLongerThanItsLength() {
        Server server;
        const std::string length = std::string(1, '\0')
                                   + "\x0e"
                                     "content-length"
                                     "\x01"
                                     "2";
        QVERIFY(server.receive(frame(kHeaders, 4, 1, kGet + length)));
        QVERIFY(server.receive(frame(kData, 1, 1, "three")));
        QVERIFY(server.events.take().ends_with("1 reset: protocol error\n"));
    }
};

QTEST_APPLESS_MAIN(TestH2Floods)
#include "tst_h2_floods.moc"
