// SPDX-License-Identifier: Apache-2.0
// Policies out of recordings: nothing that was allowed is lost, nothing is wrong with them, and
// they are the same however the recording is ordered.
#include "analysis/generate/generate.h"
#include "analysis/lint/lint.h"
#include "analysis/simulate/simulate.h"
#include "resource/parse.h"

#include <QFile>
#include <QTest>

#include <algorithm>
#include <random>

using namespace causeway;
using namespace causeway::analysis;

namespace {

std::string fileText(const std::string& name) {
    QFile file(QString::fromStdString(CAUSEWAY_SOURCE_DIR "/tests/data/" + name));
    if (!file.open(QFile::ReadOnly))
        qFatal("no file %s", name.c_str());
    return file.readAll().toStdString();
}

std::vector<resource::Object> objectsOf(const std::vector<std::string>& files) {
    std::vector<resource::Object> all;
    for (const auto& name : files) {
        auto objects = resource::parseObjects(fileText(name), name);
        if (!objects)
            qFatal("%s", objects.error().describe().c_str());
        std::ranges::move(*objects, std::back_inserter(all));
    }
    return all;
}

Judge judgeOf(std::vector<resource::Object> objects) {
    auto judge = Judge::compile(std::move(objects));
    if (!judge)
        qFatal("%s", judge.error().describe().c_str());
    return std::move(*judge);
}

recording::Recording recordingOf(std::string text) {
    auto recording = recording::Recording::parse(std::move(text), "r.rec");
    if (!recording)
        qFatal("%s", recording.error().describe().c_str());
    return std::move(*recording);
}

Proposal proposalFor(const Judge& judge, const recording::Recording& recording,
                     const GenerateOptions& options = {}) {
    auto proposal = generate(judge, recording, options);
    if (!proposal)
        qFatal("%s", proposal.error().describe().c_str());
    return std::move(*proposal);
}

QString codesOf(const Proposal& proposal) {
    QStringList codes;
    for (const auto& finding : proposal.findings)
        codes << QString::fromStdString(finding.code);
    return codes.join(' ');
}

// The rows of a recording's text, the other way round.
std::string reversed(const std::string& text) {
    auto lines = QString::fromStdString(text).trimmed().split('\n');
    std::reverse(lines.begin() + 1, lines.end());
    return (lines.join('\n') + '\n').toStdString();
}

// With the existing objects and the proposal's beside each other, as apply leaves them.
std::vector<resource::Object> applied(const Judge& judge, const Proposal& proposal) {
    std::map<ObjectRef, resource::Object> all;
    for (const auto* object : judge.objects().all())
        all[object->ref()] = *object;
    for (const auto& object : proposal.objects())
        all[object.ref()] = object;
    std::vector<resource::Object> list;
    for (auto& [ref, object] : all)
        list.push_back(std::move(object));
    return list;
}

const Proposed& proposed(const Proposal& proposal, const std::string& service) {
    return *std::ranges::find(proposal.services, service + ".svc.aws.mesh", &Proposed::service);
}

} // namespace

