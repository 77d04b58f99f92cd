// SPDX-License-Identifier: GPL-3.0-or-later
// The filter language: what a text lets through, and where a wrong one is wrong.
#include "viewstate/filter.h"

#include <QSignalSpy>
#include <QTest>

using namespace causeway::app::viewstate;

namespace {

// payments.bank@aws → cards.bank@gcp, as a model would look its fields up.
QVariant lookUp(QStringView field) {
    static const QMap<QString, QVariant> row{
        {QStringLiteral("text"), QStringLiteral("payments.bank@aws → cards.bank@gcp gRPC")},
        {QStringLiteral("cluster"), QStringLiteral("gcp")},
        {QStringLiteral("src.cluster"), QStringLiteral("aws")},
        {QStringLiteral("dst.squad"), QStringLiteral("nasa")},
        {QStringLiteral("name"), QStringLiteral("cards")},
        {QStringLiteral("rps"), 1250.0},
        {QStringLiteral("success"), 0.993},
        {QStringLiteral("p95"), 61.0},
        {QStringLiteral("baseline"), 30.0},
    };
    return row.value(field.toString());
}

} // namespace

class TestFilter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void matches_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("matches");
        QTest::newRow("nothing") << "" << true;
        QTest::newRow("blanks") << "   " << true;
        QTest::newRow("the example")
            << "cluster=gcp and dst.squad=nasa and (p95 > 2 * baseline or success < 99.5%)" << true;
        QTest::newRow("a word") << "cards" << true;
        QTest::newRow("a word in capitals") << "CARDS" << true;
        QTest::newRow("two words are both meant") << "cards ledger" << false;
        QTest::newRow("a quoted word") << "\"→ cards\"" << true;
        QTest::newRow("equal, whatever the case") << "cluster = GCP" << true;
        QTest::newRow("unequal") << "cluster != gcp" << false;
        QTest::newRow("unit ms") << "p95 > 60ms" << true;
        QTest::newRow("unit s") << "p95 > 0.06s" << true;
        QTest::newRow("unit k") << "rps >= 1.2k" << true;
        QTest::newRow("percent") << "success >= 99.3%" << true;
        QTest::newRow("factor") << "p95 > 3 * baseline" << false;
        QTest::newRow("field") << "p95 > baseline" << true;
        QTest::newRow("pattern") << "name ~ \"^car\"" << true;
        QTest::newRow("no pattern") << "name !~ \"^car\"" << false;
        QTest::newRow("not") << "not cluster=aws" << true;
        QTest::newRow("and binds closer than or") << "cluster=gcp or name=x and name=y" << true;
        QTest::newRow("parentheses") << "(cluster=gcp or name=x) and name=y" << false;
        QTest::newRow("what a row has not is not equal") << "squad = nasa" << false;
        QTest::newRow("nor unequal") << "squad != nasa" << false;
    }
    void matches() {
        QFETCH(QString, text);
        QFETCH(bool, matches);
        const auto parsed = FilterExpression::parse(text);
        const auto* expression = std::get_if<FilterExpression>(&parsed);
        QVERIFY(expression);
        QCOMPARE(expression->matches(lookUp), matches);
    }

    void errors_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("position");
        QTest::addColumn<QString>("found");
        QTest::addColumn<QString>("expected");
        QTest::newRow("no such field") << "clutser = aws" << 0 << "clutser"
                                       << "cluster";
        QTest::newRow("no value") << "cluster =" << 9 << ""
                                  << "a value";
        QTest::newRow("open parenthesis") << "(cards" << 6 << ""
                                          << ")";
        QTest::newRow("stray parenthesis") << "cards )" << 6 << ")"
                                           << "and";
        QTest::newRow("and without an end") << "cards and" << 9 << ""
                                            << "a word";
        QTest::newRow("unknown unit") << "p95 > 5m" << 6 << "5m"
                                      << "a number";
        QTest::newRow("open string") << "name ~ \"abc" << 7 << "\"abc"
                                     << "a pattern";
        QTest::newRow("bad pattern") << "name ~ \"(\"" << 7 << "("
                                     << "a valid pattern";
        QTest::newRow("factor of nothing") << "p95 > 2 * 3" << 10 << "3"
                                           << "a field";
        QTest::newRow("two signs") << "p95 > > 3" << 6 << ">"
                                   << "a value";
    }
    void errors() {
        QFETCH(QString, text);
        QFETCH(int, position);
        QFETCH(QString, found);
        QFETCH(QString, expected);
        const auto parsed = FilterExpression::parse(text);
        const auto* error = std::get_if<FilterError>(&parsed);
        QVERIFY(error);
        QCOMPARE(error->position, position);
        QCOMPARE(error->found, found);
        QVERIFY2(error->expected.contains(expected), qPrintable(error->expected.join(u'|')));
    }

    void deepNestingIsAnErrorAndNotACrash() {
        const auto parsed = FilterExpression::parse(QString(100'000, u'('));
        QVERIFY(std::holds_alternative<FilterError>(parsed));
        QString nots;
        for (int i = 0; i < 10'000; ++i)
            nots += QStringLiteral("not ");
        QVERIFY(std::holds_alternative<FilterError>(FilterExpression::parse(nots)));
    }

    void aWrongTextLeavesTheLastExpressionInForce() {
        Filter filter;
        QSignalSpy expressions(&filter, &Filter::expressionChanged);
        filter.setText(QStringLiteral("cluster=gcp"));
        QCOMPARE(expressions.size(), 1);
        filter.setText(QStringLiteral("cluster=gcp and ("));
        QVERIFY(filter.error());
        QCOMPARE(expressions.size(), 1);
        QVERIFY(filter.expression().matches(lookUp));
        filter.clear();
        QVERIFY(!filter.error());
        QCOMPARE(expressions.size(), 2);
    }
};

QTEST_APPLESS_MAIN(TestFilter)
#include "tst_filter.moc"
