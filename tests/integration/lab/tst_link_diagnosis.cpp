// SPDX-License-Identifier: Apache-2.0
// The demo fleet with a fault: causewayctl names the leg within a minute, dates it, and is silent
// about it when it is mended.
#include "support/lab_process.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

#include <algorithm>
#include <memory>

namespace {

constexpr const char* kWindow = "20";

QJsonArray verdicts(const LabProcess& lab) {
    return lab.list({"--window", kWindow, "link", "diagnose"}, "verdicts");
}

// The first verdict about a change; what stands out all the time comes after those.
QJsonObject firstChange(const LabProcess& lab) {
    const auto all = verdicts(lab);
    return all.isEmpty() || all.first().toObject().value("standing").toBool()
               ? QJsonObject()
               : all.first().toObject();
}

// A rung of the ladder that `link show` tells.
QJsonObject rung(const QJsonObject& shown, const char* name) {
    for (const auto& each : shown.value("probes").toArray())
        if (each.toObject().value("rung").toString() == name)
            return each.toObject();
    return {};
}

} // namespace

class TestLinkDiagnosis : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        m_lab = std::make_unique<LabProcess>();
        QVERIFY2(m_lab->start({"--seed", "11"}), m_lab->output());
        if (m_lab->status().value("network").toString() != "namespaces")
            QSKIP("no unprivileged network namespaces here: no wire can be made longer");
        // A usual to compare with: what came before the window that is looked at.
        QElapsedTimer started;
        started.start();
        QVERIFY(eventually(90, [&] {
            return started.elapsed() > 50'000 && medians(*m_lab, 20, 40).size() == 7;
        }));
    }
    void whatStandsOutAllTheTimeIsNamed() {
        QJsonObject standing;
        const bool named = eventually(60, [&] {
            for (const auto& each : verdicts(*m_lab))
                if (const auto verdict = each.toObject(); verdict.value("standing").toBool())
                    standing = verdict;
            return standing.value("leg") == "connect:aws";
        });
        QVERIFY2(named, standing.value("leg").toString().toUtf8());
        QCOMPARE(standing.value("kind").toString(), QString("connections-not-reused"));
    }
    void everyRungIsMeasured() {
        for (const char* link : {"aws:gcp", "gcp:aws", "aws:aws"}) {
            const auto shown = show(link);
            QJsonArray rungs = shown.value("probes").toArray();
            QCOMPARE(rungs.size(), 7);
            for (const auto& each : rungs) {
                QCOMPARE(each.toObject().value("state").toString(), QString("ok"));
                QVERIFY(each.toObject().value("p50_ms").toDouble() > 0);
            }
            const auto p50 = [&](const char* name) {
                return rung(shown, name).value("p50_ms").toDouble();
            };
            const double wire = p50("udp");
            // Also into aws, where applications get no warm connection.
            QVERIFY2(p50("http-warm") < wire + 10, QByteArray::number(p50("http-warm")));
            QVERIFY2(p50("http-cold") > 3 * wire, QByteArray::number(p50("http-cold")));
            QVERIFY(rung(shown, "udp").value("one_way_plus_minus_ms").toDouble() > 0);
            QVERIFY(shown.value("probe_bytes_per_second").toDouble() < 2000);
            // What the kernel says of the requests' own connections: the same wire.
            const auto connections = shown.value("connections").toObject();
            QVERIFY2(connections.value("rtt_ms").toDouble() > 0.9 * wire,
                     QByteArray::number(connections.value("rtt_ms").toDouble()));
            QVERIFY(connections.value("rtt_ms").toDouble() < wire + 45); // a delayed acknowledgement
            QVERIFY(connections.value("open").toDouble() > 0);
            QVERIFY(connections.value("retransmitted").toObject().value("1m").toObject()
                        .value("segments").toDouble() > 0);
            QVERIFY(connections.value("delivery_bytes_per_second").toDouble() > 0);
        }
    }
    void aSoundLinkPassesEveryCheck() {
        QHash<QString, QString> states;
        const bool passed = eventually(30, [&] {
            states = checks("aws:gcp");
            return states.size() == 7
                   && std::ranges::all_of(states, [](const auto& s) { return s == "passed"; });
        });
        QVERIFY2(passed, QStringList(states.keys(QStringLiteral("failed"))
                                     + states.keys(QStringLiteral("unknown")))
                             .join(' ')
                             .toUtf8());
    }
    void aLongerWireIsNamedAndDated() {
        const auto broken = QDateTime::currentDateTimeUtc();
        QCOMPARE(m_lab->lab({"fault", "add", "link=gcp:azure", "delay=25ms", "hops=2"}).exitCode, 0);
        QJsonObject step;
        const bool seen = eventually(15, [&] {
            step = show("gcp:azure").value("step").toObject();
            return qAbs(step.value("by_ms").toDouble() - 25) < 3;
        });
        QVERIFY2(seen, QByteArray::number(step.value("by_ms").toDouble()));
        const auto at = QDateTime::fromString(step.value("at").toString(), Qt::ISODate);
        QVERIFY2(qAbs(at.secsTo(broken)) <= 2, step.value("at").toString().toUtf8());
        anotherPathIsToldAndDated(broken);
        QJsonObject verdict;
        const bool named = eventually(60, [&] {
            verdict = firstChange(*m_lab);
            return verdict.value("leg") == "wire:azure:gcp"
                   && qAbs(verdict.value("delta_ms").toDouble() - 25) < 5;
        });
        QVERIFY2(named, verdict.value("leg").toString().toUtf8());
        const auto since = QDateTime::fromString(verdict.value("since").toString(), Qt::ISODate);
        QVERIFY2(qAbs(since.secsTo(broken)) <= 10, verdict.value("since").toString().toUtf8());
        QVERIFY(verdict.value("confidence").toDouble() > 0.8);
        QVERIFY(!verdict.value("clears").toArray().isEmpty());
        QVERIFY2(tells(verdict, "the path from gcp to azure changed from 0 to 2 hops at "),
                 QJsonDocument(verdict).toJson());
        QCOMPARE(m_lab->lab({"fault", "remove", "link=gcp:azure"}).exitCode, 0);
    }
    void aMendedWireIsNotAccused() {
        QVERIFY(eventually(90, [&] {
            const auto verdict = firstChange(*m_lab);
            return verdict.value("leg") != "wire:azure:gcp";
        }));
    }
    // Who fails, and not who passes its failures on: cards and payments call it.
    void aWorkloadThatFailsIsNamed() {
        const auto broken = QDateTime::currentDateTimeUtc();
        QCOMPARE(m_lab->lab({"fault", "add", "workload=ledger@aws", "error=30%"}).exitCode, 0);
        QJsonObject verdict;
        const bool named = eventually(60, [&] {
            verdict = firstChange(*m_lab);
            return verdict.value("leg") == "workload:ledger@aws";
        });
        QVERIFY2(named, QJsonDocument(verdict).toJson());
        QCOMPARE(verdict.value("kind").toString(), QString("failing-workload"));
        QVERIFY(verdict.value("failing").toDouble() > 0.03);
        const auto since = QDateTime::fromString(verdict.value("since").toString(), Qt::ISODate);
        QVERIFY2(qAbs(since.secsTo(broken)) <= 10, verdict.value("since").toString().toUtf8());
        QCOMPARE(m_lab->lab({"fault", "remove", "workload=ledger@aws"}).exitCode, 0);
    }
    // Who refuses, and not who is refused: insights of gcp may call kyc of azure no longer.
    void aPolicyThatRefusesIsNamed() {
        const auto admit = [&](const QStringList& callers) {
            QFile file(m_lab->directory() + "/callers.yaml");
            if (!file.open(QFile::WriteOnly))
                return -1;
            file.write("apiVersion: policy.linkerd.io/v1alpha1\nkind: MeshTLSAuthentication\n"
                       "metadata: {name: kyc-callers, namespace: risk}\nspec: {identities: [");
            for (const auto& each : callers)
                file.write("\"spiffe://talk.mesh/cluster/" + each.toUtf8() + "\", ");
            file.write("]}\n");
            file.close();
            return m_lab->ctl({"apply", "--cluster", "azure", "-f", file.fileName()}).exitCode;
        };
        QCOMPARE(admit({"azure/ns/bank/sa/onboarding"}), 0);
        QJsonObject verdict;
        const bool named = eventually(60, [&] {
            verdict = firstChange(*m_lab);
            return verdict.value("leg") == "policy:risk/kyc@azure"
                   && verdict.value("failing").toDouble() > 0.2; // of the window
        });
        QVERIFY2(named, QJsonDocument(verdict).toJson());
        QCOMPARE(verdict.value("kind").toString(), QString("policy"));
        QCOMPARE(verdict.value("links").toArray(), QJsonArray{"gcp:azure"});
        QCOMPARE(checks("gcp:azure").value("policy"), QString("failed"));
        QCOMPARE(checks("gcp:aws").value("policy"), QString("passed"));
        QCOMPARE(admit({"azure/ns/bank/sa/onboarding", "gcp/ns/analytics/sa/insights"}), 0);
    }
    void endpointsThatAreGoneAreNamed() {
        QCOMPARE(m_lab->lab({"fault", "add", "kill=ledger-1@aws", "duration=1h"}).exitCode, 0);
        QJsonObject verdict;
        const bool named = eventually(60, [&] {
            verdict = firstChange(*m_lab);
            return verdict.value("kind") == "endpoints";
        });
        QVERIFY2(named, QJsonDocument(verdict).toJson());
        QCOMPARE(verdict.value("leg").toString(), QString("workload:ledger@aws"));
        QCOMPARE(checks("gcp:aws").value("endpoints"), QString("failed"));
        QCOMPARE(m_lab->lab({"fault", "remove", "kill=ledger-1@aws"}).exitCode, 0);
        QVERIFY(eventually(60, [&] { return checks("gcp:aws").value("endpoints") == "passed"; }));
    }
    void aGatewayThatIsGoneIsNamed() {
        QCOMPARE(m_lab->lab({"fault", "add", "kill=gateway@gcp", "duration=1h"}).exitCode, 0);
        QJsonObject verdict;
        const bool named = eventually(60, [&] {
            verdict = firstChange(*m_lab);
            // Also when no request of the window has got through.
            return (verdict.value("leg") == "ingress:gcp" || verdict.value("leg") == "egress:gcp")
                   && verdict.value("failing").toDouble() > 0.99;
        });
        QVERIFY2(named, QJsonDocument(verdict).toJson());
        QCOMPARE(verdict.value("kind").toString(), QString("failing-way"));
        QCOMPARE(m_lab->lab({"fault", "remove", "kill=gateway@gcp"}).exitCode, 0);
    }
    void aGatewayWithoutProcessorIsNamed() {
        QCOMPARE(m_lab->lab({"fault", "add", "gateway=azure", "cpu=15"}).exitCode, 0);
        QString leg;
        const bool named = eventually(60, [&] {
            leg = firstChange(*m_lab).value("leg").toString();
            return leg == "ingress:azure" || leg == "egress:azure";
        });
        QVERIFY2(named, leg.toUtf8());
    }

