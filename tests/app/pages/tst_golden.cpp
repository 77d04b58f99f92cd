// SPDX-License-Identifier: GPL-3.0-or-later
#include "golden.h"
#include "pages/fleet/fleet_page.h"
#include "pages/graph/graph_page.h"
#include "pages/links/links_page.h"
#include "pages/metrics/metrics_page.h"
#include "scene_fixture.h"
#include "shell/language.h"
#include "theme/theme.h"
#include "widgets/graph_canvas.h"

#include <QApplication>
#include <QTest>

using namespace causeway::app;
using namespace causeway::app::pages;
using namespace Qt::StringLiterals;

namespace {

constexpr QSize kSize(1080, 720);

std::unique_ptr<Page> make(const QString& page, const Context& context) {
    if (page == "links"_L1)
        return std::make_unique<LinksPage>(context);
    if (page == "graph"_L1)
        return std::make_unique<GraphPage>(context);
    if (page == "metrics"_L1)
        return std::make_unique<MetricsPage>(context);
    return std::make_unique<FleetPage>(context);
}

} // namespace

class TestGolden : public QObject {
    Q_OBJECT

private:
    shell::Language m_language;

private Q_SLOTS:
    void initTestCase() {
        m_language.use(u"en"_s);
        // A picture of another font would differ everywhere and tell nothing.
        theme::Theme().apply(theme::Mode::Light);
        QCOMPARE(QFontInfo(QApplication::font()).family(), u"Open Sans"_s);
    }

    void pagesLookAsTheyShould_data() {
        QTest::addColumn<QString>("scene");
        QTest::addColumn<QString>("page");
        QTest::addColumn<bool>("dark");
        for (const QString& page : {u"fleet"_s, u"links"_s, u"graph"_s, u"metrics"_s})
            for (const bool dark : {false, true})
                QTest::addRow("talk-%s-%s", qPrintable(page), dark ? "dark" : "light")
                    << u"talk"_s << page << dark;
        QTest::newRow("partial-fleet-light") << u"partial"_s << u"fleet"_s << false;
        QTest::newRow("partial-links-dark") << u"partial"_s << u"links"_s << true;
        QTest::newRow("empty-fleet-light") << u"empty"_s << u"fleet"_s << false;
        QTest::newRow("failing-fleet-light") << u"failing"_s << u"fleet"_s << false;
    }
    void pagesLookAsTheyShould() {
        QFETCH(const QString, scene);
        QFETCH(const QString, page);
        QFETCH(const bool, dark);
        theme::Theme().apply(dark ? theme::Mode::Dark : theme::Mode::Light);
        SceneFixture fixture(scene);
        const auto shown = make(page, fixture.context());
        shown->resize(kSize);
        shown->show();
        QVERIFY(QTest::qWaitForWindowExposed(shown.get()));
        if (const auto* graph = shown->findChild<widgets::GraphCanvas*>())
            QTRY_VERIFY(!graph->isVisible() || graph->settled());
        const QString difference = differenceToGolden(shown->grab().toImage(),
                                                      QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
};

QTEST_MAIN(TestGolden)
#include "tst_golden.moc"
