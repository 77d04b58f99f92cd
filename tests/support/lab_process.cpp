// SPDX-License-Identifier: Apache-2.0
#include "support/lab_process.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

#include <sys/prctl.h>

#include <csignal>

namespace {

QString program(const QString& name) {
    return QStringLiteral(CAUSEWAY_BIN_DIR "/") + name;
}

Outcome runToEnd(const QString& name, const QStringList& words) {
    QProcess process;
    process.start(program(name), words);
    if (!process.waitForFinished(30'000)) {
        process.kill();
        process.waitForFinished();
        return {-1, "", "did not end in 30 s"};
    }
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace

LabProcess::LabProcess() {
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    // A test that is killed takes its fleet with it.
    m_process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGTERM); });
}

LabProcess::~LabProcess() {
    if (m_process.state() != QProcess::NotRunning) {
        m_process.terminate();
        if (!m_process.waitForFinished(15'000))
            m_process.kill();
        m_process.waitForFinished();
    }
    (void)lab({"down"});
}

bool LabProcess::start(const QStringList& more) {
    m_process.start(program("causeway-lab"), QStringList{"up", "--dir", directory()} + more);
    const QDeadlineTimer deadline(90'000);
    while (!deadline.hasExpired() && m_process.state() != QProcess::NotRunning) {
        m_process.waitForReadyRead(200);
        m_output += m_process.readAll();
        if (m_output.contains("\nready "))
            return true;
    }
    m_output += m_process.readAll();
    return false;
}

Outcome LabProcess::lab(QStringList words) const {
    return runToEnd("causeway-lab", words << "--dir" << directory());
}

Outcome LabProcess::ctl(QStringList words) const {
    return runToEnd("causewayctl",
                    QStringList{"--fleet", directory() + "/fleet.yaml", "-o", "json"} + words);
}

QJsonArray LabProcess::list(const QStringList& words, const QString& name) const {
    return QJsonDocument::fromJson(ctl(words).output).object().value(name).toArray();
}

QJsonObject LabProcess::status() const {
    return QJsonDocument::fromJson(lab({"status", "-o", "json"}).output).object();
}

QList<qint64> LabProcess::pids() const {
    QList<qint64> all;
    for (const auto& each : status().value("processes").toArray())
        if (const auto id = each.toObject().value("process").toObject(); !id.isEmpty())
            all << id.value("pid").toInteger();
    return all;
}

bool isAlive(qint64 pid) {
    QFile stat(QString("/proc/%1/stat").arg(pid));
    if (!stat.open(QIODevice::ReadOnly))
        return false;
    const auto text = stat.readAll();
    const auto state = text.mid(text.lastIndexOf(')') + 2, 1);
    return state != "Z" && state != "X";
}

bool eventually(int seconds, const std::function<bool()>& condition) {
    return QTest::qWaitFor(condition, seconds * 1000);
}

QHash<QString, double> medians(const LabProcess& lab, int windowSeconds, int requests) {
    QHash<QString, double> all;
    const auto links = lab.list({"--window", QString::number(windowSeconds), "links"}, "links");
    for (const auto& each : links) {
        const auto link = each.toObject();
        if (link.value("rps").toDouble() * windowSeconds >= requests
            && !link.value("p50_ms").isNull())
            all[link.value("from").toString() + ':' + link.value("to").toString()] =
                link.value("p50_ms").toDouble();
    }
    return all;
}
