// SPDX-License-Identifier: Apache-2.0
// Four eyes from the terminal: propose, look, approve; what cannot wait; and what check says of it.
#include "two_clusters.h"

class TestCliChanges : public TwoClusters {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        makeTrust();
        makeClient("ida", "author");
        makeClient("ole", "reviewer");
        writeFleet("ida.yaml", "ida", "aws", "gcp");
        writeFleet("ole.yaml", "ole", "aws", "gcp");
        start();
        write(at("two.yaml"), objectsOf("aws", "gcp", "10.1").replace("defaultInbound",
                                                                     "fourEyes: true, defaultInbound"));
        const auto turnedOn = ctl({"apply", "--cluster", "aws", "-f", at("two.yaml")});
        QVERIFY2(turnedOn.exit == 0, turnedOn.err);
        write(at("server.yaml"),
              "apiVersion: policy.linkerd.io/v1beta3\nkind: Server\nmetadata: {name: ledger, "
              "namespace: bank}\nspec: {podSelector: {matchLabels: {app: ledger}}, port: 8080, "
              "proxyProtocol: HTTP/1}\n");
    }
    void cleanupTestCase() { stop(); }

    void onePersonIsNotEnough() {
        const auto alone = as("ida", {"apply", "-f", at("server.yaml")});
        QVERIFY(alone.exit != 0);
        QVERIFY2(alone.err.contains("asks for four eyes"), alone.err);
        QCOMPARE(as("ida", {"apply", "--dry-run", "-f", at("server.yaml")}).exit, 0);
        const auto elsewhere = run({"--fleet", at("ida.yaml"), "apply", "--cluster", "gcp", "-f",
                                    at("server.yaml"), "--dry-run"});
        QVERIFY2(elsewhere.exit == 0, elsewhere.err);
    }
    void anotherApproves() {
        const auto proposed =
            as("ida", {"change", "propose", "-f", at("server.yaml"), "--reason", "ticket 7"});
        QVERIFY2(proposed.exit == 0, proposed.err);
        QVERIFY2(proposed.out.contains("server/bank/ledger created"), proposed.out);
        const auto open = as("ole", {"change", "list", "-o", "json"}).list("changes");
        QCOMPARE(open.size(), 1);
        QCOMPARE(open.at(0)["state"].toString(), QStringLiteral("proposed"));
        QVERIFY2(as("ole", {"change", "show", "1"}).out.contains("proxyProtocol: HTTP/1"),
                 as("ole", {"change", "show", "1"}).out);
        QVERIFY(as("ida", {"change", "approve", "1"}).exit != 0);
        const auto approved = as("ole", {"change", "approve", "1", "--reason", "fine"});
        QVERIFY2(approved.exit == 0 && approved.out.contains("applied"), approved.out + approved.err);
        QCOMPARE(as("ida", {"get", "server", "ledger", "-n", "bank"}).exit, 0);
        const auto twice = as("ole", {"change", "approve", "1"});
        QCOMPARE(twice.exit, 1);
        QVERIFY2(twice.err.contains("change/1 is applied"), twice.err);
    }
    void anEmergencyIsAFindingUntilItIsReviewed() {
        QCOMPARE(as("ida", {"delete", "server", "ledger", "-n", "bank", "--emergency"}).exit, 1);
        const auto done = as("ida", {"delete", "server", "ledger", "-n", "bank", "--emergency",
                                     "--reason", "it denies everybody"});
        QVERIFY2(done.exit == 0, done.err);
        QCOMPARE(as("ida", {"get", "server", "ledger", "-n", "bank"}).exit, 1);
        const auto found = ctl({"check"});
        QVERIFY2(found.out.contains("was an emergency (it denies everybody)"), found.out);
        QCOMPARE(as("ole", {"change", "review", "2", "--reason", "seen"}).exit, 0);
        QVERIFY(!ctl({"check"}).out.contains("was an emergency"));
        const auto verified = ctl({"audit", "verify"});
        QVERIFY2(verified.exit == 0, verified.out + verified.err);
    }
    void aProposalIsRejectedOrTakenBack() {
        for (const auto& [who, what, state] :
             {std::tuple("ole", "reject", "rejected"), {"ida", "withdraw", "withdrawn"}}) {
            const auto proposed =
                as("ida", {"change", "propose", "--delete", "service/bank/ledger", "-o", "json"});
            QVERIFY2(proposed.exit == 0, proposed.err);
            const auto id = QString::number(proposed.list("changes").at(0)["id"].toInt());
            const auto decided = as(who, {"change", what, id});
            QVERIFY2(decided.exit == 0 && decided.out.contains(state), decided.out + decided.err);
        }
        QCOMPARE(as("ida", {"get", "service", "ledger", "-n", "bank"}).exit, 0);
        const auto nothing = as("ida", {"change", "propose", "--delete", "service/bank/nobody"});
        QCOMPARE(nothing.exit, 1);
        QVERIFY2(nothing.err.contains("no such object"), nothing.err);
    }

private:
    [[nodiscard]] Outcome as(const QString& who, QStringList arguments) const {
        arguments << "--cluster" << "aws";
        return run(QStringList{"--fleet", at(who + ".yaml")} + arguments);
    }
};

QTEST_GUILESS_MAIN(TestCliChanges)
#include "tst_cli_changes.moc"
