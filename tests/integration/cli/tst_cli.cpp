// SPDX-License-Identifier: Apache-2.0
// causewayctl against real control planes: trust made by it, two clusters, one of which goes away.
#include "base/clock.h"
#include "tls/certificate_authority.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <memory>

namespace {

using namespace causeway;

constexpr int kPatienceMs = 30'000;

struct Outcome {
    int exit = -1;
    QByteArray out;
    QByteArray err;

    [[nodiscard]] QJsonArray list(const QString& name) const {
        return QJsonDocument::fromJson(out).object().value(name).toArray();
    }
};

Outcome run(const QStringList& arguments) {
    QProcess process;
    process.start(QStringLiteral(CAUSEWAY_BIN_DIR "/causewayctl"), arguments);
    if (!process.waitForFinished(kPatienceMs))
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

// Ended with the object, also when a test fails.
class ControlPlane {
public:
    ControlPlane(const QString& folder, const QString& cluster) {
        m_process.setWorkingDirectory(folder);
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(QStringLiteral(CAUSEWAY_BIN_DIR "/causeway-control"),
                        {"--objects", cluster + "/objects.yaml", "--state", cluster + "/state",
                         "--listen", "127.0.0.1:0", "--admin", "unix:" + cluster + "/admin.sock",
                         "--trust-anchors", "trust/anchors.pem", "--issuer-cert",
                         cluster + "/issuer.pem", "--issuer-key", cluster + "/issuer.key"});
    }
    ~ControlPlane() {
        m_process.terminate();
        if (!m_process.waitForFinished(kPatienceMs))
            m_process.kill();
        m_process.waitForFinished(kPatienceMs);
    }
    [[nodiscard]] bool waitUntilReady() {
        while (!m_log.contains("ready"))
            if (!m_process.waitForReadyRead(kPatienceMs))
                return false;
            else
                m_log += m_process.readAll();
        return true;
    }
    [[nodiscard]] const QByteArray& log() const { return m_log; }

private:
    QProcess m_process;
    QByteArray m_log;
};

QByteArray auditedServer(const char* port) {
    return QByteArray(
               "apiVersion: policy.linkerd.io/v1beta3\nkind: Server\nmetadata: {name: audited, "
               "namespace: bank}\nspec: {podSelector: {matchLabels: {app: ledger}}, port: ")
           + port + ", proxyProtocol: HTTP/1}\n";
}

// Text with %1 … to fill in, from tests/data/cli.
QString data(const QString& name) {
    QFile file(QStringLiteral(CAUSEWAY_SOURCE_DIR "/tests/data/cli/") + name);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QByteArray objectsOf(const QString& cluster, const QString& other, const QString& net) {
    return data("cluster.yaml").arg(cluster, other, net).toUtf8();
}

} // namespace

class TestCli : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        QVERIFY(m_dir.isValid());
        make({"trust", "anchor", "--trust-domain", "talk.mesh", "--out", at("trust")});
        makeClient("console", "admin");
        makeClient("guest", "viewer");
        for (const auto& [cluster, other, net] :
             {std::tuple("aws", "gcp", "10.1"), std::tuple("gcp", "aws", "10.2")}) {
            make({"trust", "issuer", "--anchor", at("trust"), "--cluster", cluster, "--out",
                  at(cluster)});
            write(at(cluster) + "/objects.yaml", objectsOf(cluster, other, net));
        }
        writeFleet("fleet.yaml", "console", "aws", "gcp");
        writeFleet("guest.yaml", "guest", "aws", "gcp");
        writeFleet("exchanged.yaml", "console", "gcp", "aws");
    }
    void init() {
        m_aws = std::make_unique<ControlPlane>(m_dir.path(), "aws");
        m_gcp = std::make_unique<ControlPlane>(m_dir.path(), "gcp");
        QVERIFY2(m_aws->waitUntilReady(), m_aws->log());
        QVERIFY2(m_gcp->waitUntilReady(), m_gcp->log());
    }
    void cleanup() {
        m_aws.reset();
        m_gcp.reset();
    }

