// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/figures.h"
#include "widgets/fleet_map_layout.h"
#include "widgets/graph_layout.h"

#include <QTest>

using namespace causeway::app::widgets;
using namespace Qt::StringLiterals;

namespace {

const QLocale kEnglish(QLocale::English);
const QSizeF kPlate(160, 50);
const QRectF kArea(0, 0, 1200, 700);
const std::vector<FleetMapLayout::Place> kTalk{
    {u"aws"_s, u"aws"_s}, {u"azure"_s, u"azure"_s}, {u"gcp"_s, u"gcp"_s}};

} // namespace

class TestLayouts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void figuresHaveThreeDigitsAndAUnit_data() {
        QTest::addColumn<QString>("shown");
        QTest::addColumn<QString>("expected");
        QTest::newRow("rate") << perSecond(1243, kEnglish).text() << u"1.24 k/s"_s;
        QTest::newRow("small rate") << perSecond(0.52, kEnglish).text() << u"0.52 /s"_s;
        QTest::newRow("zero is a number") << perSecond(0, kEnglish).text() << u"0 /s"_s;
        QTest::newRow("not measured is none") << perSecond({}, kEnglish).text() << QString();
        QTest::newRow("ms") << milliseconds(38.4, kEnglish).text() << u"38 ms"_s;
        QTest::newRow("few ms") << milliseconds(2.34, kEnglish).text() << u"2.3 ms"_s;
        QTest::newRow("µs") << milliseconds(0.412, kEnglish).text() << u"412 µs"_s;
        QTest::newRow("s") << milliseconds(12345, kEnglish).text() << u"12.3 s"_s;
        QTest::newRow("round rate") << rounded(perSecond(50, kEnglish), kEnglish).text() << u"50 /s"_s;
        QTest::newRow("round share") << rounded(share(0.995, kEnglish), kEnglish).text() << u"99.5 %"_s;
        QTest::newRow("round hundred") << rounded(perSecond(100, kEnglish), kEnglish).text()
                                       << u"100 /s"_s;
        QTest::newRow("share") << share(0.9997, kEnglish).text() << u"99.97 %"_s;
        QTest::newRow("all") << share(1, kEnglish).text() << u"100 %"_s;
        QTest::newRow("never rounds up to all") << share(0.999999, kEnglish).text() << u"99.99 %"_s;
        QTest::newRow("slower") << change(1.38, kEnglish) << u"▲ +138 %"_s;
        QTest::newRow("faster") << change(-0.2, kEnglish) << u"▼ −20 %"_s;
        QTest::newRow("same") << change(0.001, kEnglish) << u"± 0 %"_s;
        QTest::newRow("age") << age(41'000) << u"41 s"_s;
        QTest::newRow("long age") << age(600'000) << u"10 min"_s;
    }
    void figuresHaveThreeDigitsAndAUnit() {
        QFETCH(const QString, shown);
        QFETCH(const QString, expected);
        QCOMPARE(shown, expected);
    }

    void fleetFramesDoNotOverlapAndStayInside() {
        const FleetMapLayout layout = FleetMapLayout::of(kTalk, kArea, 1);
        QCOMPARE(layout.clouds.size(), std::size_t(3));
        for (const auto& [a, frame] : layout.clouds) {
            QVERIFY(kArea.contains(frame));
            for (const auto& [b, other] : layout.clouds)
                QVERIFY(a == b || !frame.intersects(other));
        }
        for (const auto& [name, plate] : layout.clusters)
            QVERIFY(layout.clouds.at(name).contains(plate));
    }

    void twoDirectionsAreTwoStrokes() {
        const FleetMapLayout layout = FleetMapLayout::of(kTalk, kArea, 1);
        const QLineF there = layout.stroke(u"aws"_s, u"azure"_s);
        const QLineF back = layout.stroke(u"azure"_s, u"aws"_s);
        QVERIFY(there.p1().x() < there.p2().x());
        QVERIFY(back.p1().x() > back.p2().x());
        QVERIFY(std::abs(there.p1().y() - back.p1().y()) > 10);
        QVERIFY(layout.stroke(u"aws"_s, u"nowhere"_s).isNull());
    }

    void labelsOfBothDirectionsDoNotCollide() {
        const FleetMapLayout layout = FleetMapLayout::of(kTalk, kArea, 1);
        const QSizeF size(110, 24);
        std::vector<QRectF> labels;
        for (const auto& from : kTalk)
            for (const auto& to : kTalk)
                if (from.cluster != to.cluster)
                    labels.push_back(
                        FleetMapLayout::labelBeside(layout.stroke(from.cluster, to.cluster), size));
        for (std::size_t a = 0; a < labels.size(); ++a)
            for (std::size_t b = a + 1; b < labels.size(); ++b)
                QVERIFY(!labels[a].intersects(labels[b]));
    }

    void callersStandLeftOfCallees() {
        const GraphLayout layout =
            GraphLayout::of({{u"a"_s, u"x"_s}, {u"b"_s, u"x"_s}, {u"c"_s, u"x"_s}},
                            {{u"a"_s, u"b"_s}, {u"b"_s, u"c"_s}}, kPlate);
        QVERIFY(layout.nodes.at(u"a"_s).right() < layout.nodes.at(u"b"_s).left());
        QVERIFY(layout.nodes.at(u"b"_s).right() < layout.nodes.at(u"c"_s).left());
        QVERIFY(layout.groups.at(u"x"_s).contains(layout.nodes.at(u"c"_s)));
    }

    void aCycleIsLaidOutToo() {
        const GraphLayout layout = GraphLayout::of({{u"a"_s, {}}, {u"b"_s, {}}},
                                                   {{u"a"_s, u"b"_s}, {u"b"_s, u"a"_s}}, kPlate);
        QCOMPARE(layout.nodes.size(), std::size_t(2));
        QVERIFY(!layout.nodes.at(u"a"_s).intersects(layout.nodes.at(u"b"_s)));
    }

    void orderOfArrivalDoesNotMatter() {
        const GraphLayout one =
            GraphLayout::of({{u"a"_s, u"x"_s}, {u"b"_s, u"x"_s}, {u"c"_s, u"y"_s}},
                            {{u"a"_s, u"b"_s}, {u"a"_s, u"c"_s}}, kPlate);
        const GraphLayout other =
            GraphLayout::of({{u"c"_s, u"y"_s}, {u"b"_s, u"x"_s}, {u"a"_s, u"x"_s}},
                            {{u"a"_s, u"c"_s}, {u"a"_s, u"b"_s}}, kPlate);
        QCOMPARE(one.nodes, other.nodes);
        QCOMPARE(one.groups, other.groups);
    }

    void nodesNeverOverlap() {
        std::vector<GraphLayout::Node> nodes;
        std::vector<GraphLayout::Edge> edges;
        for (int i = 0; i < 200; ++i) {
            nodes.push_back({u"n%1"_s.arg(i), u"g%1"_s.arg(i % 5)});
            edges.emplace_back(u"n%1"_s.arg(i / 3), u"n%1"_s.arg(i));
        }
        const GraphLayout layout = GraphLayout::of(nodes, edges, kPlate);
        std::vector<QRectF> placed;
        for (const auto& [id, rect] : layout.nodes)
            placed.push_back(rect);
        QCOMPARE(placed.size(), std::size_t(200));
        for (std::size_t a = 0; a < placed.size(); ++a)
            for (std::size_t b = a + 1; b < placed.size(); ++b)
                QVERIFY(!placed[a].intersects(placed[b]));
    }
};

QTEST_APPLESS_MAIN(TestLayouts)
#include "tst_layouts.moc"
