// SPDX-License-Identifier: Apache-2.0
// HTTP/1 messages as they should be: what each means, split at every byte, and how they are framed
// on the way out.
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

class TestH1Codec : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void request_data() {
        QTest::addColumn<QByteArray>("wire");
        QTest::addColumn<QByteArray>("events");
        const auto row = [](const char* name, const char* wire, const char* events) {
            QTest::newRow(name) << QByteArray(wire) << QByteArray(events);
        };
        row("origin form", "GET /a?b=c HTTP/1.1\r\nHost: x:1\r\nX-A:  b \t\r\nx-a: c\r\n\r\n",
            "1 request GET http x:1 /a?b=c x-a=b x-a=c\n1 end\n");
        row("empty line first", "\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
            "1 request GET http x /\n1 end\n");
        row("absolute form wins", "GET http://y:2/p?q HTTP/1.1\r\nHost: x\r\n\r\n",
            "1 request GET http y:2 /p?q\n1 end\n");
        row("absolute form without path", "GET https://y HTTP/1.1\r\nHost: x\r\n\r\n",
            "1 request GET https y /\n1 end\n");
        row("absolute form with query only", "GET http://y?q HTTP/1.1\r\nHost: x\r\n\r\n",
            "1 request GET http y /?q\n1 end\n");
        row("asterisk", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
            "1 request OPTIONS http x *\n1 end\n");
        row("HTTP/1.0 without host", "GET / HTTP/1.0\r\n\r\n", "1 request GET http - /\n1 end\n");
        row("length", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello",
            "1 request POST http x / length=5\n1 body hello\n1 end\n");
        row("length 0", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
            "1 request POST http x / length=0\n1 end\n");
        row("chunks",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n"
            "3\r\nhel\r\n00A;ext=\"v;w\"\r\nlo, mesh!!\r\n0\r\n\r\n",
            "1 request POST http x /\n1 body hello, mesh!!\n1 end\n");
        row("trailers",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
            "1\r\na\r\n0\r\nX-Sum: 7\r\nContent-Length: 9\r\n\r\n",
            "1 request POST http x /\n1 body a\n1 trailers x-sum=7\n");
        row("hop-by-hop headers go",
            "GET / HTTP/1.1\r\nHost: x\r\nX-Hop: 1\r\nConnection: x-hop, keep-alive\r\n"
            "Keep-Alive: timeout=5\r\nProxy-Connection: close\r\nUpgrade: h2c\r\nTE: gzip\r\n\r\n",
            "1 request GET http x /\n1 end\n");
        row("TE trailers stays",
            "GET / HTTP/1.1\r\nHost: x\r\nTE: gzip, trailers\r\nConnection: TE\r\n\r\n",
            "1 request GET http x / te=trailers\n1 end\n");
    }
    void request() {
        QFETCH(const QByteArray, wire);
        QFETCH(const QByteArray, events);
        for (qsizetype cut = 0; cut <= wire.size(); ++cut) {
            Server server;
            QVERIFY(server.receive({wire.data(), std::size_t(cut)}));
            QVERIFY(server.receive({wire.data() + cut, std::size_t(wire.size() - cut)}));
            QCOMPARE(QByteArray::fromStdString(server.events.take()), events);
        }
        Server byByte;
        for (const char& byte : wire)
            QVERIFY(byByte.receive({&byte, 1}));
        QCOMPARE(QByteArray::fromStdString(byByte.events.take()), events);
    }

    void response_data() {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("wire");
        QTest::addColumn<QByteArray>("events");
        QTest::addColumn<bool>("reusable");
        const auto row = [](const char* name, const char* method, const char* wire,
                            const char* events, bool reusable) {
            QTest::newRow(name) << QByteArray(method) << QByteArray(wire) << QByteArray(events)
                                << reusable;
        };
        row("length", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nA: b\r\n\r\nhi",
            "1 response 200 a=b length=2\n1 body hi\n1 end\n", true);
        row("no reason", "GET", "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n",
            "1 response 200 length=0\n1 end\n", true);
        row("chunks", "GET",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nT: v\r\n\r\n",
            "1 response 200\n1 body hi\n1 trailers t=v\n", true);
        row("HEAD", "HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n",
            "1 response 200 length=99\n1 end\n", true);
        row("204", "GET", "HTTP/1.1 204 No Content\r\n\r\n", "1 response 204\n1 end\n", true);
        row("304", "GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",
            "1 response 304 length=9\n1 end\n", true);
        row("interim heads", "GET",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
            "1 response 100\n1 response 103 link=x\n1 response 200 length=0\n1 end\n", true);
        row("close", "GET", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
            "1 response 200 length=0\n1 end\n", false);
        row("HTTP/1.0", "GET", "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
            "1 response 200 length=0\n1 end\n", false);
        row("HTTP/1.0 kept alive", "GET",
            "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n",
            "1 response 200 length=0\n1 end\n", true);
    }
    void response() {
        QFETCH(const QByteArray, method);
        QFETCH(const QByteArray, wire);
        QFETCH(const QByteArray, events);
        QFETCH(const bool, reusable);
        for (qsizetype cut = 0; cut <= wire.size(); ++cut) {
            Client client;
            client.ask(method.toStdString());
            QVERIFY(client.receive({wire.data(), std::size_t(cut)}));
            QVERIFY(client.receive({wire.data() + cut, std::size_t(wire.size() - cut)}));
            QCOMPARE(QByteArray::fromStdString(client.events.take()), events);
            QCOMPARE(client.codec->canOpenStream(), reusable);
            QCOMPARE(client.codec->finished(), !reusable);
        }
    }

    void bodyUntilClose() {
        Client client;
        client.ask("GET");
        QVERIFY(client.receive("HTTP/1.1 200 OK\r\n\r\nhello"));
        QCOMPARE(client.events.take(), std::string("1 response 200\n1 body hello\n"));
        client.codec->receiveEof();
        QCOMPARE(client.events.take(), std::string("1 end\n"));
        QVERIFY(client.codec->finished());
    }

    void lostConnection_data() {
        QTest::addColumn<QByteArray>("wire");
        QTest::newRow("before the head") << QByteArray();
        QTest::newRow("in the head") << QByteArray("HTTP/1.1 200");
        QTest::newRow("in the body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx");
        QTest::newRow("in a chunk")
            << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nx");
        QTest::newRow("before the last chunk")
            << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
    }
    void lostConnection() {
        QFETCH(const QByteArray, wire);
        Client client;
        client.ask("GET");
        QVERIFY(client.receive(wire.toStdString()));
        client.codec->receiveEof();
        QVERIFY(client.events.take().ends_with("1 reset: connection lost\n"));
        QVERIFY(client.codec->finished());
        QCOMPARE(client.codec->activeStreams(), 0u);
    }

    void requestOnTheWire_data() {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<bool>("end");
        QTest::addColumn<int>("length");
        QTest::addColumn<QByteArray>("wire");
        const QByteArray head = " / HTTP/1.1\r\nhost: a:1\r\n";
        QTest::newRow("GET") << QByteArray("GET") << true << -1 << "GET" + head + "\r\n";
        QTest::newRow("POST without body")
            << QByteArray("POST") << true << -1 << "POST" + head + "content-length: 0\r\n\r\n";
        QTest::newRow("known length")
            << QByteArray("PUT") << false << 5 << "PUT" + head + "content-length: 5\r\n\r\nhello";
        QTest::newRow("unknown length")
            << QByteArray("PUT") << false << -1
            << "PUT" + head + "transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    }
    void requestOnTheWire() {
        QFETCH(const QByteArray, method);
        QFETCH(const bool, end);
        QFETCH(const int, length);
        QFETCH(const QByteArray, wire);
        Client client;
        RequestHead head = test::request(method.toStdString(), "a:1", "/");
        head.headers.add("connection", "x"); // the codec's own; not sent
        if (length >= 0)
            head.contentLength = std::uint64_t(length);
        const auto id = client.codec->sendRequest(head, end);
        QVERIFY(id);
        if (!end)
            QCOMPARE(client.codec->sendBody(*id, bytesOf("hello"), true), 5u);
        QCOMPARE(QByteArray::fromStdString(sent(*client.codec)), wire);
    }

    void refusesToWriteWhatHttp1CannotSay() {
        Client client;
        QVERIFY(!client.codec->sendRequest(test::request("GET", "a", "/x y"), true));
        QVERIFY(!client.codec->sendRequest(test::request("GET", "a", "/x\r\nevil: 1"), true));
        QVERIFY(!client.codec->sendRequest(test::request("GET", "a\r\nevil: 1", "/"), true));
        QVERIFY(!client.codec->sendRequest(test::request("G T", "a", "/"), true));
        QVERIFY(client.codec->output().empty());
        QVERIFY(client.codec->canOpenStream());
    }

    void responseOnTheWire_data() {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("length");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("wire");
        QTest::addColumn<bool>("finished");
        const auto row = [](const char* name, const char* line, int status, int length,
                            const char* body, const char* wire, bool finished) {
            QTest::newRow(name) << QByteArray(line) + "\r\nHost: a\r\n\r\n"
                                << status << length << QByteArray(body) << QByteArray(wire)
                                << finished;
        };
        row("known length", "GET / HTTP/1.1", 200, 2, "hi",
            "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi", false);
        row("unknown length", "GET / HTTP/1.1", 200, -1, "hi",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", false);
        row("HTTP/1.0, unknown length", "GET / HTTP/1.0", 200, -1, "hi",
            "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nhi", true);
        row("HTTP/1.0 keep-alive", "GET / HTTP/1.0\r\nConnection: keep-alive", 200, 2, "hi",
            "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\nhi", false);
        row("HEAD", "HEAD / HTTP/1.1", 200, 2, "hi", "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n",
            false);
        row("204", "GET / HTTP/1.1", 204, 2, "", "HTTP/1.1 204 No Content\r\n\r\n", false);
        row("304", "GET / HTTP/1.1", 304, 2, "",
            "HTTP/1.1 304 Not Modified\r\ncontent-length: 2\r\n\r\n", false);
        row("close", "GET / HTTP/1.1\r\nConnection: close", 200, 2, "hi",
            "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nhi", true);
        row("body shorter than promised", "GET / HTTP/1.1", 200, 3, "hi",
            "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nhi", true);
        row("body longer than promised", "GET / HTTP/1.1", 200, 1, "hi",
            "HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n", true);
        row("unknown status", "GET / HTTP/1.1", 299, 0, "",
            "HTTP/1.1 299 \r\ncontent-length: 0\r\n\r\n", false);
    }
    void responseOnTheWire() {
        QFETCH(const QByteArray, request);
        QFETCH(const int, status);
        QFETCH(const int, length);
        QFETCH(const QByteArray, body);
        QFETCH(const QByteArray, wire);
        QFETCH(const bool, finished);
        Server server;
        QVERIFY(server.receive(request.toStdString()));
        ResponseHead head = test::response(status);
        if (length >= 0)
            head.contentLength = std::uint64_t(length);
        server.codec->sendResponse(1, head, false);
        QCOMPARE(server.codec->sendBody(1, bytesOf(body.toStdString()), true),
                 std::size_t(body.size()));
        QCOMPARE(QByteArray::fromStdString(sent(*server.codec)), wire);
        QCOMPARE(server.codec->finished(), finished);
    }
};

QTEST_APPLESS_MAIN(TestH1Codec)
#include "tst_h1_codec.moc"
