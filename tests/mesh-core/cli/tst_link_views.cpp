// SPDX-License-Identifier: Apache-2.0
// Checks of a link and verdicts as people and programs see them.
#include "cli/link_views.h"
#include "cli/baseline_views.h"
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
                           "3 d, of late 6 h             –      3.8      1  ○ not measured\n"));
        const auto& burn = view.json["slo"]["burn"];
        QVERIFY(burn[0]["burns"].get<bool>());
        QVERIFY(!burn[1]["burns"].get<bool>());
        QVERIFY(burn[2]["burns"].is_null());
        QVERIFY(burn[2]["rate"].is_null());
        QVERIFY(view.notes.empty());
        QVERIFY(view.json["slo"]["latency"].is_null() && view.json["slo"]["spent"].is_null());
    }
    void whoSpentTheBudget() {
        SloFacts facts{.objective = 0.999};
        facts.latency = LatencySlo{0.99, std::chrono::milliseconds(50), {{link::kBurnWindows[0], 2.0, 1.0}}};
        link::BudgetSplit spent;
        spent.failed = 50;
        spent.slow = 100;
        spent.callers = {{"payments", 1000, 40, 100}, {"cards", 500, 10, 0}, {"idle", 9, 0, 0}};
        spent.legs = {{"connect", std::nullopt, std::nullopt}, {"wire", 20, 0.9}};
        facts.spent = spent;
        facts.spentSilent = "cluster gcp: no answer";
        View view{{}, Json::object(), {}};
        addSlo(view, facts);
        QCOMPARE(view.further[1].columns[0].title, std::string("BUDGET OF 99 % IN 50 ms"));
        QCOMPARE(QString::fromStdString(render(view.further[2], {})),
                 QStringLiteral("SPENT IN 1 h     FAILED     TOO SLOW  OF\n"
                                "payments      40 (80 %)  100 (100 %)  1000 requests\n"
                                "cards         10 (20 %)      0 (0 %)  500 requests\n"
                                "wire          20 (40 %)      90.00 %  leg; time beyond its median\n"));
        const auto& slo = view.json["slo"];
        QCOMPARE(slo["latency"]["within_ms"].dump(), Json(50).dump());
        QCOMPARE(slo["spent"]["by_caller"][0]["slow"].dump(), Json(100).dump());
        QVERIFY(slo["spent"]["by_leg"][0]["failed"].is_null());
        QCOMPARE(slo["spent"]["by_leg"][1]["slow_share"].dump(), Json(0.9).dump());
        QCOMPARE(slo["spent_error"].dump(), Json("cluster gcp: no answer").dump());
        QVERIFY(view.notes.back().find("no answer") != std::string::npos);
    }
    void thePastForPeopleAndPrograms() {
        link::LinkTimes now;
        now.leg(telemetry::Leg::Wire) = link::Timing{45, 1, 100};
        BaselineFacts facts;
        facts.hour = LinkBaselines{};
        facts.hour->legs[std::size_t(telemetry::Leg::Wire) - 1] = link::HourBaseline{31, 2, 5};
        facts.hour->whole = link::HourBaseline{40, 2, 5};
        facts.drift = link::Drift{2, 6, 20, 288};
        View view{{}, Json::object(), {}};
        addBaselines(view, now, facts);
        QCOMPARE(QString::fromStdString(render(view.further[0], {})),
                 QStringLiteral("THIS HOUR OF THE WEEK     MEAN           USUALLY  OF WEEKS  STATE\n"
                                "wire                   45.0 ms  31.0 ms ± 2.0 ms         5  ▲ unusual\n"
                                "whole                        –  40.0 ms ± 2.0 ms         5  ○ not measured\n"));
        QVERIFY(view.json["hour_of_week"][0]["unusual"].get<bool>());
        QVERIFY(view.json["hour_of_week"][1]["unusual"].is_null());
        QCOMPARE(view.json["drift"]["per_day_ms"].dump(), Json(2.0).dump());
        QVERIFY(view.notes.back().starts_with("▲ slowly, requests became longer by 6.0 ms"));
    }
    void aPastThatIsNotKnownIsSaidSo() {
        View young{{}, Json::object(), {}};
        addBaselines(young, {}, {LinkBaselines{}, {}, ""});
        QVERIFY(young.json["hour_of_week"].empty() && young.further.empty());
        QVERIFY(young.notes.back().find("not known yet") != std::string::npos);
        View silent{{}, Json::object(), {}};
        addBaselines(silent, {}, {{}, {}, "cluster aws: no answer"});
        QVERIFY(silent.json["hour_of_week"].is_null());
        QVERIFY(silent.notes.back().find("no answer") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestLinkViews)
#include "tst_link_views.moc"
