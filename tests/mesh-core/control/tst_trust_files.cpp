// SPDX-License-Identifier: Apache-2.0
// Anchors and issuer are exchanged while everything runs, and never so that a proxy meets a
// certificate that it does not trust.
#include "control/identity/trust_files.h"
#include "control/store/sqlite_store.h"

#include <QTemporaryDir>
#include <QTest>

using namespace causeway;
using namespace causeway::control;

namespace {

// An anchor and an issuer that it has signed.
struct Authorities {
    explicit Authorities(WallTime now)
        : anchor(*tls::CertificateAuthority::makeAnchor(
            "talk.mesh", tls::Validity::from(now, std::chrono::hours(100)))),
          issuer(*anchor.signIssuer("aws", tls::Validity::from(now, std::chrono::hours(50)))) {}
    tls::CertificateAuthority anchor;
    tls::CertificateAuthority issuer;
};

ProxyInstance ledger() {
    return {.cluster = "aws",
            .namespace_ = "bank",
            .workload = "ledger",
            .instance = "ledger-1",
            .epoch = 1};
}

} // namespace

class TestTrustFiles : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_dir = std::make_unique<QTemporaryDir>();
        m_clock.setWall(SystemClock().wallNow());
        m_files = {.trustAnchors = m_dir->filePath("anchors.pem").toStdString(),
                   .issuerCertificate = m_dir->filePath("issuer.pem").toStdString(),
                   .issuerKey = m_dir->filePath("issuer.key").toStdString()};
        m_trust.reset();
        m_state.reset();
        m_state.emplace(StateFolder::open(m_dir->path().toStdString()).value());
        m_old.emplace(m_clock.wallNow());
        m_new.emplace(m_clock.wallNow());
        m_store = SqliteStore::open(m_state->path("store.db")).value();
        m_audit = AuditTrail::open(*m_store, m_clock).value();
        m_certificates = Certificates::open(*m_store, "aws").value();
        m_presence = Presence::open(*m_store, m_clock).value();
        writeAnchors({*m_old});
        writeIssuer(*m_old);
        m_authority.emplace(
            Authority::make(Trust::load(m_files, m_clock.wallNow()).value(), m_files).value());
        m_trust.emplace(TrustFiles::Parts{.authority = *m_authority,
                                          .certificates = *m_certificates,
                                          .presence = *m_presence,
                                          .audit = *m_audit,
                                          .events = m_events,
                                          .clock = m_clock},
                        m_files, "aws");
        m_presence->setTrust("1");
        m_stream = m_presence->connect(ledger(), "");
        m_presence->trustConfirmed(m_stream, "1");
        m_leaf = issue();
        m_certificates->inUse(m_leaf, "ledger", "ledger-1");
    }

    void nothingChangesByItself() {
        QVERIFY(!settle());
        QCOMPARE(anchors(), 1U);
    }
    void aNewAnchorGoesToTheProxiesAtOnce() {
        writeAnchors({*m_old, *m_new});
        QVERIFY(settle());
        QCOMPARE(anchors(), 2U);
        QVERIFY(isIssuer(*m_old));
        QCOMPARE(m_audit->records(0, 0).value().back().record.action, std::string("trust.changed"));
    }
    void aNewIssuerWaitsForWhoHasNotConfirmed() {
        writeAnchors({*m_old, *m_new});
        QVERIFY(settle());
        m_presence->setTrust("2");
        writeIssuer(*m_new);
        QVERIFY(!settle());
        QVERIFY(isIssuer(*m_old));
        QVERIFY2(told().find("the new issuer waits: ledger-1 have not confirmed") == 0,
                 told().c_str());
        m_presence->trustConfirmed(m_stream, "2");
        QVERIFY(settle());
        QVERIFY(isIssuer(*m_new));
    }
    void whoIsAwayIsNotWaitedFor() {
        writeAnchors({*m_old, *m_new});
        QVERIFY(settle());
        m_presence->setTrust("2");
        writeIssuer(*m_new);
        m_presence->disconnect(m_stream);
        QVERIFY(settle());
        QVERIFY(isIssuer(*m_new));
    }
    void anAnchorStaysBehindALeafInUse() {
        writeAnchors({*m_old, *m_new});
        writeIssuer(*m_new);
        QVERIFY(settle());
        QVERIFY(settle());
        writeAnchors({*m_new});
        QVERIFY(!settle());
        QCOMPARE(anchors(), 2U);
        QVERIFY2(told().find("it is behind ledger-1") != std::string::npos, told().c_str());
        // Renewed by the new issuer, and used.
        m_certificates->inUse(issue(), "ledger", "ledger-1");
        QVERIFY(settle());
        QCOMPARE(anchors(), 1U);
        QVERIFY(holds(*m_new));
    }
    // The worst that one can do: all three files at once. It takes the same way.
    void allAtOnceIsDoneInSteps() {
        writeAnchors({*m_new});
        writeIssuer(*m_new);
        QVERIFY(settle());
        m_presence->setTrust("2");
        QCOMPARE(anchors(), 2U);
        QVERIFY(isIssuer(*m_old));
        QVERIFY(!settle());
        m_presence->trustConfirmed(m_stream, "2");
        QVERIFY(settle());
        QVERIFY(isIssuer(*m_new));
        QCOMPARE(anchors(), 2U);
        m_certificates->inUse(issue(), "ledger", "ledger-1");
        QVERIFY(settle());
        QCOMPARE(anchors(), 1U);
        QVERIFY(!settle());
    }
    void aLeafThatHasEndedHoldsNothing() {
        writeAnchors({*m_new});
        writeIssuer(*m_new);
        QVERIFY(settle());
        QVERIFY(settle());
        QCOMPARE(anchors(), 2U);
        m_clock.advance(std::chrono::hours(3));
        m_certificates->turn(m_clock.wallNow());
        QVERIFY(settle());
        QCOMPARE(anchors(), 1U);
    }
    void whatDoesNotFitIsRefused_data() {
        QTest::addColumn<int>("what");
        QTest::addColumn<QString>("why");
        QTest::newRow("no PEM") << 0 << "anchors.pem";
        QTest::newRow("another's key") << 1 << "issuer.key";
        QTest::newRow("nobody vouches") << 2 << "not signed by any anchor";
        QTest::newRow("gone") << 3 << "No such file";
    }
    void whatDoesNotFitIsRefused() {
        QFETCH(int, what);
        QFETCH(QString, why);
        if (what == 0)
            write("anchors.pem", "hello");
        if (what == 1)
            write("issuer.key", m_new->issuer.key().pem());
        if (what == 2)
            writeIssuer(*m_new);
        if (what == 3)
            QFile::remove(m_dir->filePath("issuer.pem"));
        QVERIFY(!settle());
        QVERIFY2(told().find(why.toStdString()) != std::string::npos
                     && told().find("what was in force stays") != std::string::npos,
                 told().c_str());
        QCOMPARE(anchors(), 1U);
        QVERIFY(isIssuer(*m_old));
        // And mended: as if nothing had been.
        writeAnchors({*m_old, *m_new});
        writeIssuer(*m_old);
        QVERIFY(settle());
        QCOMPARE(anchors(), 2U);
    }

