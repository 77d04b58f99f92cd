// SPDX-License-Identifier: Apache-2.0
// Headers, the arena under them, and authorities.
#include "http/authority.h"
#include "http/codec.h"
#include "http/fields.h"

#include <QTest>

using namespace causeway;
using namespace causeway::http;

namespace {

std::string text(const Headers& headers) {
    std::string all;
    for (const Header& header : headers)
        all.append(header.name).append("=").append(header.value).append(" ");
    return all;
}

} // namespace

class TestHttpMessage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void headersKeepOrderAndRepeats() {
        Headers headers;
        headers.add("a", "1");
        headers.add("b", "2");
        headers.add("a", "3");
        QCOMPARE(text(headers), std::string("a=1 b=2 a=3 "));
        QCOMPARE(headers.find("a"), "1");
        QVERIFY(!headers.find("c"));
        headers.set("a", "4");
        QCOMPARE(text(headers), std::string("a=4 b=2 "));
        headers.set("c", "5");
        headers.removePrefix("b");
        QCOMPARE(text(headers), std::string("a=4 c=5 "));
        headers.remove("a");
        QCOMPARE(text(headers), std::string("c=5 "));
    }

    void viewsOutliveTheMoveOfTheirArena() {
        Headers headers;
        const std::string large(5000, 'x');
        headers.add("small", "1");
        headers.add("large", large);
        headers.add("more", "2");
        const Headers moved = std::move(headers);
        QCOMPARE(text(moved), "small=1 large=" + large + " more=2 ");
        headers = Headers(); // what was moved from may be filled again
        headers.add("new", "3");
        QCOMPARE(moved.find("small"), "1");
        const Headers copy = moved.clone();
        QCOMPARE(text(copy), text(moved));
        QVERIFY(copy.find("small")->data() != moved.find("small")->data());
    }

    void cloneOwnsItsText() {
        auto head = std::make_unique<RequestHead>();
        head->method = head->headers.arena().store("GET");
        head->authority = head->headers.arena().store("ledger");
        head->path = head->headers.arena().store("/x");
        head->headers.add("a", "1");
        head->contentLength = 7;
        const RequestHead copy = head->clone();
        head.reset();
        QCOMPARE(copy.method, "GET");
        QCOMPARE(copy.authority, "ledger");
        QCOMPARE(copy.path, "/x");
        QCOMPARE(text(copy.headers), std::string("a=1 "));
        QCOMPARE(*copy.contentLength, 7u);
    }

    void authority_data() {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("host"); // empty: refused
        QTest::addColumn<int>("port");
        QTest::newRow("name") << "ledger"
                              << "ledger" << 0;
        QTest::newRow("name and port") << "ledger.bank:8080"
                                       << "ledger.bank" << 8080;
        QTest::newRow("IPv4") << "127.0.0.1:1"
                              << "127.0.0.1" << 1;
        QTest::newRow("IPv6") << "[::1]"
                              << "::1" << 0;
        QTest::newRow("IPv6 and port") << "[2001:db8::1]:65535"
                                       << "2001:db8::1" << 65535;
        QTest::newRow("empty") << ""
                               << "" << 0;
        QTest::newRow("only a port") << ":80"
                                     << "" << 0;
        QTest::newRow("no port after colon") << "a:"
                                             << "" << 0;
        QTest::newRow("port 0") << "a:0"
                                << "" << 0;
        QTest::newRow("port too large") << "a:65536"
                                        << "" << 0;
        QTest::newRow("port with sign") << "a:+80"
                                        << "" << 0;
        QTest::newRow("two ports") << "a:80:81"
                                   << "" << 0;
        QTest::newRow("user information") << "user@a:80"
                                          << "" << 0;
        QTest::newRow("space") << "a b"
                               << "" << 0;
        QTest::newRow("path") << "a/b"
                              << "" << 0;
        QTest::newRow("bare IPv6") << "::1"
                                   << "" << 0;
        QTest::newRow("open bracket") << "[::1"
                                      << "" << 0;
        QTest::newRow("name in brackets") << "[ledger]"
                                          << "" << 0;
        QTest::newRow("junk after bracket") << "[::1]x"
                                            << "" << 0;
        QTest::newRow("256 letters") << QString(256, 'a') << "" << 0;
    }
    void authority() {
        QFETCH(const QString, written);
        QFETCH(const QString, host);
        QFETCH(const int, port);
        const std::string text = written.toStdString();
        const auto parsed = parseAuthority(text);
        QCOMPARE(parsed.has_value(), !host.isEmpty());
        if (!parsed) {
            QCOMPARE(parsed.error().kind(), ErrorKind::InvalidInput);
            return;
        }
        QCOMPARE(parsed->host, host.toStdString());
        QCOMPARE(int(parsed->portOr(0)), port);
        QCOMPARE(serialize(*parsed), text);
    }

    void codecFieldsDoNotTravel() {
        for (const auto name : {"connection", "keep-alive", "proxy-connection", "upgrade", "host",
                                "transfer-encoding", "content-length"})
            QVERIFY2(!mayTravel(name, "x"), name);
        QVERIFY(mayTravel("te", "trailers"));
        QVERIFY(!mayTravel("te", "gzip"));
        QVERIFY(mayTravel("accept", "x"));
    }
};

QTEST_APPLESS_MAIN(TestHttpMessage)
#include "tst_http_message.moc"
