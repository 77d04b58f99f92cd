// SPDX-License-Identifier: Apache-2.0
// Recordings, simulation, explanation, matrix and diff on one small mesh (tests/data/policy).
#include "analysis/explain/compare.h"
#include "analysis/explain/explain.h"
#include "analysis/simulate/simulate.h"
#include "resource/parse.h"

#include <QFile>
#include <QTest>

#include <algorithm>

using namespace causeway;
using namespace causeway::analysis;

namespace {

std::string fileText(const QString& name) {
    QFile file(QString(CAUSEWAY_SOURCE_DIR "/tests/data/policy/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s", qPrintable(file.fileName()));
    return file.readAll().toStdString();
}

std::vector<resource::Object> objectsOf(std::initializer_list<const char*> names) {
    std::vector<resource::Object> all;
    for (const auto* name : names) {
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
Judge meshJudge() { return judgeOf(objectsOf({"mesh.yaml", "policy.yaml"})); }

// The mesh with the objects of change.yaml in place of those of the same name.
Judge changedJudge() {
    auto objects = objectsOf({"mesh.yaml", "policy.yaml"});
    for (auto& fresh : objectsOf({"change.yaml"})) {
        std::erase_if(objects, [&](const auto& old) { return old.ref() == fresh.ref(); });
        objects.push_back(fresh);
    }
    return judgeOf(std::move(objects));
}

constexpr const char* kPayments = "spiffe://talk.mesh/cluster/aws/ns/bank/sa/payments";
constexpr const char* kWeb = "spiffe://talk.mesh/cluster/aws/ns/shop/sa/web";
constexpr const char* kLedger = "ledger.bank.svc.aws.mesh";

Question question(const char* caller, const char* method, const char* path) {
    return {caller, IpAddress::v4(10, 1, 0, 12), kLedger, 80, method, path, kLedger, {}};
}

const RuleConsidered& ruleNamed(const Explanation& explanation, const std::string& name) {
    return *std::ranges::find_if(explanation.rules, [&](const auto& rule) { return rule.rule.name == name; });
}

} // namespace

class TestAnalysis : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aChangeIsPlayedThrough() {
        const auto recording = recording::Recording::parse(fileText("traffic.rec"), "traffic.rec");
        const auto simulation = simulate(meshJudge(), changedJudge(), *recording);
        QCOMPARE(simulation.requests, std::uint64_t(1000));
        QCOMPARE(simulation.notServed, std::uint64_t(1));
        QCOMPARE(simulation.newlyDenied.size(), std::size_t(1));
        const auto& denied = simulation.newlyDenied[0];
        QCOMPARE(denied.caller, std::string(kWeb));
        QCOMPARE(denied.requests, std::uint64_t(35));
        QCOMPARE(denied.tuples, std::uint64_t(2));
        QCOMPARE(denied.squad, std::string("money"));
        QCOMPARE(denied.lastSeen, std::int64_t(1795824030));
        QCOMPARE(denied.example, std::string("GET /loans/8?full=*"));
        QCOMPARE(denied.before.rule.name, std::string("shop-reads"));
        QCOMPARE(simulation.newlyAllowed.size(), std::size_t(1));
        QCOMPARE(simulation.newlyAllowed[0].requests, std::uint64_t(4));
        QVERIFY(simulation.otherwise.empty());
        const auto none = simulate(meshJudge(), meshJudge(), *recording);
        QVERIFY(none.newlyDenied.empty() && none.newlyAllowed.empty() && none.otherwise.empty());
    }
    void aDenialIsExplained() {
        const auto judge = meshJudge();
        const auto all = explain(judge, question(kWeb, "POST", "/loans"));
        QVERIFY2(all, all ? "" : all.error().describe().c_str());
        QCOMPARE(all->size(), std::size_t(1));
        const auto& told = all->front();
        QCOMPARE(told.verdict, policy::Verdict::Deny);
        QCOMPARE(told.serverWhere, std::string("policy.yaml:1"));
        QCOMPARE(told.routes.size(), std::size_t(2));
        QCOMPARE(told.routes[0].why, std::string("the method is POST; it wants GET"));
        QVERIFY(told.routes[1].chosen);
        QCOMPARE(told.rules.size(), std::size_t(1)); // the route's policy is another route's
        QCOMPARE(told.rules[0].why,
                 std::string("web.shop (aws) is not among payments.bank.serviceaccount.identity.causeway.talk.mesh; "
                             "10.1.0.12 is in 10.0.0.0/8"));
        QVERIFY(!told.proposal.empty());
    }
    void whatIsProposedAllowsIt() {
        const auto judge = meshJudge();
        const auto asked = question(kWeb, "POST", "/loans");
        const auto told = explain(judge, asked);
        auto objects = objectsOf({"mesh.yaml", "policy.yaml"});
        auto proposed = resource::parseObjects(told->front().proposal, "proposal");
        QVERIFY2(proposed, proposed ? "" : proposed.error().describe().c_str());
        std::ranges::move(*proposed, std::back_inserter(objects));
        const auto again = judgeOf(std::move(objects));
        QCOMPARE(explain(again, asked)->front().verdict, policy::Verdict::Allow);
    }
    void anAllowedRequestNamesItsRule() {
        const auto judge = meshJudge();
        const auto all = explain(judge, question(kPayments, "GET", "/loans/7"));
        const auto& told = all->front();
        QCOMPARE(told.verdict, policy::Verdict::Allow);
        QVERIFY(ruleNamed(told, "payments-everywhere").decides);
        QVERIFY(!ruleNamed(told, "shop-reads").matches);
        QVERIFY(ruleNamed(told, "shop-reads").ofRoute);
        QCOMPARE(told.decidedBy.name, std::string("payments-everywhere"));
    }
    void whatNobodyServesIsSaid() {
        const auto judge = meshJudge();
        auto asked = question(kWeb, "GET", "/");
        asked.port = 81;
        QVERIFY(!explain(judge, asked));
    }
    // A second workload of ledger that another Server judges.
    static std::vector<resource::Object> withAnotherLedger(const std::string& accessPolicy) {
        auto objects = objectsOf({"mesh.yaml", "policy.yaml"});
        auto more = resource::parseObjects(
            "apiVersion: workload.linkerd.io/v1beta1\nkind: ExternalWorkload\n"
            "metadata: {name: ledger-2, namespace: bank, labels: {app: ledger, canary: \"yes\"}}\n"
            "spec: {meshTLS: {identity: \"spiffe://talk.mesh/cluster/aws/ns/bank/sa/ledger\", serverName: l}, ports: [{name: http, port: 8081}], workloadIPs: [{ip: 10.1.0.21}]}\n"
            + (accessPolicy.empty() ? std::string()
                                    : "---\napiVersion: policy.linkerd.io/v1beta3\nkind: Server\n"
                                      "metadata: {name: a-canary, namespace: bank, creationTimestamp: \"2020-01-01T00:00:00Z\"}\n"
                                      "spec: {externalWorkloadSelector: {matchLabels: {canary: \"yes\"}}, port: http, accessPolicy: " + accessPolicy + "}\n"),
            "more.yaml");
        if (!more)
            qFatal("%s", more.error().describe().c_str());
        std::ranges::move(*more, std::back_inserter(objects));
        return objects;
    }
    void theMatrixTellsWorkloadsApart() {
        const auto alike = matrixOf(judgeOf(withAnotherLedger("")));
        QCOMPARE(alike.callees.size(), std::size_t(2));
        QVERIFY(alike.callees[0].workloads.empty());
        const auto apart = matrixOf(judgeOf(withAnotherLedger("all-unauthenticated")));
        QCOMPARE(apart.callees.size(), std::size_t(3));
        QVERIFY(apart.callees[0].callee == apart.callees[1].callee);
        QCOMPARE(apart.callees[0].workloads, std::vector<std::string>{"bank/ledger-1"});
        QCOMPARE(apart.callees[1].workloads, std::vector<std::string>{"bank/ledger-2"});
        const auto& nobody = std::ranges::find(apart.rows, std::string(), &MatrixRow::caller)->access;
        QVERIFY(nobody[0] == Access::None && nobody[1] == Access::All);
        QVERIFY(combined(nobody[0], nobody[1]) == Access::Some);
    }
    void theDifferenceMayBeOneWorkloads() {
        QVERIFY(differences(meshJudge(), judgeOf(withAnotherLedger(""))).empty());
        const auto found = differences(judgeOf(withAnotherLedger("")), judgeOf(withAnotherLedger("deny")));
        QVERIFY(!found.empty());
        const auto read = std::ranges::find_if(found, [](const auto& one) {
            return one.caller == "spiffe://talk.mesh/cluster/aws/ns/shop/sa/web" && one.before == "allowed";
        });
        QVERIFY(read != found.end());
        QCOMPARE(read->after, std::string("allowed (bank/ledger-1), denied (bank/ledger-2)"));
    }
    void theMatrixSaysWhoMay() {
        const auto judge = meshJudge();
        const auto matrix = matrixOf(judge);
        QCOMPARE(matrix.callees.size(), std::size_t(2)); // ledger, payments
        const auto of = [&](const char* caller) {
            return std::ranges::find(matrix.rows, std::string(caller), &MatrixRow::caller)->access;
        };
        QCOMPARE(of(kPayments)[0], Access::Some); // from inside only
        QCOMPARE(of(kWeb)[0], Access::Some);
        QCOMPARE(of(kOtherIdentity)[0], Access::None);
        QCOMPARE(of(kOtherIdentity)[1], Access::All); // all-authenticated
        QCOMPARE(of("")[1], Access::None);
    }
    void whatIsWrittenOtherwiseIsNoDifference() {
        QVERIFY(differences(meshJudge(), meshJudge()).empty());
        auto objects = objectsOf({"mesh.yaml", "policy.yaml"});
        std::ranges::reverse(objects);
        for (auto& object : objects)
            if (auto* tls = std::get_if<resource::MeshTlsAuthentication>(&object.spec); tls && object.metadata.name == "payments")
                *tls = {{"payments.bank.serviceaccount.identity.causeway.talk.mesh"}, {}};
        QVERIFY(differences(meshJudge(), judgeOf(std::move(objects))).empty());
    }
    void whatMeansSomethingElseIs() {
        const auto found = differences(meshJudge(), changedJudge());
        QVERIFY(!found.empty());
        QVERIFY(std::ranges::any_of(found, [](const Difference& one) {
            return one.caller == kWeb && one.before == "allowed" && one.after == "denied" && one.request == "GET /loans (httproute/bank/read)";
        }));
        QVERIFY(std::ranges::none_of(found, [](const Difference& one) { return one.caller == kPayments; }));
    }
};

QTEST_APPLESS_MAIN(TestAnalysis)
#include "tst_analysis.moc"
