// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/theme.h"
#include "widgets/fleet_map.h"
#include "widgets/graph_canvas.h"
#include "widgets/latency_heat_map.h"
#include "widgets/matrix_view.h"
#include "widgets/segmented.h"
#include "widgets/state_placeholder.h"
#include "widgets/time_axis.h"
#include "widgets/time_line.h"
#include "widgets/time_series_plot.h"

#include <QAccessible>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWheelEvent>

using namespace causeway::app;
using namespace causeway::app::widgets;
using namespace Qt::StringLiterals;

namespace {

FleetMapCluster cluster(const QString& name) {
    FleetMapCluster result;
    result.id = u"cluster:"_s + name;
    result.name = result.cloud = name;
    result.cloudTitle = name.toUpper();
    result.status = theme::Status::Ok;
    result.note = u"as usual"_s;
    result.rate = {u"1.24"_s, u"k/s"_s};
    result.success = {u"99.97"_s, u"%"_s};
    return result;
}

MatrixContent matrix() {
    MatrixContent content;
    content.rows = content.columns = {u"aws"_s, u"gcp"_s};
    content.notMeasured = u"not measured"_s;
    content.measure = u"Measure"_s;
    for (const QString& id :
         {u"link:aws:aws"_s, u"link:aws:gcp"_s, u"link:gcp:aws"_s, u"link:gcp:gcp"_s}) {
        MatrixCell cell;
        cell.id = id;
        cell.measured = id != "link:gcp:gcp"_L1;
        cell.measurable = !cell.measured;
        cell.figure = {u"30"_s, u"ms"_s};
        cell.spoken = id + u" 30 ms"_s;
        content.cells.push_back(cell);
    }
    return content;
}

GraphContent graph() {
    GraphContent content;
    for (const QString& id : {u"a"_s, u"b"_s}) {
        GraphNode node;
        node.id = node.name = id;
        node.group = node.cloud = u"aws"_s;
        node.description = u"ok"_s;
        content.nodes.push_back(node);
    }
    GraphEdge edge;
    edge.id = u"a→b"_s;
    edge.from = u"a"_s;
    edge.to = u"b"_s;
    edge.traffic = 100;
    content.edges.push_back(edge);
    return content;
}

} // namespace

class TestWidgets : public QObject {
    Q_OBJECT

private:
    theme::Theme m_theme;

private Q_SLOTS:
    void initTestCase() { m_theme.apply(theme::Mode::Light); }

    void fleetMapSelectsWhatIsClicked() {
        FleetMap map;
        map.resize(900, 600);
        map.setFleet({cluster(u"aws"_s), cluster(u"gcp"_s)}, {});
        QSignalSpy selected(&map, &FleetMap::itemSelected);
        const QPointF centre = map.items().front().rect.center();
        QTest::mouseClick(&map, Qt::LeftButton, {}, centre.toPoint());
        QCOMPARE(selected.value(0).value(0).toString(), u"cluster:aws"_s);
        QTest::mouseClick(&map, Qt::LeftButton, {}, QPoint(450, 20));
        QCOMPARE(selected.value(1).value(0).toString(), QString());
    }

    void fleetMapIsWalkedWithTheArrowKeys() {
        FleetMap map;
        map.resize(900, 600);
        map.setFleet({cluster(u"aws"_s), cluster(u"gcp"_s)}, {});
        QSignalSpy opened(&map, &FleetMap::itemOpened);
        QTest::keyClick(&map, Qt::Key_Right);
        QCOMPARE(map.currentItem(), u"cluster:aws"_s);
        QTest::keyClick(&map, Qt::Key_Right);
        QCOMPARE(map.currentItem(), u"cluster:gcp"_s);
        QTest::keyClick(&map, Qt::Key_Return);
        QCOMPARE(opened.value(0).value(0).toString(), u"cluster:gcp"_s);
    }

