// SPDX-License-Identifier: Apache-2.0
// causewayctl against real control planes: trust made by it, two clusters, one of which goes away.
#include "base/clock.h"
#include "tls/certificate_authority.h"
#include "two_clusters.h"

#include <csignal>

using namespace causeway;

class TestCli : public TwoClusters {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { makeTrust(); }
    void init() { start(); }
    void cleanup() { stop(); }

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
    void aMirrorIsCalledAsItsOwnClusterCallsIt() {
        const auto file = at("mirror.yaml");
        write(file, "apiVersion: v1\nkind: Service\nmetadata:\n  name: ledger-gcp\n  namespace: "
                    "bank\n  labels: {mirror.linkerd.io/mirrored-service: \"true\", "
                    "mirror.linkerd.io/cluster-name: gcp}\n  annotations: "
                    "{mirror.linkerd.io/remote-svc-fq-name: ledger.bank.svc.gcp.mesh}\nspec: "
                    "{ports: [{port: 80}]}\n");
        const auto applied = ctl({"apply", "--cluster", "aws", "-f", file});
        QVERIFY2(applied.exit == 0, applied.err);
        QStringList mirrors;
        for (const auto& each : ctl({"services", "-o", "json"}).list("services"))
            if (!each.toObject()["mirror_of"].isNull())
                mirrors << each.toObject()["mirror_of"].toString();
        QCOMPARE(mirrors, QStringList("ledger.bank@gcp"));
        QCOMPARE(ctl({"delete", "service", "ledger-gcp", "-n", "bank", "--cluster", "aws"}).exit, 0);
    }
    // No proxy runs here: what is missing fails, what nobody told is unknown, and nothing passes by
    // being silent.
    void aLinkIsCheckedInAFixedOrder() {
        const auto checked = ctl({"link", "check", "aws:gcp", "-o", "json"});
        QCOMPARE(checked.exit, 1);
        QStringList told;
        for (const auto& each : checked.list("checks")) {
            const auto check = each.toObject();
            told << check["check"].toString() + ' ' + check["state"].toString();
            QVERIFY(check["command"].toString().startsWith("causewayctl "));
        }
        QCOMPARE(told, (QStringList{"reachability unknown", "gateway failed", "identity unknown",
                                    "policy unknown", "endpoints unknown", "saturation unknown",
                                    "wire unknown"}));
        const auto viewer = run({"--fleet", at("guest.yaml"), "link", "check", "aws:gcp"});
        QVERIFY2(viewer.out.contains("whether policy refused a request: "), viewer.out);
        QCOMPARE(ctl({"link", "check", "aws:azure"}).exit, 2);
        m_gcp.reset();
        const auto half = ctl({"link", "check", "aws:gcp", "-o", "json"});
        QCOMPARE(half.list("unreachable").at(0)["cluster"].toString(), QStringLiteral("gcp"));
        m_aws.reset();
        QCOMPARE(ctl({"link", "check", "aws:gcp"}).exit, 3);
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
    void policiesOfTheFleet() {
        // Two clusters without a single proxy: the links lead nowhere.
        const auto lint = ctl({"policy", "lint", "-o", "json"});
        QCOMPARE(lint.exit, 1);
        QStringList told;
        for (const auto& each : lint.list("findings")) {
            const auto finding = each.toObject();
            told << finding["code"].toString() + " " + finding["file"].toString();
        }
        QCOMPARE(told,
                 (QStringList{"MC0302 aws:link/causeway/gcp", "MC0302 gcp:link/causeway/aws"}));

        const auto matrix = ctl({"policy", "matrix", "-o", "json"}).list("clusters");
        QCOMPARE(matrix.size(), 2);
        const auto nobody = matrix.at(1)["callers"].toArray().last().toObject();
        QVERIFY(nobody["identity"].isNull());
        QCOMPARE(nobody["access"].toObject()["ledger.bank.svc.gcp.mesh:80"].toString(),
                 QStringLiteral("none"));

        QCOMPARE(ctl({"policy", "explain", "--cluster", "aws", "--from", "web.shop", "--to",
                      "ledger.bank"})
                     .exit,
                 0);
        const auto denied =
            ctl({"policy", "explain", "--from", "none", "--to", "ledger.bank", "-o", "json"});
        QCOMPARE(denied.exit, 1);
        QCOMPARE(denied.list("explanations").size(), 2); // of each cluster that has it

        m_gcp.reset();
        const auto half = ctl({"policy", "lint", "-o", "json"});
        QCOMPARE(half.exit, 3); // nothing is known of gcp, so nothing is found
        QVERIFY(half.list("findings").isEmpty());
        QVERIFY2(half.err.contains("gcp does not answer"), half.err);
    }
    void filesAgainstTheFleet() {
        const auto change = at("change.yaml");
        write(change,
              "apiVersion: policy.linkerd.io/v1beta3\nkind: Server\nmetadata: {name: ledger, "
              "namespace: bank}\n"
              "spec: {externalWorkloadSelector: {matchLabels: {app: ledger}}, port: http}\n");
        const QStringList diff{"policy", "diff", change, "-o", "json"};
        QCOMPARE(ctl(diff).exit, 2); // which cluster?
        const auto differences = ctl(diff + QStringList{"--cluster", "aws"});
        QCOMPARE(differences.exit, 1);
        QCOMPARE(differences.list("differences").at(0)["after"].toString(),
                 QStringLiteral("denied"));

        const QStringList live{"policy", "lint", change, "--live", "--in-force", "-o", "json"};
        QCOMPARE(ctl(live).exit, 2); // whose file?
        const auto inForce = ctl(live + QStringList{"--cluster", "aws"}).list("findings");
        QCOMPARE(inForce.size(), 1);
        QCOMPARE(inForce.at(0)["message"].toString(), QStringLiteral("it is not in force"));
        const auto facts = ctl({"policy", "facts"});
        QVERIFY2(facts.exit == 0 && facts.out.contains("kind: FleetFacts"), facts.out + facts.err);
        const auto recorded = ctl({"policy", "facts", "--since", "30d"});
        // Nothing was recorded: that is told, and not taken for "nobody used it".
        QVERIFY2(recorded.exit == 0 && !recorded.out.contains("  traffic:")
                     && recorded.err.contains("recorded nothing"),
                 recorded.out + recorded.err);
        QCOMPARE(ctl({"policy", "lint", "--since", "30d", "-o", "json"}).list("findings").size(),
                 ctl({"policy", "lint", "-o", "json"}).list("findings").size());
        QCOMPARE(ctl({"policy", "lint", "--since", "30d", "--recording", "x.rec"}).exit, 2);
        write(at("facts.yaml"), facts.out);
        write(at("aws.yaml"), ctl({"get", "--cluster", "aws", "--yaml"}).out);
        const auto offline =
            run({"policy", "lint", at("aws.yaml"), at("facts.yaml"), "-o", "json"});
        QCOMPARE(offline.list("findings").size(), 1); // as the fleet's own lint says of aws
        QCOMPARE(offline.list("findings").at(0)["code"].toString(), QStringLiteral("MC0302"));
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
};

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
