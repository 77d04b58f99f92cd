// SPDX-License-Identifier: Apache-2.0
// What is usual out of several windows: trouble in some of them is not a part of it.
#include "link/usual.h"

#include <QTest>

using namespace causeway;
using namespace causeway::link;

namespace {

using telemetry::Leg;

Picture window(double wireMs, std::uint64_t failed = 0, std::uint64_t count = 500) {
    LinkTimes link;
    link.from = "aws";
    link.to = "gcp";
    link.whole = Timing{wireMs + 10, 0.2, count};
    link.leg(Leg::Wire) = Timing{wireMs, 0.2, count};
    link.reusedShare = failed > 0 ? 0.2 : 1.0;
    link.requests = count;
    link.failures = failed;
    link.lost = failed;
    ServiceTimes service{.service = "ledger.bank", .cluster = "gcp"};
    service.application = Timing{wireMs, 0.2, count};
    service.answered = count;
    service.failed = failed;
    return {{link}, {service}};
}

const Timing& wire(const Picture& picture) {
    return *picture.links.at(0).leg(Leg::Wire);
}

} // namespace

class TestUsual : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ofEqualWindowsItIsTheirMean() {
        const std::vector<Picture> windows(9, window(18));
        const auto usual = usualOf(windows);
        QCOMPARE(wire(usual).meanMs, 18.0);
        QCOMPARE(wire(usual).count, std::uint64_t(4500));
        QVERIFY(wire(usual).errorMs < 0.1);
        QCOMPARE(usual.links[0].requests, std::uint64_t(4500));
        QCOMPARE(usual.services[0].application->meanMs, 18.0);
        QVERIFY(!usual.links[0].setup);
        QVERIFY(!usual.links[0].leg(Leg::ToCallee));
    }
    void fourOfNineTroubledWindowsDoNotMoveIt() {
        std::vector<Picture> windows(5, window(18));
        windows.insert(windows.end(), 4, window(90, 200));
        const auto usual = usualOf(windows);
        QCOMPARE(wire(usual).meanMs, 18.0);
        QVERIFY(wire(usual).errorMs < 0.2);
        QCOMPARE(usual.links[0].failures, std::uint64_t(0));
        QCOMPARE(*usual.links[0].lost, std::uint64_t(0));
        QCOMPARE(*usual.links[0].reusedShare, 1.0);
        QCOMPARE(usual.services[0].failed, std::uint64_t(0));
    }
    void windowsThatDifferMakeItLessSure() {
        std::vector<Picture> windows;
        for (int i = 0; i < 9; ++i)
            windows.push_back(window(14 + i));
        QCOMPARE(wire(usualOf(windows)).meanMs, 18.0);
        QVERIFY(wire(usualOf(windows)).errorMs > 1);
    }
    void whatAlwaysFailsIsUsual() {
        const std::vector<Picture> windows(9, window(18, 25));
        QCOMPARE(usualOf(windows).links[0].failures, std::uint64_t(225));
    }
    void fewWindowsAreAMean() {
        const std::vector<Picture> windows{window(18), window(22)};
        QCOMPARE(wire(usualOf(windows)).meanMs, 20.0);
        QVERIFY(wire(usualOf(windows)).errorMs > 0.05);
        const std::vector<Picture> sparse(9, window(18, 0, 4));
        QCOMPARE(wire(usualOf(sparse)).count, std::uint64_t(36));
    }
    void nothingMeasuredIsNothingUsual() {
        QVERIFY(usualOf({}).links.empty());
        const std::vector<Picture> windows(9, Picture{});
        QVERIFY(usualOf(windows).services.empty());
    }
};

QTEST_APPLESS_MAIN(TestUsual)
#include "tst_usual.moc"
