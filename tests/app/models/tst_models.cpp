// SPDX-License-Identifier: GPL-3.0-or-later
// The tables on the talk's fleet, watched by Qt's model tester.
#include "connectors/replay/scene.h"
#include "models/commands_model.h"
#include "models/edges_model.h"
#include "models/fuzzy_match.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace causeway::app;
using namespace causeway::app::models;
using namespace std::chrono_literals;
using domain::TimeRange;

namespace {

replay::Scene scene(const char* name) {
    auto scene = replay::readScene(QStringLiteral(CAUSEWAY_SOURCE_DIR "/tests/data/scenes/")
                                   + QLatin1String(name));
    if (!scene)
        qFatal("%s", scene.error().describe().c_str());
    return std::move(*scene);
}

void fill(store::Store& store, const replay::Scene& scene) {
    store.setFleet(scene.fleet);
    for (const replay::SceneCluster& cluster : scene.clusters) {
        domain::SourceState state;
        state.condition =
            cluster.silence ? domain::SourceCondition::Stale : domain::SourceCondition::Live;
        store.setSource(cluster.snapshot.cluster.name, state);
        store.apply(cluster.snapshot.cluster.name, replay::recorded(cluster, 0ms));
    }
}

QVariant value(const TableModel& model, const QModelIndex& row, const char* column) {
    return row.siblingAtColumn(model.columnOf(QString::fromLatin1(column))).data(ValueRole);
}

// The row with this id; invalid when there is none.
QModelIndex find(const QAbstractItemModel& model, const QString& id) {
    const auto found = model.match(model.index(0, 0), IdRole, id, 1, Qt::MatchExactly);
    return found.isEmpty() ? QModelIndex() : found.front();
}

} // namespace

class TestModels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        m_talk = scene("talk.json");
        fill(m_store, m_talk);
        m_window = TimeRange::endingAt(m_talk.end, 60s);
    }

    void edges() {
        EdgesModel model;
        QAbstractItemModelTester tester(&model);
        model.refresh(m_store, m_window);
        QCOMPARE(model.rowCount(), 47);
        const auto row = find(
            model, QStringLiteral("loans.credit@azure → ledger.bank@aws gRPC mutual azure:aws"));
        QVERIFY(row.isValid());
        QCOMPARE_LT(std::abs(value(model, row, "p50").toDouble() - 60), 3);
        QCOMPARE_LT(value(model, row, "calleeP50").toDouble(), 15);
        QCOMPARE(value(model, row, "attempts"), value(model, row, "arrived"));
        QCOMPARE(value(model, row, "coldShare").toDouble(), 1.0);
        QCOMPARE(model.field(row.row(), u"src.squad"), QStringLiteral("kepler"));
        QCOMPARE(model.field(row.row(), u"dst.cluster"), QStringLiteral("aws"));
        QVERIFY(!model.field(row.row(), u"nonsense").isValid());
    }

    void rowsKeepTheirPlace() {
        store::Store store;
        auto talk = m_talk;
        fill(store, talk);
        EdgesModel model;
        QAbstractItemModelTester tester(&model);
        model.refresh(store, m_window);
        const QPersistentModelIndex row(find(
            model, QStringLiteral("loans.credit@azure → ledger.bank@aws gRPC mutual azure:aws")));
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        const int place = row.row();

        sdk::EdgeTick tick = talk.clusters[0].ticks.back();
        tick.end += 10s;
        tick.samples.front().key.source.name = QStringLiteral("a-newcomer");
        sdk::Updates updates;
        updates.ticks.push_back(tick);
        store.apply(QStringLiteral("aws"), updates);
        model.refresh(store, TimeRange::endingAt(tick.end, 60s));

        QCOMPARE(reset.size(), 0);
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(model.rowCount(), 48);
        QCOMPARE(row.row(), place);
        model.refresh(store, TimeRange::endingAt(tick.end, 60s));
        QCOMPARE(inserted.size(), 1);
    }

    void paletteFindsCommandsAndObjects() {
        CommandsModel model;
        QAbstractItemModelTester tester(&model);
        Command links;
        links.id = QStringLiteral("page.links");
        links.title = QStringLiteral("Go to Links");
        model.setCommands({links});
        model.setObjects(m_store);
        QCOMPARE(model.rowCount(), 1);
        model.setQuery(QStringLiteral("links"));
        QCOMPARE(model.index(0, 0).data(CommandsModel::CommandIdRole),
                 QStringLiteral("page.links"));
        model.setQuery(QStringLiteral("crs"));
        QCOMPARE(model.index(0, 0).data(ValueRole), QStringLiteral("credit-score.credit"));
        QVERIFY(model.index(0, 0).data(CommandsModel::CommandIdRole).toString().isEmpty());
        model.setQuery(QStringLiteral("zzz"));
        QCOMPARE(model.rowCount(), 0);
    }

    void fuzzyMatching_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("better");
        QTest::addColumn<QString>("worse");
        QTest::newRow("beginnings of words") << "gl"
                                             << "Go to Links"
                                             << "Single";
        QTest::newRow("in a row") << "led"
                                  << "ledger.bank"
                                  << "blue field";
        QTest::newRow("shorter") << "cards"
                                 << "cards.bank"
                                 << "cards.bank.test.somewhere";
    }
    void fuzzyMatching() {
        QFETCH(QString, query);
        QFETCH(QString, better);
        QFETCH(QString, worse);
        const auto first = fuzzyMatch(query, better);
        const auto second = fuzzyMatch(query, worse);
        QVERIFY(first && second);
        QCOMPARE_GT(first->score, second->score);
        QCOMPARE(first->positions.size(), query.size());
    }

    void fuzzyMatchingKeepsTheOrder() {
        QVERIFY(!fuzzyMatch(u"ba", u"ab"));
        QCOMPARE(fuzzyMatch(u"AB", u"xaxb")->positions, (QList<int>{1, 3}));
    }

private:
    replay::Scene m_talk;
    store::Store m_store;
    TimeRange m_window;
};

QTEST_GUILESS_MAIN(TestModels)
#include "tst_models.moc"
