// SPDX-License-Identifier: Apache-2.0
// The client's call layer against the unary server, and against a bare server codec for streams.
#include "grpc/channel.h"
#include "grpc/unary_server.h"
#include "mesh-core/http/codec_recorder.h"

#include <QTest>

using namespace causeway;
using namespace causeway::grpc;

namespace {

struct StreamLog : CallEvents {
    void onMessage(CallId, ByteView message) override { messages.emplace_back(textOf(message)); }
    void onStatus(CallId, const grpc::Status& s) override { status.push_back(s); }
    void onDrained(CallId) override { ++drained; }
    std::vector<std::string> messages;
    std::vector<grpc::Status> status;
    int drained = 0;
};

struct Outcome {
    int calls = 0;
    grpc::Status status;
    std::string reply;

    Channel::UnaryDone done() {
        return [this](const grpc::Status& s, ByteView message) {
            ++calls;
            status = s;
            reply = textOf(message);
        };
    }
};

} // namespace

class TestGrpcChannel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void unaryCall() {
        UnaryServer server([&](http::StreamId id, const http::RequestHead& head, ByteView message) {
            QCOMPARE(head.path, "/causeway.v1.Identity/Certify");
            QCOMPARE(head.headers.find("x-token"), "t");
            QCOMPARE(head.headers.find("grpc-timeout"), "5000000u");
            server.reply(id, {}, bytesOf("echo " + std::string(textOf(message))));
        });
        Channel channel("https", "control.aws.mesh");
        Outcome outcome;
        Channel::Options options;
        options.metadata.add("x-token", "t");
        options.timeout = std::chrono::seconds(5);
        QVERIFY(
            channel.call("/causeway.v1.Identity/Certify", bytesOf("hi"), outcome.done(), options));
        QVERIFY(http::test::exchange(channel.codec(), server.codec()));
        QCOMPARE(outcome.calls, 1);
        QVERIFY2(outcome.status.ok(), outcome.status.describe().c_str());
        QCOMPARE(outcome.reply, std::string("echo hi"));
        QCOMPARE(channel.codec().activeStreams(), 0u);
        QCOMPARE(server.codec().activeStreams(), 0u);
    }

    void largeMessagesPassTheWindows() {
        UnaryServer server([&](http::StreamId id, const http::RequestHead&, ByteView message) {
            server.reply(id, {}, message);
        });
        Channel channel("http", "x");
        Outcome outcome;
        const std::string large(3'000'000, 'm');
        QVERIFY(channel.call("/a/b", bytesOf(large), outcome.done()));
        QVERIFY(http::test::exchange(channel.codec(), server.codec()));
        QVERIFY2(outcome.status.ok(), outcome.status.describe().c_str());
        QVERIFY(outcome.reply == large);
    }

    void errorStatusArrivesWithItsMessage() {
        UnaryServer server([&](http::StreamId id, const http::RequestHead&, ByteView) {
            server.reply(id, {Code::PermissionDenied, "not for you"}, {});
        });
        Channel channel("http", "x");
        Outcome outcome;
        QVERIFY(channel.call("/a/b", {}, outcome.done()));
        QVERIFY(http::test::exchange(channel.codec(), server.codec()));
        QCOMPARE(outcome.status.describe(), std::string("PERMISSION_DENIED: not for you"));
    }

    void replyMayComeLater() {
        http::StreamId waiting = 0;
        UnaryServer server(
            [&](http::StreamId id, const http::RequestHead&, ByteView) { waiting = id; });
        Channel channel("http", "x");
        Outcome outcome;
        QVERIFY(channel.call("/a/b", {}, outcome.done()));
        QVERIFY(http::test::exchange(channel.codec(), server.codec()));
        QCOMPARE(outcome.calls, 0);
        server.reply(waiting, {}, bytesOf("late"));
        QVERIFY(http::test::exchange(channel.codec(), server.codec()));
        QCOMPARE(outcome.reply, std::string("late"));
    }

    void lostConnectionIsUnavailable() {
        Channel channel("http", "x");
        Outcome outcome;
        StreamLog log;
        QVERIFY(channel.call("/a/b", {}, outcome.done()));
        QVERIFY(channel.start("/a/c", log));
        channel.codec().receiveEof();
        QCOMPARE(outcome.status.code, Code::Unavailable);
        QCOMPARE(log.status.size(), std::size_t(1));
        QCOMPARE(log.status[0].code, Code::Unavailable);
        const auto refused = channel.call("/a/b", {}, outcome.done());
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind(), ErrorKind::Unavailable);
        QCOMPARE(outcome.calls, 1);
    }

    void cancelTellsTheServerAndNobodyElse() {
        http::test::Recorder events;
        const auto server = http::makeHttp2Codec(http::Role::Server, events);
        Channel channel("http", "x");
        StreamLog log;
        const auto id = channel.start("/a/c", log);
        QVERIFY(http::test::exchange(channel.codec(), *server));
        (void)events.take();
        channel.cancel(*id);
        QVERIFY(http::test::exchange(channel.codec(), *server));
        QCOMPARE(events.take(), std::string("1 reset: cancelled\n"));
        QVERIFY(log.status.empty());
    }

    void streamsBothWays() {
        http::test::Recorder events;
        const auto server = http::makeHttp2Codec(http::Role::Server, events);
        MessageReader reader;
        events.requestHook = [&](http::StreamId id, http::RequestHead&, bool) {
            server->sendResponse(id, makeResponseHead(), false);
        };
        events.bodyHook = [&](http::StreamId id, ByteView bytes, bool end) {
            server->consumed(id, bytes.size());
            reader.append(bytes);
            for (auto message = reader.next(); *message; message = reader.next()) {
                Buffer out;
                appendMessage(out, bytesOf("ack " + std::string(textOf(**message))));
                QCOMPARE(server->sendBody(id, out.view(), false), out.size());
            }
            if (end) {
                http::Headers trailers;
                serialize({}, trailers);
                server->sendTrailers(id, trailers);
            }
        };
        Channel channel("https", "control");
        StreamLog log;
        const auto id = channel.start("/causeway.v1.Config/Stream", log);
        QVERIFY(id);
        channel.send(*id, bytesOf("one"));
        QVERIFY(http::test::exchange(channel.codec(), *server));
        QCOMPARE(log.messages, std::vector<std::string>{"ack one"});
        channel.send(*id, bytesOf("two"));
        channel.finishSending(*id);
        QVERIFY(http::test::exchange(channel.codec(), *server));
        QCOMPARE(log.messages, (std::vector<std::string>{"ack one", "ack two"}));
        QCOMPARE(log.status.size(), std::size_t(1));
        QVERIFY(log.status[0].ok());
        QCOMPARE(channel.codec().activeStreams(), 0u);
    }

    void slowServerHoldsTheSenderBack() {
        http::test::Recorder events; // consumes nothing at first
        const auto server = http::makeHttp2Codec(http::Role::Server, events);
        Channel channel("http", "x");
        StreamLog log;
        const auto id = channel.start("/a/c", log);
        std::size_t received = 0;
        events.bodyHook = [&](http::StreamId, ByteView bytes, bool) { received += bytes.size(); };
        channel.send(*id, bytesOf(std::string(300'000, 'x')));
        QVERIFY(http::test::exchange(channel.codec(), *server));
        QVERIFY(received <= 65'535);
        QVERIFY(channel.pendingBytes(*id) > 100'000);
        for (std::size_t consumed = 0; consumed < 300'005;) {
            const std::size_t news = received - consumed;
            QVERIFY(news > 0); // otherwise nothing moves any more
            consumed = received;
            server->consumed(*id, news);
            QVERIFY(http::test::exchange(channel.codec(), *server));
        }
        QCOMPARE(received, std::size_t(300'005));
        QCOMPARE(channel.pendingBytes(*id), std::size_t(0));
        QVERIFY(log.drained > 0);
    }

    void badAnswers_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("httpStatus");
        QTest::addColumn<QString>("grpcStatus");
        QTest::addColumn<int>("expected");
        const auto code = [](Code c) { return int(c); };
        QTest::newRow("not gRPC") << QByteArray("sorry") << 503 << "" << code(Code::Unavailable);
        QTest::newRow("no status")
            << QByteArray("\0\0\0\0\0", 5) << 200 << "" << code(Code::Unknown);
        QTest::newRow("cut short")
            << QByteArray("\0\0\0\0\4x", 6) << 200 << "0" << code(Code::Internal);
        QTest::newRow("no message") << QByteArray() << 200 << "0" << code(Code::Internal);
        QTest::newRow("two messages")
            << QByteArray("\0\0\0\0\0\0\0\0\0\0", 10) << 200 << "0" << code(Code::Internal);
        QTest::newRow("too large")
            << QByteArray("\0\x7f\0\0\0", 5) << 200 << "0" << code(Code::ResourceExhausted);
        QTest::newRow("compressed")
            << QByteArray("\1\0\0\0\0", 5) << 200 << "0" << code(Code::Internal);
    }
    void badAnswers() {
        QFETCH(const QByteArray, body);
        QFETCH(const int, httpStatus);
        QFETCH(const QString, grpcStatus);
        QFETCH(const int, expected);
        http::test::Recorder events;
        const auto server = http::makeHttp2Codec(http::Role::Server, events);
        events.bodyHook = [&](http::StreamId id, ByteView, bool end) {
            if (!end)
                return;
            http::ResponseHead head = makeResponseHead();
            head.status = httpStatus;
            server->sendResponse(id, head, false);
            (void)server->sendBody(id, bytesOf({body.data(), std::size_t(body.size())}), false);
            http::Headers trailers;
            if (!grpcStatus.isEmpty())
                trailers.add("grpc-status", grpcStatus.toStdString());
            server->sendTrailers(id, trailers);
        };
        Channel channel("http", "x");
        Outcome outcome;
        QVERIFY(channel.call("/a/b", bytesOf("q"), outcome.done()));
        QVERIFY(http::test::exchange(channel.codec(), *server));
        QCOMPARE(outcome.calls, 1);
        QCOMPARE(int(outcome.status.code), expected);
        QVERIFY(outcome.reply.empty());
    }
};

QTEST_APPLESS_MAIN(TestGrpcChannel)
#include "tst_grpc_channel.moc"
