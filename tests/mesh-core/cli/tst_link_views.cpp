// SPDX-License-Identifier: Apache-2.0
// Checks of a link and verdicts as people and programs see them.
#include "cli/link_views.h"
#include "cli/slo_views.h"

#include <QTest>

using namespace causeway;
using namespace causeway::cli;

namespace {

using State = link::CheckAnswer::State;

std::vector<link::CheckAnswer> answers() {
    return {{link::CheckStep::Reachability,
             State::Passed,
             {"aws declares the link", "0 of 6 TCP connections failed"},
             "causewayctl link show aws:gcp"},
            {link::CheckStep::Gateway,
             State::Failed,
             {"no gateway is known in gcp"},
             "causewayctl check"},
            {link::CheckStep::Wire,
             State::Unknown,
             {"no datagram was sent over this link"},
             "causewayctl link show aws:gcp"}};
}

} // namespace

class TestLinkViews : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void checksForPeople() {
        const auto view = checksView("aws", "gcp", answers());
        QCOMPARE(QString::fromStdString(render(view.table, {})),
                 QStringLiteral("           CHECK         FOUND\n"
                                "✓          reachability  aws declares the link\n"
                                "                         0 of 6 TCP connections failed\n"
                                "                         $ causewayctl link show aws:gcp\n"
                                "■ failed   gateway       no gateway is known in gcp\n"
                                "                         $ causewayctl check\n"
                                "○ unknown  wire          no datagram was sent over this link\n"
                                "                         $ causewayctl link show aws:gcp\n"));
    }
    void checksForPrograms() {
        const auto json = checksView("aws", "gcp", answers()).json;
        QCOMPARE(QString::fromStdString(json["checks"][1].dump()),
                 QStringLiteral(R"({"check":"gateway","state":"failed",)"
                                R"("evidence":["no gateway is known in gcp"],)"
                                R"("command":"causewayctl check"})"));
        QCOMPARE(json["from"].dump(), Json("aws").dump());
        QCOMPARE(json["to"].dump(), Json("gcp").dump());
    }
    void whomAVerdictHits() {
        link::Verdict verdict;
        verdict.leg = {link::LegName::Part::Ingress, "aws", {}};
        verdict.kind = link::Kind::FailingWay;
        verdict.links = {"gcp:aws"};
        verdict.failing = 0.5;
        const auto view = diagnosisView(
            {{verdict, std::nullopt, {12.25, {"a.bank@aws", "b.bank@aws", "c.bank@aws", "d.bank@aws"}, {"money", "risk"}}}},
            "3 clusters");
        QVERIFY2(view.prose.find("  hits     12.2 requests a second to a.bank@aws, b.bank@aws, c.bank@aws and 1 more, of the squads money, risk\n")
                     != std::string::npos,
                 view.prose.c_str());
        const auto& impact = view.json["verdicts"][0]["impact"];
        QCOMPARE(impact["services"].size(), std::size_t(4));
        QCOMPARE(impact["squads"].dump(), Json({"money", "risk"}).dump());
        // A matrix tells no requests.
        QVERIFY(diagnosisView({{verdict, std::nullopt, {}}}, "m.csv").prose.find("hits") == std::string::npos);
    }
    void budgetForPeopleAndPrograms() {
        SloFacts facts{.objective = 0.999};
        facts.burns = {{link::kBurnWindows[0], 22.5, 90.0},
                       {link::kBurnWindows[1], 3.75, 45.0},
                       {link::kBurnWindows[2], std::nullopt, 3.75}};
        View view{{}, Json::object(), {}};
        addSlo(view, facts);
        QCOMPARE(
            QString::fromStdString(render(view.further[0], {})),
            QStringLiteral("BUDGET OF 99.9 %     BURN RATE  OF LATE  LIMIT  STATE\n"
                           "1 h, of late 5 min        22.5     90.0   14.4  ■ burns\n"
                           "6 h, of late 30 min        3.8     45.0      6  ● ok\n"
                           "72 h, of late 6 h            –      3.8      1  ○ not measured\n"));
        const auto& burn = view.json["slo"]["burn"];
        QVERIFY(burn[0]["burns"].get<bool>());
        QVERIFY(!burn[1]["burns"].get<bool>());
        QVERIFY(burn[2]["burns"].is_null());
        QVERIFY(burn[2]["rate"].is_null());
        QVERIFY(view.notes.empty());
    }
};

QTEST_APPLESS_MAIN(TestLinkViews)
#include "tst_link_views.moc"
