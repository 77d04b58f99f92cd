// SPDX-License-Identifier: Apache-2.0
#include "mesh-core/control/etcd_process.h"

#include <QFile>
#include <QStandardPaths>

#include <sys/prctl.h>
#include <sys/wait.h>

#include <csignal>

namespace causeway::test {

namespace {

// etcd makes sockets of these names in its working folder.
QString client(int member) {
    return QStringLiteral("unix://client%1:0").arg(member);
}
QString peer(int member) {
    return QStringLiteral("unix://peer%1:0").arg(member);
}
QString name(int member) {
    return QStringLiteral("m%1").arg(member);
}

} // namespace

void endWithTest(QProcess& process) {
    process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
}

bool EtcdProcess::isInstalled() {
    return !QStandardPaths::findExecutable("etcd").isEmpty()
           && !QStandardPaths::findExecutable("etcdctl").isEmpty();
}

EtcdProcess::EtcdProcess(int members) : m_members(static_cast<std::size_t>(members)) {}

EtcdProcess::~EtcdProcess() {
    for (int member = 0; member < size(); ++member)
        if (m_members[static_cast<std::size_t>(member)])
            kill(member);
}

void EtcdProcess::start() {
    for (int member = 0; member < size(); ++member)
        start(member);
}

void EtcdProcess::start(int member) {
    auto& process = m_members[static_cast<std::size_t>(member)];
    process = std::make_unique<QProcess>();
    process->setWorkingDirectory(m_folder.path());
    // One that was killed left its sockets behind, and etcd would not take them over.
    for (const char* socket : {"client%1:0", "peer%1:0"})
        QFile::remove(path(QString(socket).arg(member)));
    process->setStandardErrorFile(path(name(member) + ".log"), QIODevice::Append);
    endWithTest(*process);
    QStringList members;
    for (int each = 0; each < size(); ++each)
        members << name(each) + "=" + peer(each);
    const QString listen = m_listen.isEmpty() ? client(member) : m_listen;
    process->start("etcd",
                   QStringList{"--name", name(member), "--data-dir", path(name(member)),
                               "--listen-client-urls", listen, "--advertise-client-urls", listen,
                               "--listen-peer-urls", peer(member), "--initial-advertise-peer-urls",
                               peer(member), "--initial-cluster", members.join(','),
                               "--heartbeat-interval", "20", "--election-timeout", "200"}
                       + m_flags);
    process->waitForStarted();
}

void EtcdProcess::signal(int member, int number) const {
    ::kill(static_cast<pid_t>(m_members[static_cast<std::size_t>(member)]->processId()), number);
}

void EtcdProcess::kill(int member) {
    auto& process = m_members[static_cast<std::size_t>(member)];
    process->kill();
    process->waitForFinished();
}

void EtcdProcess::pause(int member) {
    signal(member, SIGSTOP);
    // On a busy machine its threads run on for a while.
    siginfo_t stopped{};
    ::waitid(P_PID, static_cast<id_t>(m_members[static_cast<std::size_t>(member)]->processId()),
             &stopped, WSTOPPED | WNOWAIT);
}

void EtcdProcess::resume(int member) {
    signal(member, SIGCONT);
}

std::string EtcdProcess::endpoint(int member) const {
    return "unix:" + path(QStringLiteral("client%1:0").arg(member)).toStdString();
}

QByteArray EtcdProcess::ask(const QStringList& words) const {
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("ETCDCTL_API", "3");
    process.setProcessEnvironment(environment);
    endWithTest(process);
    process.start("etcdctl", words);
    process.waitForFinished();
    const bool isFine = process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    return isFine ? process.readAllStandardOutput() : QByteArray();
}

int EtcdProcess::leader() const {
    for (int member = 0; member < size(); ++member) {
        // "endpoint, id, version, size, is leader, …"
        const auto fields =
            ask({"--endpoints=unix://" + path(QStringLiteral("client%1:0").arg(member)), "endpoint",
                 "status"})
                .split(',');
        if (fields.size() > 4 && fields[4].trimmed() == "true")
            return member;
    }
    return -1;
}

bool EtcdProcess::ctl(const QStringList& words) const {
    return !ask(QStringList{"--endpoints=unix://" + path("client0:0")} + words).isEmpty();
}

} // namespace causeway::test