    void fleetMapSpeaks() {
        FleetMap map;
        map.resize(900, 600);
        map.setFleet({cluster(u"aws"_s), cluster(u"gcp"_s)}, {});
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(&map);
        QVERIFY(spoken != nullptr);
        QCOMPARE(spoken->childCount(), 2);
        QCOMPARE(spoken->child(1)->text(QAccessible::Name), u"gcp, GCP"_s);
        QVERIFY(spoken->child(1)->text(QAccessible::Description).contains(u"99.97 %"_s));
        QCOMPARE(spoken->child(0)->parent()->object(), &map);
        map.setCurrentItem(u"cluster:gcp"_s);
        QVERIFY(spoken->child(1)->state().selected);
        QVERIFY(!spoken->child(0)->state().selected);
    }

    void matrixCellsAreAtLeastAsLargeAsPromised() {
        MatrixView view;
        view.setContent(matrix());
        view.resize(300, 260);
        view.show();
        const QRect cell = view.visualRect(view.matrix().indexOf(u"link:aws:gcp"_s));
        QVERIFY2(cell.width() >= 112 && cell.height() >= 72,
                 qPrintable(u"%1x%2"_s.arg(cell.width()).arg(cell.height())));
    }

    void matrixReportsSelectionByHandOnly() {
        MatrixView view;
        view.setContent(matrix());
        QSignalSpy selected(&view, &MatrixView::cellSelected);
        view.setCurrentCell(u"link:gcp:aws"_s);
        QCOMPARE(selected.size(), 0);
        QTest::keyClick(&view, Qt::Key_Up);
        QCOMPARE(selected.value(0).value(0).toString(), u"link:aws:aws"_s);
    }

    void matrixKeepsTheSelectionWhenFiguresTick() {
        MatrixView view;
        MatrixContent content = matrix();
        view.setContent(content);
        view.setCurrentCell(u"link:gcp:aws"_s);
        content.cells[2].figure.value = u"61"_s;
        view.setContent(content);
        QCOMPARE(view.matrix().cell(view.currentIndex()).id, u"link:gcp:aws"_s);
        QCOMPARE(view.currentIndex().data().toString(), u"61 ms"_s);
        QCOMPARE(view.currentIndex().data(Qt::AccessibleTextRole).toString(),
                 u"link:gcp:aws 30 ms"_s);
    }

    void anUnmeasuredCellAsksToBeMeasured() {
        MatrixView view;
        view.setContent(matrix());
        view.setCurrentCell(u"link:gcp:gcp"_s);
        QSignalSpy asked(&view, &MatrixView::measureRequested);
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(asked.value(0).value(0).toString(), u"link:gcp:gcp"_s);
        QCOMPARE(view.currentIndex().data().toString(), u"not measured"_s);
    }

    void graphZoomKeepsThePointUnderThePointer() {
        GraphCanvas canvas;
        canvas.resize(800, 600);
        canvas.setGraph(graph());
        const QPointF before = canvas.items().front().rect.center();
        canvas.zoomBy(1.5, before);
        const QPointF after = canvas.items().front().rect.center();
        QVERIFY(std::abs(before.x() - after.x()) < 0.01 && std::abs(before.y() - after.y()) < 0.01);
    }

    void graphHitsNodesAndEdges() {
        GraphCanvas canvas;
        canvas.resize(800, 600);
        canvas.setGraph(graph());
        const auto items = canvas.items();
        QCOMPARE(canvas.itemAt(items[0].rect.center()), u"a"_s);
        const QPointF between((items[0].rect.right() + items[1].rect.left()) / 2,
                              items[0].rect.center().y());
        QCOMPARE(canvas.itemAt(between), u"a→b"_s);
        QCOMPARE(canvas.itemAt(QPointF(2, 2)), QString());
    }

