// SPDX-License-Identifier: Apache-2.0
// What is told of single requests: trace headers, lines of the access log, taps.
#include "causeway/v1/tap.pb.h"
#include "proxy/recorder.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

#include <fcntl.h>
#include <unistd.h>

using namespace causeway;
using namespace causeway::proxy;

namespace {

constexpr const char* kCaller = "spiffe://talk.mesh/cluster/aws/ns/bank/sa/payments";

// A request as the callee's sidecar sees its end.
struct Seen {
    Seen() {
        peer.ip = *IpAddress::parse("10.1.0.7");
        request.role = Role::Inbound;
        request.peer = &peer;
        request.head.version = http::Version::Http2;
        request.mesh.origProto = "HTTP/1.1";
        request.mesh.origAuthority = "ledger:80";
        request.head.method = "GET";
        request.head.path = "/loans/7?full=1";
        request.head.headers.add("authorization", "Bearer abc");
        request.head.headers.add("user-agent", "curl \"8\"");
        request.head.headers.add("x-mine", "1");
        request.service = "ledger.bank.svc.aws.mesh";
        request.caller = kCaller;
        request.received = clock.now();
        outcome.status = 200;
        outcome.result = classify::httpOutcome(200);
        outcome.workload = "ledger";
        outcome.own = Hop{5000, 0, 4000};
        outcome.responseBytes = 12;
        clock.advance(std::chrono::milliseconds(6));
    }
    Ending ending() const { return {request, outcome, clock.now(), clock.wallNow()}; }

    ManualClock clock;
    Peer peer;
    Request request;
    Outcome outcome;
};

http::Headers headers(std::initializer_list<std::pair<const char*, const char*>> list) {
    http::Headers made;
    for (const auto& [name, value] : list)
        made.add(name, value);
    return made;
}

} // namespace

