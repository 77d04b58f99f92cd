// SPDX-License-Identifier: Apache-2.0
// Four eyes: who may decide on what, and that a change takes effect whole, with its records, or not
// at all.
#include "control/change/changes.h"
#include "control/store/sqlite_store.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>

using namespace causeway;
using namespace causeway::control;

namespace {

Actor actor(const std::string& name, const std::string& role, const std::string& reason = "why") {
    return {.who = "spiffe://talk.mesh/user/" + name + "/role/" + role, .reason = reason};
}
const Actor kIda = actor("ida", "author");
const Actor kOle = actor("ole", "reviewer");

std::string clusterYaml(bool fourEyes) {
    return std::string("apiVersion: causeway.dev/v1alpha1\nkind: Cluster\nmetadata: {name: aws}\n"
                       "spec: {clusterDomain: aws.mesh, trustDomain: talk.mesh, fourEyes: ")
           + (fourEyes ? "true" : "false") + "}\n";
}
std::string serviceYaml(const std::string& name, int port) {
    return "apiVersion: v1\nkind: Service\nmetadata: {name: " + name
           + ", namespace: bank}\nspec: {ports: [{port: " + std::to_string(port) + "}]}\n";
}

struct Bench {
    Bench() {
        clock.setWall(SystemClock().wallNow());
        if (!objects->change({.yaml = clusterYaml(true), .removed = {}}, kIda))
            qFatal("no cluster");
    }
    std::vector<std::string> actions() const {
        std::vector<std::string> all;
        const auto records = audit->records(0, 1000).value();
        for (const auto& stored : records)
            all.push_back(stored.record.action);
        return all;
    }
    bool has(const std::string& name) const {
        return !objects->list("service", "bank").value().empty()
               && std::ranges::any_of(
                   objects->list("service", "bank").value(),
                   [&](const auto& each) { return each.object.name == name; });
    }

    QTemporaryDir dir;
    ManualClock clock;
    std::unique_ptr<SqliteStore> store =
        SqliteStore::open(dir.filePath("store.db").toStdString()).value();
    std::unique_ptr<AuditTrail> audit = AuditTrail::open(*store, clock).value();
    std::unique_ptr<Objects> objects = Objects::open(*store, *audit).value();
    Changes changes{*store, *audit, *objects, clock};
};

} // namespace

