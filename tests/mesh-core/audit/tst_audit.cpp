// SPDX-License-Identifier: Apache-2.0
// Whatever is done to a trail, the first record that is not as it was written is named.

#include "audit/verifier.h"

#include <QTest>

using namespace causeway;

namespace {

const WallTime kNow = SystemClock().wallNow();
constexpr std::uint64_t kRecords = 10;

struct Trail {
    std::vector<audit::Record> records;
    std::vector<audit::Checkpoint> checkpoints;
};

std::vector<audit::Record> chained(std::vector<audit::Record> records) {
    std::string hash;
    for (auto& record : records)
        hash = record.hash = audit::hashOf(record, hash);
    return records;
}

} // namespace

class TestAudit : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_trail = {};
        for (std::uint64_t i = 1; i <= kRecords; ++i)
            m_trail.records.push_back({.sequence = i,
                                       .at = std::chrono::floor<std::chrono::microseconds>(kNow),
                                       .who = "spiffe://talk.mesh/user/ida/role/author",
                                       .action = "object.changed",
                                       .subject = "server.policy.linkerd.io/bank/ledger",
                                       .reason = "ticket " + std::to_string(i),
                                       .digest = audit::digestOf(std::to_string(i))});
        m_trail.records = chained(m_trail.records);
        sign(3);
        sign(8);
    }

    void aTrailAsItWasWritten() {
        audit::Verifier verifier = fed();
        QVERIFY(!verifier.finish());
        QCOMPARE(verifier.records(), kRecords);
        QCOMPARE(verifier.signedUpTo(), 8U);
        QCOMPARE(verifier.hash(), m_trail.records.back().hash);
    }
    void anEmptyTrail() {
        m_trail = {};
        QVERIFY(!fed().finish());
    }
    void textAndBack() {
        const auto& record = m_trail.records[4];
        QCOMPARE(*audit::parseRecord(audit::serialize(record)), record);
        const auto& checkpoint = m_trail.checkpoints[0];
        QCOMPARE(*audit::parseCheckpoint(audit::serialize(checkpoint)), checkpoint);
        for (const char* none : {"", "{}", "[]", "[1,2,3,4,5,6,7,8,9]", "[1,\"", "[-1,2,\"\"]"}) {
            QVERIFY(!audit::parseRecord(none));
            QVERIFY(!audit::parseCheckpoint(none));
        }
    }

    void aChangedRecord_data() {
        QTest::addColumn<int>("field");
        for (int field = 0; field < 6; ++field)
            QTest::addRow("%d", field) << field;
    }
    void aChangedRecord() {
        QFETCH(int, field);
        auto& record = m_trail.records[4];
        std::string* const texts[] = {&record.who,    &record.action, &record.subject,
                                      &record.reason, &record.detail, &record.digest};
        *texts[field] += "x";
        found(5, "does not have its hash");
    }
    void aChangedTime() {
        m_trail.records[4].at += std::chrono::microseconds(1);
        found(5, "does not have its hash");
    }
    void aRecordThatIsMissing() {
        m_trail.records.erase(m_trail.records.begin() + 4);
        found(5, "record 6 follows record 4");
    }
    void twoExchangedRecords() {
        std::swap(m_trail.records[4], m_trail.records[5]);
        found(5, "is missing");
    }
    // The chain alone is of one's own making again; what was signed is not.
    void aHistoryThatWasWrittenAnew() {
        m_trail.records[4].who = "spiffe://talk.mesh/user/eve/role/author";
        m_trail.records = chained(m_trail.records);
        found(4, "to 8 were written anew");
    }
    void aTrailThatWasCut() {
        m_trail.records.resize(6);
        found(7, "a checkpoint was signed after record 8");
    }
    void aCheckpointOfSomebodyElse() {
        const auto other = makeAuthority("talk.mesh");
        m_trail.checkpoints[1] = *audit::sign(m_trail.records[7], "aws", kNow, other);
        found(4, "no trust anchor of the fleet vouches");
    }
    void aCheckpointOfAnotherCluster() {
        m_trail.checkpoints[1] = *audit::sign(m_trail.records[7], "gcp", kNow, m_issuer);
        found(4, "its signature is bad");
    }
    void aCheckpointOfAnIssuerThatHadEnded() {
        m_trail.checkpoints[1] =
            *audit::sign(m_trail.records[7], "aws", kNow + std::chrono::hours(3), m_issuer);
        found(4, "was not valid at the time");
    }
    void aCheckpointWithoutSense() {
        m_trail.checkpoints[1].signature = "zz";
        found(4, "its signature is bad");
        m_trail.checkpoints[1].certificates = "";
        found(4, "holds no certificate");
    }

private:
    static tls::CertificateAuthority makeAuthority(const std::string& domain) {
        return *tls::CertificateAuthority::makeAnchor(
            domain, tls::Validity::from(kNow, std::chrono::hours(4)));
    }
    void sign(std::size_t sequence) {
        m_trail.checkpoints.push_back(
            *audit::sign(m_trail.records[sequence - 1], "aws", kNow, m_issuer));
    }
    [[nodiscard]] audit::Verifier fed() const {
        audit::Verifier verifier("aws", {m_anchor.certificate()});
        for (const auto& checkpoint : m_trail.checkpoints)
            verifier.add(checkpoint);
        for (const auto& record : m_trail.records)
            verifier.add(record);
        return verifier;
    }
    void found(std::uint64_t sequence, const char* why) const {
        const auto finding = fed().finish();
        QVERIFY(finding.has_value());
        QVERIFY2(finding->why.find(why) != std::string::npos, finding->why.c_str());
        QCOMPARE(finding->sequence, sequence);
    }

    tls::CertificateAuthority m_anchor = makeAuthority("talk.mesh");
    tls::CertificateAuthority m_issuer =
        *m_anchor.signIssuer("aws", tls::Validity::from(kNow, std::chrono::hours(2)));
    Trail m_trail;
};

QTEST_GUILESS_MAIN(TestAudit)
#include "tst_audit.moc"
