// SPDX-License-Identifier: Apache-2.0
// A lab that a test has started: causeway-lab in a temporary directory, and what causewayctl says
// of it. Owned by the test; ends the lab when it goes, whatever happened.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include <functional>
#include <optional>

struct Outcome {
    int exitCode = -1;
    QByteArray output;
    QByteArray errors;
};

class LabProcess {
public:
    LabProcess();
    ~LabProcess();

    // Waits for `ready`; false and a reason in `output()` when it does not come.
    bool start(const QStringList& more = {});
    [[nodiscard]] QByteArray output() const { return m_output; }
    [[nodiscard]] QString directory() const { return m_folder.path(); }
    [[nodiscard]] QProcess& process() { return m_process; }

    // "causeway-lab WORDS… --dir DIR"
    [[nodiscard]] Outcome lab(QStringList words) const;
    // "causewayctl --fleet DIR/fleet.yaml -o json WORDS…"
    [[nodiscard]] Outcome ctl(QStringList words) const;
    // A list of that name in what causewayctl answers; empty when it could not.
    [[nodiscard]] QJsonArray list(const QStringList& words, const QString& name) const;
    [[nodiscard]] QJsonObject status() const;
    // Every process of the lab but the supervisor.
    [[nodiscard]] QList<qint64> pids() const;

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    QByteArray m_output;
};

[[nodiscard]] bool isAlive(qint64 pid);
// Polls; false when the condition does not come true in time.
[[nodiscard]] bool eventually(int seconds, const std::function<bool()>& condition);
// "aws:gcp" → median in ms, of the links over which at least so many requests were measured.
[[nodiscard]] QHash<QString, double> medians(const LabProcess& lab, int windowSeconds,
                                             int requests = 1);