class TestChanges : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theClusterSaysWhetherTwoAreNeeded() {
        Bench bench;
        const ObjectChange change{.yaml = serviceYaml("ledger", 80), .removed = {}};
        QCOMPARE(bench.changes.applyAlone(change, kIda).error().kind(), ErrorKind::PermissionDenied);
        QVERIFY(bench.objects->change({.yaml = clusterYaml(false), .removed = {}}, kIda));
        QVERIFY(bench.changes.applyAlone(change, kIda));
        // What nobody has to look at needs no reason either.
        QVERIFY(bench.changes.applyAtOnce({.yaml = serviceYaml("cards", 80), .removed = {}},
                                          actor("ida", "author", "")));
        QVERIFY(bench.changes.list(true)->empty());
    }
    // Another replica that has not heard of the change of the rule yet.
    void theStoreSaysItAndNotWhatIsRemembered() {
        Bench bench;
        QVERIFY(bench.objects->change({.yaml = clusterYaml(false), .removed = {}}, kIda));
        const auto behind = Objects::open(*bench.store, *bench.audit).value();
        Changes late(*bench.store, *bench.audit, *behind, bench.clock);
        QVERIFY(bench.objects->change({.yaml = clusterYaml(true), .removed = {}}, kIda));
        QVERIFY(!behind->current()->set().cluster().fourEyes);
        QCOMPARE(late.applyAlone({.yaml = serviceYaml("ledger", 80), .removed = {}}, kIda)
                     .error()
                     .kind(),
                 ErrorKind::PermissionDenied);
    }
    void manyAtOnceGetANumberEach() {
        Bench bench;
        constexpr int kEach = 8;
        std::atomic<int> done = 0;
        const auto work = [&](const std::string& who, bool isEmergency) {
            for (int i = 0; i < kEach; ++i) {
                const ObjectChange change{.yaml = serviceYaml(who + "-" + std::to_string(i), 80),
                                          .removed = {}};
                done += isEmergency
                            ? bench.changes.applyAtOnce(change, actor(who, "author")).has_value()
                            : bench.changes.propose(change, actor(who, "author")).has_value();
            }
        };
        std::thread first([&] { work("ida", true); });
        std::thread second([&] { work("eva", false); });
        first.join();
        second.join();
        QCOMPARE(done.load(), 2 * kEach);
        const auto all = bench.changes.list(true).value();
        QCOMPARE(all.size(), std::size_t(2 * kEach));
        QCOMPARE(all.back().id, std::uint64_t(2 * kEach));
    }
    void oneOfTwoWhoDecideAtOnceHearsOfIt() {
        for (int round = 0; round < 10; ++round) {
            Bench bench;
            QVERIFY(bench.changes.propose({.yaml = serviceYaml("ledger", 80), .removed = {}}, kIda));
            std::optional<Result<ChangeSet>> approved;
            std::thread other([&] { approved = bench.changes.decide(1, Decision::Approve, kOle); });
            const auto rejected =
                bench.changes.decide(1, Decision::Reject, actor("per", "reviewer"));
            other.join();
            QVERIFY(approved->has_value() != rejected.has_value());
            QCOMPARE(bench.has("ledger"), approved->has_value());
            const auto& lost = *approved ? rejected : *approved;
            QCOMPARE(lost.error().kind(), ErrorKind::Conflict);
        }
    }
    void anApprovedChangeIsAppliedWithItsRecords() {
        Bench bench;
        const auto proposed =
            bench.changes.propose({.yaml = serviceYaml("ledger", 80), .removed = {}}, kIda);
        QVERIFY2(proposed, proposed ? "" : proposed.error().describe().c_str());
        QCOMPARE(proposed->id, 1U);
        QVERIFY(!bench.has("ledger"));
        QCOMPARE(bench.changes.list(false)->size(), 1U);
        const auto applied = bench.changes.decide(1, Decision::Approve, kOle);
        QVERIFY2(applied, applied ? "" : applied.error().describe().c_str());
        QVERIFY(bench.has("ledger"));
        QVERIFY(bench.changes.list(false)->empty());
        QCOMPARE(bench.changes.get(1)->state, ChangeState::Applied);
        QCOMPARE(bench.changes.get(1)->reviewer, kOle.who);
        QCOMPARE(bench.actions(),
                 (std::vector<std::string>{"object.created", "change.proposed", "object.created",
                                           "change.approved"}));
        const auto record = bench.audit->records(2, 1)->front().record;
        QCOMPARE(record.who, kOle.who);
        QCOMPARE(record.reason, std::string("change 1 of ida: why"));
    }
    void nobodyDecidesOnTheirOwn() {
        Bench bench;
        QVERIFY(bench.changes.propose({.yaml = serviceYaml("ledger", 80), .removed = {}}, kIda));
        // Nor with another certificate.
        const auto own = bench.changes.decide(1, Decision::Approve, actor("ida", "admin"));
        QCOMPARE(own.error().kind(), ErrorKind::PermissionDenied);
        const auto others = bench.changes.decide(1, Decision::Withdraw, kOle);
        QCOMPARE(others.error().kind(), ErrorKind::PermissionDenied);
        QVERIFY(!bench.has("ledger"));
        QCOMPARE(bench.changes.decide(1, Decision::Withdraw, kIda)->state, ChangeState::Withdrawn);
        const auto late = bench.changes.decide(1, Decision::Approve, kOle);
        QCOMPARE(late.error().kind(), ErrorKind::Conflict);
        QCOMPARE(bench.changes.decide(7, Decision::Approve, kOle).error().kind(),
                 ErrorKind::NotFound);
    }
    // What was looked at is not what it would be applied to.
    void whatHasChangedSinceIsProposedAgain() {
        Bench bench;
        QVERIFY(bench.objects->change({.yaml = serviceYaml("ledger", 80), .removed = {}}, kIda));
        QVERIFY(bench.changes.propose({.yaml = serviceYaml("ledger", 81), .removed = {}}, kIda));
        QVERIFY(bench.objects->change({.yaml = serviceYaml("ledger", 82), .removed = {}}, kIda));
        const auto stale = bench.changes.decide(1, Decision::Approve, kOle);
        QVERIFY(!stale);
        QCOMPARE(stale.error().kind(), ErrorKind::Conflict);
        QVERIFY2(stale.error().message().find("propose the change again") != std::string::npos,
                 stale.error().describe().c_str());
        QCOMPARE(bench.changes.get(1)->state, ChangeState::Proposed);
    }
    void deletionsAreProposedToo() {
        Bench bench;
        QVERIFY(bench.objects->change({.yaml = serviceYaml("ledger", 80), .removed = {}}, kIda));
        const ObjectRef ledger = bench.objects->list("service", "bank")->front().object;
        QVERIFY(bench.changes.propose({.yaml = serviceYaml("cards", 80), .removed = {ledger}}, kIda));
        const auto both = bench.changes.propose(
            {.yaml = serviceYaml("ledger", 81), .removed = {ledger}}, kIda);
        QCOMPARE(both.error().kind(), ErrorKind::InvalidInput);
        QVERIFY(bench.changes.decide(1, Decision::Approve, kOle));
        QVERIFY(bench.has("cards") && !bench.has("ledger"));
    }
    void whatChangesNothingOrIsWrongIsNoProposal() {
        Bench bench;
        QCOMPARE(bench.changes.propose({.yaml = clusterYaml(true), .removed = {}}, kIda).error().kind(),
                 ErrorKind::InvalidInput);
        QCOMPARE(bench.changes.propose({.yaml = "kind: [", .removed = {}}, kIda).error().kind(),
                 ErrorKind::InvalidInput);
        QVERIFY(bench.changes.list(true)->empty());
    }
    void anEmergencyIsDoneAndStaysOpen() {
        Bench bench;
        const ObjectChange change{.yaml = serviceYaml("ledger", 80), .removed = {}};
        QCOMPARE(bench.changes.applyAtOnce(change, actor("ida", "author", "")).error().kind(),
                 ErrorKind::InvalidInput);
        QVERIFY(bench.changes.applyAtOnce(change, kIda));
        QVERIFY(bench.has("ledger"));
        QCOMPARE(bench.changes.list(false)->at(0).state, ChangeState::Unreviewed);
        QCOMPARE(bench.changes.decide(1, Decision::Review, actor("ida", "admin")).error().kind(),
                 ErrorKind::PermissionDenied);
        QCOMPARE(bench.changes.decide(1, Decision::Review, kOle)->state, ChangeState::Reviewed);
        QVERIFY(bench.has("ledger"));
        QVERIFY(bench.changes.list(false)->empty());
    }
    void theTextIsReadBack() {
        Bench bench;
        const auto proposed =
            bench.changes.propose({.yaml = serviceYaml("ledger", 80), .removed = {}}, kIda).value();
        const auto again = parseChangeSet(serialize(proposed)).value();
        QCOMPARE(serialize(again), serialize(proposed));
        for (const char* damaged : {"", "{}", "[1]", "{\"id\": 1, \"state\": \"done\"}"})
            QCOMPARE(parseChangeSet(damaged).error().kind(), ErrorKind::Io);
    }
};

QTEST_APPLESS_MAIN(TestChanges)
#include "tst_changes.moc"
