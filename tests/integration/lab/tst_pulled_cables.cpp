// SPDX-License-Identifier: Apache-2.0
// Somebody pulls one cable after the other while a link is looked into: a control plane, a gateway,
// a sidecar, the wires. Whatever is gone, causewayctl ends in time and says what it does not know
// rather than something that is not so.
#include "support/lab_process.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <memory>

namespace {

// Each command asks for a few things, and waits for who is silent so long.
constexpr int kTimeout = 2;
constexpr int kBound = 25; // seconds for all of a command

struct Answer {
    int exitCode = -1;
    double seconds = 0;
    QJsonObject json;
    QByteArray all;
};

QStringList texts(const QJsonValue& list) {
    QStringList all;
    for (const auto& each : list.toArray())
        all << each.toString();
    return all;
}

} // namespace

class TestPulledCables : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        m_lab = std::make_unique<LabProcess>();
        QVERIFY2(m_lab->start({"--seed", "23"}), m_lab->output());
        if (m_lab->status().value("network").toString() != "namespaces")
            QSKIP("no unprivileged network namespaces here: no wire can be pulled");
        QElapsedTimer started;
        started.start();
        QVERIFY(eventually(90, [&] {
            return started.elapsed() > 45'000 && medians(*m_lab, 20, 40).size() == 7;
        }));
        QVERIFY2(eventually(30, [&] { return ask({"link", "diagnose"}).json.value("complete").toBool(); }),
                 ask({"link", "diagnose"}).all);
    }
    void aControlPlaneThatIsGone() {
        break_({"kill=control@gcp", "duration=1h"});
        QVERIFY(eventually(20, [&] { return unreachable(ask({"link", "diagnose"})).contains("gcp"); }));
        gcpIsNotKnown();
        mend("kill=control@gcp");
    }
    // It takes calls and answers none.
    void aControlPlaneThatHangs() {
        const qint64 pid = pidOf("control@aws");
        QVERIFY(pid > 0);
        ::kill(pid_t(pid), SIGSTOP);
        const auto diagnosed = ask({"link", "diagnose"});
        const auto shown = ask({"link", "show", "aws:gcp"});
        const auto checked = ask({"link", "check", "aws:gcp"});
        ::kill(pid_t(pid), SIGCONT);
        for (const auto* each : {&diagnosed, &shown, &checked}) {
            QVERIFY2(each->seconds < kBound, each->all);
            QVERIFY2(unreachable(*each).contains("aws"), each->all);
        }
        QVERIFY(!diagnosed.json.value("complete").toBool());
        // Of a link out of it nothing is known, and said so; nothing is claimed to be 0.
        QVERIFY(shown.json.value("legs").toArray().isEmpty());
        for (const char* field : {"probes_error", "past_error"})
            QVERIFY2(!shown.json.value(field).toString().isEmpty(), field);
        const auto slo = shown.json.value("slo").toObject();
        QVERIFY(!slo.value("error").toString().isEmpty() && slo.value("spent").isNull());
        for (const auto& rung : shown.json.value("probes").toArray())
            QCOMPARE(rung.toObject().value("state").toString(), QString("not_measured"));
        noStepIsFailed(checked);
        QVERIFY(eventually(30, [&] { return unreachable(ask({"link", "diagnose"})).isEmpty(); }));
    }
    void aGatewayThatIsGone() {
        break_({"kill=gateway@gcp", "duration=1h"});
        Answer checked;
        QVERIFY2(eventually(60, [&] {
                     checked = ask({"link", "check", "aws:gcp"});
                     return state(checked, "gateway") == "failed";
                 }),
                 checked.all);
        QVERIFY2(evidence(checked, "gateway").contains("gateway gateway-1 of gcp is not connected to its control plane")
                     || evidence(checked, "gateway").join(' ').contains("of gcp is not connected"),
                 checked.all);
        QVERIFY(checked.seconds < kBound);
        // The probes of others say so by a reason, and no old figure stands for a new one.
        Answer shown;
        QVERIFY2(eventually(90, [&] {
                     shown = ask({"link", "show", "aws:gcp"});
                     return rung(shown, "http-warm").value("state") != "ok";
                 }),
                 shown.all);
        // Everybody tells, so nothing is unknown, and nobody else is accused of it.
        const auto diagnosed = ask({"link", "diagnose"});
        QVERIFY2(unreachable(diagnosed).isEmpty(), diagnosed.all);
        onlyGcpIsAccused(diagnosed);
        mend("kill=gateway@gcp");
        QVERIFY(eventually(60, [&] { return state(ask({"link", "check", "aws:gcp"}), "gateway") == "passed"; }));
    }
    void aSidecarThatIsGone() {
        break_({"kill=risk-score-1@gcp", "duration=1h"});
        Answer checked;
        QVERIFY2(eventually(60, [&] {
                     checked = ask({"link", "check", "aws:gcp"});
                     return state(checked, "endpoints") == "failed";
                 }),
                 checked.all);
        // What it does not touch is not claimed to be broken.
        for (const char* step : {"gateway", "identity"})
            QCOMPARE(state(checked, step), QString("passed"));
        onlyGcpIsAccused(ask({"link", "diagnose"}));
        QVERIFY(ask({"link", "show", "aws:gcp"}).seconds < kBound);
        mend("kill=risk-score-1@gcp");
    }
    // Frames go in and none comes out: every cluster tells, and no request arrives.
    void wiresThatCarryNothing() {
        const qint64 pid = pidOf("emulator");
        QVERIFY(pid > 0);
        ::kill(pid_t(pid), SIGSTOP);
        Answer checked, shown, diagnosed;
        const bool seen = eventually(90, [&] {
            checked = ask({"link", "check", "aws:gcp"});
            return state(checked, "reachability") == "failed";
        });
        shown = ask({"link", "show", "aws:gcp"});
        diagnosed = ask({"link", "diagnose"});
        ::kill(pid_t(pid), SIGCONT);
        QVERIFY2(seen, checked.all);
        QCOMPARE(state(checked, "gateway"), QString("passed"));
        QVERIFY2(rung(shown, "udp").value("state") != "ok", shown.all);
        for (const auto* each : {&checked, &shown, &diagnosed}) {
            QVERIFY2(each->seconds < kBound, each->all);
            QVERIFY2(unreachable(*each).isEmpty(), each->all);
        }
        // No workload failed what never reached it, and no certificate or policy is in the way.
        for (const auto& each : changes(diagnosed))
            QVERIFY2(!each.value("leg").toString().startsWith("workload:")
                         && !each.value("leg").toString().startsWith("policy:")
                         && !each.value("leg").toString().startsWith("certificate:"),
                     diagnosed.all);
    }

