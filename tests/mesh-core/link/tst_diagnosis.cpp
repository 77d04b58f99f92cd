// SPDX-License-Identifier: Apache-2.0
// What the talk's seven numbers say by themselves, and what other matrices cannot say.
#include "link/change_point.h"
#include "link/diagnosis.h"
#include "link/matrix_file.h"
#include "link/words.h"

#include <QFile>
#include <QTest>

#include <algorithm>

using namespace causeway;
using namespace causeway::link;

class TestDiagnosis : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theTalksMatrix();
    void aBalancedMatrixAccusesNobody();
    void twoSitesCannotBeToldApart();
    void aWayOutCanBeAtFault();
    void aSlowSelfLinkClearsNobody();
    void matrixErrors_data();
    void matrixErrors();
    void blankIsNotMeasured();
    void aStepIsDated();
    void aGapIsNoStep();
};

namespace {

using Fact = Evidence::Fact;

Picture matrix(const char* rows) {
    auto picture = parseMatrix(std::string("from,to,latency_ms\n") + rows, "matrix.csv");
    if (!picture)
        qFatal("%s", picture.error().describe().c_str());
    return *std::move(picture);
}

const Evidence* find(const std::vector<Evidence>& list, Fact fact) {
    const auto found = std::ranges::find(list, fact, &Evidence::fact);
    return found == list.end() ? nullptr : &*found;
}

} // namespace

void TestDiagnosis::theTalksMatrix() {
    QFile file(QStringLiteral(CAUSEWAY_SOURCE_DIR "/tests/data/talk/link-matrix.csv"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto picture = parseMatrix(file.readAll().toStdString(), "link-matrix.csv");
    QVERIFY(picture.has_value());
    const auto verdicts = diagnose(*picture);
    QCOMPARE(verdicts.size(), std::size_t(1));
    const Verdict& verdict = verdicts.front();
    QCOMPARE(verdict.leg.text(), std::string("ingress:aws"));
    QCOMPARE(name(verdict.kind), std::string_view("directions-differ"));
    QCOMPARE(verdict.deltaLowMs, 30.0);
    QCOMPARE(verdict.deltaHighMs, 35.0);
    QCOMPARE(describe(verdict), std::string("into aws: +30 to +35 ms over the way out"));
    QVERIFY(verdict.confidence > 0.5 && verdict.confidence < 0.9);
    QCOMPARE(verdict.links, (std::vector<std::string>{"azure:aws", "gcp:aws"}));
    QCOMPARE(std::ranges::count(verdict.clears, Fact::SameFromBothEnds, &Evidence::fact), 2);
    const auto* balanced = find(verdict.clears, Fact::Balanced);
    QVERIFY(balanced);
    QCOMPARE(balanced->names, (std::vector<std::string>{"azure", "gcp"}));
    const auto* self = find(verdict.clears, Fact::SelfLinkIsFast);
    QVERIFY(self);
    QCOMPARE(self->values, (std::vector<double>{10, 30}));
    QCOMPARE(verdict.next.front().fact, Fact::CheckReuse);
    QVERIFY(find(verdict.next, Fact::MeasureLink));
}

void TestDiagnosis::aBalancedMatrixAccusesNobody() {
    QVERIFY(diagnose(matrix("aws,gcp,30\ngcp,aws,31\naws,azure,25\nazure,aws,28\n")).empty());
    QVERIFY(diagnose(matrix("aws,gcp,30\n")).empty());
    // A fifth of a long way is not much.
    QVERIFY(diagnose(matrix("aws,gcp,200\ngcp,aws,230\n")).empty());
}

void TestDiagnosis::twoSitesCannotBeToldApart() {
    const auto verdicts = diagnose(matrix("aws,gcp,30\ngcp,aws,60\n"));
    QCOMPARE(verdicts.size(), std::size_t(2));
    for (const auto& verdict : verdicts) {
        const auto* same = find(verdict.evidence, Fact::CannotTellApart);
        QVERIFY(same);
        QCOMPARE(same->names.front(),
                 std::string(verdict.leg.text() == "ingress:aws" ? "egress:gcp" : "ingress:aws"));
        QVERIFY(verdict.confidence <= 0.5);
    }
}

void TestDiagnosis::aWayOutCanBeAtFault() {
    const auto verdicts = diagnose(matrix("aws,gcp,70\ngcp,aws,30\naws,azure,65\nazure,aws,25\n"
                                          "azure,gcp,20\ngcp,azure,20\n"));
    QCOMPARE(verdicts.size(), std::size_t(1));
    QCOMPARE(verdicts.front().leg.text(), std::string("egress:aws"));
    QCOMPARE(verdicts.front().deltaLowMs, 40.0);
}

void TestDiagnosis::aSlowSelfLinkClearsNobody() {
    const auto verdicts = diagnose(matrix("aws,aws,50\naws,gcp,30\ngcp,aws,60\naws,azure,25\n"
                                          "azure,aws,60\nazure,gcp,20\ngcp,azure,20\n"));
    QCOMPARE(verdicts.front().leg.text(), std::string("ingress:aws"));
    QVERIFY(!find(verdicts.front().clears, Fact::SelfLinkIsFast));
}

void TestDiagnosis::matrixErrors_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("error");
    QTest::newRow("empty") << QByteArray() << QByteArray("m.csv:0: no link stands in it");
    QTest::newRow("header") << QByteArray("a,b\n")
                            << QByteArray("m.csv:1: expected the header from,to,latency_ms, found \"a,b\"");
    QTest::newRow("number") << QByteArray("from,to,latency_ms\na,b,fast\n")
                            << QByteArray("m.csv:2: latency_ms: expected milliseconds from 0 to 3600000, or "
                                          "nothing where it was not measured; found \"fast\"");
    QTest::newRow("negative") << QByteArray("from,to,latency_ms\na,b,-1\n") << QByteArray("m.csv:2: ");
    QTest::newRow("nan") << QByteArray("from,to,latency_ms\na,b,nan\n") << QByteArray("m.csv:2: ");
    QTest::newRow("twice") << QByteArray("from,to,latency_ms\na,b,1\na,b,2\n")
                           << QByteArray("m.csv:3: a to b stands here twice");
    QTest::newRow("fields") << QByteArray("from,to,latency_ms\na,b\n")
                            << QByteArray("m.csv:2: expected three fields");
    QTest::newRow("nameless") << QByteArray("from,to,latency_ms\n,b,3\n") << QByteArray("m.csv:2: the names");
}

void TestDiagnosis::matrixErrors() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, error);
    const auto picture = parseMatrix(text.toStdString(), "m.csv");
    QVERIFY(!picture);
    QVERIFY2(picture.error().describe().starts_with(error.toStdString()),
             picture.error().describe().c_str());
}

