// SPDX-License-Identifier: Apache-2.0
// Every known way to make two HTTP/1 parsers disagree, and every limit: refused, with the status,
// whole or byte by byte, and nothing of the refused request reaches the owner.
#include "codec_recorder.h"

#include <QTest>

using namespace causeway;
using namespace causeway::http;
using namespace causeway::http::test;

namespace {

Limits smallLimits() {
    Limits limits;
    limits.maxRequestLine = 200;
    limits.maxHeaderBytes = 1000;
    limits.maxHeaders = 10;
    return limits;
}

struct Fed {
    Status status;
    std::string events;
    std::string output;
};

Fed feed(Role role, const std::string& wire, std::size_t piece) {
    Recorder events;
    const auto codec = makeHttp1Codec(role, events, smallLimits());
    if (role == Role::Client)
        (void)codec->sendRequest(request("GET", "a", "/"), true);
    codec->output().clear();
    Fed fed;
    for (std::size_t at = 0; at < wire.size() && fed.status; at += piece)
        fed.status = codec->receive(bytesOf(std::string_view(wire).substr(at, piece)));
    fed.events = events.take();
    fed.output = textOf(codec->output().view());
    if (!fed.status && !codec->finished())
        fed.events += "not finished\n";
    return fed;
}

QByteArray get(const char* fields) {
    return QByteArray("GET / HTTP/1.1\r\nHost: a\r\n") + fields + "\r\n";
}
QByteArray chunked(const QByteArray& body) {
    return QByteArray("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n") + body;
}

} // namespace

