// SPDX-License-Identifier: Apache-2.0
#include "policy/address_set.h"

#include <QTest>

#include <random>

using namespace causeway;
using namespace causeway::policy;

namespace {

IpAddress ip(const char* text) { return *IpAddress::parse(text); }

// What the set should say, straight from the words: inside a network and in none of its exceptions.
bool inWords(const std::vector<NetworkRange>& ranges, const IpAddress& address) {
    for (const auto& range : ranges) {
        bool inside = IpNetwork::parse(range.cidr)->contains(address);
        for (const auto& hole : range.except)
            inside = inside && !IpNetwork::parse(hole)->contains(address);
        if (inside)
            return true;
    }
    return false;
}

} // namespace

class TestAddressSet : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void exceptionsAreHoles() {
        const auto set = AddressSet::compile(
            std::vector<NetworkRange>{{"10.0.0.0/8", {"10.1.0.0/16", "10.255.255.255"}}});
        QVERIFY(set->contains(ip("10.0.0.0")));
        QVERIFY(set->contains(ip("10.0.255.255")));
        QVERIFY(!set->contains(ip("10.1.0.0")));
        QVERIFY(!set->contains(ip("10.1.255.255")));
        QVERIFY(set->contains(ip("10.2.0.0")));
        QVERIFY(set->contains(ip("10.255.255.254")));
        QVERIFY(!set->contains(ip("10.255.255.255")));
        QVERIFY(!set->contains(ip("11.0.0.0")));
    }
    void anExceptionHoldsInItsOwnNetworkOnly() {
        const auto set = AddressSet::compile(
            std::vector<NetworkRange>{{"10.0.0.0/8", {"10.1.0.0/16"}}, {"10.1.2.0/24", {}}});
        QVERIFY(set->contains(ip("10.1.2.3")));
        QVERIFY(!set->contains(ip("10.1.3.3")));
    }
    void theFamiliesAreApart() {
        const auto v6 = AddressSet::compile(std::vector<NetworkRange>{{"::/0", {}}});
        QVERIFY(v6->contains(ip("fd00::1")));
        QVERIFY(v6->contains(ip("::")));
        QVERIFY(v6->contains(ip("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")));
        QVERIFY(!v6->contains(ip("10.0.0.1")));
        const auto v4 = AddressSet::compile(std::vector<NetworkRange>{{"0.0.0.0/0", {}}});
        QVERIFY(v4->contains(ip("255.255.255.255")));
        QVERIFY(!v4->contains(ip("fd00::1")));
    }
    void agreesWithTheWords() {
        std::mt19937 random(9);
        const auto octet = [&] { return static_cast<std::uint8_t>(random() % 4); };
        for (int round = 0; round < 200; ++round) {
            std::vector<NetworkRange> ranges;
            for (int i = 0; i < 3; ++i)
                ranges.push_back({QString("10.%1.0.0/16").arg(octet()).toStdString(),
                                  {QString("10.%1.%2.0/24").arg(octet()).arg(octet()).toStdString()}});
            const auto set = AddressSet::compile(ranges);
            for (int i = 0; i < 100; ++i) {
                const auto address = IpAddress::v4(10, octet(), octet(), octet());
                QCOMPARE(set->contains(address), inWords(ranges, address));
            }
        }
    }
    void whatIsNoNetworkIsNamed_data() {
        QTest::addColumn<QString>("cidr");
        QTest::addColumn<QString>("says");
        QTest::newRow("name") << "ledger" << "networks[0].cidr: found \"ledger\"; expected an IP address";
        QTest::newRow("long") << "10.0.0.0/33" << "expected a prefix length of 0 to 32";
        QTest::newRow("text") << "10.0.0.0/x" << "expected a prefix length of 0 to 32";
        QTest::newRow("host bits") << "10.0.0.1/8" << "expected no bits behind the prefix: 10.0.0.0/8";
    }
    void whatIsNoNetworkIsNamed() {
        QFETCH(QString, cidr);
        QFETCH(QString, says);
        const auto set = AddressSet::compile(std::vector<NetworkRange>{{cidr.toStdString(), {}}});
        QVERIFY(!set);
        const auto text = QString::fromStdString(set.error().describe());
        QVERIFY2(text.contains(says), qPrintable(text));
    }
};

QTEST_APPLESS_MAIN(TestAddressSet)
#include "tst_address_set.moc"
