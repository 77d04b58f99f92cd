// SPDX-License-Identifier: Apache-2.0
// A change and its record are one, over restarts, on a full disk, and with many who write.
#include "audit/verifier.h"
#include "control/audit/audit_trail.h"
#include "control/store/sqlite_store.h"

#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace causeway;
using namespace causeway::control;

namespace {

const Actor kIda{.who = "spiffe://talk.mesh/user/ida/role/author", .reason = "ticket 7"};

// A store whose disk is full from some time on.
class FullStore final : public Store {
public:
    explicit FullStore(Store& store) : m_store(store) {}
    [[nodiscard]] Result<std::optional<KeyValue>> get(const std::string& key,
                                                      std::uint64_t revision) const override {
        return m_store.get(key, revision);
    }
    [[nodiscard]] Result<RangeResult> range(const RangeRequest& request) const override {
        return m_store.range(request);
    }
    [[nodiscard]] Result<Commit> write(const Transaction& transaction) override {
        if (full)
            return fail(ErrorKind::Exhausted, "the disk is full");
        return m_store.write(transaction);
    }
    [[nodiscard]] Result<std::unique_ptr<Watch>>
    watch(const std::string& prefix, std::uint64_t fromRevision, WatchCallback callback) override {
        return m_store.watch(prefix, fromRevision, std::move(callback));
    }
    [[nodiscard]] std::uint64_t revision() const override { return m_store.revision(); }
    bool full = false;

private:
    Store& m_store;
};

} // namespace

class TestAuditTrail : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_dir = std::make_unique<QTemporaryDir>();
        m_clock.setWall(SystemClock().wallNow());
        reopen();
    }

    void aChangeAndItsRecordAreOne() {
        const auto commit = change("/objects/a", "one");
        QVERIFY(commit && commit->succeeded);
        const auto records = m_trail->records(0, 10).value();
        QCOMPARE(records.size(), 1U);
        QCOMPARE(records[0].revision, commit->revision);
        QCOMPARE(records[0].record.reason, std::string("ticket 7"));
        QCOMPARE(m_store->get("/objects/a").value()->modRevision, commit->revision);
        // What does not happen leaves no record.
        const auto refused =
            m_trail->write({.compares = {{.key = "/objects/a", .modRevision = 77}},
                            .operations = {{.key = "/objects/a", .value = "two"}}},
                           kIda, {{.action = "object.changed", .subject = "/objects/a"}});
        QVERIFY(refused && !refused->succeeded);
        QCOMPARE(m_trail->newest(), 1U);
        QVERIFY(intact());
    }
    void aFullDiskRefusesBoth() {
        FullStore full(*m_store);
        const auto trail = AuditTrail::open(full, m_clock).value();
        full.full = true;
        QCOMPARE(trail->record(kIda, {.action = "tap.started", .subject = "aws"}).error().kind(),
                 ErrorKind::Exhausted);
        QCOMPARE(trail->newest(), 0U);
        full.full = false;
        QVERIFY(trail->record(kIda, {.action = "tap.started", .subject = "aws"}));
        QVERIFY(intact());
    }
    void itGoesOnAfterARestart() {
        QVERIFY(change("/objects/a", "one"));
        QVERIFY(sign(true));
        reopen();
        QVERIFY(change("/objects/a", "two"));
        QVERIFY(sign(true));
        QCOMPARE(m_trail->newest(), 2U);
        QVERIFY(intact());
        QCOMPARE(m_trail->checkpoints(0, 10).value().size(), 2U);
    }
    void manyWriteAtOnce() {
        std::vector<std::thread> writers;
        for (int writer = 0; writer < 4; ++writer)
            writers.emplace_back([this, writer] {
                for (int i = 0; i < 25; ++i)
                    std::ignore = change("/objects/" + std::to_string(writer), std::to_string(i));
            });
        for (auto& writer : writers)
            writer.join();
        QCOMPARE(m_trail->newest(), 100U);
        QVERIFY(intact());
    }
    void oneSubjectHasItsOwnStory() {
        for (const char* value : {"one", "two"}) {
            QVERIFY(change("/objects/a", value));
            QVERIFY(change("/objects/ab", value));
        }
        const auto story = m_trail->recordsOf("/objects/a").value();
        QCOMPARE(story.size(), 2U);
        QCOMPARE(story[1].record.digest, audit::digestOf("two"));
        QCOMPARE(m_store->get("/objects/a", story[0].revision).value()->value, std::string("one"));
    }
    void checkpointsComeOnceAMinuteAndOnlyForSomethingNew() {
        const auto signs = [&] { QVERIFY(sign(false)); };
        QVERIFY(change("/objects/a", "one"));
        signs();
        QCOMPARE(m_trail->checkpoints(0, 10).value().size(), 0U);
        m_clock.advance(std::chrono::seconds(61));
        signs();
        QCOMPARE(m_trail->checkpoints(0, 10).value().size(), 1U);
        m_clock.advance(std::chrono::seconds(61));
        signs();
        QCOMPARE(m_trail->checkpoints(0, 10).value().size(), 1U);
    }
    // Whoever asks a thousand times what he may not know writes two records.
    void deniedCallsAreFolded() {
        for (int i = 0; i < 1000; ++i)
            m_trail->denied(kIda.who, "CreateJoinToken");
        QCOMPARE(m_trail->newest(), 1U);
        m_clock.advance(std::chrono::seconds(61));
        QVERIFY(sign(false));
        const auto records = m_trail->records(0, 10).value();
        QCOMPARE(records.size(), 2U);
        QCOMPARE(records[1].record.detail, std::string("999 times"));
        QVERIFY(intact());
    }
    void aDamagedRecordIsNamed() {
        for (const char* value : {"one", "two", "three"})
            QVERIFY(change("/objects/a", value));
        QVERIFY(m_store->write(
            {.compares = {},
             .operations = {{.key = "/audit/records/0000000000000002", .value = "nonsense"}}}));
        const auto finding = verify();
        QVERIFY(finding.has_value());
        QCOMPARE(finding->sequence, 2U);
    }