class TestH1Refusals : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void refusedHead_data() {
        QTest::addColumn<QByteArray>("wire");
        QTest::addColumn<int>("status");
        framingRows();
        syntaxRows();
        targetRows();
        limitRows();
    }
    void refusedHead() {
        QFETCH(const QByteArray, wire);
        QFETCH(const int, status);
        for (const std::size_t piece : {std::size_t(wire.size()), std::size_t(1)}) {
            const Fed fed = feed(Role::Server, wire.toStdString(), piece);
            QVERIFY(!fed.status);
            QCOMPARE(fed.status.error().kind(), ErrorKind::Protocol);
            QCOMPARE(fed.events, std::string());
            const std::string start = fmt::format("HTTP/1.1 {} ", status);
            QVERIFY2(fed.output.starts_with(start), fed.output.c_str());
            QVERIFY(fed.output.find("\r\nconnection: close\r\n") != std::string::npos);
        }
    }

    void refusedBody_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("no size") << QByteArray("\r\nabc");
        QTest::newRow("size with sign") << QByteArray("+3\r\nabc\r\n");
        QTest::newRow("size with 0x") << QByteArray("0x3\r\nabc\r\n");
        QTest::newRow("size with space before") << QByteArray(" 3\r\nabc\r\n");
        QTest::newRow("size with space after") << QByteArray("3 \r\nabc\r\n");
        QTest::newRow("size overflows") << QByteArray("10000000000000003\r\nabc\r\n");
        QTest::newRow("size of many zeros") << QByteArray("00000000000000003\r\nabc\r\n");
        QTest::newRow("bare LF after size") << QByteArray("3\nabc\r\n");
        QTest::newRow("bare CR after size") << QByteArray("3\rabc\r\n");
        QTest::newRow("bare LF after chunk") << QByteArray("3\r\nabc\n0\r\n\r\n");
        QTest::newRow("chunk longer than size") << QByteArray("3\r\nabcd\r\n");
        QTest::newRow("LF in extension") << QByteArray("3;a\nb\r\nabc\r\n");
        QTest::newRow("CR in extension") << QByteArray("3;a=\"\rx\"\r\nabc\r\n");
        QTest::newRow("NUL in extension") << QByteArray("3;a\0b\r\nabc\r\n", 12);
        QTest::newRow("endless extension") << "3;" + QByteArray(2000, 'x') + "\r\nabc\r\n";
        QTest::newRow("bare LF in trailers") << QByteArray("0\r\nx: y\n\r\n");
        QTest::newRow("folded trailer") << QByteArray("0\r\nx: y\r\n z\r\n\r\n");
        QTest::newRow("space before colon in trailer") << QByteArray("0\r\nx : y\r\n\r\n");
        QTest::newRow("trailers too large") << "0\r\nx: " + QByteArray(2000, 'y') + "\r\n\r\n";
    }
    void refusedBody() {
        QFETCH(const QByteArray, body);
        const QByteArray wire = chunked(body);
        for (const std::size_t piece : {std::size_t(wire.size()), std::size_t(1)}) {
            const Fed fed = feed(Role::Server, wire.toStdString(), piece);
            QVERIFY(!fed.status);
            QVERIFY(fed.events.ends_with("1 reset: protocol error\n"));
            QVERIFY(fed.events.find("1 end") == std::string::npos);
            QVERIFY2(fed.output.starts_with("HTTP/1.1 4"), fed.output.c_str());
        }
    }

    void refusedResponse_data() {
        QTest::addColumn<QByteArray>("wire");
        const QByteArray ok = "HTTP/1.1 200 OK\r\n";
        QTest::newRow("both lengths")
            << ok + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n";
        QTest::newRow("two lengths") << ok + "Content-Length: 3\r\nContent-Length: 3\r\n\r\n";
        QTest::newRow("negative length") << ok + "Content-Length: -3\r\n\r\n";
        QTest::newRow("other coding") << ok + "Transfer-Encoding: gzip, chunked\r\n\r\n";
        QTest::newRow("chunked in 1.0")
            << QByteArray("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        QTest::newRow("folded") << ok + "A: b\r\n c\r\n\r\n";
        QTest::newRow("bare LF") << QByteArray("HTTP/1.1 200 OK\n\n");
        QTest::newRow("no status") << QByteArray("HTTP/1.1 OK\r\n\r\n");
        QTest::newRow("status 99") << QByteArray("HTTP/1.1 099 X\r\n\r\n");
        QTest::newRow("status 600") << QByteArray("HTTP/1.1 600 X\r\n\r\n");
        QTest::newRow("status of four digits") << QByteArray("HTTP/1.1 2000 X\r\n\r\n");
        QTest::newRow("switching protocols") << QByteArray("HTTP/1.1 101 X\r\n\r\n");
        QTest::newRow("HTTP/2") << QByteArray("HTTP/2.0 200 OK\r\n\r\n");
        QTest::newRow("not HTTP") << QByteArray("\x16\x03\x01", 3);
        QTest::newRow("NUL in value") << ok + QByteArray("A: b\0c\r\n\r\n", 10);
    }
    void refusedResponse() {
        QFETCH(const QByteArray, wire);
        for (const std::size_t piece : {std::size_t(wire.size()), std::size_t(1)}) {
            const Fed fed = feed(Role::Client, wire.toStdString(), piece);
            QVERIFY(!fed.status);
            QCOMPARE(fed.events, std::string("1 reset: protocol error\n"));
            QCOMPARE(fed.output, std::string());
        }
    }

    void refusesResponsesNobodyAskedFor() {
        Recorder events;
        const auto codec = makeHttp1Codec(Role::Client, events);
        QVERIFY(!codec->receive(bytesOf("HTTP/1.1 200 OK\r\n\r\n")));
        QVERIFY(codec->finished());
    }

    void refusesTooMuchPipelining() {
        Recorder events;
        const auto codec = makeHttp1Codec(Role::Server, events);
        QVERIFY(codec->receive(bytesOf("GET / HTTP/1.1\r\nHost: a\r\n\r\n")));
        const std::string ahead(300'000, 'G');
        Status status;
        for (int i = 0; i < 5 && status; ++i)
            status = codec->receive(bytesOf(ahead));
        QVERIFY(!status);
        QCOMPARE(status.error().kind(), ErrorKind::Exhausted);
    }

private:
    static void framingRows() {
        const auto row = [](const char* name, const char* fields, int status) {
            QTest::newRow(name) << get(fields) << status;
        };
        row("CL.TE", "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", 400);
        row("TE.CL", "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", 400);
        row("two lengths", "Content-Length: 3\r\nContent-Length: 4\r\n", 400);
        row("same length twice", "Content-Length: 3\r\nContent-Length: 3\r\n", 400);
        row("list of lengths", "Content-Length: 3, 3\r\n", 400);
        row("length with plus", "Content-Length: +3\r\n", 400);
        row("length with minus", "Content-Length: -3\r\n", 400);
        row("length in hex", "Content-Length: 0x3\r\n", 400);
        row("length with fraction", "Content-Length: 3.0\r\n", 400);
        row("length empty", "Content-Length: \r\n", 400);
        row("length overflows", "Content-Length: 99999999999999999999999\r\n", 400);
        row("length with tab inside", "Content-Length: 3\t3\r\n", 400);
        row("TE gzip", "Transfer-Encoding: gzip\r\n", 501);
        row("TE identity", "Transfer-Encoding: identity\r\n", 501);
        row("TE gzip, chunked", "Transfer-Encoding: gzip, chunked\r\n", 400);
        row("TE chunked, identity", "Transfer-Encoding: chunked, identity\r\n", 400);
        row("TE chunked twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            400);
        row("TE then identity", "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n", 400);
        row("TE xchunked", "Transfer-Encoding: xchunked\r\n", 400);
        row("TE quoted", "Transfer-Encoding: \"chunked\"\r\n", 400);
        row("TE with parameter", "Transfer-Encoding: chunked;q=1\r\n", 400);
        row("TE empty", "Transfer-Encoding:\r\n", 400);
        row("TE with vertical tab", "Transfer-Encoding: \vchunked\r\n", 400);
        QTest::newRow("TE in HTTP/1.0")
            << QByteArray("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
            << 400;
        QTest::newRow("CONNECT with a body")
            << QByteArray("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\nContent-Length: 3\r\n\r\n") << 400;
    }

    static void syntaxRows() {
        const auto row = [](const char* name, const QByteArray& wire) {
            QTest::newRow(name) << wire << 400;
        };
        row("folded line", get("A: b\r\n c\r\n"));
        row("folded with tab", get("A: b\r\n\tc\r\n"));
        row("folded first line", "GET / HTTP/1.1\r\n Host: a\r\n\r\n");
        row("bare LF everywhere", "GET / HTTP/1.1\nHost: a\n\n");
        row("bare LF in the middle", get("A: b\nC: d\r\n"));
        row("bare LF at the end", "GET / HTTP/1.1\r\nHost: a\r\n\n");
        row("bare CR in value", get("A: b\rC: d\r\n"));
        row("CR CR LF", get("A: b\r\r\n"));
        row("NUL in value", get("").replace("Host: a", QByteArray("Host: a\r\nA: b\0c", 15)));
        row("NUL in name", get("").replace("Host: a", QByteArray("Host: a\r\nA\0: b", 14)));
        row("DEL in value", get("A: b\x7f\r\n"));
        row("space before colon", get("Content-Length : 3\r\n"));
        row("tab before colon", get("Content-Length\t: 3\r\n"));
        row("no colon", get("Content-Length\r\n"));
        row("empty name", get(": b\r\n"));
        row("name with parenthesis", get("A(b): c\r\n"));
        row("name with non-ASCII", get("\xc3\xa4: c\r\n"));
        row("two hosts", get("Host: b\r\n"));
        row("no host", "GET / HTTP/1.1\r\n\r\n");
        row("bad host", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n");
        row("host with user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n");
        row("host list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n");
        row("two empty lines first", "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
        row("CR first", "\rGET / HTTP/1.1\r\nHost: a\r\n\r\n");
        row("LF first", "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
        row("space first", " GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        row("TLS", QByteArray("\x16\x03\x01\x02", 4));
    }

    static void targetRows() {
        const auto row = [](const char* name, const char* line, int status) {
            QTest::newRow(name) << QByteArray(line) + "\r\nHost: a\r\n\r\n" << status;
        };
        row("two spaces", "GET  / HTTP/1.1", 400);
        row("three words and a half", "GET /a b HTTP/1.1", 400);
        row("tab for space", "GET\t/ HTTP/1.1", 400);
        row("no version", "GET /", 400);
        row("HTTP/0.9", "GET / HTTP/0.9", 505);
        row("HTTP/2 in clear text", "GET / HTTP/2.0", 505);
        row("HTTP/2 preface", "PRI * HTTP/2.0", 505);
        row("HTTP/3", "GET / HTTP/3.0", 505);
        row("long minor version", "GET / HTTP/1.10", 400);
        row("lower-case version", "GET / http/1.1", 400);
        row("no target", "GET HTTP/1.1", 400);
        row("relative target", "GET a HTTP/1.1", 400);
        row("star for GET", "GET * HTTP/1.1", 400);
        row("fragment", "GET /a#b HTTP/1.1", 400);
        row("control character", "GET /a\x01 HTTP/1.1", 400);
        row("raw UTF-8", "GET /\xc3\xa4 HTTP/1.1", 400);
        row("ftp", "GET ftp://a/ HTTP/1.1", 400);
        row("absolute without host", "GET http:///a HTTP/1.1", 400);
        row("absolute with user", "GET http://u@a/ HTTP/1.1", 400);
        row("CONNECT without port", "CONNECT a HTTP/1.1", 400);
        row("CONNECT to a path", "CONNECT /a HTTP/1.1", 400);
        row("method with slash", "GE/T / HTTP/1.1", 400);
        row("method nobody knows", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJ / HTTP/1.1", 501);
    }

    static void limitRows() {
        QTest::newRow("long target")
            << "GET /" + QByteArray(300, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n"
            << 414;
        QTest::newRow("endless first line") << "GET /" + QByteArray(300, 'a') << 414;
        QTest::newRow("large header") << get("A: ").trimmed() + QByteArray(1000, 'b') + "\r\n\r\n"
                                      << 431;
        QTest::newRow("endless header")
            << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nA: ") + QByteArray(1000, 'b') << 431;
        QTest::newRow("many headers")
            << get(QByteArray("A: b\r\n").repeated(11).constData()) << 431;
    }
};

QTEST_APPLESS_MAIN(TestH1Refusals)
#include "tst_h1_refusals.moc"
