// SPDX-License-Identifier: Apache-2.0
// The same messages through both versions, and through HTTP/1 -> HTTP/2 -> HTTP/1 as between two
// sidecars, in pieces of every size that matters: what comes out is what went in.
#include "codec_recorder.h"

#include <QTest>

using namespace causeway;
using namespace causeway::http;
using namespace causeway::http::test;

namespace {

std::unique_ptr<Codec> makeCodec(Version version, Role role, CodecEvents& events,
                                 const Limits& limits = {}) {
    return version == Version::Http2 ? makeHttp2Codec(role, events, limits)
                                     : makeHttp1Codec(role, events, limits);
}

struct Pair {
    explicit Pair(Version version, const Limits& limits = {})
        : client(makeCodec(version, Role::Client, clientEvents, limits)),
          server(makeCodec(version, Role::Server, serverEvents, limits)) {}

    Recorder clientEvents;
    Recorder serverEvents;
    std::unique_ptr<Codec> client;
    std::unique_ptr<Codec> server;
};

// Answers with what it was sent, and the trailers too.
void makeEcho(Pair& pair) {
    pair.serverEvents.requestHook = [&](StreamId id, RequestHead& head, bool end) {
        ResponseHead answer = response(200);
        answer.headers.add("x-path", head.path);
        pair.server->sendResponse(id, answer, end);
    };
    pair.serverEvents.bodyHook = [&](StreamId id, ByteView bytes, bool end) {
        QCOMPARE(pair.server->sendBody(id, bytes, end), bytes.size());
        pair.server->consumed(id, bytes.size());
    };
    pair.serverEvents.trailersHook = [&](StreamId id, Headers& trailers) {
        pair.server->sendTrailers(id, trailers);
    };
}

// A proxy that passes every event of one side on to the other; one request at a time.
struct Hop {
    Hop(Version downstream, Version upstream)
        : down(makeCodec(downstream, Role::Server, downEvents)),
          up(makeCodec(upstream, Role::Client, upEvents)) {
        downEvents.requestHook = [this](StreamId id, RequestHead& head, bool end) {
            downId = id;
            upId = up->sendRequest(head, end).value_or(0);
        };
        downEvents.bodyHook = [this](StreamId id, ByteView bytes, bool end) {
            QCOMPARE(up->sendBody(upId, bytes, end), bytes.size());
            down->consumed(id, bytes.size());
        };
        downEvents.trailersHook = [this](StreamId, Headers& trailers) {
            up->sendTrailers(upId, trailers);
        };
        upEvents.responseHook = [this](StreamId, ResponseHead& head, bool end) {
            down->sendResponse(downId, head, end);
        };
        upEvents.bodyHook = [this](StreamId id, ByteView bytes, bool end) {
            QCOMPARE(down->sendBody(downId, bytes, end), bytes.size());
            up->consumed(id, bytes.size());
        };
        upEvents.trailersHook = [this](StreamId, Headers& trailers) {
            down->sendTrailers(downId, trailers);
        };
    }

    Recorder downEvents;
    Recorder upEvents;
    std::unique_ptr<Codec> down;
    std::unique_ptr<Codec> up;
    StreamId downId = 0;
    StreamId upId = 0;
};

} // namespace