private:
    void anotherPathIsToldAndDated(const QDateTime& since) {
        QJsonObject change;
        QVERIFY(eventually(15, [&] {
            change = show("gcp:azure").value("path_changes").toArray().last().toObject();
            return change.value("hops").toInt() == 2;
        }));
        QCOMPARE(change.value("from").toString(), QString("gcp"));
        QCOMPARE(change.value("hops_before").toInt(), 0);
        const auto at = QDateTime::fromString(change.value("at").toString(), Qt::ISODate);
        QVERIFY2(qAbs(since.secsTo(at)) <= 6, change.value("at").toString().toUtf8());
    }
    static bool tells(const QJsonObject& verdict, const QString& beginning) {
        return std::ranges::any_of(verdict.value("evidence").toArray(), [&](const auto& each) {
            return each.toString().startsWith(beginning);
        });
    }
    // "policy" → "passed"
    QHash<QString, QString> checks(const QString& link) const {
        QHash<QString, QString> states;
        for (const auto& each : m_lab->list({"--window", kWindow, "link", "check", link}, "checks"))
            states[each.toObject().value("check").toString()] =
                each.toObject().value("state").toString();
        return states;
    }
    QJsonObject show(const char* link) const {
        return QJsonDocument::fromJson(m_lab->ctl({"link", "show", link}).output).object();
    }
    std::unique_ptr<LabProcess> m_lab;
};

QTEST_GUILESS_MAIN(TestLinkDiagnosis)
#include "tst_link_diagnosis.moc"
