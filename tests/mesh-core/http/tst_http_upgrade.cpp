// SPDX-License-Identifier: Apache-2.0
// Upgrades in the codecs: HTTP/1's 101, HTTP/2's extended CONNECT, consent, refusal, and what a peer
// must not do.
#include "codec_recorder.h"

#include <QTest>

using namespace causeway;
using namespace causeway::http;
using namespace causeway::http::test;

namespace {

constexpr std::string_view kOpen =
    "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

RequestHead opening() {
    RequestHead head = request("GET", "a", "/chat");
    head.upgrade = "websocket";
    return head;
}

struct Ends {
    Ends(std::unique_ptr<Codec> (*make)(Role, CodecEvents&, const Limits&))
        : client(make(Role::Client, clientEvents, {})), server(make(Role::Server, serverEvents, {})) {
        serverEvents.requestHook = [this](StreamId, RequestHead& head, bool) {
            upgrade = head.upgrade;
        };
    }
    Recorder clientEvents, serverEvents;
    std::unique_ptr<Codec> client, server;
    std::string upgrade;
};

} // namespace

class TestHttpUpgrade : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void bothVersionsCarryIt_data() {
        QTest::addColumn<bool>("http2");
        QTest::newRow("HTTP/1") << false;
        QTest::newRow("HTTP/2") << true;
    }
    void bothVersionsCarryIt() {
        QFETCH(bool, http2);
        for (const std::size_t piece : {std::size_t(1), SIZE_MAX}) {
            Ends ends(http2 ? makeHttp2Codec : makeHttp1Codec);
            const auto id = ends.client->sendRequest(opening(), false);
            QVERIFY(id.has_value());
            QVERIFY(exchange(*ends.client, *ends.server, piece).has_value());
            QCOMPARE(ends.upgrade, std::string("websocket"));
            QCOMPARE(ends.serverEvents.take(), std::string("1 request GET http a /chat\n"));
            ends.server->sendResponse(*id, response(101), false);
            QCOMPARE(ends.server->sendBody(*id, bytesOf("welcome"), false), 7u);
            QVERIFY(exchange(*ends.client, *ends.server, piece).has_value());
            QCOMPARE(ends.clientEvents.take(), std::string("1 response 101\n1 body welcome\n"));
            QCOMPARE(ends.client->sendBody(*id, bytesOf("bye"), true), 3u);
            QVERIFY(exchange(*ends.client, *ends.server, piece).has_value());
            if (!http2) {
                QVERIFY(ends.client->outputEnded()); // the owner shuts its sending side down
                ends.server->receiveEof();
            }
            QCOMPARE(ends.serverEvents.take(), std::string("1 body bye\n1 end\n"));
            QVERIFY(!http2 ? !ends.server->finished() : ends.server->activeStreams() == 1);
            QCOMPARE(ends.server->sendBody(*id, bytesOf("ok"), true), 2u);
            QVERIFY(exchange(*ends.client, *ends.server, piece).has_value());
            if (!http2)
                ends.client->receiveEof();
            QCOMPARE(ends.clientEvents.take(), std::string("1 body ok\n1 end\n"));
            QCOMPARE(ends.client->activeStreams(), 0u);
            QCOMPARE(ends.server->activeStreams(), 0u);
        }
    }

    void bytesAheadOfTheAnswerWait() {
        Recorder events;
        const auto server = makeHttp1Codec(Role::Server, events);
        QVERIFY(server->receive(bytesOf(std::string(kOpen) + "early")).has_value());
        QCOMPARE(events.take(), std::string("1 request GET http a /chat\n"));
        QVERIFY(server->hasBacklog());
        QVERIFY(!server->backlogDue());
        server->sendResponse(1, response(101), false);
        QCOMPARE(std::string(textOf(server->output().view())),
                 std::string("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: "
                             "websocket\r\n\r\n"));
        QVERIFY(server->backlogDue());
        QVERIFY(server->receive({}).has_value());
        QCOMPARE(events.take(), std::string("1 body early\n"));
    }

    void afterARefusalTheConnectionGoesOnInHttp() {
        Recorder events;
        const auto server = makeHttp1Codec(Role::Server, events);
        QVERIFY(server->receive(bytesOf(std::string(kOpen) + "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n"))
                    .has_value());
        server->sendResponse(1, response(403), true);
        QVERIFY(server->backlogDue());
        QVERIFY(server->receive({}).has_value());
        QCOMPARE(events.take(), std::string("1 request GET http a /chat\n"
                                            "3 request GET http a /2\n3 end\n"));
        Recorder answers;
        const auto client = makeHttp1Codec(Role::Client, answers);
        const auto id = client->sendRequest(opening(), false);
        QVERIFY(client->receive(bytesOf("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno")).has_value());
        QCOMPARE(client->sendBody(*id, {}, true), 0u);
        QCOMPARE(answers.take(), std::string("1 response 200 length=2\n1 body no\n1 end\n"));
        QVERIFY(client->canOpenStream());
    }

    void aClientThatEndsBeforeTheAnswerIsGone() {
        Recorder events;
        const auto server = makeHttp1Codec(Role::Server, events);
        QVERIFY(server->receive(bytesOf(kOpen)).has_value());
        server->receiveEof();
        QCOMPARE(events.take(), std::string("1 request GET http a /chat\n1 reset: connection lost\n"));
    }

    void whatNobodyAskedForIsRefused_data() {
        QTest::addColumn<bool>("asked");
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("unasked") << false << QByteArray("Connection: upgrade\r\nUpgrade: websocket\r\n");
        QTest::newRow("another") << true << QByteArray("Connection: upgrade\r\nUpgrade: mqtt\r\n");
        QTest::newRow("unnamed") << true << QByteArray();
    }
    void whatNobodyAskedForIsRefused() {
        QFETCH(bool, asked);
        QFETCH(QByteArray, answer);
        Recorder events;
        const auto client = makeHttp1Codec(Role::Client, events);
        QVERIFY(client->sendRequest(asked ? opening() : request("GET", "a", "/"), !asked).has_value());
        QVERIFY(!client
                     ->receive(bytesOf("HTTP/1.1 101 Switching Protocols\r\n" + answer.toStdString()
                                       + "\r\n"))
                     .has_value());
        QCOMPARE(events.take(), std::string("1 reset: protocol error\n"));
    }

    void offersThatAreNoneAreOrdinaryRequests_data() {
        QTest::addColumn<QByteArray>("head");
        QTest::newRow("h2c") << QByteArray("GET / HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: h2c\r\n");
        QTest::newRow("no Connection") << QByteArray("GET / HTTP/1.1\r\nUpgrade: websocket\r\n");
        QTest::newRow("HTTP/1.0") << QByteArray("GET / HTTP/1.0\r\nConnection: upgrade\r\nUpgrade: websocket\r\n");
        QTest::newRow("a body") << QByteArray("GET / HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: websocket\r\nContent-Length: 1\r\n");
        QTest::newRow("no protocol") << QByteArray("GET / HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: a b\r\n");
    }
    void offersThatAreNoneAreOrdinaryRequests() {
        QFETCH(QByteArray, head);
        Recorder events;
        std::string upgrade = "unset";
        events.requestHook = [&](StreamId, RequestHead& got, bool) { upgrade = got.upgrade; };
        const auto server = makeHttp1Codec(Role::Server, events);
        QVERIFY(server->receive(bytesOf(head.toStdString() + "Host: a\r\n\r\n")).has_value());
        QCOMPARE(upgrade, std::string());
    }

    void consentToWhatNobodyAskedForIsNotSent() {
        for (const auto make : {makeHttp1Codec, makeHttp2Codec}) {
            Ends ends(make);
            const auto id = ends.client->sendRequest(request("GET", "a", "/"), true);
            QVERIFY(exchange(*ends.client, *ends.server).has_value());
            ends.server->sendResponse(*id, response(101), false);
            QVERIFY(exchange(*ends.client, *ends.server).has_value());
            QCOMPARE(ends.clientEvents.take(), std::string());
        }
    }

    void aNameThatHttp1CannotCarryIsNotSent() {
        Recorder events;
        const auto client = makeHttp1Codec(Role::Client, events);
        RequestHead head = request("GET", "a", "/");
        head.upgrade = "web socket, h2c";
        QVERIFY(!client->sendRequest(head, false).has_value());
        QVERIFY(client->output().empty());
    }
};

QTEST_GUILESS_MAIN(TestHttpUpgrade)
#include "tst_http_upgrade.moc"
