// SPDX-License-Identifier: Apache-2.0
// Peers that break the rules, against a real proxy that strangers reach: each is refused with the
// right status or code, is counted by its kind, and harms nobody else.
//
//     hostile client ─┐
//                     ├─► edge of ledger's sidecar ──► an application that may lie
//     good client   ──┘
#include "h2_frames.h"
#include "hostile_edge.h"
#include "support/instrumented.h"

using namespace causeway;

class TestHostilePeers : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<Edge> m_edge;
    Edge& edge() { return *m_edge; }

private Q_SLOTS:
    void initTestCase() {
        m_edge = std::make_unique<Edge>();
        QVERIFY2(edge().ready, qPrintable(edge().proxy->log()));
    }
    void cleanup() { QVERIFY2(edge().othersAreServed(), qPrintable(edge().proxy->log())); }

    void http1IsRefused_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("kind");
        const auto raw = [](const char* name, const QByteArray& bytes, int status, const char* kind) {
            QTest::newRow(name) << bytes << status << QByteArray(kind);
        };
        const auto row = [&](const char* name, const QByteArray& fields, int status,
                             const char* kind) {
            raw(name, "POST / HTTP/1.1\r\nHost: ledger\r\n" + fields, status, kind);
        };
        row("CL.TE", "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG", 400, "framing");
        row("TE.CL", "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n8\r\nSMUGGLED\r\n0\r\n\r\n", 400, "framing");
        row("TE.TE", "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n", 400, "framing");
        row("TE dressed up", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400, "framing");
        row("TE with a tab", "Transfer-Encoding:\tchunked, identity\r\n\r\n0\r\n\r\n", 400, "framing");
        row("TE unknown", "Transfer-Encoding: gzip\r\n\r\n", 501, "framing");
        row("space before the colon", "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400, "field");
        row("obs-fold", "X: a\r\n b\r\n\r\n", 400, "field");
        row("folded length", "Content-Length:\r\n 5\r\n\r\nhello", 400, "framing");
        row("bare LF", "X: a\nY: b\r\n\r\n", 400, "bare-lf");
        row("NUL", QByteArray("X: a\0b\r\n\r\n", 10), 400, "field");
        row("bare CR", "X: a\rY: b\r\n\r\n", 400, "field");
        row("equal lengths", "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 400, "framing");
        row("two lengths", "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400, "framing");
        row("a list of lengths", "Content-Length: 5, 5\r\n\r\nhello", 400, "framing");
        row("plus", "Content-Length: +5\r\n\r\nhello", 400, "framing");
        row("minus", "Content-Length: -5\r\n\r\nhello", 400, "framing");
        row("hexadecimal", "Content-Length: 0x5\r\n\r\nhello", 400, "framing");
        row("too long a length", "Content-Length: 99999999999999999999\r\n\r\n", 400, "framing");
        const QByteArray chunked = "Transfer-Encoding: chunked\r\n\r\n";
        row("chunk overflow", chunked + "FFFFFFFFFFFFFFFFF\r\n", 400, "chunk");
        row("chunk with a sign", chunked + "-1\r\n", 400, "chunk");
        row("chunk extension without end", chunked + "1;" + QByteArray(3000, 'x'), 400, "chunk");
        row("chunk longer than its size", chunked + "2\r\nabc\r\n", 400, "chunk");
        row("chunk line with LF", chunked + "2\nab\r\n", 400, "chunk");
        QByteArray many;
        for (int i = 0; i < 10'000; ++i)
            many += "A: b\r\n";
        row("ten thousand headers", many + "\r\n", 431, "too-large");
        row("a megabyte of header", "X: " + QByteArray(1024 * 1024, 'x') + "\r\n\r\n", 431, "too-large");
        raw("a long target", "GET /" + QByteArray(40'000, 'x') + " HTTP/1.1\r\n", 414, "too-large");
        raw("NUL in the target", QByteArray("GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", 28), 400, "start-line");
        raw("two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, "field");
        raw("no host", "GET / HTTP/1.1\r\n\r\n", 400, "field");
        raw("HTTP/3", "GET / HTTP/3.0\r\nHost: a\r\n\r\n", 505, "start-line");
        raw("TLS to a plain port", QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11), 400, "not-http");
        raw("a head that never ends", "GET / HTTP/1.1\r\nHost: led", 408, "slow-head");
    }
    void http1IsRefused() {
        QFETCH(const QByteArray, bytes);
        QFETCH(const int, status);
        QFETCH(const QByteArray, kind);
        const double before = edge().refused(kind.toStdString());
        const auto answer = TestClient::raw(edge().port, bytes.toStdString());
        QVERIFY2(answer.starts_with("HTTP/1.1 " + std::to_string(status)), answer.c_str());
        QCOMPARE(answer.find("HTTP/1.1 ", 9), std::string::npos); // one answer: nothing was smuggled
        QVERIFY(edge().counts(kind.toStdString(), before + 1));
    }

    void http2IsRefused_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("goaway");
        QTest::addColumn<int>("reset");
        QTest::addColumn<QByteArray>("kind");
        const auto row = [](const char* name, const std::string& bytes, int goaway, int reset,
                            const char* kind) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << goaway << reset
                                << QByteArray(kind);
        };
        const auto many = [](int count, const std::string& frame) {
            std::string all;
            for (int i = 0; i < count; ++i)
                all += frame;
            return all;
        };
        using namespace h2;
        constexpr int kProtocol = 1, kFlowControl = 3, kCompression = 9, kCalm = 11;
        std::string resets, streams;
        for (std::uint32_t id = 1; id < 4000; id += 2) {
            resets += get(id) + frame(kReset, 0, id, std::string("\0\0\0\x8", 4));
            if (id < 1200)
                streams += frame(kHeaders, 4, id, h2::get());
        }
        row("rapid reset", resets, kCalm, -1, "flood");
        row("PING flood", many(20'000, frame(kPing, 0, 0, "12345678")), kCalm, -1, "flood");
        row("SETTINGS flood", many(20'000, frame(kSettings, 0, 0)), kCalm, -1, "flood");
        row("empty DATA", frame(kHeaders, 4, 1, h2::get()) + many(20'000, frame(kData, 0, 1)), kCalm, -1, "flood");
        row("more streams than allowed", streams, -1, 7, "flood");
        row("CONTINUATION flood", frame(kHeaders, 0, 1, h2::get()) + many(200, frame(kContinuation, 0, 1)), kProtocol, -1, "http2");
        row("a window beyond its bound", frame(kWindow, 0, 0, "\x7f\xff\xff\xff"), kFlowControl, -1, "http2");
        row("broken compression", frame(kHeaders, 5, 1, "\xff\xff\xff\xff\xff\xff\xff"), kCompression, -1, "http2");
        row("DATA on no stream", frame(kData, 0, 1, "x"), kProtocol, -1, "http2");
        row("no preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nnonsense nonsense nonsense", -1, -1, "http2");
        // An entry of the table that is named again and again: 4 KB become 16 MB.
        std::string bomb = h2::get() + std::string("\x40\x01x\x7f\xa1\x1e", 6) + std::string(4000, 'b');
        bomb += std::string(4000, '\xbe');
        row("HPACK bomb", frame(kHeaders, 5, 1, bomb), -1, -1, "too-large");
        row("a header with NUL", frame(kHeaders, 5, 1, h2::get() + field("x", std::string_view("a\0b", 3))), -1, -1, "malformed");
        row("connection in HTTP/2", frame(kHeaders, 5, 1, h2::get() + field("connection", "close")), -1, -1, "malformed");
        row("two lengths", frame(kHeaders, 5, 1, h2::get() + field("content-length", "5") + field("content-length", "6")), -1, -1, "malformed");
        row("a body longer than its length",
            frame(kHeaders, 4, 1, h2::get() + field("content-length", "2")) + frame(kData, 1, 1, "four"), -1, 1, "malformed");
    }
    void http2IsRefused() {
        QFETCH(const QByteArray, bytes);
        QFETCH(const int, goaway);
        QFETCH(const int, reset);
        QFETCH(const QByteArray, kind);
        const double before = edge().refused(kind.toStdString());
        const std::string first = bytes.startsWith("PRI") ? "" : h2::hello();
        const auto heard = [&] {
            // Reading goes on while it sends: an error that arrives early must not be lost to RST.
            TcpPeer peer(at(edge().port));
            std::string all;
            std::thread sender([&] {
                peer.send(first + bytes.toStdString());
                peer.endSending();
            });
            peer.readToEnd(all);
            sender.join();
            return all;
        }();
        QVERIFY(QTest::qWaitFor([&] { return edge().refused(kind.toStdString()) > before; }, 10'000));
        // RST may overtake the GOAWAY of a connection on which more was under way.
        if (goaway >= 0 && !heard.empty() && h2::codeOf(heard, h2::kGoaway) >= 0)
            QCOMPARE(h2::codeOf(heard, h2::kGoaway), goaway);
        if (reset >= 0)
            QCOMPARE(h2::codeOf(heard, h2::kReset), reset);
        QVERIFY(kInstrumented
                || edge().proxy->metric("process_resident_memory_bytes", {}) < 60e6);
    }

    void aDrippingBodyIsCutShort() {
        TcpPeer peer(at(edge().port));
        const double before = edge().refused("slow-body");
        QVERIFY(peer.send("POST /x HTTP/1.1\r\nHost: ledger\r\nContent-Length: 100000\r\n\r\n"));
        std::atomic<bool> stop = false;
        std::thread dripping([&] {
            while (!stop && peer.send("x"))
                std::this_thread::sleep_for(std::chrono::milliseconds(50));
        });
        std::string answer;
        const bool ended = peer.readToEnd(answer);
        stop = true;
        dripping.join();
        QVERIFY(ended);
        QVERIFY2(answer.starts_with("HTTP/1.1 408 "), answer.c_str());
        QVERIFY(answer.find("connection: close") != std::string::npos);
        QVERIFY(edge().counts("slow-body", before + 1));
    }

    void aDrippingBodyOfAStreamEndsThatStreamOnly() {
        TestClient client(edge().port, http::Version::Http2);
        TestRequest request{"ledger", "/x", "POST"};
        request.unfinished = true;
        const double before = edge().refused("slow-body");
        const auto slow = client.send(request);
        QVERIFY(client.waitFor([&] { return slow->status != 0; }));
        QCOMPARE(slow->status, 408);
        QCOMPARE(client.get({"ledger", "/y"}).status, 200); // the connection lives
        QVERIFY(edge().counts("slow-body", before + 1));
    }

    void theRestOfARefusedBodyIsNotWaitedFor() {
        TcpPeer peer(at(edge().port));
        const double before = edge().refused("slow-body");
        // Answered at once, with its body still to come: a name that this workload does not serve.
        QVERIFY(peer.send("POST /big HTTP/1.1\r\nHost: ledger\r\nContent-Length: 100000\r\n\r\n"));
        std::string answer;
        QVERIFY(peer.readToEnd(answer));
        QVERIFY(edge().counts("slow-body", before + 1));
    }

    void whoDoesNotReadLosesItsResponse() {
        const double before = edge().refused("slow-read");
        TcpPeer peer(connectSmall(edge().port));
        QVERIFY(peer.connected());
        QVERIFY(peer.send("GET /big HTTP/1.1\r\nHost: ledger\r\n\r\n"));
        QVERIFY(QTest::qWaitFor([&] { return edge().refused("slow-read") > before; }, 10'000));
        std::string rest;
        QVERIFY(peer.readToEnd(rest));
        QVERIFY(rest.size() < kHundredMiB / 2);
        QCOMPARE(peer.error(), ECONNRESET);
    }

    void aWindowThatStaysZeroLosesItsStream() {
        const double before = edge().refused("slow-read");
        TcpPeer peer(at(edge().port));
        const std::string noWindow = h2::frame(h2::kSettings, 0, 0, std::string("\0\4\0\0\0\0", 6));
        std::string request = h2::get();
        request[2] = '\x04'; // :path, literal
        request.insert(3, std::string("\x04/big"));
        QVERIFY(peer.send(std::string(h2::kPreface) + noWindow
                          + h2::frame(h2::kHeaders, 5, 1, request)));
        QVERIFY(edge().counts("slow-read", before + 1));
        std::string heard;
        while (h2::codeOf(heard, h2::kReset) < 0) {
            const std::string more = peer.read(1);
            QVERIFY(!more.empty());
            heard += more;
        }
        QCOMPARE(h2::codeOf(heard, h2::kReset), 11); // ENHANCE_YOUR_CALM
    }

    void bodiesOfAHundredMebibytesPass() {
        TcpPeer down(at(edge().port));
        QVERIFY(down.send("GET /big HTTP/1.1\r\nHost: ledger\r\nConnection: close\r\n\r\n"));
        std::string body;
        QVERIFY(down.readToEnd(body));
        QVERIFY(body.size() > kHundredMiB);
        QCOMPARE(body.size() - body.find("\r\n\r\n") - 4, kHundredMiB);
        TcpPeer up(at(edge().port));
        QVERIFY(up.send("POST /x HTTP/1.1\r\nHost: ledger\r\nConnection: close\r\nContent-Length: "
                        + std::to_string(kHundredMiB) + "\r\n\r\n"));
        const std::string piece(1024 * 1024, 'y');
        for (int i = 0; i < 100; ++i)
            QVERIFY(up.send(piece));
        std::string answer;
        QVERIFY(up.readToEnd(answer));
        QVERIFY2(answer.ends_with("\r\n\r\n" + std::to_string(kHundredMiB)), answer.c_str());
        QVERIFY(kInstrumented
                || edge().proxy->metric("process_resident_memory_bytes", {}) < 60e6);
    }

    void aHalfClosedClientGetsItsAnswer() {
        TcpPeer peer(at(edge().port));
        QVERIFY(peer.send("POST /x HTTP/1.1\r\nHost: ledger\r\nContent-Length: 5\r\n\r\nhello"));
        peer.endSending();
        std::string answer;
        QVERIFY(peer.readToEnd(answer));
        QVERIFY2(answer.starts_with("HTTP/1.1 200") && answer.ends_with("5"), answer.c_str());
    }

    void aClientThatBreaksOffInItsBodyIsCounted() {
        const double before = edge().refused("truncated");
        TcpPeer peer(at(edge().port));
        QVERIFY(peer.send("POST /x HTTP/1.1\r\nHost: ledger\r\nContent-Length: 50\r\n\r\nhello"));
        QTest::qWait(100); // so that it arrives before the RST drops it
        peer.breakOff();
        QVERIFY(edge().counts("truncated", before + 1));
    }

    void serversThatLieAboutLengthAreCounted() {
        const double brokenOff = edge().refused("truncated", "dst");
        for (const char* path : {"/short", "/break"}) {
            TestClient client(edge().port, http::Version::Http2);
            const auto cut = client.send({"ledger", path});
            QVERIFY(client.waitFor([&] { return cut->reset; }));
            QCOMPARE(cut->status, 200);
            QCOMPARE(client.get({"ledger", "/x"}).status, 200);
        }
        QVERIFY(edge().counts("truncated", brokenOff + 2, "dst"));
        const double unasked = edge().refused("unasked", "dst");
        TestClient client(edge().port, http::Version::Http11);
        QCOMPARE(client.get({"ledger", "/long"}).body, std::string("hello"));
        QVERIFY(edge().counts("unasked", unasked + 1, "dst"));
        QCOMPARE(client.get({"ledger", "/x"}).body, std::string("0")); // not "evil"
    }

    void brokenHandshakesAreCounted_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("waits");
        QTest::newRow("nonsense") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\n\r\n") << true;
        QTest::newRow("a record too long") << QByteArray("\x16\x03\x01\xff\xff", 5) + QByteArray(400, 'x') << true;
        QTest::newRow("a hello cut short") << QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11) << false;
        QTest::newRow("silence") << QByteArray() << true;
    }
    void brokenHandshakesAreCounted() {
        QFETCH(const QByteArray, bytes);
        QFETCH(const bool, waits);
        const double before = edge().refused("tls");
        TcpPeer peer(at(edge().inbound));
        QVERIFY(peer.send(bytes.toStdString()));
        if (!waits)
            peer.endSending();
        std::string rest;
        QVERIFY(peer.readToEnd(rest));
        QVERIFY(edge().counts("tls", before + 1));
    }

    void aHandshakeInSmallPiecesIsOne() {
        // payments' sidecar reaches ledger's through a wire that passes on one byte after the other.
        TcpApp wire([&](TcpPeer& from) {
            TcpPeer to(at(edge().inbound));
            std::thread back([&] {
                for (std::string bytes = to.read(1); !bytes.empty(); bytes = to.read(1))
                    from.send(bytes);
                from.endSending();
            });
            std::size_t passed = 0;
            for (std::string bytes = from.read(1); !bytes.empty(); bytes = from.read(1))
                for (const char c : bytes)
                    if (!to.send(std::string(1, c)) || ++passed > 1'000'000)
                        break;
            to.endSending();
            back.join();
        });
        edge().mesh.writeLeaf("payments-1", "aws", "payments");
        const std::uint16_t outbound = freePort();
        const auto caller = edge().mesh.start(
            "payments-1",
            "  cluster: aws\n  workload: payments\n  listeners: [{role: outbound, address: "
                + quoted(outbound)
                + "}]\n  endpoints:\n  - destination: ledger.bank.svc.aws.mesh:80\n    endpoints: "
                  "[{address: "
                + quoted(wire.port()) + ", identity: \"" + StaticMesh::idOf("aws", "ledger") + "\"}]\n",
            cluster("aws") + service(8080));
        QVERIFY(caller->waitUntilReady());
        TestClient client(outbound, http::Version::Http11);
        QCOMPARE(client.get({"ledger", "/x"}).status, 200);
    }
};

QTEST_GUILESS_MAIN(TestHostilePeers)
#include "tst_hostile_peers.moc"