    void clustersServicesAndCertificatesOfBoth() {
        const auto clusters = ctl({"clusters", "-o", "json"});
        QCOMPARE(clusters.exit, 0);
        QCOMPARE(clusters.list("clusters").size(), 2);
        QCOMPARE(clusters.list("clusters").at(0)["name"].toString(), QStringLiteral("aws"));
        const auto services = ctl({"services", "-o", "json"}).list("services");
        QCOMPARE(services.size(), 2);
        QCOMPARE(services.at(0)["endpoints"].toInt(), 1);
        QCOMPARE(services.at(0)["ready"].toInt(-1), 0);
        const auto certificates = ctl({"certs", "-o", "json"}).list("certificates");
        QVERIFY(certificates.size() >= 6);
        QCOMPARE(certificates.at(0)["kind"].toString(), QStringLiteral("anchor"));
    }
    void linksWithoutTrafficAreNotMeasured() {
        const auto links = ctl({"links", "-o", "json"}).list("links");
        QCOMPARE(links.size(), 2);
        QCOMPARE(links.at(0).toObject().keys(), (QStringList{"from", "p50_ms", "p95_ms", "p99_ms",
                                                             "rps", "state", "success", "to"}));
        QCOMPARE(links.at(0)["state"].toString(), QStringLiteral("not_measured"));
        QVERIFY(links.at(0)["p50_ms"].isNull());
    }
    void aDeadClusterCostsItsOwnPartOnly() {
        m_gcp.reset();
        const auto clusters = ctl({"clusters", "-o", "json"});
        QCOMPARE(clusters.exit, 0);
        QCOMPARE(clusters.list("clusters").size(), 1);
        QCOMPARE(clusters.list("unreachable").at(0)["cluster"].toString(), QStringLiteral("gcp"));
        QVERIFY2(clusters.err.contains("cluster gcp: nobody answers at unix:"), clusters.err);
        QVERIFY(ctl({"clusters"}).out.contains("unreachable  gcp"));
        QCOMPARE(ctl({"check"}).exit, 1);
        m_aws.reset();
        QCOMPARE(ctl({"clusters"}).exit, 3);
    }
    void exchangedAddressesAreAnError() {
        const auto outcome = run({"--fleet", at("exchanged.yaml"), "clusters"});
        QCOMPARE(outcome.exit, 3);
        QVERIFY2(outcome.err.contains("another control plane answers"), outcome.err);
    }
    void aWrongFleetFileSaysWhatWouldBeRight() {
        const auto says = [&](const QString& from, const QString& to, const QByteArray& text) {
            auto fleet = data("fleet.yaml").arg("console", "aws", "gcp");
            QVERIFY2(from.isEmpty() || fleet.contains(from), qPrintable(from));
            write(at("wrong.yaml"), fleet.replace(from, to).toUtf8());
            const auto outcome = run({"--fleet", at("wrong.yaml"), "clusters"});
            QCOMPARE(outcome.exit, 2);
            QVERIFY2(outcome.err.contains(text), outcome.err);
        };
        const auto missing = run({"--fleet", at("no.yaml"), "clusters"});
        QCOMPARE(missing.exit, 2);
        QVERIFY2(missing.err.contains("no.yaml: there is no such file"), missing.err);
        says("clusters:", "clusters: [", "wrong.yaml:");
        says("trustDomain", "trustdomain",
             "wrong.yaml:5:3: spec.trustdomain: found an unknown field");
        says("unix:aws/admin.sock", "10.0.0.1",
             "found \"10.0.0.1\"; expected \"unix:PATH\" or \"HOST:PORT\"");
        says("trust/console.pem", "trust/nobody.pem", "nobody.pem");
        // Signed, but by the anchor of another fleet.
        make({"trust", "anchor", "--out", at("other"), "--trust-domain", "talk.mesh"});
        make({"trust", "client", "--anchor", at("other"), "--name", "console", "--role", "viewer",
              "--out", at("other")});
        says("{certificate: trust/console.pem, key: trust/console.key}",
             "{certificate: other/console.pem, key: other/console.key}",
             "has signed this certificate");
    }
    void anExpiredCertificateOfMineSaysSinceWhenAndWhatToDo() {
        // One that ended an hour ago, signed by the fleet's own anchor.
        const auto read = [&](const QString& name) {
            QFile file(at(name));
            return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
        };
        const auto anchor =
            tls::CertificateAuthority::load(read("trust/anchors.pem"), read("trust/anchor.key"));
        QVERIFY2(anchor.has_value(), "trust/anchor.key");
        const auto key = *tls::PrivateKey::generate();
        const auto now = SystemClock().wallNow();
        const auto leaf =
            anchor->signLeaf(*tls::SpiffeId::person("talk.mesh", "late", "viewer"), key.publicKey(),
                             {now - std::chrono::hours(2), now - std::chrono::hours(1)});
        write(at("trust/late.pem"), QByteArray::fromStdString(leaf->pem()));
        write(at("trust/late.key"), QByteArray::fromStdString(key.pem()));
        writeFleet("late.yaml", "late", "aws", "gcp");
        const auto outcome = run({"--fleet", at("late.yaml"), "clusters"});
        QCOMPARE(outcome.exit, 2);
        for (const char* part : {"late.pem", "expired on 20", "causewayctl trust client"})
            QVERIFY2(outcome.err.contains(part), outcome.err);
    }
    void tokensAreForAdmins() {
        const auto outcome =
            ctl({"token", "create", "--cluster", "aws", "--all", "--dir", at("tokens")});
        QVERIFY2(outcome.exit == 0, outcome.err);
        QFile token(at("tokens/ledger-1.token"));
        QVERIFY(token.open(QIODevice::ReadOnly));
        QCOMPARE(token.readAll().trimmed().count('.'), 2);
        QCOMPARE(token.permissions() & QFile::Permissions(0x0077), QFile::Permissions());
        const auto refused = run({"--fleet", at("guest.yaml"), "token", "create", "--cluster",
                                  "aws", "--all", "--dir", at("none")});
        QCOMPARE(refused.exit, 1);
        QVERIFY2(refused.err.contains("cluster aws"), refused.err);
    }
    void objectsAreAppliedAllOrNone() {
        const auto file = at("more.yaml");
        write(file, "apiVersion: v1\nkind: Service\nmetadata: {name: cards, namespace: "
                    "bank}\nspec: {selector: {app: cards}, ports: [{port: 80}]}\n");
        const QStringList apply{"apply", "--cluster", "aws", "-o", "json", "-f", file};
        QCOMPARE(ctl(apply + QStringList{"--dry-run"}).list("objects").at(0)["result"].toString(),
                 QStringLiteral("created"));
        QCOMPARE(ctl({"get", "service", "cards", "--cluster", "aws"}).exit, 1);
        QCOMPARE(ctl(apply).list("objects").at(0)["result"].toString(), QStringLiteral("created"));
        QCOMPARE(ctl(apply).list("objects").at(0)["result"].toString(),
                 QStringLiteral("unchanged"));
        const auto yaml = ctl({"get", "service", "cards", "--cluster", "aws", "--yaml"});
        QVERIFY2(yaml.exit == 0 && yaml.out.contains("name: cards"), yaml.out + yaml.err);
        write(file, "apiVersion: v1\nkind: Service\nmetadata: {name: x, namespace: bank}\nspec: "
                    "{colour: red}\n");
        const auto refused = ctl(apply);
        QCOMPARE(refused.exit, 1);
        QVERIFY2(refused.err.contains("colour"), refused.err);
    }
    // Who, when, why, and what it was before; and gone is not forgotten.
    void everyRevisionIsKept() {
        const auto file = at("server.yaml");
        const QStringList name{"server", "audited", "-n", "bank", "--cluster", "aws"};
        const QStringList applying{"apply", "--cluster", "aws", "-f", file, "--reason"};
        write(file, auditedServer("8080"));
        QVERIFY(ctl(applying + QStringList{"opened"}).exit == 0);
        write(file, auditedServer("9090"));
        QVERIFY(ctl(applying + QStringList{"ticket 7"}).exit == 0);
        QCOMPARE(ctl(QStringList{"delete"} + name + QStringList{"--dry-run"}).exit, 0);
        QCOMPARE(ctl(QStringList{"delete"} + name + QStringList{"--reason", "closed"}).exit, 0);
        const auto twice = ctl(QStringList{"delete"} + name);
        QCOMPARE(twice.exit, 1);
        QVERIFY2(twice.err.contains("found 0 objects server audited"), twice.err);

        const auto revisions = ctl(QStringList{"history", "-o", "json"} + name).list("revisions");
        QStringList story;
        for (const auto& each : revisions)
            story << each.toObject()["change"].toString() + ' '
                         + each.toObject()["reason"].toString();
        QCOMPARE(story, (QStringList{"created opened", "changed ticket 7", "deleted closed"}));
        QCOMPARE(revisions.at(0)["who"].toString(),
                 QStringLiteral("spiffe://talk.mesh/user/console/role/admin"));
        const auto then = ctl(QStringList{"get", "--yaml", "--revision",
                                          QString::number(revisions.at(0)["revision"].toInt())}
                              + name);
        QVERIFY2(then.exit == 0 && then.out.contains("8080"), then.out + then.err);
        QCOMPARE(ctl(QStringList{"get"} + name).exit, 1);
    }
    void whoIsRefusedIsRecorded() {
        const auto refused = run({"--fleet", at("guest.yaml"), "delete", "service", "ledger", "-n",
                                  "bank", "--cluster", "aws"});
        QCOMPARE(refused.exit, 1);
        const auto records =
            ctl({"audit", "list", "--who", "guest", "--cluster", "aws", "-o", "json"})
                .list("records");
        QVERIFY(!records.isEmpty());
        const auto last = records.last();
        QCOMPARE(last["action"].toString(), QStringLiteral("call.denied"));
        QCOMPARE(last["subject"].toString(), QStringLiteral("DeleteObjects"));
    }
    // Somebody with the file in hand, and the control plane stopped.
    void whatIsTouchedInTheStoreIsNamed() {
        write(at("server.yaml"), auditedServer("8080"));
        QCOMPARE(ctl({"apply", "--cluster", "aws", "-f", at("server.yaml")}).exit, 0);
        const auto verified = ctl({"audit", "verify"});
        QVERIFY2(verified.exit == 0, verified.out + verified.err);
        const auto edit = [&](const QString& sql) {
            m_aws.reset();
            auto db = QSqlDatabase::addDatabase("QSQLITE", "store");
            db.setDatabaseName(at("aws/state/store.db"));
            QVERIFY(db.open());
            {
                QSqlQuery query(db);
                QVERIFY2(query.exec(sql), qPrintable(query.lastError().text()));
                QCOMPARE(query.numRowsAffected(), 1);
            }
            db.close();
            db = {};
            QSqlDatabase::removeDatabase("store");
            m_aws = std::make_unique<ControlPlane>(m_dir.path(), "aws");
            QVERIFY2(m_aws->waitUntilReady(), m_aws->log());
        };
        const QString newest = "WHERE key LIKE '%/server/bank/audited' AND revision = (SELECT "
                               "max(revision) FROM history WHERE key LIKE '%/server/bank/audited')";
        edit("UPDATE history SET value = replace(CAST(value AS TEXT), '8080', '7070') " + newest);
        const auto object = ctl({"audit", "verify", "--cluster", "aws"});
        QCOMPARE(object.exit, 1);
        QVERIFY2(object.out.contains("by another way than the control plane's"), object.out);
        edit("UPDATE history SET value = replace(CAST(value AS TEXT), 'object.created', "
             "'object.changed') WHERE "
             "key = '/audit/records/0000000000000003'");
        const auto record = ctl({"audit", "verify", "--cluster", "aws", "-o", "json"});
        QCOMPARE(record.exit, 1);
        const auto trail = record.list("trails").at(0);
        QVERIFY(!trail["intact"].toBool(true));
        QVERIFY2(trail["findings"].toArray().at(0).toString().startsWith("record 3 "), record.out);
    }
    void watchWritesALineATimeAndEndsOnInterrupt() {
        QProcess process;
        process.start(QStringLiteral(CAUSEWAY_BIN_DIR "/causewayctl"),
                      {"--fleet", at("fleet.yaml"), "links", "--watch", "1", "-o", "json"});
        QByteArray out;
        while (out.count('\n') < 2) {
            QVERIFY(process.waitForReadyRead(kPatienceMs));
            out += process.readAllStandardOutput();
        }
        for (const auto& line : out.split('\n').mid(0, 2))
            QVERIFY(QJsonDocument::fromJson(line).object().contains("links"));
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(kPatienceMs));
        QCOMPARE(process.exitCode(), 0);
    }

private:
    [[nodiscard]] QString at(const QString& name) const { return m_dir.filePath(name); }
    [[nodiscard]] Outcome ctl(const QStringList& arguments) const {
        return run(QStringList{"--fleet", at("fleet.yaml")} + arguments);
    }
    static void make(const QStringList& arguments) {
        const auto outcome = run(arguments);
        QVERIFY2(outcome.exit == 0, outcome.err);
    }
    void makeClient(const QString& name, const QString& role) const {
        make({"trust", "client", "--anchor", at("trust"), "--name", name, "--role", role, "--out",
              at("trust")});
    }
    static void write(const QString& path, const QByteArray& text) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    void writeFleet(const QString& name, const QString& client, const QString& aws,
                    const QString& gcp) const {
        write(at(name), data("fleet.yaml").arg(client, aws, gcp).toUtf8());
    }

    QTemporaryDir m_dir;
    std::unique_ptr<ControlPlane> m_aws;
    std::unique_ptr<ControlPlane> m_gcp;
};

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
