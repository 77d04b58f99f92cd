// SPDX-License-Identifier: Apache-2.0
// Processes and network namespaces of a test's own: two workloads' places, joined by a veth pair.
// Owned by the test; nothing of them outlives it.
#pragma once

#include <QFile>
#include <QProcess>
#include <QTest>

#include <sys/prctl.h>

#include <csignal>
#include <memory>
#include <string>

struct Stop {
    void operator()(QProcess* process) const {
        process->kill();
        process->waitForFinished();
        delete process;
    }
};
using Running = std::unique_ptr<QProcess, Stop>;

// A process that dies with this one.
inline Running startProcess(const QStringList& command, const QString& log = {}) {
    Running process(new QProcess);
    process->setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
    if (!log.isEmpty())
        process->setStandardErrorFile(log);
    process->start(command.first(), command.mid(1));
    process->waitForStarted();
    return process;
}

struct Ended {
    int code = -1;
    std::string out;
    std::string error;
};

inline Ended run(const QStringList& command) {
    QProcess process;
    process.start(command.first(), command.mid(1));
    process.waitForFinished(20'000);
    const int code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    return {code, process.readAllStandardOutput().toStdString(),
            process.readAllStandardError().toStdString()};
}

inline const QString kSelf = QStringLiteral("/proc/self/exe");

// Two network namespaces in one user namespace, where this process is root and nobody outside; or,
// for whoever is root outside, without it, so that there are several users.
class Namespaces {
public:
    explicit Namespaces(bool manyUsers = false) : m_manyUsers(manyUsers) {
        m_caller = startProcess({"unshare", manyUsers ? "-n" : "-Urn", "sleep", "1000"});
        waitForNamespace(*m_caller);
        m_callee = startProcess(inUser({"unshare", "-n", "sleep", "1000"}));
        waitForNamespace(*m_callee);
        setUp();
    }
    [[nodiscard]] QStringList inCaller(const QStringList& command) const {
        return in(*m_caller, command);
    }
    [[nodiscard]] QStringList inCallee(const QStringList& command) const {
        return in(*m_callee, command);
    }
    [[nodiscard]] const std::string& trouble() const { return m_trouble; }

private:
    // Until it has left our namespace, which its pid alone does not say.
    static void waitForNamespace(const QProcess& process) {
        const auto link = [](const QString& pid) {
            return QFile::symLinkTarget("/proc/" + pid + "/ns/net");
        };
        const QString pid = QString::number(process.processId());
        (void)QTest::qWaitFor(
            [&] {
                QFile name("/proc/" + pid + "/comm");
                return name.open(QIODevice::ReadOnly) && name.readAll().startsWith("sleep")
                       && link(pid) != link("self");
            },
            10'000);
    }
    [[nodiscard]] QStringList inUser(const QStringList& command) const {
        return m_manyUsers ? command : enter(*m_caller, {"-U", "--preserve-credentials"}) + command;
    }
    [[nodiscard]] QStringList in(const QProcess& where, const QStringList& command) const {
        return enter(where, m_manyUsers ? QStringList{"-n"}
                                        : QStringList{"-U", "-n", "--preserve-credentials"})
               + command;
    }
    static QStringList enter(const QProcess& where, const QStringList& how) {
        return QStringList{"nsenter", "-t", QString::number(where.processId())} + how;
    }
    void must(const QStringList& command) {
        const Ended ended = run(command);
        if (ended.code != 0)
            m_trouble += command.join(' ').toStdString() + ": " + ended.error;
    }
    void setUp() {
        const auto caller = [this](const QString& line) { must(inCaller(line.split(' '))); };
        const auto callee = [this](const QString& line) { must(inCallee(line.split(' '))); };
        caller("ip link set lo up");
        callee("ip link set lo up");
        caller("ip link add to-callee type veth peer name to-caller netns "
               + QString::number(m_callee->processId()));
        caller("ip addr add 10.77.0.1/24 dev to-callee");
        callee("ip addr add 10.77.0.2/24 dev to-caller");
        caller("ip -6 addr add fd77::1/64 dev to-callee nodad");
        callee("ip -6 addr add fd77::2/64 dev to-caller nodad");
        caller("ip link set to-callee up");
        callee("ip link set to-caller up");
        caller("ip route add 10.96.0.0/16 via 10.77.0.2");
        caller("ip -6 route add fd96::/64 via fd77::2");
    }

    bool m_manyUsers;
    Running m_caller, m_callee;
    std::string m_trouble;
};
