// SPDX-License-Identifier: Apache-2.0
// The command line from its words to its exit code, without a process.
#include "cli/program.h"
#include "tls/certificate_authority.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <sstream>

using namespace causeway;

namespace {

struct Outcome {
    int exit = 0;
    std::string out;
    std::string err;
};

Outcome ctl(std::vector<std::string> words) {
    std::vector<const char*> argv{"causewayctl"};
    for (const auto& word : words)
        argv.push_back(word.c_str());
    std::ostringstream out;
    std::ostringstream err;
    cli::Terminal terminal{out, err};
    const int exit = cli::run(static_cast<int>(argv.size()), argv.data(), terminal);
    return {exit, out.str(), err.str()};
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::string readText(const std::string& path) {
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

void writeText(const std::string& path, const std::string& text) {
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text.c_str());
}

tls::Certificate certificateIn(const std::string& path) {
    return tls::Certificate::listFromPem(readText(path))->front();
}

} // namespace

class TestProgram : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { qunsetenv("CAUSEWAY_FLEET"); }
    // Each command has a page: its options, how it may end, and how it is called.
    void everyCommandOfTheFamiliesHasAPage_data() {
        QTest::addColumn<QString>("family");
        QTest::addColumn<QString>("name");
        const QMap<QString, QStringList> families{{"policy", {"explain", "lint", "facts", "simulate", "generate", "matrix", "diff"}},
                                                  {"profile", {"check", "generate", "convert"}},
                                                  {"link", {"show", "diagnose", "check"}}};
        for (auto family = families.begin(); family != families.end(); ++family)
            for (const auto& name : family.value())
                QTest::addRow("%s %s", qPrintable(family.key()), qPrintable(name)) << family.key() << name;
    }
    void everyCommandOfTheFamiliesHasAPage() {
        QFETCH(QString, family);
        QFETCH(QString, name);
        const auto overview = ctl({"help", family.toStdString()});
        QCOMPARE(overview.exit, 0);
        QVERIFY2(has(overview.out, "\n  " + name.toStdString() + " ") && has(overview.out, "Exit codes: 0"), overview.out.c_str());
        const auto page = ctl({"help", family.toStdString(), name.toStdString()});
        QCOMPARE(page.exit, 0);
        QVERIFY2(has(page.out, "\n  causewayctl " + family.toStdString() + " " + name.toStdString() + " "), page.out.c_str());
        QVERIFY2(has(page.out, "Exit codes: 0"), page.out.c_str());
        QCOMPARE(ctl({family.toStdString(), name.toStdString(), "--help"}).out, page.out);
    }
    void everyCommandOfTheFamiliesIsListed() {
        for (const auto* family : {"policy", "profile", "link"}) {
            const auto overview = QString::fromStdString(ctl({"help", family}).out).section("Subcommands:", 1).section("\n\n", 0, 0);
            const auto listed = overview.count(QRegularExpression("^  \\S", QRegularExpression::MultilineOption));
            QCOMPARE(listed, QByteArray(family) == "policy" ? 7 : 3); // each has a row of the test above
        }
    }
    void init() {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
    }