void TestDiagnosis::blankIsNotMeasured() {
    const auto picture = parseMatrix("\xEF\xBB\xBF" "from,to,latency_ms\r\n# noted by hand\r\n a , b , 12.5 \r\nb,a,\r\n", "m.csv");
    QVERIFY(picture.has_value());
    QCOMPARE(picture->links.size(), std::size_t(2));
    QCOMPARE(picture->find("a", "b")->whole->meanMs, 12.5);
    QVERIFY(!picture->find("b", "a")->whole);
}

void TestDiagnosis::aStepIsDated() {
    std::vector<SeriesSample> series(20, {20, 30});
    for (std::size_t i = 13; i < series.size(); ++i)
        series[i].meanMs = 35;
    series[4].meanMs = 29; // one odd sample is no step
    QCOMPARE(stepIn(series, 8), std::optional<std::size_t>(13));
    QVERIFY(!stepIn(series, 20));
    for (auto& sample : series)
        sample.meanMs = 20;
    QVERIFY(!stepIn(series, 8));
    QVERIFY(!stepIn({}, 8));
}

void TestDiagnosis::aGapIsNoStep() {
    std::vector<SeriesSample> series(10, {20, 30});
    for (std::size_t i = 5; i < series.size(); ++i)
        series[i] = {0, 0};
    QVERIFY(!stepIn(series, 2));
    series.push_back({40, 30});
    QCOMPARE(stepIn(series, 8), std::optional<std::size_t>(10));
}

QTEST_GUILESS_MAIN(TestDiagnosis)
#include "tst_diagnosis.moc"
