// SPDX-License-Identifier: Apache-2.0
#include "classify/classify.h"

#include <QTest>

using namespace causeway::classify;
using causeway::telemetry::StatusClass;

class TestClassify : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void http_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("expected");
        QTest::addColumn<bool>("failure");
        const auto row = [](int status, StatusClass expected, bool failure) {
            QTest::addRow("%d", status) << status << static_cast<int>(expected) << failure;
        };
        row(101, StatusClass::Http1xx, false);
        row(200, StatusClass::Http2xx, false);
        row(304, StatusClass::Http3xx, false);
        row(404, StatusClass::Http4xx, false);
        row(429, StatusClass::Http4xx, false);
        row(499, StatusClass::Http4xx, false);
        row(500, StatusClass::Http5xx, true);
        row(599, StatusClass::Http5xx, true);
    }
    void http() {
        QFETCH(int, status);
        QFETCH(int, expected);
        QFETCH(bool, failure);
        const auto outcome = httpOutcome(status);
        QCOMPARE(static_cast<int>(outcome.status), expected);
        QCOMPARE(outcome.failure, failure);
    }
    void grpcFailuresAreLinkerds() {
        const QList<int> failures{2, 4, 7, 13, 14, 15};
        for (int status = 0; status <= 16; ++status) {
            const auto outcome = grpcOutcome(std::to_string(status));
            QCOMPARE(outcome.failure, failures.contains(status));
            QCOMPARE(*outcome.grpcStatus, status);
            const auto expected = status == 0       ? StatusClass::GrpcOk
                                  : outcome.failure ? StatusClass::GrpcError
                                                    : StatusClass::GrpcOther;
            QCOMPARE(outcome.status, expected);
        }
    }
    void aStreamWithoutStatusIsASuccessOfUnknown() {
        const auto outcome = grpcOutcome(std::nullopt);
        QVERIFY(!outcome.failure);
        QCOMPARE(*outcome.grpcStatus, 2);
    }
    void aStatusThatIsNoNumberFails() {
        QVERIFY(grpcOutcome("ok").failure);
        QVERIFY(grpcOutcome("").failure);
        QVERIFY(grpcOutcome("-1").failure);
    }
    void theHeadDecidesWhenItCan() {
        QCOMPARE(outcomeAtHead(503, false, std::nullopt)->failure, true);
        QVERIFY(!outcomeAtHead(200, true, std::nullopt));
        QCOMPARE(outcomeAtHead(200, true, "14")->status, StatusClass::GrpcError);
        QVERIFY(isGrpc("application/grpc+proto"));
        QVERIFY(!isGrpc("application/json"));
    }
    void noResponseFails() {
        QCOMPARE(transportError().status, StatusClass::TransportError);
        QVERIFY(transportError().failure);
    }
};

QTEST_APPLESS_MAIN(TestClassify)
#include "tst_classify.moc"