private:
    Answer ask(const QStringList& words) const {
        QElapsedTimer timer;
        timer.start();
        const auto outcome = m_lab->ctl(
            QStringList{"--timeout", QString::number(kTimeout), "--window", "20"} + words);
        return {outcome.exitCode, double(timer.elapsed()) / 1000,
                QJsonDocument::fromJson(outcome.output).object(), outcome.output + outcome.errors};
    }
    void break_(const QStringList& words) {
        QCOMPARE(m_lab->lab(QStringList{"fault", "add"} + words).exitCode, 0);
    }
    void mend(const QString& target) {
        QCOMPARE(m_lab->lab({"fault", "remove", target}).exitCode, 0);
        QVERIFY(eventually(60, [&] {
            return unreachable(ask({"link", "diagnose"})).isEmpty() && medians(*m_lab, 20).size() == 7;
        }));
    }
    qint64 pidOf(const QString& name) const {
        for (const auto& each : m_lab->status().value("processes").toArray())
            if (each.toObject().value("name") == name)
                return each.toObject().value("process").toObject().value("pid").toInteger();
        return 0;
    }
    static QStringList unreachable(const Answer& answer) {
        QStringList names;
        for (const auto& each : answer.json.value("unreachable").toArray())
            names << each.toObject().value("cluster").toString();
        return names;
    }
    static QJsonObject named(const QJsonArray& list, const char* field, const QString& name) {
        for (const auto& each : list)
            if (each.toObject().value(field) == name)
                return each.toObject();
        return {};
    }
    static QString state(const Answer& answer, const QString& step) {
        return named(answer.json.value("checks").toArray(), "check", step).value("state").toString();
    }
    static QStringList evidence(const Answer& answer, const QString& step) {
        return texts(named(answer.json.value("checks").toArray(), "check", step).value("evidence"));
    }
    static QJsonObject rung(const Answer& answer, const QString& name) {
        return named(answer.json.value("probes").toArray(), "rung", name);
    }
    // Verdicts about what is new; what stands out all the time is none.
    static QList<QJsonObject> changes(const Answer& answer) {
        QList<QJsonObject> all;
        for (const auto& each : answer.json.value("verdicts").toArray())
            if (!each.toObject().value("standing").toBool())
                all << each.toObject();
        return all;
    }
    static void noStepIsFailed(const Answer& answer) {
        const auto checks = answer.json.value("checks").toArray();
        QCOMPARE(checks.size(), 7);
        for (const auto& each : checks)
            QVERIFY2(each.toObject().value("state") != "failed", answer.all);
    }
    static void onlyGcpIsAccused(const Answer& answer) {
        QVERIFY(answer.seconds < kBound);
        for (const auto& each : changes(answer))
            QVERIFY2(each.value("leg").toString().contains("gcp"), answer.all);
    }
    // gcp's proxies go on without their control plane: nobody is broken, and nobody is known to be
    // sound.
    void gcpIsNotKnown() {
        const auto diagnosed = ask({"link", "diagnose"});
        QVERIFY2(!diagnosed.json.value("complete").toBool(), diagnosed.all);
        QVERIFY2(changes(diagnosed).isEmpty(), diagnosed.all);
        const auto checked = ask({"link", "check", "aws:gcp"});
        QCOMPARE(checked.exitCode, 3);
        noStepIsFailed(checked);
        for (const char* step : {"gateway", "identity", "policy", "endpoints"})
            QVERIFY2(state(checked, step) == "unknown", checked.all);
        QVERIFY2(!evidence(checked, "policy").join(' ').contains("no callee in gcp"), checked.all);
        const auto out = ask({"link", "show", "aws:gcp"});
        QVERIFY2(!out.json.value("legs").toArray().isEmpty(), "callers in aws measured them");
        QVERIFY2(!out.json.value("slo").toObject().value("spent_error").toString().isEmpty(), out.all);
        const auto in = ask({"link", "show", "gcp:aws"});
        QVERIFY2(in.json.value("legs").toArray().isEmpty(), in.all);
        QVERIFY2(!in.json.value("probes_error").toString().isEmpty(), in.all);
        for (const auto* each : {&diagnosed, &checked, &out, &in})
            QVERIFY2(each->seconds < kBound, each->all);
    }

    std::unique_ptr<LabProcess> m_lab;
};

QTEST_GUILESS_MAIN(TestPulledCables)
#include "tst_pulled_cables.moc"
