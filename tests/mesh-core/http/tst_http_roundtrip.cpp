// SPDX-License-Identifier: Apache-2.0
// The same messages through both versions, and through HTTP/1 -> HTTP/2 -> HTTP/1 as between two
// sidecars, in pieces of every size that matters: what comes out is what went in.
#include "codec_recorder.h"

#include <QTest>

using namespace causeway;
using namespace causeway::http;
using namespace causeway::http::test;

namespace {

struct Pair {
    explicit Pair(Version version)
        : client(make(version, Role::Client, clientEvents)),
          server(make(version, Role::Server, serverEvents)) {}

    static std::unique_ptr<Codec> make(Version version, Role role, CodecEvents& events) {
        return version == Version::Http2 ? makeHttp2Codec(role, events)
                                         : makeHttp1Codec(role, events);
    }
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
    pair.serverEvents.trailersHook
        = [&](StreamId id, Headers& trailers) { pair.server->sendTrailers(id, trailers); };
}

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
};

QTEST_APPLESS_MAIN(TestHttpRoundtrip)
#include "tst_http_roundtrip.moc"
