// SPDX-License-Identifier: Apache-2.0
// What `causewayctl profile generate` makes of an OpenAPI document, in force: a real proxy routes,
// limits, retries and counts each operation as its document says. In the form of a ServiceProfile and
// in that of HTTPRoutes.
#include "caller.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTest>

#include <atomic>
#include <thread>

namespace {

std::string generated(const QString& form) {
    QProcess process;
    process.start(QStringLiteral(CAUSEWAY_BIN_DIR "/causewayctl"),
                  {"profile", "generate", "--openapi",
                   QStringLiteral(CAUSEWAY_SOURCE_DIR "/tests/data/openapi/loans-2.0.yaml"),
                   "ledger.bank", "--cluster-domain", "aws.mesh", "--as", form});
    if (!process.waitForFinished() || process.exitCode() != 0)
        qFatal("%s", process.readAllStandardError().constData());
    return "---\n" + process.readAllStandardOutput().toStdString();
}

const char* kLoan = "/api/v7/loans/4711";
const char* kLoans = "/api/v7/loans";

} // namespace

class TestGeneratedRoutes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase_data() {
        QTest::addColumn<QString>("form");
        QTest::newRow("serviceprofile") << "serviceprofile";
        QTest::newRow("httproute") << "httproute";
    }
    void init() {
        QFETCH_GLOBAL(const QString, form);
        m_app = std::make_unique<TestApp>("ledger-1", Version::Http11);
        m_caller = std::make_unique<Caller>(annotated("ledger", "") + generated(form),
                                            std::vector<TestApp*>{m_app.get()});
        QVERIFY2(m_caller->ready(), qPrintable(m_caller->proxy->log()));
    }
    void cleanup() {
        m_caller.reset();
        m_app.reset();
    }
    // x-linkerd-retryable: true on GET /loans and DELETE /loans/{loanId}, and on nothing else.
    void whatIsRetriedIsWhatTheDocumentSays_data() {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("attempts");
        QTest::newRow("a list") << "GET" << kLoans << 2;
        QTest::newRow("with a query") << "GET" << "/api/v7/loans?state=open" << 2;
        QTest::newRow("one") << "GET" << kLoan << 2;
        QTest::newRow("delete") << "DELETE" << kLoan << 2;
        QTest::newRow("post") << "POST" << kLoans << 1;
        QTest::newRow("patch") << "PATCH" << kLoan << 1;
        QTest::newRow("another operation") << "GET" << "/api/v7/rates" << 1;
        QTest::newRow("below the template") << "GET" << "/api/v7/loans/4711/other" << 1;
        QTest::newRow("without the base path") << "GET" << "/loans" << 1;
    }
    void whatIsRetriedIsWhatTheDocumentSays() {
        QFETCH(const QString, method);
        QFETCH(const QString, path);
        QFETCH(const int, attempts);
        m_app->script({{.status = 503}});
        TestClient client(m_caller->outbound, Version::Http11);
        const auto response = client.get({"ledger", path.toStdString(), method.toStdString(), "", {}});
        QCOMPARE(m_app->requests(), attempts);
        QCOMPARE(response.status, attempts == 2 ? 200 : 503);
    }
    // x-linkerd-timeout: 500ms on GET /loans/{loanId}, 2s on GET /loans, none on PATCH.
    void whatIsLimitedIsWhatTheDocumentSays() {
        m_app->script({{.silent = true}});
        TestClient client(m_caller->outbound, Version::Http11);
        QElapsedTimer took;
        took.start();
        QCOMPARE(client.get({"ledger", kLoan, "GET", "", {}}).status, 504);
        QVERIFY2(took.elapsed() >= 500 && took.elapsed() < 1900, QByteArray::number(took.elapsed()));
        m_app->script({{.silent = true}});
        took.start();
        QCOMPARE(client.get({"ledger", kLoans, "GET", "", {}}).status, 504);
        QVERIFY2(took.elapsed() >= 2000 && took.elapsed() < 6000, QByteArray::number(took.elapsed()));
        m_app->script({{.silent = true}});
        std::atomic<int> status = 0;
        std::thread patch([&] {
            TestClient patching(m_caller->outbound, Version::Http11);
            status = patching.get({"ledger", kLoan, "PATCH", "", {}}).status;
        });
        took.start();
        while (took.elapsed() < 2500) // longer than any limit of the others
            QTest::qSleep(100);
        const int until = status;
        const bool asked = m_app->requests() == 3;
        m_app.reset(); // hangs up
        patch.join();
        QVERIFY(asked && until == 0);
    }
    void eachRouteIsCountedByItself() {
        QFETCH_GLOBAL(const QString, form);
        TestClient client(m_caller->outbound, Version::Http11);
        for (int i = 0; i < 3; ++i)
            QCOMPARE(client.get({"ledger", kLoan, "GET", "", {}}).status, 200);
        for (int i = 0; i < 2; ++i)
            QCOMPARE(client.get({"ledger", kLoans, "POST", "", {}}).status, 200);
        QCOMPARE(client.get({"ledger", "/elsewhere", "GET", "", {}}).status, 200);
        const auto counted = [&](const std::string& route) {
            return m_caller->proxy->metric("request_total",
                                           {"direction=\"outbound\"", "route_name=\"" + route + "\""});
        };
        if (form == "serviceprofile") { // one name an operation
            QCOMPARE(counted("serviceprofile/GET /api/v7/loans/{loanId}"), 3.0);
            QCOMPARE(counted("serviceprofile/POST /api/v7/loans"), 2.0);
            QCOMPARE(counted("serviceprofile/GET /api/v7/loans"), 0.0);
            QCOMPARE(counted("default"), 1.0);
        } else { // one name an object: what is retried is in one of its own
            QCOMPARE(counted("httproute/ledger-retried"), 3.0);
            QCOMPARE(counted("httproute/ledger"), 3.0);
        }
    }
    // The document's 404 is an answer and its 500 a failure.
    void failuresAreThoseOfTheDocument() {
        m_app->script({{.status = 404}, {.status = 500}});
        TestClient client(m_caller->outbound, Version::Http11);
        QCOMPARE(client.get({"ledger", "/api/v7/rates", "GET", "", {}}).status, 404);
        QCOMPARE(client.get({"ledger", "/api/v7/rates", "GET", "", {}}).status, 500);
        const auto classified = [&](const char* as) {
            return m_caller->proxy->metric("response_total", {"direction=\"outbound\"", std::string("classification=\"") + as + "\""});
        };
        QCOMPARE(classified("success"), 1.0);
        QCOMPARE(classified("failure"), 1.0);
    }

private:
    std::unique_ptr<TestApp> m_app;
    std::unique_ptr<Caller> m_caller;
};

QTEST_GUILESS_MAIN(TestGeneratedRoutes)
#include "tst_generated_routes.moc"
