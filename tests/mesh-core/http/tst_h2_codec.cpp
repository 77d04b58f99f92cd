// SPDX-License-Identifier: Apache-2.0
// HTTP/2 beyond the plain exchange: windows, resets, GOAWAY, limits on heads and streams.
#include "codec_recorder.h"

#include <QTest>

using namespace causeway;
using namespace causeway::http;
using namespace causeway::http::test;

namespace {

struct Pair {
    explicit Pair(const Limits& clientLimits = {}, const Limits& serverLimits = {})
        : client(makeHttp2Codec(Role::Client, clientEvents, clientLimits)),
          server(makeHttp2Codec(Role::Server, serverEvents, serverLimits)) {}

    StreamId ask(std::string_view path, bool end = true) {
        return client->sendRequest(request("GET", "a", path), end).value_or(0);
    }
    bool settle() { return exchange(*client, *server).has_value(); }
    // Only what the client says reaches the server; its answers stay in its output().
    bool deliver() {
        Buffer& bytes = client->output();
        const std::vector<std::uint8_t> copy(bytes.view().begin(), bytes.view().end());
        bytes.clear();
        return server->receive(copy).has_value();
    }

    Recorder clientEvents;
    Recorder serverEvents;
    std::unique_ptr<Codec> client;
    std::unique_ptr<Codec> server;
};

} // namespace