class TestObserve : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void traceHeadersAreReadAndWrittenInTheirForm_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("trace"); // empty: none
        QTest::addColumn<bool>("sampled");
        const char* kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";
        const auto row = [](const char* title, const char* name, const char* value,
                            const char* trace, bool sampled) {
            QTest::newRow(title) << QByteArray(name) << QByteArray(value) << QByteArray(trace)
                                 << sampled;
        };
        row("sampled", "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            kTrace, true);
        row("not sampled", "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
            kTrace, false);
        row("a later version", "traceparent",
            "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more", kTrace, true);
        row("version ff", "traceparent", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "", false);
        row("upper case", "traceparent", "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "", false);
        row("all zero", "traceparent", "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "", false);
        row("too long", "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
            "", false);
        row("one header", "b3", "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1", kTrace,
            true);
        row("debug", "b3", "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-d-05e3ac9a4f6e3b90",
            kTrace, true);
        row("short trace", "b3", "a3ce929d0e0e4736-00f067aa0ba902b7-0",
            "0000000000000000a3ce929d0e0e4736", false);
        row("only a decision", "b3", "0", "", false);
    }
    void traceHeadersAreReadAndWrittenInTheirForm() {
        QFETCH(const QByteArray, name);
        QFETCH(const QByteArray, value);
        QFETCH(const QByteArray, trace);
        QFETCH(const bool, sampled);
        auto list = headers({{name.constData(), value.constData()}});
        const auto context = TraceContext::read(list);
        QCOMPARE(context.has_value(), !trace.isEmpty());
        if (!context)
            return;
        QCOMPARE(context->traceText(), trace.toStdString());
        QCOMPARE(context->sampled, sampled);
        context->write(list);
        const auto again = TraceContext::read(list);
        QVERIFY(again && again->span == context->span && again->form == context->form);
    }
    void b3InSeveralHeaders() {
        auto list = headers({{"x-b3-traceid", "4bf92f3577b34da6a3ce929d0e0e4736"},
                             {"x-b3-spanid", "00f067aa0ba902b7"},
                             {"x-b3-parentspanid", "05e3ac9a4f6e3b90"}});
        auto context = TraceContext::read(list);
        QVERIFY(context && context->undecided);
        context->sampled = true;
        context->write(list);
        QCOMPARE(list.find("x-b3-sampled").value_or(""), std::string_view("1"));
        QVERIFY(!list.has("x-b3-parentspanid") && !list.has("traceparent"));
    }

    void accessLinesHoldWhatHappenedAndNoSecrets() {
        const Seen seen;
        AccessLogOptions options;
        options.headers = {"authorization", "x-mine"};
        const std::string json = formatAccess(options, seen.ending());
        for (const char* part :
             {"\"method\":\"GET\"", "\"host\":\"ledger:80\"", "\"uri\":\"/loans/7?full=1\"",
              "\"version\":\"HTTP/1.1\"", "\"status\":200", "\"total_ns\":6000000",
              "\"processing_ns\":1000000", "\"user_agent\":\"curl \\\"8\\\"\"",
              "\"client.addr\":\"10.1.0.7\"", "\"header.authorization\":\"[redacted]\"",
              "\"header.x-mine\":\"1\"",
              "\"client.id\":\"spiffe://talk.mesh/cluster/aws/ns/bank/sa/payments\""})
            QVERIFY2(json.find(part) != std::string::npos, (json + "\n" + part).c_str());
        options.format = AccessLogOptions::Format::Apache;
        QCOMPARE(formatAccess(options, seen.ending()),
                 std::string("10.1.0.7 spiffe://talk.mesh/cluster/aws/ns/bank/sa/payments - "
                             "[20/Dec/2019:00:00:00 +0000] \"GET /loans/7?full=1 HTTP/1.1\" 200 12 "
                             "\"-\" \"curl \\\"8\\\"\""));
    }

    void aReaderThatSleepsCostsLinesAndNothingElse() {
        QTemporaryDir folder;
        const std::string path = folder.filePath("pipe").toStdString();
        QCOMPARE(::mkfifo(path.c_str(), 0600), 0);
        const int reader = ::open(path.c_str(), O_RDONLY | O_NONBLOCK);
        {
            AccessLogOptions options;
            options.file = path;
            auto log = AccessLog::open(options);
            QVERIFY(log.has_value());
            Seen seen;
            const std::string longPath(4000, 'p');
            seen.request.head.path = longPath;
            for (int i = 0; i < 4000; ++i)
                (*log)->add(seen.ending());
            QVERIFY((*log)->dropped() > 0);
        } // ends, though nobody reads
        ::close(reader);
    }

    void tapsShowWhatMatches() {
        const Seen seen;
        const auto matches = [&](auto set) {
            v1::TapRequest request;
            set(*request.mutable_filter());
            const auto tap = TapSession::make(1, request, "ledger-1", nullptr);
            return tap && (*tap)->matches(seen.ending());
        };
        QVERIFY(matches([](v1::TapFilter&) {}));
        QVERIFY(matches([](v1::TapFilter& f) { f.set_direction(v1::TapFilter::INBOUND); }));
        QVERIFY(!matches([](v1::TapFilter& f) { f.set_direction(v1::TapFilter::OUTBOUND); }));
        QVERIFY(matches([](v1::TapFilter& f) { f.set_source_workload("payments"); }));
        QVERIFY(!matches([](v1::TapFilter& f) { f.set_source_workload("cards"); }));
        QVERIFY(matches([](v1::TapFilter& f) { f.set_source_namespace("bank"); }));
        QVERIFY(matches([](v1::TapFilter& f) { f.set_destination_service("ledger.bank"); }));
        QVERIFY(!matches([](v1::TapFilter& f) { f.set_destination_namespace("shop"); }));
        QVERIFY(matches([](v1::TapFilter& f) { f.set_path_prefix("/loans"); }));
        QVERIFY(matches([](v1::TapFilter& f) { f.set_path_regex("/loans/[0-9]+.*"); }));
        QVERIFY(!matches([](v1::TapFilter& f) { f.set_path_regex("loans"); }));
        QVERIFY(!matches([](v1::TapFilter& f) { f.set_path_regex("("); }));
        QVERIFY(!matches([](v1::TapFilter& f) { f.set_method("POST"); }));
        QVERIFY(matches([](v1::TapFilter& f) { f.set_authority("ledger:80"); }));
        QVERIFY(!matches([](v1::TapFilter& f) { f.set_status_min(500); }));
        QVERIFY(!matches([](v1::TapFilter& f) { f.set_status_max(199); }));
    }
    void tapsAreBoundedAndRedacted() {
        Seen seen;
        v1::TapRequest request;
        request.set_max_rps(3);
        request.add_redact("X-Mine");
        std::vector<std::unique_ptr<v1::TapEvent>> events;
        const auto tap = TapSession::make(1, request, "ledger-1",
                                          [&](std::uint64_t, std::unique_ptr<v1::TapEvent> event) {
                                              events.push_back(std::move(event));
                                          });
        for (int i = 0; i < 10; ++i)
            (*tap)->ended(seen.ending());
        QCOMPARE(events.size(), std::size_t(3));
        seen.clock.advance(std::chrono::seconds(1));
        (*tap)->ended(seen.ending());
        QCOMPARE(events.back()->dropped(), std::uint64_t(7));
        for (const v1::TapHeader& header : events[0]->request_headers())
            QCOMPARE(header.value() == "[redacted]", header.name() != "user-agent");
        QCOMPARE(events[0]->path(), std::string("/loans/7?full=1"));
    }
};

QTEST_APPLESS_MAIN(TestObserve)
#include "tst_observe.moc"