private:
    void reopen() {
        m_trail.reset();
        m_store.reset();
        m_store = SqliteStore::open(m_dir->filePath("store.db").toStdString()).value();
        m_trail = AuditTrail::open(*m_store, m_clock).value();
    }
    Result<Commit> change(const std::string& key, const std::string& value) {
        return m_trail->write(
            {.compares = {}, .operations = {{.key = key, .value = value}}}, kIda,
            {{.action = "object.changed", .subject = key, .digest = audit::digestOf(value)}});
    }
    Status sign(bool now) {
        m_trail->tellDenials(now);
        return m_trail->checkpoint("aws", m_anchor, now);
    }
    [[nodiscard]] std::optional<audit::Finding> verify() const {
        audit::Verifier verifier("aws", {m_anchor.certificate()});
        const auto checkpoints = m_trail->checkpoints(0, 0).value();
        for (const auto& checkpoint : checkpoints)
            verifier.add(checkpoint);
        const auto records = m_trail->records(0, 0).value();
        for (const auto& stored : records)
            verifier.add(stored.record);
        return verifier.finish();
    }
    [[nodiscard]] bool intact() const {
        const auto finding = verify();
        if (finding)
            qWarning("record %llu %s", static_cast<unsigned long long>(finding->sequence),
                     finding->why.c_str());
        return !finding;
    }

    ManualClock m_clock;
    tls::CertificateAuthority m_anchor = *tls::CertificateAuthority::makeAnchor(
        "talk.mesh", tls::Validity::from(SystemClock().wallNow(), std::chrono::hours(4)));
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<AuditTrail> m_trail;
};

QTEST_GUILESS_MAIN(TestAuditTrail)
#include "tst_audit_trail.moc"