    void tabGoesAlongTheEdgesOfANodeAndThenOn() {
        QWidget window;
        auto* layout = new QVBoxLayout(&window);
        auto* canvas = new GraphCanvas(&window);
        auto* after = new QLineEdit(&window);
        layout->addWidget(canvas);
        layout->addWidget(after);
        canvas->setGraph(graph());
        window.resize(800, 600);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        canvas->setFocus();
        QSignalSpy chosen(canvas, &GraphCanvas::itemSelected);
        canvas->setCurrentItem(u"a"_s);
        QTest::keyClick(canvas, Qt::Key_Tab);
        QCOMPARE(canvas->currentItem(), u"a→b"_s);
        QCOMPARE(chosen.size(), 1);
        // A screen reader finds the edge among the parts, by the names of its ends.
        const auto items = canvas->items();
        const auto edge = std::ranges::find(items, u"a→b"_s, &ItemsWidget::Item::id);
        QVERIFY(edge != items.end());
        QVERIFY2(edge->name.contains(items[0].name) && edge->name.contains(items[1].name),
                 qPrintable(edge->name));
        QTest::keyClick(canvas, Qt::Key_Right);
        QCOMPARE(canvas->currentItem(), u"b"_s);
        canvas->setCurrentItem(u"a→b"_s);
        QTest::keyClick(canvas, Qt::Key_Backtab, Qt::ShiftModifier);
        QCOMPARE(canvas->currentItem(), u"a"_s);
        for (int i = 0; i < 20 && canvas->hasFocus(); ++i)
            QTest::keyClick(canvas, Qt::Key_Tab);
        QVERIFY(!canvas->hasFocus()); // it never keeps the key for itself
    }

    // Larger than what is done at once: built aside, shown when ready, and only what changed is old.
    void aLargeGraphIsBuiltAside() {
        GraphCanvas canvas;
        canvas.resize(800, 600);
        GraphContent content;
        for (int i = 0; i < 1200; ++i) {
            GraphNode node;
            node.id = node.name = QString::number(i);
            node.group = QString::number(i % 12);
            content.nodes.push_back(node);
            GraphEdge edge;
            edge.from = QString::number(i);
            edge.to = QString::number((i * 7 + 1) % 1200);
            edge.id = edge.from + u'>' + edge.to;
            content.edges.push_back(edge);
        }
        canvas.setGraph(content);
        QVERIFY(!canvas.settled());
        QVERIFY(canvas.items().empty());
        QTRY_COMPARE(canvas.items().size(), 1200U);
        QTRY_VERIFY(canvas.settled());
        const auto before = canvas.graphLayout().nodes;
        content.nodes[5].rate = {u"7"_s, u"/s"_s};
        canvas.setGraph(content);
        content.nodes[5].rate = {u"8"_s, u"/s"_s};
        canvas.setGraph(content); // while the one before is built
        QTRY_VERIFY(canvas.settled());
        QCOMPARE(canvas.graphLayout().nodes, before);
    }

