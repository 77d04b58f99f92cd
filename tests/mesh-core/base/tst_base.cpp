// SPDX-License-Identifier: Apache-2.0
#include "base/bytes.h"
#include "base/clock.h"
#include "base/hex.h"
#include "base/log.h"
#include "base/lower.h"
#include "base/result.h"
#include "base/scope_guard.h"
#include "base/state_machine.h"

#include <QTest>

using namespace causeway;

namespace {

Result<int> half(int n) {
    if (n % 2 != 0)
        return fail(ErrorKind::InvalidInput, std::to_string(n) + " is odd");
    return n / 2;
}

Result<int> quarter(int n) {
    CAUSEWAY_TRY(const int once, half(n));
    CAUSEWAY_TRY(const int twice, half(once));
    return twice;
}

enum class Door { Open, Closed, Locked };
enum class Act { Shut, Pull, Turn };
constexpr std::array<Transition<Door, Act>, 3> kDoor{{
    {Door::Open, Act::Shut, Door::Closed},
    {Door::Closed, Act::Pull, Door::Open},
    {Door::Closed, Act::Turn, Door::Locked},
}};

} // namespace

class TestBase : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void resultCarriesValueOrError() {
        QCOMPARE(*quarter(8), 2);
        const auto failed = quarter(6);
        QVERIFY(!failed);
        QCOMPARE(failed.error().kind(), ErrorKind::InvalidInput);
        QCOMPARE(failed.error().message(), std::string("3 is odd"));
    }
    void errorDescribesOutermostFirst() {
        auto error = Error(ErrorKind::NotFound, "no such file").context("reading a.pem").context("starting");
        QCOMPARE(error.describe(), std::string("starting: reading a.pem: no such file"));
    }
    void errnoBecomesAKind() {
        const Status status = failErrno("listen on 127.0.0.1:80", EADDRINUSE);
        QCOMPARE(status.error().kind(), ErrorKind::AlreadyExists);
        QVERIFY(status.error().message().starts_with("listen on 127.0.0.1:80: "));
    }
    void bufferIsAQueue() {
        Buffer buffer;
        buffer.append("hello ");
        buffer.append("world");
        buffer.consume(6);
        QCOMPARE(textOf(buffer.view()), std::string_view("world"));
        auto room = buffer.prepare(100);
        room[0] = '!';
        buffer.commit(1);
        QCOMPARE(textOf(buffer.view()), std::string_view("world!"));
        buffer.consume(6);
        QVERIFY(buffer.empty());
    }
    void hexAndBack() {
        const std::vector<std::uint8_t> bytes{0, 9, 10, 255};
        QCOMPARE(hexOf(bytes), std::string("00090aff"));
        QVERIFY(bytesOfHex("00090AFF") == bytes);
        QVERIFY(bytesOfHex("") == std::vector<std::uint8_t>());
        for (const char* none : {"0", "0g", " 1", "-1", "0x", "zz"})
            QVERIFY(!bytesOfHex(none));
    }
    void lettersAreMadeSmall() {
        QCOMPARE(lowerOf("HTTPRoute-7 \xc3\x86"), std::string("httproute-7 \xc3\x86"));
    }
    void stateMachineFollowsItsTableOnly() {
        StateMachine machine(Door::Open, kDoor);
        QVERIFY(!machine.follow(Act::Turn));
        QCOMPARE(machine.state(), Door::Open);
        QVERIFY(machine.follow(Act::Shut));
        QVERIFY(machine.follow(Act::Turn));
        QCOMPARE(machine.state(), Door::Locked);
    }
    void scopeGuardRunsUnlessDismissed() {
        int runs = 0;
        {
            ScopeGuard guard([&] { ++runs; });
        }
        {
            ScopeGuard guard([&] { ++runs; });
            guard.dismiss();
        }
        QCOMPARE(runs, 1);
    }
    void logLevelIsNamedInTheError() {
        QVERIFY(log::parseLevel("warn").has_value());
        QVERIFY(log::parseLevel("loud").error().message().find("\"loud\"") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestBase)
#include "tst_base.moc"