class TestH2Codec : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void manyStreamsAtOnce() {
        Pair pair;
        for (int i = 0; i < 50; ++i)
            QCOMPARE(pair.ask("/" + std::to_string(i)), StreamId(2 * i + 1));
        QVERIFY(pair.settle());
        QCOMPARE(pair.server->activeStreams(), 50u);
        for (StreamId id = 99; id >= 1 && id <= 99; id -= 2) // in any order
            pair.server->sendResponse(id, response(204), true);
        QVERIFY(pair.settle());
        QCOMPARE(pair.client->activeStreams(), 0u);
        QCOMPARE(pair.server->activeStreams(), 0u);
        QVERIFY(pair.clientEvents.take().starts_with("99 response 204\n99 end\n"));
    }

    void connectionHeadersDoNotTravel() {
        Pair pair;
        RequestHead head = request("GET", "a", "/");
        head.headers.add("connection", "close");
        head.headers.add("te", "trailers");
        head.headers.add("host", "evil");
        head.headers.add("x", "1");
        QVERIFY(pair.client->sendRequest(head, true));
        QVERIFY(pair.settle());
        QCOMPARE(pair.serverEvents.take(),
                 std::string("1 request GET http a / te=trailers x=1\n1 end\n"));
    }

    void cookieCrumbsAreJoined() {
        Pair pair;
        RequestHead head = request("GET", "a", "/");
        head.headers.add("cookie", "a=1");
        head.headers.add("x", "y");
        head.headers.add("cookie", "b=2");
        QVERIFY(pair.client->sendRequest(head, true));
        QVERIFY(pair.settle());
        QCOMPARE(pair.serverEvents.take(),
                 std::string("1 request GET http a / x=y cookie=a=1; b=2\n1 end\n"));
    }

    void interimHeadsComeBeforeTheFinalOne() {
        Pair pair;
        const auto id = pair.ask("/", false);
        QVERIFY(pair.settle());
        pair.server->sendResponse(id, response(100), false);
        pair.server->sendResponse(id, response(103), false);
        pair.server->sendResponse(id, response(200), true);
        QCOMPARE(pair.client->sendBody(id, {}, true), 0u);
        QVERIFY(pair.settle());
        QCOMPARE(pair.clientEvents.take(),
                 std::string("1 response 100\n1 response 103\n1 response 200\n1 end\n"));
        QCOMPARE(pair.client->activeStreams(), 0u);
    }

    void trailersWithoutBody() {
        Pair pair;
        const auto id = pair.ask("/");
        QVERIFY(pair.settle());
        pair.server->sendResponse(id, response(200), false);
        Headers trailers;
        trailers.add("grpc-status", "0");
        pair.server->sendTrailers(id, trailers);
        QVERIFY(pair.settle());
        QCOMPARE(pair.clientEvents.take(),
                 std::string("1 response 200\n1 trailers grpc-status=0\n"));
    }

    void tunnelsByConnect() {
        Pair pair;
        const auto id = pair.client->sendRequest(request("CONNECT", "db:5432", ""), false);
        QVERIFY(pair.settle());
        QCOMPARE(pair.serverEvents.take(), std::string("1 request CONNECT - db:5432 -\n"));
        pair.server->sendResponse(*id, response(200), false);
        QCOMPARE(pair.server->sendBody(*id, bytesOf("raw"), false), 3u);
        QVERIFY(pair.settle());
        QCOMPARE(pair.clientEvents.take(), std::string("1 response 200\n1 body raw\n"));
    }

    void windowsHoldTheSenderBackUntilConsumed() {
        Limits small;
        small.streamWindow = 10'000;
        Pair pair({}, small);
        std::size_t received = 0;
        pair.serverEvents.bodyHook = [&](StreamId, ByteView bytes, bool) {
            received += bytes.size();
        };
        QVERIFY(pair.settle());
        const auto id = pair.ask("/", false);
        const std::string body(200'000, 'x');
        std::size_t offered = pair.client->sendBody(id, bytesOf(body), true);
        QVERIFY(offered < body.size());
        pair.clientEvents.writableHook = [&](StreamId stream) {
            offered += pair.client->sendBody(stream, bytesOf(body).subspan(offered), true);
        };
        QVERIFY(pair.settle());
        QCOMPARE(received, std::size_t(10'000));
        for (std::size_t consumed = 0; consumed < body.size();) {
            const std::size_t news = received - consumed;
            QVERIFY(news > 0 && news <= 10'000);
            consumed = received;
            pair.server->consumed(id, news);
            QVERIFY(pair.settle());
        }
        QCOMPARE(received, body.size());
        QVERIFY(pair.serverEvents.take().ends_with("1 end\n"));
    }

    void outputIsBoundedHoweverWideTheWindows() {
        Limits wide;
        wide.streamWindow = 0x7fff'0000;
        wide.connectionWindow = 0x7fff'0000;
        Pair pair(wide, {});
        QVERIFY(pair.settle());
        const std::string body(65'536, 'x');
        std::vector<StreamId> ids;
        for (int i = 0; i < 50; ++i)
            ids.push_back(pair.ask("/"));
        QVERIFY(pair.settle());
        for (const StreamId id : ids) {
            pair.server->sendResponse(id, response(200), false);
            QVERIFY(pair.server->sendBody(id, bytesOf(body), true) > 0);
        }
        QVERIFY(pair.server->output().size() < 300'000);
        pair.server->reset(ids.back(), ResetReason::InternalError); // while it waits to go out
        QVERIFY(pair.settle());
        QCOMPARE(pair.client->activeStreams(), 0u);
        QVERIFY(pair.clientEvents.take().find("99 reset: internal error") != std::string::npos);
    }

    void windowOfAResetStreamReturnsToTheConnection() {
        Limits narrow;
        narrow.connectionWindow = 65'535;
        Pair pair({}, narrow);
        QVERIFY(pair.settle());
        const std::string body(40'000, 'x');
        for (int i = 0; i < 10; ++i) {
            const auto id = pair.ask("/", false);
            QCOMPARE(pair.client->sendBody(id, bytesOf(body), false), body.size());
            QVERIFY(pair.settle());
            pair.server->reset(id, ResetReason::Cancelled); // none of it was consumed
            QVERIFY(pair.settle());
            QVERIFY2(pair.serverEvents.take().find("body (40000 bytes)") != std::string::npos,
                     "the connection's window ran dry");
        }
    }

    void resetsArriveWithTheirReason_data() {
        QTest::addColumn<int>("reason");
        QTest::addColumn<QString>("seen");
        QTest::newRow("cancelled") << int(ResetReason::Cancelled) << "cancelled";
        QTest::newRow("refused") << int(ResetReason::Refused) << "refused";
        QTest::newRow("calm") << int(ResetReason::EnhanceYourCalm) << "too much, too fast";
        QTest::newRow("internal") << int(ResetReason::InternalError) << "internal error";
    }
    void resetsArriveWithTheirReason() {
        QFETCH(const int, reason);
        QFETCH(const QString, seen);
        Pair pair;
        const auto id = pair.ask("/");
        QVERIFY(pair.settle());
        pair.server->reset(id, ResetReason(reason));
        QVERIFY(pair.settle());
        QCOMPARE(pair.clientEvents.take(), "1 reset: " + seen.toStdString() + "\n");
        QCOMPARE(pair.client->activeStreams(), 0u);
        QCOMPARE(pair.server->activeStreams(), 0u);
        QVERIFY(pair.client->canOpenStream());
    }

    void answeredRequestThatIsNotReadOnEndsWithoutError() {
        Pair pair;
        const auto id = pair.ask("/", false);
        QVERIFY(pair.settle());
        pair.server->sendResponse(id, response(413), false);
        QCOMPARE(pair.server->sendBody(id, bytesOf("too large"), true), 9u);
        pair.server->reset(id, ResetReason::Cancelled);
        QVERIFY(pair.settle());
        QCOMPARE(pair.clientEvents.take(),
                 std::string("1 response 413\n1 body too large\n1 end\n1 reset: cancelled\n"));
    }

    void peerMayLimitStreams() {
        Limits two;
        two.maxConcurrentStreams = 2;
        Pair pair({}, two);
        QCOMPARE(pair.client->peerMaxStreams(), 100u);
        QVERIFY(pair.settle());
        QCOMPARE(pair.client->peerMaxStreams(), 2u);
        QVERIFY(pair.ask("/") && pair.ask("/"));
        QVERIFY(!pair.client->canOpenStream());
        QCOMPARE(pair.ask("/"), 0u);
        QVERIFY(pair.settle());
        pair.server->sendResponse(1, response(204), true);
        QVERIFY(pair.settle());
        QVERIFY(pair.client->canOpenStream());
    }

    void streamsBeyondTheLimitAreRefused() {
        Limits two;
        two.maxConcurrentStreams = 2;
        Pair pair({}, two);
        for (int i = 0; i < 4; ++i) // the client has not seen the SETTINGS yet
            QVERIFY(pair.ask("/"));
        QVERIFY(pair.settle());
        QCOMPARE(pair.serverEvents.take(),
                 std::string("1 request GET http a /\n1 end\n3 request GET http a /\n3 end\n"));
        QCOMPARE(pair.clientEvents.take(), std::string("5 reset: refused\n7 reset: refused\n"));
    }

    void gracefulCloseLosesNoRequest() {
        Pair pair;
        const auto first = pair.ask("/first");
        QVERIFY(pair.settle());
        pair.server->closeGracefully();
        const auto crossing = pair.ask("/crossing"); // sent before the GOAWAY arrives
        QVERIFY(pair.settle());
        QVERIFY(pair.clientEvents.take().find("goaway") != std::string::npos);
        QVERIFY(!pair.client->canOpenStream());
        QVERIFY(!pair.server->finished() && !pair.client->finished());
        pair.server->sendResponse(first, response(200), true);
        pair.server->sendResponse(crossing, response(200), true);
        QVERIFY(pair.settle());
        QCOMPARE(pair.clientEvents.take(),
                 std::string("1 response 200\n1 end\n3 response 200\n3 end\n"));
        QVERIFY(pair.server->finished());
        QVERIFY(pair.client->finished());
    }

    void gracefulCloseOfAnIdleConnection() {
        Pair pair;
        QVERIFY(pair.settle());
        pair.server->closeGracefully();
        QVERIFY(pair.settle());
        QVERIFY(pair.server->finished() && pair.client->finished());

        Pair other;
        QVERIFY(other.settle());
        other.client->closeGracefully();
        QVERIFY(other.client->finished() && !other.client->canOpenStream());
    }

    void requestsAfterGoawayAreRefusedAndSafeToRepeat() {
        Pair pair;
        const auto first = pair.ask("/first");
        QVERIFY(pair.settle());
        (void)pair.clientEvents.take();
        // GOAWAY: last stream 1, NO_ERROR. The two requests after it never left.
        QVERIFY(pair.ask("/second") && pair.ask("/third"));
        const std::string goaway("\0\0\x08\x07\0\0\0\0\0\0\0\0\1\0\0\0\0", 17);
        QVERIFY(pair.client->receive(bytesOf(goaway)));
        QCOMPARE(pair.clientEvents.take(),
                 std::string("goaway 1\n3 reset: refused\n5 reset: refused\n"));
        QCOMPARE(pair.client->activeStreams(), 1u);
        QVERIFY(!pair.client->finished());
        pair.server->sendResponse(first, response(204), true);
        QVERIFY(pair.settle());
        QVERIFY(pair.client->finished());
    }

    void lostConnectionResetsWhatWasUnderWay() {
        Pair pair;
        pair.ask("/1");
        pair.ask("/2");
        QVERIFY(pair.settle());
        (void)pair.serverEvents.take();
        pair.client->receiveEof();
        pair.server->receiveEof();
        const std::string lost("1 reset: connection lost\n3 reset: connection lost\n");
        QCOMPARE(pair.clientEvents.take(), lost);
        QCOMPARE(pair.serverEvents.take(), lost);
        QVERIFY(pair.client->finished() && pair.server->finished());
        QVERIFY(!pair.client->canOpenStream());
    }

    void tooLargeHeadIsAnswered_data() {
        QTest::addColumn<int>("headers");
        QTest::addColumn<int>("valueSize");
        QTest::newRow("many headers") << 300 << 1;
        QTest::newRow("large headers") << 3 << 400;
    }
    void tooLargeHeadIsAnswered() {
        QFETCH(const int, headers);
        QFETCH(const int, valueSize);
        Limits small;
        small.maxHeaderBytes = 1000;
        small.maxHeaders = 100;
        Pair pair({}, small);
        RequestHead head = request("GET", "a", "/");
        for (int i = 0; i < headers; ++i)
            head.headers.add("x" + std::to_string(i % 10),
                             std::string(std::size_t(valueSize), 'v'));
        QVERIFY(pair.client->sendRequest(head, true));
        QVERIFY(pair.settle());
        QCOMPARE(pair.serverEvents.take(), std::string());
        QCOMPARE(pair.clientEvents.take(), std::string("1 response 431\n1 end\n"));
        QVERIFY(pair.ask("/fine"));
        QVERIFY(pair.settle());
        QCOMPARE(pair.serverEvents.take(), std::string("3 request GET http a /fine\n3 end\n"));
    }

    void tooLargeResponseIsReset() {
        Limits small;
        small.maxHeaders = 10;
        Pair pair(small, {});
        const auto id = pair.ask("/");
        QVERIFY(pair.settle());
        ResponseHead head = response(200);
        for (int i = 0; i < 20; ++i)
            head.headers.add("x", "y");
        pair.server->sendResponse(id, head, true);
        QVERIFY(pair.settle());
        QCOMPARE(pair.clientEvents.take(), std::string("1 reset: protocol error\n"));
        QCOMPARE(pair.client->activeStreams(), 0u);
    }

    void strangeStatusIsRefused_data() {
        QTest::addColumn<int>("status");
        for (const int status : {600, 999})
            QTest::addRow("%d", status) << status;
    }
    void strangeStatusIsRefused() {
        QFETCH(const int, status);
        Pair pair;
        const auto id = pair.ask("/");
        QVERIFY(pair.settle());
        pair.server->sendResponse(id, response(status), true);
        QVERIFY(pair.settle());
        QCOMPARE(pair.clientEvents.take(), std::string("1 reset: protocol error\n"));
        QCOMPARE(pair.client->activeStreams(), 0u);
    }

    void sendingOnADeadStreamDoesNothing() {
        Pair pair;
        const auto id = pair.ask("/");
        QVERIFY(pair.settle());
        pair.client->reset(id, ResetReason::Cancelled);
        QVERIFY(pair.settle());
        pair.server->sendResponse(id, response(200), false);
        QCOMPARE(pair.server->sendBody(id, bytesOf("x"), true), 1u);
        pair.server->sendTrailers(id, {});
        pair.server->consumed(id, 10);
        pair.server->reset(id, ResetReason::Cancelled);
        QVERIFY(pair.settle());
        QCOMPARE(pair.clientEvents.take(), std::string());
    }

    void resetBeforeTheRequestLeft() {
        Pair pair;
        const auto id = pair.ask("/", false);
        (void)pair.client->sendBody(id, bytesOf("x"), false);
        pair.client->reset(id, ResetReason::Cancelled);
        QVERIFY(pair.ask("/next"));
        QVERIFY(pair.settle());
        QVERIFY(pair.serverEvents.take().ends_with("3 request GET http a /next\n3 end\n"));
        QCOMPARE(pair.clientEvents.take(), std::string());
    }
};

QTEST_APPLESS_MAIN(TestH2Codec)
#include "tst_h2_codec.moc"