class TestHttpRoundtrip : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void echo_data() {
        QTest::addColumn<int>("version");
        QTest::addColumn<int>("piece");
        for (const int piece : {1, 2, 7, 100, 1 << 20}) {
            QTest::addRow("http/1.1 by %d", piece) << int(Version::Http11) << piece;
            QTest::addRow("http/2 by %d", piece) << int(Version::Http2) << piece;
        }
    }
    void echo() {
        QFETCH(const int, version);
        QFETCH(const int, piece);
        Pair pair{Version(version)};
        makeEcho(pair);
        RequestHead head = request("POST", "ledger.bank:8080", "/loans/7?full=1");
        head.headers.add("x-one", "first");
        const auto id = pair.client->sendRequest(head, false);
        QVERIFY(id);
        QCOMPARE(pair.client->sendBody(*id, bytesOf("hello, "), false), 7u);
        QCOMPARE(pair.client->sendBody(*id, bytesOf("mesh"), false), 4u);
        Headers trailers;
        trailers.add("x-sum", "42");
        pair.client->sendTrailers(*id, trailers);
        QVERIFY(exchange(*pair.client, *pair.server, std::size_t(piece)));
        QCOMPARE(pair.serverEvents.take(),
                 "1 request POST http ledger.bank:8080 /loans/7?full=1 x-one=first\n"
                 "1 body hello, mesh\n"
                 "1 trailers x-sum=42\n");
        QCOMPARE(pair.clientEvents.take(), "1 response 200 x-path=/loans/7?full=1\n"
                                           "1 body hello, mesh\n"
                                           "1 trailers x-sum=42\n");
        QCOMPARE(pair.client->activeStreams(), 0u);
        QCOMPARE(pair.server->activeStreams(), 0u);
        QVERIFY(pair.client->canOpenStream());
        QVERIFY(!pair.client->finished());
    }

    void nextRequestMayBeSentInsideTheLastEvent_data() {
        QTest::addColumn<int>("version");
        QTest::newRow("http/1.1") << int(Version::Http11);
        QTest::newRow("http/2") << int(Version::Http2);
    }
    void nextRequestMayBeSentInsideTheLastEvent() {
        QFETCH(const int, version);
        Limits one;
        one.maxConcurrentStreams = 1;
        Pair pair{Version(version), one};
        makeEcho(pair);
        int left = 5;
        const auto ask = [&] {
            QVERIFY(pair.client->canOpenStream());
            QVERIFY(pair.client->sendRequest(request("GET", "a", "/"), true));
        };
        pair.clientEvents.responseHook = [&](StreamId, ResponseHead&, bool end) {
            if (end && --left > 0)
                ask();
        };
        ask();
        QVERIFY(exchange(*pair.client, *pair.server));
        QCOMPARE(left, 0);
        QCOMPARE(pair.client->activeStreams(), 0u);
        QCOMPARE(pair.server->activeStreams(), 0u);
    }

    // application --h1--> sidecar --h2--> sidecar --h1--> application, and back.
    void twoSidecars_data() {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("requestOut");
        QTest::addColumn<QByteArray>("response");
        QTest::addColumn<QByteArray>("responseOut");
        const QByteArray get = "GET /a HTTP/1.1\r\nhost: x:1\r\n\r\n";
        const QByteArray ok = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi";
        QTest::newRow("plain") << get << get << ok << ok;
        const QByteArray put = "PUT /a HTTP/1.1\r\nhost: x:1\r\na: b\r\ncontent-length: 5\r\n"
                               "\r\nhello";
        QTest::newRow("lengths") << put << put << ok << ok;
        const QByteArray chunks = "POST /a HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n"
                                  "\r\n5\r\nhello\r\n0\r\nsum: 1\r\n\r\n";
        const QByteArray chunksBack = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n"
                                      "\r\n2\r\nhi\r\n0\r\nsum: 2\r\n\r\n";
        QTest::newRow("chunks and trailers") << chunks << chunks << chunksBack << chunksBack;
        QTest::newRow("HEAD") << QByteArray("HEAD / HTTP/1.1\r\nhost: x\r\n\r\n")
                              << QByteArray("HEAD / HTTP/1.1\r\nhost: x\r\n\r\n")
                              << QByteArray("HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n")
                              << QByteArray("HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n");
        QTest::newRow("cookies and continue")
            << QByteArray("POST / HTTP/1.1\r\nHost: x\r\nCookie: a=1; b=2\r\n"
                          "Expect: 100-continue\r\nConnection: keep-alive\r\n"
                          "Content-Length: 0\r\n\r\n")
            << QByteArray("POST / HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\n"
                          "cookie: a=1; b=2\r\ncontent-length: 0\r\n\r\n")
            << QByteArray("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n")
            << QByteArray("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n");
        QTest::newRow("tunnel") << QByteArray("CONNECT db:1 HTTP/1.1\r\nhost: db:1\r\n\r\nraw")
                                << QByteArray("CONNECT db:1 HTTP/1.1\r\nhost: db:1\r\n\r\nraw")
                                << QByteArray("HTTP/1.1 200 OK\r\n\r\nback")
                                << QByteArray("HTTP/1.1 200 OK\r\n\r\nback");
    }
    void twoSidecars() {
        QFETCH(const QByteArray, request);
        QFETCH(const QByteArray, requestOut);
        QFETCH(const QByteArray, response);
        QFETCH(const QByteArray, responseOut);
        for (const qsizetype piece : {qsizetype(1), qsizetype(5), qsizetype(1000)}) {
            Hop caller(Version::Http11, Version::Http2);
            Hop callee(Version::Http2, Version::Http11);
            const auto settle = [&] { return exchange(*caller.up, *callee.down).has_value(); };
            for (qsizetype at = 0; at < request.size(); at += piece) {
                QVERIFY(caller.down->receive(bytesOf(request.mid(at, piece).toStdString())));
                QVERIFY(settle());
            }
            QCOMPARE(unchunked(callee.up->output()), unchunked(requestOut));
            for (qsizetype at = 0; at < response.size(); at += piece) {
                QVERIFY(callee.up->receive(bytesOf(response.mid(at, piece).toStdString())));
                QVERIFY(settle());
            }
            QCOMPARE(unchunked(caller.down->output()), unchunked(responseOut));
        }
    }

private:
    // Chunks may be cut anew on the way: joins their data. Everything else stays byte for byte.
    static QByteArray unchunked(const QByteArray& wire) {
        qsizetype at = wire.indexOf("\r\n\r\n") + 4;
        if (!wire.contains("chunked") || at < 4)
            return wire;
        QByteArray joined = wire.first(at);
        for (;;) {
            const qsizetype lineEnd = wire.indexOf("\r\n", at);
            const qsizetype size = wire.mid(at, lineEnd - at).toLongLong(nullptr, 16);
            if (lineEnd < 0 || size == 0)
                return joined + wire.mid(at);
            joined += wire.mid(lineEnd + 2, size);
            at = lineEnd + 2 + size + 2;
        }
    }
    static QByteArray unchunked(Buffer& buffer) {
        return unchunked(QByteArray(reinterpret_cast<const char*>(buffer.view().data()),
                                    qsizetype(buffer.size())));
    }
};

QTEST_APPLESS_MAIN(TestHttpRoundtrip)
#include "tst_http_roundtrip.moc"
