// SPDX-License-Identifier: Apache-2.0
// Path templates out of recorded requests.
#include "profile/learn.h"
#include "profile/path_template.h"
#include "recording/likeness.h"
#include "route/pattern.h"

#include <QFile>
#include <QTest>

#include <algorithm>

using namespace causeway;
using namespace causeway::profile;
using recording::Likeness;
using recording::likenessOf;

namespace {

struct Requested {
    std::string method;
    std::string path;
};
std::vector<recording::Tuple> tuplesOf(const std::vector<Requested>& requests) {
    std::vector<recording::Tuple> tuples;
    for (const auto& request : requests) {
        auto& tuple = tuples.emplace_back();
        tuple.method = request.method;
        tuple.path = request.path;
        tuple.line = static_cast<std::uint32_t>(tuples.size());
    }
    return tuples;
}

std::vector<std::string> learned(const std::vector<Requested>& requests,
                                 std::size_t maxWords = 20) {
    Findings findings;
    std::vector<std::string> names;
    for (const auto& operation : learnOperations(tuplesOf(requests), {maxWords}, "r", findings))
        names.push_back(operation.name);
    return names;
}

} // namespace

class TestLearn : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void likeness_data() {
        QTest::addColumn<QString>("segments");
        QTest::addColumn<int>("likeness");
        QTest::newRow("words")
            << "loans own v1 oauth2 own-accounts iban pain.001 index.html DK a1 LatestVersion2"
            << int(Likeness::Word);
        QTest::newRow("ids") << "7 00042 123e4567-e89b-12d3-a456-426614174000 2026-01-31 "
                                "DK5000400440116243 deadbeefdeadbeef01 01ARZ3NDEKTSV4RRFFQ69G5FAV"
                             << int(Likeness::Id);
        QTest::newRow("perhaps") << "loan-123 tx_98112 ada@bank.example a1b2c3 iso20022"
                                 << int(Likeness::PerhapsId);
    }
    void likeness() {
        QFETCH(const QString, segments);
        QFETCH(const int, likeness);
        for (const QString& segment : segments.split(' '))
            QVERIFY2(int(likenessOf(segment.toStdString())) == likeness, qPrintable(segment));
    }
    void learns_parameters() {
        std::vector<Requested> requests;
        for (int i = 0; i < 5000; ++i)
            requests.push_back({"GET", "/loans/" + std::to_string(i) + "/payments"});
        requests.push_back({"GET", "/loans/own/payments"});
        requests.push_back({"GET", "/"});
        QCOMPARE(learned(requests), (std::vector<std::string>{"GET /", "GET /loans/own/payments",
                                                              "GET /loans/{loan}/payments"}));
    }
    void many_words_are_a_parameter() {
        std::vector<Requested> requests;
        for (char a = 'a'; a <= 'e'; ++a)
            for (char b = 'a'; b <= 'e'; ++b)
                requests.push_back({"GET", std::string("/names/") + a + b});
        QCOMPARE(learned(requests, 24), (std::vector<std::string>{"GET /names/{name}"}));
        QCOMPARE(learned(requests, 25).size(), std::size_t(25));
        // Words that lead to different things are what an API is made of.
        for (auto& request : requests)
            request.path += "/" + request.path.substr(7) + "x";
        QCOMPARE(learned(requests, 20).size(), std::size_t(25));
    }
    void methods_of_services_stay_words() {
        std::vector<Requested> requests;
        for (char a = 'A'; a <= 'Z'; ++a)
            requests.push_back({"POST", std::string("/bank.Ledger/Do") + a});
        Findings findings;
        const auto operations = learnOperations(tuplesOf(requests), {5}, "r", findings);
        QCOMPARE(operations.size(), std::size_t(26));
        QCOMPARE(operations[0].rpcService, std::string("bank.Ledger"));
    }
    // Whatever was recorded is matched by one of the routes that were learned.
    void learned_routes_match_what_was_recorded() {
        QFile file(QStringLiteral(CAUSEWAY_SOURCE_DIR "/tests/data/recordings/bank.rec"));
        QVERIFY(file.open(QFile::ReadOnly));
        Findings findings;
        const auto recorded = recording::Recording::parse(file.readAll().toStdString(), "r");
        QVERIFY(recorded);
        std::vector<recording::Tuple> requests;
        for (auto tuple : recorded->tuples()) {
            tuple.path = tuple.path.substr(0, tuple.path.find('?'));
            if (tuple.service.starts_with("loans."))
                requests.push_back(tuple);
        }
        QVERIFY(requests.size() > 90);
        std::vector<std::pair<std::string, route::Pattern>> patterns;
        for (const auto& operation : learnOperations(requests, {}, "r", findings))
            patterns.emplace_back(operation.method,
                                  *route::Pattern::compile(pathRegex(operation.path)));
        for (const auto& request : requests)
            QVERIFY2(std::ranges::any_of(patterns,
                                         [&](const auto& pattern) {
                                             return pattern.first == request.method
                                                    && pattern.second.matches(request.path);
                                         }),
                     qPrintable(QString::fromStdString(std::string(request.path))));
    }
};

QTEST_APPLESS_MAIN(TestLearn)
#include "tst_learn.moc"