    void helpAndVersionAreFine() {
        QCOMPARE(ctl({"help"}).exit, 0);
        QVERIFY(has(ctl({"--help"}).out, "links"));
        QVERIFY(has(ctl({"links", "--help"}).out, "links"));
        QCOMPARE(ctl({"version"}).out, ctl({"--version"}).out);
        QVERIFY(has(ctl({"version"}).out, "0."));
    }
    void usageErrorsExitWithTwoAndSayWhat_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("part");
        QTest::newRow("nothing") << QStringList{} << "which command";
        QTest::newRow("unknown command") << QStringList{"frob"} << "frob";
        QTest::newRow("unknown option") << QStringList{"links", "--frob"} << "--frob";
        QTest::newRow("output") << QStringList{"links", "-o", "xml"} << "xml";
        QTest::newRow("window") << QStringList{"links", "--window", "0"} << "0";
        QTest::newRow("no fleet") << QStringList{"links"} << "--fleet FILE";
        QTest::newRow("role") << QStringList{"trust", "client", "--anchor", "a",      "--out",
                                             "b",     "--name", "n",        "--role", "king"}
                              << "king";
        QTest::newRow("token for nobody") << QStringList{"token", "create"} << "--all";
        QTest::newRow("trust domain") << QStringList{"trust",        "anchor",         "--out",
                                                     "/nonexistent", "--trust-domain", "Talk Mesh"}
                                      << "Talk Mesh";
    }
    void usageErrorsExitWithTwoAndSayWhat() {
        QFETCH(QStringList, words);
        QFETCH(QString, part);
        std::vector<std::string> list;
        for (const auto& word : words)
            list.push_back(word.toStdString());
        const auto outcome = ctl(list);
        QCOMPARE(outcome.exit, 2);
        QVERIFY2(has(outcome.err, part.toStdString()), outcome.err.c_str());
        QCOMPARE(outcome.out, std::string());
    }

    void trustMakesAChainThatFits() {
        makeTrust();
        const auto anchor = certificateIn(at("anchors.pem"));
        const auto issuer = certificateIn(at("aws/issuer.pem"));
        const auto client = certificateIn(at("console.pem"));
        QVERIFY(issuer.signedBy(anchor) && issuer.isAuthority());
        QVERIFY(client.signedBy(anchor) && !client.isAuthority());
        QCOMPARE(client.identity()->uri(),
                 std::string("spiffe://talk.mesh/user/console/role/viewer"));
        for (const auto* key : {"anchor.key", "aws/issuer.key", "console.key"})
            QCOMPARE(QFile::permissions(QString::fromStdString(at(key)))
                         & QFile::Permissions(0x0077),
                     QFile::Permissions());
    }
    void trustNeverReplacesAFile() {
        makeTrust();
        const auto before = readText(at("anchors.pem"));
        const auto outcome =
            ctl({"trust", "anchor", "--trust-domain", "other.mesh", "--out", dir()});
        QCOMPARE(outcome.exit, 1);
        QVERIFY(has(outcome.err, "anchor.key is there already"));
        QCOMPARE(readText(at("anchors.pem")), before);
    }
    void trustNamesAMissingAnchor() {
        const auto outcome =
            ctl({"trust", "issuer", "--anchor", dir(), "--cluster", "aws", "--out", dir()});
        QCOMPARE(outcome.exit, 2);
        QVERIFY(has(outcome.err, at("anchors.pem")));
    }

    void missingFleetFileIsNamed() {
        const auto outcome = ctl({"links", "--fleet", at("none.yaml")});
        QCOMPARE(outcome.exit, 2);
        QVERIFY(has(outcome.err, at("none.yaml")));
    }
    void unreachableFleetExitsWithThreeAndSaysWhereAndWhy() {
        makeTrust();
        writeFleet();
        const auto outcome =
            ctl({"--fleet", at("fleet.yaml"), "links", "-o", "json", "--timeout", "5"});
        QCOMPARE(outcome.exit, 3);
        QVERIFY2(has(outcome.err, "cluster aws: nobody answers at unix:" + at("aws/admin.sock")),
                 outcome.err.c_str());
        QVERIFY2(has(outcome.out, "\"links\": []") && has(outcome.out, "\"unreachable\""),
                 outcome.out.c_str());
    }
    void checkOfAnUnreachableFleetListsIt() {
        makeTrust();
        writeFleet();
        const auto outcome = ctl({"check", "--fleet", at("fleet.yaml")});
        QCOMPARE(outcome.exit, 3);
        QVERIFY(has(outcome.out, "■") && has(outcome.out, "control plane")
                && has(outcome.out, "start causeway-control"));
    }
    void clusterMustBeOneOfTheFleet() {
        makeTrust();
        writeFleet();
        const auto outcome = ctl({"--fleet", at("fleet.yaml"), "get", "--cluster", "gcp"});
        QCOMPARE(outcome.exit, 2);
        QVERIFY(has(outcome.err, "expected one of aws"));
    }

private:
    [[nodiscard]] std::string dir() const { return m_dir->path().toStdString(); }
    [[nodiscard]] std::string at(const std::string& name) const { return dir() + "/" + name; }
    void makeTrust() {
        QCOMPARE(ctl({"trust", "anchor", "--trust-domain", "talk.mesh", "--out", dir()}).exit, 0);
        QCOMPARE(ctl({"trust", "issuer", "--anchor", dir(), "--cluster", "aws", "--out", at("aws")})
                     .exit,
                 0);
        QCOMPARE(ctl({"trust", "client", "--anchor", dir(), "--name", "console", "--role", "viewer",
                      "--out", dir()})
                     .exit,
                 0);
    }
    void writeFleet() {
        writeText(at("fleet.yaml"), R"(apiVersion: causeway.dev/v1alpha1
kind: Fleet
metadata: {name: talk}
spec:
  trustDomain: talk.mesh
  trustAnchors: anchors.pem
  client: {certificate: console.pem, key: console.key}
  clusters:
  - {name: aws, cloud: aws, region: eu-west-1, production: false, admin: "unix:aws/admin.sock"}
)");
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

QTEST_APPLESS_MAIN(TestProgram)
#include "tst_program.moc"
