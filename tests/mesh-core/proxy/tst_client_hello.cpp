// SPDX-License-Identifier: Apache-2.0
// Whom a TLS client asks for, by hellos that are whole, cut, split, or lie about their lengths.
#include "proxy/detect/client_hello.h"

#include <QTest>

using namespace causeway::proxy;

namespace {

std::string number(std::size_t value, int bytes) {
    std::string text;
    for (int i = bytes - 1; i >= 0; --i)
        text += static_cast<char>(value >> (8 * i) & 0xff);
    return text;
}
std::string counted(const std::string& content, int bytes) {
    return number(content.size(), bytes) + content;
}
std::string extension(std::size_t kind, const std::string& content) {
    return number(kind, 2) + counted(content, 2);
}
std::string nameOf(const std::string& host, char kind = 0) {
    return std::string(1, kind) + counted(host, 2);
}
std::string serverName(const std::string& names) {
    return extension(0, counted(names, 2));
}
std::string record(const std::string& content) {
    return std::string("\x16\x03\x01", 3) + counted(content, 2);
}
std::string hello(const std::string& extensions) {
    const std::string body = std::string("\x03\x03", 2) + std::string(32, 'r') + counted("session", 1)
                             + counted(std::string("\x13\x01", 2), 2)
                             + counted(std::string(1, '\0'), 1) + counted(extensions, 2);
    return record(std::string(1, '\x01') + counted(body, 3));
}
const std::string kOther = extension(43, std::string("\x02\x03\x04", 3));

} // namespace

class TestClientHello : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theNameIsRead() {
        const std::string whole = hello(kOther + serverName(nameOf("api.rates.example")) + kOther);
        QVERIFY(isWholeHello(whole));
        QCOMPARE(serverNameOf(whole), std::string_view("api.rates.example"));
        QCOMPARE(serverNameOf(whole + "more"), std::string_view("api.rates.example"));
        QCOMPARE(serverNameOf(hello(serverName(nameOf("x", 7) + nameOf("second.example")))),
                 std::string_view("second.example"));
    }
    void whereThereIsNoneNothingIsRead() {
        QVERIFY(serverNameOf(hello(kOther)).empty());
        QVERIFY(serverNameOf(hello("")).empty());
        QVERIFY(serverNameOf("").empty());
        QVERIFY(serverNameOf(std::string("\x16\x03\x01\xff\xff", 5)).empty());
    }
    void aHelloThatIsCutHasNoName() {
        const std::string whole = hello(serverName(nameOf("api.rates.example")));
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const auto cut = std::string_view(whole).substr(0, size);
            QVERIFY(!isWholeHello(cut));
            QVERIFY(serverNameOf(cut).empty());
        }
    }
    // Half in one record and half in the next: opaque, and without a name.
    void aHelloInTwoRecordsHasNoName() {
        const std::string content = hello(serverName(nameOf("api.rates.example"))).substr(5);
        const std::string split =
            record(content.substr(0, 60)) + record(content.substr(60));
        QVERIFY(isWholeHello(split));
        QVERIFY(serverNameOf(split).empty());
    }
    void lengthsThatLieReadNothingBeyond() {
        const std::string whole = hello(serverName(nameOf("api.rates.example")));
        for (std::size_t at = 3; at < whole.size(); ++at)
            for (const char lie : {'\x00', '\x01', '\x7f', '\xff'}) {
                std::string lying = whole;
                lying[at] = lie;
                const auto name = serverNameOf(lying);
                QVERIFY(name.empty()
                        || (name.data() >= lying.data()
                            && name.data() + name.size() <= lying.data() + lying.size()));
            }
    }
    void anEndlessRecordIsWaitedForInVainOnlySoLong() {
        std::string endless("\x16\x03\x01\xff\xff\x01", 6);
        endless.resize(kMaxHello - 1, 'x');
        QVERIFY(!isWholeHello(endless));
        endless += 'x';
        QVERIFY(isWholeHello(endless));
    }
};

QTEST_APPLESS_MAIN(TestClientHello)
#include "tst_client_hello.moc"
