// SPDX-License-Identifier: Apache-2.0
// The PROXY protocol: both versions at every byte boundary, what is refused, and what is written.
#include "net/proxy_header.h"

#include <QTest>

using namespace causeway;
using namespace causeway::net;

namespace {

const std::string kSignature("\r\n\r\n\0\r\nQUIT\n", 12);

std::string v2(const std::string& head, const std::string& rest) {
    return kSignature + head + std::string(1, char(rest.size() >> 8)) + char(rest.size() & 0xff)
           + rest;
}

const std::string kV4("\xc0\0\2\7\x0a\0\0\1\xc8\x22\1\xbb", 12); // 192.0.2.7:51234 → 10.0.0.1:443

std::string errorOf(const std::string& bytes) {
    const auto parsed = parseProxyHeader(bytesOf(bytes));
    return parsed ? "" : parsed.error().message();
}

} // namespace

class TestProxyHeader : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void bothVersionsSayWhoItIs_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("destination");
        const auto row = [](const char* name, const std::string& bytes, const char* source,
                            const char* destination) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << source << destination;
        };
        row("v1, IPv4", "PROXY TCP4 192.0.2.7 10.0.0.1 51234 443\r\n", "192.0.2.7:51234",
            "10.0.0.1:443");
        row("v1, IPv6", "PROXY TCP6 2001:db8::7 fd00::1 1 65535\r\n", "[2001:db8::7]:1",
            "[fd00::1]:65535");
        row("v1, unknown", "PROXY UNKNOWN\r\n", "", "");
        row("v1, unknown and more", "PROXY UNKNOWN ::1 ::2 3 4\r\n", "", "");
        row("v2, IPv4", v2("\x21\x11", kV4), "192.0.2.7:51234", "10.0.0.1:443");
        row("v2, extensions", v2("\x21\x11", kV4 + std::string("\x04\0\2xx\x02\0\1h", 9)),
            "192.0.2.7:51234", "10.0.0.1:443");
        row("v2, a health check", v2(std::string("\x20\0", 2), ""), "", "");
        row("v2, a Unix socket", v2("\x21\x31", std::string(216, 'p')), "", "");
        row("v2, datagrams", v2("\x21\x12", kV4), "", "");
    }
    void bothVersionsSayWhoItIs() {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, source);
        QFETCH(const QString, destination);
        const std::string header = bytes.toStdString();
        for (std::size_t size = 0; size < header.size(); ++size) {
            const auto part = parseProxyHeader(bytesOf(header.substr(0, size)));
            QVERIFY2(part && !*part, QByteArray::number(quint64(size)));
        }
        const auto parsed = parseProxyHeader(bytesOf(header + "GET / HTTP/1.1\r\n"));
        QVERIFY(parsed && *parsed);
        QCOMPARE((*parsed)->size, header.size());
        const auto text = [](const std::optional<Address>& address) {
            return address ? QString::fromStdString(address->text()) : QString();
        };
        QCOMPARE(text((*parsed)->source), source);
        QCOMPARE(text((*parsed)->destination), destination);
    }
    void whatIsNoneIsRefused_data() {
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char* name, const std::string& bytes) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes);
        };
        row("HTTP", "GET / HTTP/1.1\r\n\r\n");
        row("TLS", "\x16\x03\x01");
        row("bare LF", "PROXY TCP4 192.0.2.7 10.0.0.1 1 2\n");
        row("lower case", "proxy TCP4 192.0.2.7 10.0.0.1 1 2\r\n");
        row("two spaces", "PROXY  TCP4 192.0.2.7 10.0.0.1 1 2\r\n");
        row("another protocol", "PROXY UDP4 192.0.2.7 10.0.0.1 1 2\r\n");
        row("a port too many", "PROXY TCP4 192.0.2.7 10.0.0.1 1 2 3\r\n");
        row("a port too large", "PROXY TCP4 192.0.2.7 10.0.0.1 1 65536\r\n");
        row("a signed port", "PROXY TCP4 192.0.2.7 10.0.0.1 +1 2\r\n");
        row("a port with a zero ahead", "PROXY TCP4 192.0.2.7 10.0.0.1 01 2\r\n");
        row("no port", "PROXY TCP4 192.0.2.7 10.0.0.1\r\n");
        row("the other family", "PROXY TCP6 192.0.2.7 10.0.0.1 1 2\r\n");
        row("a name", "PROXY TCP4 localhost 10.0.0.1 1 2\r\n");
        row("NUL in an address", std::string("PROXY TCP4 192.0.2.7\0.1 10.0.0.1 1 2\r\n", 39));
        row("an endless line", "PROXY UNKNOWN " + std::string(200, 'x'));
        row("v2, version 3", v2("\x31\x11", kV4));
        row("v2, command 2", v2("\x22\x11", kV4));
        row("v2, family 4", v2("\x21\x41", kV4));
        row("v2, transport 3", v2("\x21\x13", kV4));
        row("v2, shorter than its addresses", v2("\x21\x21", kV4));
        row("v2, an extension beyond the end", v2("\x21\x11", kV4 + std::string("\x02\0\x09h", 4)));
        row("v2, half an extension", v2("\x21\x11", kV4 + std::string("\x02\0", 2)));
        row("v2, longer than is read", kSignature + std::string("\x21\x11\xff\xff", 4));
        row("a broken signature", "\r\n\r\n\r\n");
    }
    void whatIsNoneIsRefused() {
        QFETCH(const QByteArray, bytes);
        QVERIFY2(errorOf(bytes.toStdString()).starts_with("PROXY header: "),
                 errorOf(bytes.toStdString()).c_str());
    }
    void whatIsWrittenIsRead() {
        const auto v4 = *Address::parse("192.0.2.7:51234"), to4 = *Address::parse("10.0.0.1:443");
        const auto v6 = *Address::parse("[2001:db8::7]:1"), to6 = *Address::parse("[fd00::1]:2");
        QCOMPARE(serializeProxyHeader(ProxyHeaderVersion::V1, v4, to4),
                 std::string("PROXY TCP4 192.0.2.7 10.0.0.1 51234 443\r\n"));
        QCOMPARE(serializeProxyHeader(ProxyHeaderVersion::V1, v4, to6),
                 std::string("PROXY UNKNOWN\r\n"));
        QCOMPARE(serializeProxyHeader(ProxyHeaderVersion::V2, v4, to4), v2("\x21\x11", kV4));
        for (const auto version : {ProxyHeaderVersion::V1, ProxyHeaderVersion::V2}) {
            const auto six = parseProxyHeader(
                bytesOf(serializeProxyHeader(version, v6, to6, "spiffe://talk.mesh/x")));
            QCOMPARE((*six)->source->text(), v6.text());
            QCOMPARE((*six)->destination->text(), to6.text());
            const auto mixed = parseProxyHeader(bytesOf(serializeProxyHeader(version, v4, to6)));
            QVERIFY(mixed && *mixed && !(*mixed)->source);
        }
        const std::string proved =
            serializeProxyHeader(ProxyHeaderVersion::V2, v4, to4, "spiffe://x");
        QVERIFY(
            proved.ends_with(std::string("\x20\0\x12\x07\0\0\0\0\x22\0\x0a", 11) + "spiffe://x"));
    }
};

QTEST_APPLESS_MAIN(TestProxyHeader)
#include "tst_proxy_header.moc"
