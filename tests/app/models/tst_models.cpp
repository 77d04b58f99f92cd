// SPDX-License-Identifier: GPL-3.0-or-later
// Every table on the talk's fleet, watched by Qt's model tester.
#include "connectors/replay/scene.h"
#include "models/certificates_model.h"
#include "models/clusters_model.h"
#include "models/commands_model.h"
#include "models/edges_model.h"
#include "models/events_model.h"
#include "models/fuzzy_match.h"
#include "models/link_matrix_model.h"
#include "models/row_filter.h"
#include "models/services_model.h"

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

    void aFilterAndASortLeaveUnmeasuredRowsLast() {
        EdgesModel model;
        model.refresh(m_store, m_window);
        RowFilter filter(&model);
        QAbstractItemModelTester tester(&filter);
        filter.setTest([](const RowFilter::Lookup& field) {
            return field(u"link").toString() == QStringLiteral("azure:aws");
        });
        QCOMPARE(filter.rowCount(), 4);
        filter.setTest({});
        filter.sort(model.columnOf(u"p50"), Qt::DescendingOrder);
        double previous = 1e9;
        for (int row = 0; row < filter.rowCount(); ++row) {
            const double p50 = filter.index(row, model.columnOf(u"p50")).data(ValueRole).toDouble();
            QCOMPARE_LE(p50, previous);
            previous = p50;
        }
    }

    void linksAndTheirMatrix() {
        LinksModel links;
        LinkMatrixModel matrix(&links);
        QAbstractItemModelTester linksTester(&links);
        QAbstractItemModelTester matrixTester(&matrix);
        const QStringList names{QStringLiteral("aws"), QStringLiteral("azure"),
                                QStringLiteral("gcp")};
        matrix.setClusters(names, names);
        links.refresh(m_store, m_window);
        QCOMPARE(links.rowCount(), 7);

        const auto cell = matrix.indexOf(domain::LinkRef::parse(u"azure:aws"));
        QCOMPARE(cell.data(LinkMatrixModel::StateRole).toInt(),
                 int(LinkMatrixModel::CellState::Measured));
        QCOMPARE_LT(std::abs(cell.data(LinkMatrixModel::LatencyMsRole).toDouble() - 60), 3);
        QCOMPARE(LinkMatrixModel::Outliers(cell.data(LinkMatrixModel::OutlierRole).toInt()),
                 LinkMatrixModel::RowOutlier | LinkMatrixModel::AsymmetryOutlier);
        QCOMPARE(cell.data(LinkMatrixModel::LossRole).toDouble(), 0.0); // of its probes
        const auto line = cell.data(SparklineRole).value<QList<double>>();
        QCOMPARE(line.size(), 30);
        QVERIFY(std::ranges::none_of(line, [](double ms) { return std::isnan(ms); }));

        const auto none = matrix.indexOf(domain::LinkRef::parse(u"gcp:gcp"));
        QCOMPARE(none.data(LinkMatrixModel::StateRole).toInt(),
                 int(LinkMatrixModel::CellState::NoLink));
        QVERIFY(!none.data(LinkMatrixModel::LatencyMsRole).isValid());

        const double p50 = cell.data(LinkMatrixModel::LatencyMsRole).toDouble();
        matrix.setQuantile(Quantile::P99);
        QCOMPARE_GT(cell.data(LinkMatrixModel::LatencyMsRole).toDouble(), p50 * 1.2);
    }

    void aDeclaredLinkWithoutTrafficIsNotMeasured() {
        store::Store store;
        auto talk = m_talk;
        for (auto& cluster : talk.clusters)
            cluster.ticks.resize(1);
        talk.clusters[0].ticks[0].samples.clear();
        fill(store, talk);
        LinksModel links;
        links.refresh(store, m_window);
        const auto row = find(links, QStringLiteral("aws:gcp"));
        QVERIFY(row.isValid());
        QVERIFY(!value(links, row, "p50").isValid());
        QCOMPARE(row.data(HealthRole).toInt(), int(domain::Health::NotMeasured));
    }

    void services() {
        ServicesModel model;
        QAbstractItemModelTester tester(&model);
        model.refresh(m_store, m_window);
        QCOMPARE(model.rowCount(), 20);
        const auto row = find(model, QStringLiteral("ledger.bank@aws"));
        QCOMPARE(value(model, row, "squad").toString(), QStringLiteral("voyager"));
        QCOMPARE(value(model, row, "mtlsShare").toDouble(), 1.0);
        QCOMPARE_GT(value(model, row, "rps").toDouble(), 40.0);
        QVERIFY(row.data(SelectionRole).value<domain::Selection>().as<domain::ServiceSelection>());
    }

    void clusters() {
        store::Store store;
        const auto partial = scene("partial.json");
        fill(store, partial);
        ClustersModel model;
        QAbstractItemModelTester tester(&model);
        model.refresh(store, TimeRange::endingAt(*store.newest(), 60s), partial.end);
        QCOMPARE(model.rowCount(), 3);
        const auto gcp = find(model, QStringLiteral("gcp"));
        QCOMPARE(gcp.data(StaleRole).toBool(), true);
        QCOMPARE(gcp.data(HealthRole).toInt(), int(domain::Health::NotMeasured));
        QCOMPARE(value(model, find(model, QStringLiteral("aws")), "proxies").toInt(), 18);
    }

    void certificates() {
        CertificatesModel model;
        QAbstractItemModelTester tester(&model);
        model.refresh(m_store, m_talk.end);
        QCOMPARE_GT(model.rowCount(), 50);
        model.refresh(m_store, m_talk.end + 200h);
        int expired = 0;
        for (int row = 0; row < model.rowCount(); ++row)
            expired += model.index(row, 0).data(HealthRole).toInt() == int(domain::Health::Failing);
        QCOMPARE_GT(expired, 40);
        QCOMPARE_LT(expired, model.rowCount()); // anchors and issuers live on
    }

    void events() {
        EventsModel model;
        QAbstractItemModelTester tester(&model);
        model.refresh(m_store, TimeRange::endingAt(m_talk.end, 15min));
        QCOMPARE(model.rowCount(), 9);
        model.refresh(m_store, TimeRange::endingAt(m_talk.end, 5min));
        QCOMPARE(model.rowCount(), 3);
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
