// SPDX-License-Identifier: Apache-2.0
// An HTTP/1 connection over several messages: pipelining, Expect, CONNECT, early answers, draining,
// and how much it holds.
#include "codec_recorder.h"

#include <QTest>

using namespace causeway;
using namespace causeway::http;
using namespace causeway::http::test;

namespace {

std::string sent(Codec& codec) {
    const std::string text(textOf(codec.output().view()));
    codec.output().clear();
    return text;
}

struct Server {
    Recorder events;
    std::unique_ptr<Codec> codec = makeHttp1Codec(Role::Server, events);

    bool receive(std::string_view bytes) { return codec->receive(bytesOf(bytes)).has_value(); }
};

struct Client {
    Recorder events;
    std::unique_ptr<Codec> codec = makeHttp1Codec(Role::Client, events);

    StreamId ask(std::string_view method, bool end = true) {
        const auto id = codec->sendRequest(request(method, "a:1", "/"), end);
        return id.value_or(0);
    }
    bool receive(std::string_view bytes) { return codec->receive(bytesOf(bytes)).has_value(); }
};

} // namespace

class TestH1Connection : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void responseWithoutBodySaysSo() {
        Server server;
        QVERIFY(server.receive("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        server.codec->sendResponse(1, response(404), true);
        QCOMPARE(sent(*server.codec),
                 std::string("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n"));
        QCOMPARE(server.codec->activeStreams(), 0u);
    }

    void pipelinedRequestsWaitForTheirTurn() {
        Server server;
        QVERIFY(server.receive("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n"
                               "\r\nGET /3 HTTP/1.1\r\nHo"));
        QCOMPARE(server.events.take(), std::string("1 request GET http a /1\n1 end\n"));
        QVERIFY(server.codec->hasBacklog());
        QVERIFY(server.receive({}));
        QCOMPARE(server.events.take(), std::string());
        server.codec->sendResponse(1, response(200), true);
        QVERIFY(server.codec->hasBacklog());
        QVERIFY(server.receive({}));
        QCOMPARE(server.events.take(), std::string("3 request GET http a /2\n3 end\n"));
        server.codec->sendResponse(3, response(200), true);
        QVERIFY(server.receive({}));
        QVERIFY(!server.codec->hasBacklog()); // half a head: only the peer can go on
        QVERIFY(server.receive("st: a\r\n\r\n"));
        QCOMPARE(server.events.take(), std::string("5 request GET http a /3\n5 end\n"));
    }

    void pipelinedRequestsComeAtOnceWhenAnsweredAtOnce() {
        Server server;
        server.events.requestHook = [&](StreamId id, RequestHead&, bool) {
            server.codec->sendResponse(id, response(204), true);
        };
        QVERIFY(server.receive("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n"
                               "\r\n"));
        QCOMPARE(server.events.take(), std::string("1 request GET http a /1\n1 end\n"
                                                   "3 request GET http a /2\n3 end\n"));
        QVERIFY(!server.codec->hasBacklog());
    }

    void expectContinue() {
        Server server;
        QVERIFY(server.receive("PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                               "Content-Length: 2\r\n\r\n"));
        server.codec->sendResponse(1, response(100), false);
        QCOMPARE(sent(*server.codec), std::string("HTTP/1.1 100 Continue\r\n\r\n"));
        QVERIFY(server.receive("hi"));
        server.codec->sendResponse(1, response(201), true);
        QVERIFY(!server.codec->finished());
    }

    void refusedExpectationClosesTheConnection() {
        Server server;
        QVERIFY(server.receive("PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                               "Content-Length: 2\r\n\r\n"));
        server.codec->sendResponse(1, response(417), true);
        QCOMPARE(sent(*server.codec), std::string("HTTP/1.1 417 Expectation Failed\r\n"
                                                  "content-length: 0\r\nconnection: close\r\n"
                                                  "\r\n"));
        QVERIFY(server.codec->finished());
    }

    void earlyResponseLetsTheBodyFinish() {
        Server server;
        QVERIFY(server.receive("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe"));
        server.codec->sendResponse(1, response(413), true);
        QCOMPARE(server.codec->activeStreams(), 1u);
        QVERIFY(server.receive("lloGET /next HTTP/1.1\r\nHost: a\r\n\r\n"));
        QVERIFY(server.events.take().ends_with("1 end\n3 request GET http a /next\n3 end\n"));
    }

    void connectIsATunnel() {
        Server server;
        QVERIFY(server.receive("CONNECT ledger:5432 HTTP/1.1\r\nHost: x\r\n\r\n"));
        QCOMPARE(server.events.take(), std::string("1 request CONNECT http ledger:5432 -\n"));
        server.codec->sendResponse(1, response(200), false);
        QCOMPARE(sent(*server.codec), std::string("HTTP/1.1 200 OK\r\n\r\n"));
        QVERIFY(server.receive(std::string_view("\0raw\r\n\r\n", 8)));
        QCOMPARE(server.events.take(),
                 std::string("1 body ") + std::string("\0raw\r\n\r\n", 8) + "\n");
        QCOMPARE(server.codec->sendBody(1, bytesOf("back"), true), 4u);
        QCOMPARE(sent(*server.codec), std::string("back"));
        QVERIFY(server.codec->outputEnded());
        QVERIFY(!server.codec->finished()); // the other direction is still open
        server.codec->receiveEof();
        QCOMPARE(server.events.take(), std::string("1 end\n"));
        QVERIFY(server.codec->finished());
    }

    void clientTunnels() {
        Client client;
        const auto id = client.codec->sendRequest(request("CONNECT", "b:1", ""), false);
        QCOMPARE(sent(*client.codec), std::string("CONNECT b:1 HTTP/1.1\r\nhost: b:1\r\n\r\n"));
        QVERIFY(client.receive("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nraw bytes"));
        QCOMPARE(client.events.take(), std::string("1 response 200\n1 body raw bytes\n"));
        QCOMPARE(client.codec->sendBody(*id, bytesOf("up"), true), 2u);
        QCOMPARE(sent(*client.codec), std::string("up"));
        client.codec->receiveEof();
        QVERIFY(client.codec->finished());
    }

    void refusedConnectClosesTheConnection() {
        Server server;
        QVERIFY(server.receive("CONNECT ledger:5432 HTTP/1.1\r\nHost: x\r\n\r\n"));
        server.codec->sendResponse(1, response(403), true);
        QVERIFY(sent(*server.codec).find("connection: close") != std::string::npos);
        QVERIFY(server.codec->finished());
    }

    void drains() {
        Server idle;
        QVERIFY(idle.receive("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        idle.codec->sendResponse(1, response(200), true);
        idle.codec->closeGracefully();
        QVERIFY(idle.codec->finished());

        // Its first request is on the way: it is answered, and is the last.
        Server fresh;
        fresh.codec->closeGracefully();
        QVERIFY(!fresh.codec->finished());
        QVERIFY(fresh.receive("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        fresh.codec->sendResponse(1, response(200), true);
        QVERIFY(sent(*fresh.codec).find("connection: close") != std::string::npos);
        QVERIFY(fresh.codec->finished());

        Server busy;
        QVERIFY(busy.receive("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        busy.codec->closeGracefully();
        QVERIFY(!busy.codec->finished());
        busy.codec->sendResponse(1, response(200), true);
        QVERIFY(sent(*busy.codec).find("connection: close") != std::string::npos);
        QVERIFY(busy.codec->finished());

        Client client;
        client.ask("GET");
        client.codec->closeGracefully();
        QVERIFY(!client.codec->canOpenStream());
        QVERIFY(client.receive("HTTP/1.1 204 X\r\n\r\n"));
        QVERIFY(client.codec->finished());
    }

    void outputIsBounded() {
        Server server;
        QVERIFY(server.receive("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        server.codec->sendResponse(1, response(200, 1'000'000), false);
        const std::string body(1'000'000, 'x');
        std::size_t sentBytes = server.codec->sendBody(1, bytesOf(body), true);
        QVERIFY(sentBytes > 0 && sentBytes <= 65'536);
        (void)server.events.take();
        server.codec->flushed(); // nothing has gone out
        QCOMPARE(server.events.take(), std::string());
        server.codec->output().clear();
        server.codec->flushed();
        QCOMPARE(server.events.take(), std::string("1 writable\n"));
        server.events.writableHook = [&](StreamId id) {
            sentBytes += server.codec->sendBody(id, bytesOf(body).subspan(sentBytes), true);
        };
        sentBytes += server.codec->sendBody(1, bytesOf(body).subspan(sentBytes), true);
        for (int i = 0; i < 100 && server.codec->activeStreams() > 0; ++i) {
            server.codec->output().clear();
            server.codec->flushed();
        }
        QCOMPARE(sentBytes, body.size());
        QCOMPARE(server.codec->activeStreams(), 0u);
    }

    void earlyResponseEndsWithTheRequest() {
        Client client;
        const StreamId first = client.ask("POST", false);
        QVERIFY(client.receive("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"));
        QCOMPARE(client.codec->activeStreams(), 1u);
        QCOMPARE(client.codec->sendBody(first, bytesOf("late"), true), 4u);
        QCOMPARE(client.codec->activeStreams(), 0u);
        QVERIFY(client.codec->canOpenStream());
    }
};

QTEST_APPLESS_MAIN(TestH1Connection)
#include "tst_h1_connection.moc"