    void oneTurnOfTheWheelMovesEveryChartOfAPage() {
        LatencyHeatMap heat;
        TimeSeriesPlot plot;
        for (QWidget* widget : {static_cast<QWidget*>(&heat), static_cast<QWidget*>(&plot)})
            widget->resize(600, 200);
        heat.setRange(0, 600'000);
        plot.setRange(0, 600'000);
        // The same moment stands at the same place in both.
        QCOMPARE(heat.timeAt(heat.xAt(300'000)), 300'000);
        QSignalSpy wanted(&heat, &LatencyHeatMap::rangeWanted);
        const QPointF at(heat.xAt(300'000), 100);
        QWheelEvent turn(at, heat.mapToGlobal(at), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                         Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&heat, &turn);
        QCOMPARE(wanted.size(), 1);
        QCOMPARE_LT(std::abs(wanted[0][0].toLongLong() - 60'000), 1000);
        QCOMPARE_LT(std::abs(wanted[0][1].toLongLong() - 540'000), 1000);
        QWheelEvent aside(at, heat.mapToGlobal(at), {}, {0, 120}, Qt::NoButton, Qt::ShiftModifier,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&heat, &aside);
        QCOMPARE(wanted[1][1].toLongLong() - wanted[1][0].toLongLong(), 600'000);
        QVERIFY(wanted[1][0].toLongLong() < 0);
    }

    void ticksStandAtWholeMinutes() {
        QCOMPARE(timeTickStep(15 * 60'000, 6), 5 * 60'000);
        QCOMPARE(timeTickStep(60'000, 6), 10'000);
        QCOMPARE(timeTickStep(5 * 60'000, 6), 60'000);
    }

    void graphDoesNotMoveWhenOnlyNumbersChange() {
        GraphCanvas canvas;
        canvas.resize(800, 600);
        GraphContent content = graph();
        canvas.setGraph(content);
        const auto before = canvas.graphLayout().nodes;
        content.nodes[0].rate = {u"7"_s, u"/s"_s};
        content.nodes[0].status = theme::Status::Failing;
        canvas.setGraph(content);
        QCOMPARE(canvas.graphLayout().nodes, before);
    }

    void timeLineFindsItsPlaceAgain() {
        TimeLine line;
        line.resize(932, 56);
        line.setContent({0, 900'000, {}, {}});
        for (const qint64 at : {0, 60'000, 450'000, 899'000})
            QCOMPARE(line.timeAt(line.xAt(at)), at);
    }

    void timeLineIsSteppedByKeysAndLetsGoAtItsEnd() {
        TimeLine line;
        line.resize(932, 56);
        line.setContent({0, 900'000, {}, {}});
        QSignalSpy moved(&line, &TimeLine::cursorMoved);
        QSignalSpy live(&line, &TimeLine::liveRequested);
        QTest::keyClick(&line, Qt::Key_Left);
        QCOMPARE(moved.value(0).value(0).toLongLong(), 899'000);
        line.setCursorTime(899'000);
        QTest::keyClick(&line, Qt::Key_Right);
        QCOMPARE(live.size(), 1);
        QTest::mouseClick(&line, Qt::LeftButton, {}, QPoint(int(line.xAt(450'000)), 20));
        QCOMPARE(moved.value(1).value(0).toLongLong(), 450'000);
    }

    void plotReadsOutTheLastOrTheCursor() {
        TimeSeriesPlot plot;
        PlotContent content;
        content.title = u"Latency"_s;
        content.times = {1000, 2000, 3000};
        content.series = {{u"p95"_s, theme::Token::P95, {10, qQNaN(), 30}, false}};
        content.figure = milliseconds;
        plot.setContent(content);
        QCOMPARE(plot.readOut(), u"p95 30 ms"_s);
        plot.setCursorTime(1000);
        QCOMPARE(plot.readOut(), u"p95 10 ms"_s);
        plot.setCursorTime(2000);
        QCOMPARE(plot.readOut(), u"p95 –"_s);
    }

    void segmentedChoosesOne() {
        Segmented segmented(u"Quantile"_s, {u"p50"_s, u"p95"_s});
        QSignalSpy chosen(&segmented, &Segmented::chosen);
        segmented.findChildren<QToolButton*>().at(1)->click();
        QCOMPARE(segmented.current(), 1);
        QCOMPARE(chosen.value(0).value(0).toInt(), 1);
    }

    void placeholderSaysReasonAndNextStep() {
        StatePlaceholder placeholder;
        placeholder.setContent({StatePlaceholder::Kind::Denied, u"aws does not let us in"_s,
                                u"role viewer is missing"_s, u"ask for it"_s, u"Retry"_s});
        QCOMPARE(placeholder.accessibleName(), u"aws does not let us in"_s);
        QVERIFY(placeholder.accessibleDescription().contains(u"ask for it"_s));
    }
};

QTEST_MAIN(TestWidgets)
#include "tst_widgets.moc"