class TestGenerate : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingIsLostAndNothingIsWrong_data() {
        QTest::addColumn<QString>("objects");
        QTest::addColumn<QString>("recorded");
        QTest::addColumn<double>("overGrant");
        for (const double limit : {0.0, 0.1, 0.25, 0.5, 0.9}) {
            const auto row = [&](const char* objects, const char* recorded) {
                QTest::addRow("%s %.2f", recorded, limit) << objects << recorded << limit;
            };
            row("generate/bank.yaml", "generate/week.rec");
            row("generate/bank.yaml", "generate/hours.rec");
            row("policy/mesh.yaml policy/policy.yaml", "policy/traffic.rec");
        }
    }
    void nothingIsLostAndNothingIsWrong() {
        QFETCH(const QString, objects);
        QFETCH(const QString, recorded);
        QFETCH(const double, overGrant);
        std::vector<std::string> files;
        for (const auto& name : objects.split(' '))
            files.push_back(name.toStdString());
        const auto judge = judgeOf(objectsOf(files));
        const auto recording = recordingOf(fileText(recorded.toStdString()));
        for (const bool enforce : {false, true}) {
            GenerateOptions options;
            options.overGrant = overGrant;
            options.enforce = enforce;
            const auto proposal = proposalFor(judge, recording, options);
            QVERIFY(!codesOf(proposal).contains("lost"));
            for (auto after : {applied(judge, proposal), withProposal(judge, proposal)}) {
                const auto fresh = judgeOf(std::move(after));
                const auto simulation = simulate(judge, fresh, recording);
                QVERIFY(simulation.tuples > 0);
                QCOMPARE(simulation.newlyDenied.size(), std::size_t(0));
                for (const auto& finding : lint(fresh, {{}, "2026-11-28"}))
                    QVERIFY2(!finding.suppressed.empty() || !isProposed(proposal, finding),
                             finding.message.c_str());
            }
            for (const auto& service : proposal.services)
                QVERIFY2(service.overGrant <= overGrant + 1e-9 || service.wholeServer,
                         qPrintable(QString::number(service.overGrant)));
        }
    }
    // `policy lint FILE` of nothing but what was generated.
    void onItsOwnNothingIsWrongEither() {
        const auto judge = judgeOf(objectsOf({"generate/bank.yaml"}));
        const auto proposal = proposalFor(judge, recordingOf(fileText("generate/week.rec")));
        const auto text = serialize(proposal);
        auto objects = resource::parseObjects(text, "generated.yaml");
        QVERIFY2(objects, objects ? "" : objects.error().describe().c_str());
        QVERIFY(*objects == proposal.objects());
        const auto findings =
            lint(judgeOf(std::move(*objects)), {{{"generated.yaml", text}}, "2026-11-28"});
        for (const auto& finding : findings)
            QVERIFY2(false, finding.message.c_str());
    }
    void theOrderOfTheRecordingDoesNotMatter() {
        const auto judge = judgeOf(objectsOf({"generate/bank.yaml"}));
        const auto text = fileText("generate/week.rec");
        auto objects = objectsOf({"generate/bank.yaml"});
        std::ranges::reverse(objects);
        QCOMPARE(serialize(proposalFor(judge, recordingOf(text))),
                 serialize(proposalFor(judgeOf(std::move(objects)), recordingOf(reversed(text)))));
    }
    void whoWasSeenIsLetInAndNobodyElse() {
        const auto judge = judgeOf(objectsOf({"generate/bank.yaml"}));
        GenerateOptions options;
        options.overGrant = 0;
        options.enforce = true;
        const auto proposal =
            proposalFor(judge, recordingOf(fileText("generate/week.rec")), options);
        const auto after = judgeOf(withProposal(judge, proposal));
        const auto outcome = [&](const char* account, const char* method, const char* path,
                                 const char* service = "ledger.bank.svc.aws.mesh") {
            const auto identity = std::string("spiffe://talk.mesh/cluster/aws/ns/") + account;
            recording::Tuple tuple;
            tuple.service = service;
            tuple.port = 80;
            tuple.identity = identity;
            tuple.network = IpAddress::v4(10, 1, 0, 13);
            tuple.host = service;
            tuple.method = method;
            tuple.path = path;
            return analysis::judge(after, tuple).outcome;
        };
        QCOMPARE(outcome("bank/sa/payments", "GET", "/loans/987"), Outcome::Allowed);
        QCOMPARE(outcome("bank/sa/payments", "POST", "/loans"), Outcome::Allowed);
        QCOMPARE(outcome("shop/sa/web", "GET", "/loans"), Outcome::Allowed);
        QCOMPARE(outcome("shop/sa/web", "POST", "/loans"), Outcome::Denied);
        QCOMPARE(outcome("bank/sa/cards", "GET", "/loans"), Outcome::Denied);
        QCOMPARE(outcome("edge/sa/stranger", "DELETE", "/loans/1"), Outcome::Denied);
        QCOMPARE(outcome("bank/sa/payments", "GET", "/admin"), Outcome::Denied); // not 404
        QCOMPARE(outcome("bank/sa/ledger", "POST", "/bank.fraud.v1.Fraud/Score",
                         "fraud.bank.svc.aws.mesh"),
                 Outcome::Denied);
    }
    void findingsSayHowFarItCanBeTrusted() {
        const auto judge = judgeOf(objectsOf({"generate/bank.yaml"}));
        const auto week = proposalFor(judge, recordingOf(fileText("generate/week.rec")));
        QVERIFY(week.coverage.sawAWeek());
        for (const char* code : {"rare-caller", "audited", "refused"})
            QVERIFY2(codesOf(week).contains(code), code);
        QVERIFY(!codesOf(week).contains("coverage"));
        const auto hours = proposalFor(judge, recordingOf(fileText("generate/hours.rec")));
        QVERIFY(codesOf(hours).startsWith("coverage given-up"));
        QVERIFY(serialize(hours).find("7 days not seen") != std::string::npos);
    }
    // Kinds that come with a chance of their own each day, against what was really left unseen.
    void whatWasNotSeenIsEstimated() {
        std::mt19937_64 random(910);
        double wanted = 0;
        double estimated = 0;
        for (int round = 0; round < 50; ++round) {
            std::vector<std::size_t> daysOfKinds;
            std::size_t unseen = 0;
            for (int kind = 0; kind < 300; ++kind) {
                std::bernoulli_distribution comes(kind < 200 ? 0.9 : 0.05);
                std::size_t days = 0;
                for (int day = 0; day < 14; ++day)
                    days += comes(random) ? 1 : 0;
                if (days > 0)
                    daysOfKinds.push_back(days);
                else
                    ++unseen;
            }
            const auto estimate = estimateUnseen(14, daysOfKinds);
            QVERIFY(estimate && estimate->seen > 0.9 && estimate->seen < 1);
            wanted += double(unseen) / 50;
            estimated += estimate->unseen / 50;
        }
        QVERIFY2(qAbs(estimated - wanted) < 0.15 * wanted,
                 qPrintable(QString("%1 for %2").arg(estimated).arg(wanted)));
        const std::vector<std::size_t> always(30, 14U);
        QCOMPARE(estimateUnseen(14, always)->seen, 1.0);
        QCOMPARE(estimateUnseen(14, always)->unseen, 0.0);
        QVERIFY(!estimateUnseen(3, always) && !estimateUnseen(14, std::vector<std::size_t>{1, 2}));
    }
    void jobsAreKnownByTheirRhythm() {
        QVERIFY(!rhythmOf({1, 8}));
        QVERIFY(!rhythmOf({1, 2, 3, 4}));
        QVERIFY(!rhythmOf({1, 8, 11}));
        QCOMPARE(rhythmOf({1, 8, 15, 23})->everyDays, std::int64_t(7));
        QCOMPARE(rhythmOf({1, 8, 15, 23})->lastDay, std::int64_t(23));
        // Payments every day for five weeks, cards each Sunday but the last, fraud on one day.
        std::string text = "causeway-recording/1\n";
        constexpr std::int64_t kStart = 1'790'000'000 / 86'400 * 86'400;
        const auto call = [&](const char* who, int day) {
            const auto at = std::to_string(kStart + day * 86'400 + 3600);
            text += "ledger.bank.svc.aws.mesh\t80\t\tspiffe://talk.mesh/cluster/aws/ns/bank/sa/"
                    + std::string(who) + "\t10.1.0.12\tledger\tGET\t/loans\t\tallowed\t" + at + "\t" + at
                    + "\t3\n";
        };
        for (int day = 0; day < 35; ++day)
            call("payments", day);
        for (const int day : {0, 7, 14, 21})
            call("cards", day);
        call("fraud", 9);
        const auto judge = judgeOf(objectsOf({"generate/bank.yaml"}));
        GenerateOptions options;
        options.rareBelow = 2;
        const auto proposal = proposalFor(judge, recordingOf(text), options);
        QStringList said;
        for (const auto& finding : proposal.findings)
            if (finding.about == "ledger.bank:80")
                said << QString::fromStdString(finding.code + " " + finding.message);
        QCOMPARE(said.size(), 2);
        QVERIFY2(said[0].startsWith("periodic-caller cards.bank (aws) calls every 7 days")
                     && said[0].contains("did not come again, though due on 2026-10-19"),
                 qPrintable(said[0]));
        QVERIFY2(said[1].startsWith("one-day-caller fraud.bank (aws) called on 2026-09-30 only, of 35 days"),
                 qPrintable(said[1]));
    }
    // The last day of the audit is on the Server, where lint finds it.
    void anAuditHasAnEnd() {
        const auto judge = judgeOf(objectsOf({"generate/bank.yaml"}));
        const auto proposal = proposalFor(judge, recordingOf(fileText("generate/week.rec")));
        const auto after = judgeOf(withProposal(judge, proposal));
        const auto over = [&](const std::string& today) {
            const auto findings = lint(after, {{}, today});
            return std::ranges::count(findings, std::string_view("MC2016"), &Finding::code);
        };
        QVERIFY(!proposal.auditUntil.empty());
        QCOMPARE(over(proposal.auditUntil), 0);
        QVERIFY(over("2027-12-31") > 0);
        GenerateOptions enforce;
        enforce.enforce = true;
        const auto ended = proposalFor(after, recordingOf(fileText("generate/week.rec")), enforce);
        for (const auto& object : ended.objects())
            QVERIFY(object.metadata.annotations.empty() || !object.as<resource::Server>());
    }
    // What leaves the mesh is no call of a service.
    void whatLeavesIsPassedOver() {
        const auto judge = judgeOf(objectsOf({"generate/bank.yaml"}));
        auto text = fileText("generate/week.rec");
        const auto before = serialize(proposalFor(judge, recordingOf(text)));
        text += "(outside)\t443\t\tspiffe://talk.mesh/cluster/aws/ns/bank/sa/ledger\t203.0.113.7\t"
                "rates.example.com\t\t\t\tallowed\t1790000000\t1790000000\t7\n";
        const auto recording = recordingOf(text);
        QVERIFY(recording.tuples().back().leaves());
        QCOMPARE(serialize(proposalFor(judge, recording)), before);
        QCOMPARE(simulate(judge, judge, recording).tuples, std::uint64_t(recording.tuples().size() - 1));
    }
    void whatIsSuperfluousIsProposedForRemoval() {
        const auto judge = judgeOf(objectsOf({"generate/bank.yaml"}));
        const auto proposal = proposalFor(judge, recordingOf(fileText("generate/week.rec")));
        QCOMPARE(proposal.removals.size(), std::size_t(2));
        QCOMPARE(proposal.removals[0].object.name, std::string("ledger-cards"));
        QCOMPARE(proposal.removals[0].why, std::string("it allowed nothing in 7.0 days"));
        QCOMPARE(proposal.removals[1].object.name, std::string("ledger-everybody"));
        QVERIFY(proposal.removals[1].superseded);
    }
    void anotherRoundChangesNothing() {
        const auto judge = judgeOf(objectsOf({"generate/bank.yaml"}));
        const auto recording = recordingOf(fileText("generate/week.rec"));
        const auto first = proposalFor(judge, recording);
        const auto again = proposalFor(judgeOf(withProposal(judge, first)), recording);
        QVERIFY(again.objects() == first.objects());
        QVERIFY(again.removals.empty());
    }
    void theScoreDecidesHowFinelyRulesAreCut() {
        const auto judge = judgeOf(objectsOf({"generate/bank.yaml"}));
        const auto recording = recordingOf(fileText("generate/week.rec"));
        std::size_t before = 1000;
        for (const double limit : {0.0, 0.25, 0.9}) {
            GenerateOptions options;
            options.overGrant = limit;
            const auto proposal = proposalFor(judge, recording, options);
            QVERIFY(proposal.objects().size() <= before);
            before = proposal.objects().size();
            QVERIFY(proposed(proposal, "ledger.bank").overGrant <= limit);
            QCOMPARE(proposed(proposal, "ledger.bank").wholeServer, limit == 0.9);
        }
        QVERIFY(proposed(proposalFor(judge, recording), "db.bank")
                    .wholeServer); // connections have no routes
    }
    void aNamespaceCanBeAskedForAlone() {
        const auto judge = judgeOf(objectsOf({"generate/bank.yaml"}));
        GenerateOptions options;
        options.ns = "shop";
        const auto proposal =
            proposalFor(judge, recordingOf(fileText("generate/week.rec")), options);
        QCOMPARE(proposal.services.size(), std::size_t(1));
        for (const auto& object : proposal.objects())
            QCOMPARE(object.metadata.namespace_, std::string("shop"));
        QVERIFY(proposal.removals.empty());
    }
    void anEmptyRecordingGivesNothing() {
        const auto judge = judgeOf(objectsOf({"generate/bank.yaml"}));
        const auto proposal = proposalFor(judge, recordingOf("causeway-recording/1\n"));
        QVERIFY(proposal.services.empty() && proposal.objects().empty());
        QVERIFY(codesOf(proposal).contains("coverage"));
    }

private:
    static bool isProposed(const Proposal& proposal, const Finding& finding) {
        return std::ranges::any_of(proposal.objects(), [&](const auto& object) {
            return object.ref().describe() == finding.object.describe();
        });
    }
};

QTEST_APPLESS_MAIN(TestGenerate)
#include "tst_generate.moc"