private:
    // Files keep still for a turn before they are read.
    bool settle() {
        const bool first = m_trust->turn();
        return m_trust->turn() || first;
    }
    std::string issue() {
        const auto key = tls::PrivateKey::generate().value();
        const auto id = tls::SpiffeId::workload("talk.mesh", "aws", "bank", "ledger").value();
        const auto issued =
            m_authority->sign(id, key.publicKey(), m_clock.wallNow(), std::chrono::hours(2))
                .value();
        m_certificates->add(issued);
        return issued.leaf().serial();
    }
    void write(const std::string& name, const std::string& text) {
        QVERIFY(m_state->write(name, text)); // another inode each time, as kubectl and mv do it
    }
    void writeAnchors(const std::vector<Authorities>& list) {
        std::string pem;
        for (const auto& each : list)
            pem += each.anchor.certificate().pem();
        write("anchors.pem", pem);
    }
    void writeIssuer(const Authorities& authorities) {
        write("issuer.pem", tls::pemOf(authorities.issuer.chain()));
        write("issuer.key", authorities.issuer.key().pem());
    }
    [[nodiscard]] std::size_t anchors() const { return m_authority->trust().anchors.size(); }
    [[nodiscard]] bool holds(const Authorities& authorities) const {
        return m_authority->trust().anchors.front().fingerprint()
               == authorities.anchor.certificate().fingerprint();
    }
    [[nodiscard]] bool isIssuer(const Authorities& authorities) const {
        return m_authority->trust().issuer.certificate().fingerprint()
               == authorities.issuer.certificate().fingerprint();
    }
    [[nodiscard]] std::string told() const { return m_events.newest().back().message; }

    ManualClock m_clock;
    EventLog m_events{m_clock};
    std::unique_ptr<QTemporaryDir> m_dir;
    std::optional<StateFolder> m_state;
    std::optional<Authorities> m_old;
    std::optional<Authorities> m_new;
    AuthorityFiles m_files;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<AuditTrail> m_audit;
    std::unique_ptr<Certificates> m_certificates;
    std::unique_ptr<Presence> m_presence;
    std::optional<Authority> m_authority;
    std::optional<TrustFiles> m_trust;
    Presence::StreamId m_stream = 0;
    std::string m_leaf;
};

QTEST_GUILESS_MAIN(TestTrustFiles)
#include "tst_trust_files.moc"
