// SPDX-License-Identifier: Apache-2.0
#include "mesh-core/client/test_fleet.h"

#include <QTest>

using namespace causeway;

class TestCredentials : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_fleet = std::make_unique<test::TestFleet>(); }

    void fittingFilesAreTaken() {
        const auto credentials = read();
        QVERIFY2(credentials, credentials ? "" : credentials.error().describe().c_str());
        QCOMPARE(credentials->identity, std::string("spiffe://talk.mesh/user/console/role/admin"));
    }
    void missingFileIsNamedWithItsField() {
        std::filesystem::remove(m_fleet->file().key);
        refused(ErrorKind::NotFound, {QString::fromStdString(m_fleet->file().key.string()), "spec.client.key"});
    }
    void textThatIsNoPemIsRefused() {
        m_fleet->write(m_fleet->file().certificate, "hello");
        refused(std::nullopt, {QString::fromStdString(m_fleet->file().certificate.string())});
    }
    void expiredCertificateSaysSinceWhen() {
        m_fleet->writeClient(m_fleet->anchor(),
                             {.begins = -std::chrono::hours(2), .life = std::chrono::hours(1)});
        refused(ErrorKind::InvalidInput,
                {"console.pem", "expired on 20", "causewayctl trust client"});
    }
    void certificateOfTheFutureSaysFromWhen() {
        m_fleet->writeClient(m_fleet->anchor(), {.begins = std::chrono::hours(2)});
        refused(ErrorKind::InvalidInput, {"console.pem", "still to come"});
    }
    void foreignCertificateNamesItsIssuer() {
        m_fleet->writeClient(test::makeAnchor("other.mesh"), {});
        refused(ErrorKind::InvalidInput, {"console.pem", "anchors.pem", "other.mesh"});
    }
    void otherTrustDomainIsRefused() {
        m_fleet->writeClient(m_fleet->anchor(), {.trustDomain = "other.mesh"});
        refused(ErrorKind::InvalidInput,
                {"spiffe://other.mesh/user/console/role/admin", "spiffe://talk.mesh/"});
    }
    void keyOfAnotherCertificateIsRefusedAndNeverTold() {
        const auto key = tls::PrivateKey::generate()->pem();
        m_fleet->write(m_fleet->file().key, key);
        const auto said = refused(ErrorKind::InvalidInput, {"console.key", "does not belong"});
        QVERIFY(!said.contains(QString::fromStdString(key).section('\n', 1, 1)));
    }

private:
    [[nodiscard]] Result<client::Credentials> read() const {
        return client::readCredentials(m_fleet->file(), SystemClock());
    }
    QString refused(std::optional<ErrorKind> kind, const QStringList& parts) const {
        const auto credentials = read();
        if (credentials) {
            QTest::qFail("the files were taken", __FILE__, __LINE__);
            return {};
        }
        const auto said = QString::fromStdString(credentials.error().describe());
        const bool isRightKind = !kind || credentials.error().kind() == *kind;
        const bool saysAll =
            std::ranges::all_of(parts, [&](const QString& part) { return said.contains(part); });
        QTest::qVerify(isRightKind && saysAll, "names what is wrong", qPrintable(said), __FILE__,
                       __LINE__);
        return said;
    }

    std::unique_ptr<test::TestFleet> m_fleet;
};

QTEST_APPLESS_MAIN(TestCredentials)
#include "tst_credentials.moc"
