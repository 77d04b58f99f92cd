// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/common/event_lines.h"
#include "pages/common/findings.h"
#include "pages/common/fleet_state.h"
#include "pages/common/table_texts.h"
#include "pages/common/words.h"
#include "pages/fleet/fleet_presenter.h"
#include "pages/graph/graph_presenter.h"
#include "pages/metrics/metrics_presenter.h"
#include "scene_fixture.h"

#include <QAbstractItemModelTester>
#include <QSet>
#include <QTest>

using namespace causeway::app;
using namespace causeway::app::pages;
using namespace Qt::StringLiterals;

namespace {

} // namespace

class TestPresenters : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fleetShowsEveryClusterAndFigure() {
        SceneFixture scene(u"talk"_s);
        const FleetPresenter presenter(scene.context());
        QCOMPARE(presenter.clusters().size(), scene.store.fleet().clusters.size());
        const auto tiles = presenter.tiles();
        QCOMPARE(tiles.size(), std::size_t(FleetPresenter::TileCount));
        for (const int tile : {FleetPresenter::Services, FleetPresenter::Requests,
                               FleetPresenter::Success, FleetPresenter::P99})
            QVERIFY2(!tiles[std::size_t(tile)].figure.isNull(), qPrintable(QString::number(tile)));
        QVERIFY(tiles[FleetPresenter::Requests].history.size() > 30);
        QVERIFY(!presenter.links().empty());
    }

    void totalsAreTheSameAtEveryLevel() {
        SceneFixture scene(u"talk"_s);
        const auto look = scene.store.look(scene.view.time().window());
        const std::vector<bool> hits(look->edges.size(), true);
        QVERIFY(!hits.empty());
        std::optional<std::uint64_t> all;
        for (const GraphLevel level :
             {GraphLevel::Clusters, GraphLevel::Namespaces, GraphLevel::Services}) {
            std::uint64_t sum = 0;
            for (const auto& [key, total] : GraphTotals::of(*look, hits, level).nodes)
                if (const auto* side = total.sum.now.best())
                    sum += side->requests;
            QCOMPARE(sum, all.value_or(sum));
            all = sum;
        }
        QVERIFY(*all > 0);
    }

    void filterFadesAndNarrows() {
        SceneFixture scene(u"talk"_s);
        GraphPresenter presenter(scene.context());
        presenter.refresh();
        const int before = presenter.table()->rowCount();
        presenter.setFilter(u"cluster=gcp"_s);
        presenter.refresh();
        QVERIFY(presenter.table()->rowCount() > 0 && presenter.table()->rowCount() < before);
        const auto& nodes = presenter.graph()->nodes;
        QVERIFY(std::any_of(nodes.begin(), nodes.end(), [](const auto& n) { return !n.hit; }));
        QVERIFY(std::any_of(nodes.begin(), nodes.end(), [](const auto& n) { return n.hit; }));
        presenter.setFilter(u"cluster="_s);
        QVERIFY(!presenter.filterProblem().isEmpty());
    }

    void tableSaysTheSameInWords() {
        SceneFixture scene(u"talk"_s);
        GraphPresenter presenter(scene.context());
        presenter.refresh();
        TableTexts texts;
        const QAbstractItemModelTester tester(
            &texts, QAbstractItemModelTester::FailureReportingMode::QtTest);
        texts.setSourceModel(presenter.table());
        QVERIFY(texts.rowCount() > 0);
        for (int column = 0; column < texts.columnCount(); ++column)
            QVERIFY(
                !texts.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
        const int rps = 8;
        QVERIFY(texts.index(0, rps).data().toString().endsWith(u"/s"_s));
    }

    void metricsKeepGapsAndAddUp() {
        SceneFixture scene(u"talk"_s);
        MetricsPresenter presenter(scene.context());
        presenter.refresh();
        QVERIFY(presenter.requests().times.size() > 30);
        const auto heat = presenter.heat();
        double counted = 0;
        for (const auto& column : heat.columns)
            for (const double count : column.counts)
                counted += count;
        QVERIFY(counted > 0);
        QCOMPARE(presenter.csv().count(u'\n'), presenter.requests().times.size() + 1);
    }

    void theSixStatesAreToldApart() {
        const auto kindOf = [](const QString& scene) {
            SceneFixture fixture(scene);
            const FleetState state = fleetState(fixture.context());
            return state.instead ? int(state.instead->kind) : -1;
        };
        QCOMPARE(kindOf(u"talk"_s), -1);
        QCOMPARE(kindOf(u"partial"_s), -1);
        QCOMPARE(kindOf(u"empty"_s), int(widgets::StatePlaceholder::Kind::Empty));
        SceneFixture partial(u"partial"_s);
        QVERIFY(!fleetState(partial.context()).notice.isEmpty());
        SceneFixture talk(u"talk"_s);
        QVERIFY(fleetState(talk.context()).notice.isEmpty());
    }

    void whatHappenedToManyIsOneLine() {
        const auto event = [](int second, const QString& subject, const QString& kind,
                              domain::Severity severity = domain::Severity::Info,
                              const QString& cluster = u"aws"_s) {
            return domain::Event{subject,  cluster, domain::instantOf(second * 1000),
                                 severity, kind,    subject,
                                 u"in the cluster's own words"_s};
        };
        const auto warning = domain::Severity::Warning;
        const auto lines = linesOf({event(0, u"cards-1"_s, u"proxy.connected"_s),
                                    event(200, u"ledger-1"_s, u"proxy.connected"_s),
                                    event(201, u"ledger-2"_s, u"proxy.connected"_s),
                                    event(202, u"loans-1"_s, u"proxy.connected"_s,
                                          domain::Severity::Info, u"azure"_s),
                                    event(203, u"fraud-1"_s, u"config.rejected"_s, warning),
                                    event(204, u"fraud-2"_s, u"config.rejected"_s, warning),
                                    event(205, u"ledger-1"_s, u"proxy.connected"_s)},
                                   6);
        QStringList subjects;
        for (const EventLine& line : lines)
            subjects << line.subject;
        QCOMPARE(subjects, QStringList({u"ledger-1 and 1 other(s)"_s, u"fraud-2"_s, u"fraud-1"_s,
                                        u"loans-1"_s, u"cards-1"_s}));
        QVERIFY(lines[0].text.endsWith(u"  connected"_s));
        QVERIFY(lines[1].text.endsWith(u"refused its configuration: in the cluster's own words"_s));
        QCOMPARE(linesOf({event(0, u"spiffe://talk.mesh/cluster/aws/ns/bank/sa/ledger"_s,
                                u"certificate.issued"_s)},
                         6)
                     .front()
                     .subject,
                 u"bank/ledger"_s);
        QVERIFY(linesOf({}, 6).empty());
    }

    void noFleetSaysHowToOpenOne() {
        store::Store store;
        viewstate::ViewState view;
        const Context context{store, view, [] { return domain::Instant(); },
                              [] { return std::nullopt; }};
        const FleetState state = fleetState(context);
        QVERIFY(state.instead.has_value());
        QVERIFY(state.instead->nextStep.contains(u"--fleet"_s));
    }

    void whyASourceIsAwayIsSaidInOurWords() {
        domain::SourceState state;
        state.condition = domain::SourceCondition::Failed;
        state.reason = u"connect unix:aws/admin.sock: Connection refused"_s;
        state.retryAt = domain::instantOf(9000);
        QSet<QString> said;
        using causeway::ErrorKind;
        for (const ErrorKind kind : {ErrorKind::Unavailable, ErrorKind::Unauthenticated,
                                     ErrorKind::InvalidInput, ErrorKind::Protocol}) {
            state.error = kind;
            const QString headline = Words::headline(state, domain::instantOf(1000));
            QVERIFY2(!headline.contains(state.reason), qPrintable(headline));
            QVERIFY2(headline.contains(u"(retry in "_s), qPrintable(headline));
            QVERIFY(Words::describe(state, domain::instantOf(1000)).contains(state.reason));
            said << headline;
        }
        QCOMPARE(said.size(), 4);
    }

    void aSilentClusterIsAFinding() {
        SceneFixture scene(u"partial"_s);
        const auto found = findings(scene.context());
        QVERIFY(std::any_of(found.begin(), found.end(), [](const Finding& finding) {
            return finding.selection.as<domain::ClusterRef>() != nullptr;
        }));
    }
};

QTEST_MAIN(TestPresenters)
#include "tst_presenters.moc"
