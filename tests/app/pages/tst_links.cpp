// SPDX-License-Identifier: GPL-3.0-or-later
// What the links page says, on recorded scenes and on a file.
#include "pages/links/link_detail.h"
#include "pages/links/link_watch.h"
#include "pages/links/links_presenter.h"
#include "pages/links/measure_dialog.h"
#include "pages/links/written_matrix.h"
#include "scene_fixture.h"

#include <QPushButton>
#include <QTemporaryFile>
#include <QTest>

using namespace causeway::app;
using namespace causeway::app::pages;
using namespace Qt::StringLiterals;

namespace {

constexpr const char* kLinkToGcp = R"(apiVersion: multicluster.linkerd.io/v1alpha3
kind: Link
metadata: {name: gcp, namespace: causeway, resourceVersion: "17"}
spec:
  targetClusterName: gcp
  targetClusterDomain: gcp.mesh
  gatewayAddress: 10.3.0.1
  gatewayPort: "4143"
  gatewayIdentity: spiffe://talk.mesh/cluster/gcp/ns/causeway/sa/gateway
)";

// Clusters that answer at once, and what they were asked.
struct Clusters {
    QStringList asked;
    std::optional<causeway::Error> refusal;

    void answer(Context& context) {
        context.list = [this](const QString& cluster, const sdk::ObjectQuery& query, auto then) {
            asked << u"list %1 of %2"_s.arg(query.kind, cluster);
            then({std::vector<sdk::Object>{
                {{}, u"causeway"_s, u"gcp"_s, u"17"_s, QString::fromUtf8(kLinkToGcp)}}});
            return true;
        };
        context.apply = [this](const QString& cluster, const sdk::Action& action, auto then) {
            asked << u"%1 to %2"_s.arg(action.dryRun ? u"judge"_s : u"apply"_s, cluster);
            if (action.yaml.contains(u"resourceVersion"_s))
                asked << u"of another cluster's version"_s;
            if (refusal)
                then({tl::unexpected(*refusal)});
            else
                then({std::vector<sdk::AppliedObject>(1)});
            return true;
        };
    }
};

QPushButton* startOf(const MeasureDialog& dialog) {
    for (QPushButton* button : dialog.findChildren<QPushButton*>())
        if (button->text() == u"Start measuring"_s)
            return button;
    return nullptr;
}

} // namespace

