// SPDX-License-Identifier: Apache-2.0
// Who changed what, when and why: causewayctl history, get --revision and audit against real
// control planes, and somebody who edits their store.
#include "two_clusters.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

namespace {

QByteArray auditedServer(const char* port) {
    return QByteArray(
               "apiVersion: policy.linkerd.io/v1beta3\nkind: Server\nmetadata: {name: audited, "
               "namespace: bank}\nspec: {podSelector: {matchLabels: {app: ledger}}, port: ")
           + port + ", proxyProtocol: HTTP/1}\n";
}

} // namespace

class TestCliAudit : public TwoClusters {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { makeTrust(); }
    void init() { start(); }
    void cleanup() { stop(); }

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
        // What was deleted as the last thing is gone, and rightly so.
        const auto verified = ctl({"audit", "verify"});
        QVERIFY2(verified.exit == 0, verified.out + verified.err);
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
};

QTEST_GUILESS_MAIN(TestCliAudit)
#include "tst_cli_audit.moc"
