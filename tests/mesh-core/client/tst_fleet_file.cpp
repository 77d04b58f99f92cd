// SPDX-License-Identifier: Apache-2.0
#include "client/fleet_file.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace causeway;

namespace {

const QString kHead =
    QStringLiteral("apiVersion: causeway.dev/v1alpha1\n"
                   "kind: Fleet\n"
                   "metadata: {name: talk}\n"
                   "spec:\n"
                   "  trustDomain: talk.mesh\n"
                   "  trustAnchors: trust/anchors.pem\n"
                   "  client: {certificate: trust/console.pem, key: trust/console.key}\n");
const QString kGood = kHead
                      + QStringLiteral("  clusters:\n"
                                       "  - {name: aws, cloud: aws, region: eu-west-1, production: "
                                       "true, admin: \"unix:aws/admin.sock\"}\n"
                                       "  - {name: gcp, cloud: gcp, region: europe-west1, "
                                       "production: false, admin: \"10.0.0.1:8444\"}\n");

} // namespace

class TestFleetFile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QVERIFY(m_dir.isValid()); }

    void readsClustersAndMakesPathsAbsolute() {
        const auto fleet = read(kGood);
        QVERIFY2(fleet, fleet ? "" : fleet.error().describe().c_str());
        QCOMPARE(fleet->name, std::string("talk"));
        QCOMPARE(fleet->clusters.size(), std::size_t(2));
        QCOMPARE(fleet->clusters[0].admin, "unix:" + folder() + "/aws/admin.sock");
        QVERIFY(fleet->clusters[0].production);
        QCOMPARE(fleet->find("gcp")->admin, std::string("10.0.0.1:8444"));
        QCOMPARE(fleet->find("azure"), nullptr);
        QCOMPARE(fleet->key.string(), folder() + "/trust/console.key");
    }

    void errorsNameFileLineAndWhatWouldBeRight_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("parts");
        const auto clusters = [](const char* admin) {
            return kHead + "  clusters:\n  - {name: aws, admin: \"" + admin + "\"}\n";
        };
        QTest::newRow("not YAML") << "spec: [" << QStringList{"fleet.yaml:"};
        QTest::newRow("empty") << "" << QStringList{"found 0 documents", "kind Fleet"};
        QTest::newRow("another kind") << "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n"
                                      << QStringList{"\"Service\"", "\"Fleet\""};
        QTest::newRow("unknown field") << kGood + "  colour: red\n"
                                       << QStringList{":11:", "colour"};
        QTest::newRow("no clusters") << kHead + "  clusters: []\n"
                                     << QStringList{":8:", "at least one"};
        QTest::newRow("twice the same")
            << kGood + "  - {name: gcp, cloud: gcp, region: x, production: false, admin: \"a:1\"}\n"
            << QStringList{":11:", "clusters[2].name", "\"gcp\" a second time"};
        QTest::newRow("no port") << clusters(
            "10.0.0.1") << QStringList{":9:", "clusters[0].admin", "\"10.0.0.1\"", "HOST:PORT"};
        QTest::newRow("bad port") << clusters("10.0.0.1:99999")
                                  << QStringList{"clusters[0].admin", "10.0.0.1:99999"};
        QTest::newRow("no path") << clusters("unix:") << QStringList{"clusters[0].admin", "path"};
        QTest::newRow("long path") << clusters(qPrintable("unix:" + QString(120, 'a')))
                                   << QStringList{"clusters[0].admin", "107"};
    }
    void errorsNameFileLineAndWhatWouldBeRight() {
        QFETCH(QString, text);
        QFETCH(QStringList, parts);
        const auto fleet = read(text);
        QVERIFY(!fleet);
        QCOMPARE(fleet.error().kind(), ErrorKind::InvalidInput);
        const auto said = QString::fromStdString(fleet.error().describe());
        QVERIFY2(said.contains("fleet.yaml"), qPrintable(said));
        for (const auto& part : parts)
            QVERIFY2(said.contains(part), qPrintable(said));
    }
    void missingFileIsNamed() {
        const auto fleet = client::readFleetFile(folder() + "/none.yaml");
        QCOMPARE(fleet.error().kind(), ErrorKind::NotFound);
        QVERIFY(fleet.error().describe().find(folder() + "/none.yaml") != std::string::npos);
    }
    void folderIsNoFile() {
        QCOMPARE(client::readFleetFile(folder()).error().kind(), ErrorKind::Io);
    }

private:
    [[nodiscard]] std::string folder() const { return m_dir.path().toStdString(); }
    [[nodiscard]] Result<client::FleetFile> read(const QString& text) const {
        const auto path = folder() + "/fleet.yaml";
        std::ofstream(path) << text.toStdString();
        return client::readFleetFile(path);
    }

    QTemporaryDir m_dir;
};

QTEST_APPLESS_MAIN(TestFleetFile)
#include "tst_fleet_file.moc"