class TestLinks : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void matrixIsSquareAndKeepsUnmeasuredApart() {
        SceneFixture scene(u"talk"_s);
        LinksPresenter presenter(scene.context());
        const widgets::MatrixContent matrix = presenter.matrix().content();
        const std::size_t side = scene.store.fleet().clusters.size();
        QCOMPARE(matrix.cells.size(), side * side);
        const auto measured = [&](const QString& id) {
            for (const widgets::MatrixCell& cell : matrix.cells)
                if (cell.id == id)
                    return cell.measured;
            return false;
        };
        QVERIFY(measured(u"link:azure:aws"_s));
        QVERIFY(!measured(u"link:gcp:gcp"_s));
        for (const widgets::MatrixCell& cell : matrix.cells)
            QVERIFY2(cell.measured || cell.figure.isNull(), qPrintable(cell.id));
    }

    void theTalksAsymmetryIsMarkedAndExplained() {
        SceneFixture scene(u"talk"_s);
        scene.view.navigation().select(domain::LinkRef{u"azure"_s, u"aws"_s});
        LinksPresenter presenter(scene.context());
        QString outlier;
        for (const widgets::MatrixCell& cell : presenter.matrix().content().cells)
            if (cell.id == "link:azure:aws"_L1)
                outlier = cell.outlier;
        QVERIFY2(outlier.contains(u"wire"_s), qPrintable(outlier));
        const LinkVerdict verdict = presenter.verdict();
        QVERIFY2(verdict.sentence.contains(u"connections towards aws"_s),
                 qPrintable(verdict.sentence));
        QVERIFY(!verdict.why.isEmpty());
        QVERIFY(!verdict.cleared.isEmpty());
        QVERIFY(!verdict.next.empty());
        QVERIFY2(verdict.next.front().command.startsWith(u"causewayctl link show "_s),
                 qPrintable(verdict.next.front().command));
        QVERIFY(!presenter.legs().series.empty());
    }

    // A round trip is the same from both ends, so what probes time over the wire has no outlier,
    // and what a new connection costs is three of them.
    void probesTellTheWireFromTheRest() {
        SceneFixture scene(u"talk"_s);
        LinksPresenter presenter(scene.context());
        const auto figure = [&](LinkMatrix::Timed timed) {
            presenter.matrix().setTimed(timed);
            presenter.matrix().setQuantile(LinkMatrix::P50);
            for (const widgets::MatrixCell& cell : presenter.matrix().content().cells)
                if (cell.id == "link:azure:aws"_L1) {
                    if (timed != LinkMatrix::Traffic)
                        QTEST_ASSERT(cell.outlier.isEmpty() && cell.loss.contains(u"loss"_s));
                    return cell.figure.value.toDouble();
                }
            return -1.0;
        };
        const double traffic = figure(LinkMatrix::Traffic);
        const double wire = figure(LinkMatrix::Wire);
        const double warm = figure(LinkMatrix::Warm);
        const double cold = figure(LinkMatrix::Cold);
        QVERIFY(wire > 10 && wire < traffic / 3);
        QVERIFY(warm > wire && warm < wire + 4);
        QVERIFY(cold > 3 * wire && cold < 4 * wire);
        for (const widgets::MatrixCell& cell : presenter.matrix().content().cells)
            if (cell.id == "link:gcp:gcp"_L1)
                QVERIFY(!cell.measured);
    }

    void aLinkTellsItsEndsAndWhomItSharesAWayWith() {
        SceneFixture scene(u"talk"_s);
        const LinkDetail detail(scene.context(), {u"azure"_s, u"aws"_s});
        const widgets::WaterfallContent setUp = detail.setUp();
        QCOMPARE(setUp.bars.size(), 5U);
        QCOMPARE_GT(setUp.bars[2].beginMs, setUp.bars[1].lengthMs * 0.99); // TLS after TCP
        QStringList ends;
        for (const auto& line : detail.ends().lines)
            ends << line.what + u": "_s + line.figure.text();
        QVERIFY2(ends.contains(u"Gateways of aws: 1 of 1 connected"_s), qPrintable(ends.join('|')));
        QVERIFY2(ends.join('|').contains(u"Certificate of gateway-1: until"_s),
                 qPrintable(ends.join('|')));
        QVERIFY2(ends.join('|').contains(u"all ready"_s), qPrintable(ends.join('|')));
        QStringList shared;
        for (const auto& line : detail.neighbours().lines)
            shared << line.id;
        QVERIFY(shared.contains(u"link:gcp:aws"_s));   // the way in
        QVERIFY(shared.contains(u"link:azure:gcp"_s)); // the way out
        QVERIFY(!shared.contains(u"link:gcp:azure"_s));
    }

    void theSevenNumbersAreJudgedWithoutAFleet() {
        const WrittenMatrix matrix = WrittenMatrix::example();
        QCOMPARE(matrix.content().cells.size(), 9U);
        const auto link = matrix.chosen({});
        QVERIFY(link);
        QCOMPARE(link->to, u"aws"_s);
        const LinkVerdict verdict = matrix.verdict(*link);
        QVERIFY2(verdict.sentence.contains(u"the way into aws adds 30–35"_s),
                 qPrintable(verdict.sentence));
        QVERIFY(verdict.cleared.join(u'|').contains(u"Wire between aws and gcp"_s));
        QVERIFY(matrix.verdict({u"azure"_s, u"gcp"_s}).status == theme::Status::Ok);
        // The same file that the command line reads.
        const auto read =
            WrittenMatrix::read(QStringLiteral(CAUSEWAY_SOURCE_DIR "/tests/data/talk/link-matrix.csv"));
        QVERIFY(read);
        QCOMPARE(read->verdict(*link).sentence, verdict.sentence);
    }

    void aFileThatIsNoMatrixIsNamed() {
        QTemporaryFile file;
        QVERIFY(file.open());
        file.write("from,to,latency_ms\naws,gcp,soon\n");
        file.flush();
        const auto read = WrittenMatrix::read(file.fileName());
        QVERIFY(!read);
        QVERIFY2(read.error().describe().find(":2:") != std::string::npos,
                 read.error().describe().c_str());
        QVERIFY(!WrittenMatrix::read(u"/nowhere/matrix.csv"_s));
    }

    void aLinkIsMeasuredAfterItsClusterHasJudged() {
        SceneFixture scene(u"talk"_s);
        Context context = scene.context();
        QVERIFY(!MeasureDialog::whoKnows(context, {u"gcp"_s, u"gcp"_s})); // nobody can be asked
        Clusters clusters;
        clusters.answer(context);
        QVERIFY(MeasureDialog::whoKnows(context, {u"gcp"_s, u"gcp"_s}));
        QVERIFY(!MeasureDialog::whoKnows(context, {u"gcp"_s, u"mars"_s}));
        domain::SourceState author = scene.store.source(u"gcp"_s);
        author.role = u"author"_s;
        scene.store.setSource(u"gcp"_s, author);
        MeasureDialog dialog(context, {u"gcp"_s, u"gcp"_s});
        QVERIFY(startOf(dialog)->isEnabled());
        startOf(dialog)->click();
        QCOMPARE(dialog.result(), int(QDialog::Accepted));
        QCOMPARE(clusters.asked.join(u", "_s),
                 u"list Link of aws, judge to gcp, apply to gcp"_s);
    }

    void whatTheClusterRefusesIsNotApplied() {
        SceneFixture scene(u"talk"_s);
        Context context = scene.context();
        Clusters clusters;
        clusters.refusal = causeway::Error(causeway::ErrorKind::InvalidInput, "no such gateway");
        clusters.answer(context);
        domain::SourceState source = scene.store.source(u"gcp"_s);
        source.role = u"viewer"_s;
        scene.store.setSource(u"gcp"_s, source);
        QVERIFY(!startOf(MeasureDialog(context, {u"gcp"_s, u"gcp"_s}))->isEnabled());
        source.role = u"author"_s;
        scene.store.setSource(u"gcp"_s, source);
        MeasureDialog dialog(context, {u"gcp"_s, u"gcp"_s});
        startOf(dialog)->click();
        QCOMPARE(dialog.result(), int(QDialog::Rejected));
        QCOMPARE(clusters.asked.last(), u"judge to gcp"_s);
        QVERIFY(startOf(dialog)->isEnabled());
    }

    void whatHoldsIsToldOnce() {
        LinkWatch watch;
        store::LinkRow row;
        row.ref = {u"aws"_s, u"gcp"_s};
        const auto at = [](int second) { return domain::instantOf(1'772'632'800'000 + second * 1000); };
        const auto look = [&](domain::Health health, int second) {
            row.verdict.health = health;
            return watch.look({row}, at(second));
        };
        using domain::Health;
        QVERIFY(look(Health::Ok, 0).empty());
        QVERIFY(look(Health::Failing, 1).empty());
        QVERIFY(look(Health::Ok, 5).empty()); // a blip
        QVERIFY(look(Health::Failing, 30).empty());
        QVERIFY(look(Health::NotMeasured, 35).empty());
        const auto told = look(Health::Failing, 45);
        QCOMPARE(told.size(), 1U);
        QVERIFY(told[0].before == LinkWatch::State::Well && told[0].now == LinkWatch::State::Failing);
        QVERIFY(look(Health::Failing, 60).empty());
        row.stale = true;
        QVERIFY(look(Health::Failing, 61).empty());
        QVERIFY(look(Health::Failing, 76).front().now == LinkWatch::State::Silent);
    }

    void aVerdictTellsWhomItHits() {
        SceneFixture scene(u"talk"_s);
        scene.view.navigation().select(domain::LinkRef{u"azure"_s, u"aws"_s});
        const LinksPresenter presenter(scene.context());
        const QString impact = presenter.verdict().impact;
        QVERIFY2(impact.contains(u"/s to"_s) && impact.contains(u"@aws"_s), qPrintable(impact));
        QVERIFY2(impact.contains(u"squads:"_s), qPrintable(impact));
    }
};

QTEST_MAIN(TestLinks)
#include "tst_links.moc"
