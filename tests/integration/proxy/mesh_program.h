// SPDX-License-Identifier: Apache-2.0
// One program of the mesh as a process, with its log in a file. Ends with the object.
#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>

#include <sys/prctl.h>

#include <csignal>

inline constexpr int kDeadline = 20'000; // ms

class Program {
public:
    Program(const QString& name, const QStringList& arguments, const QString& logFile) {
        start(QStringLiteral(CAUSEWAY_BIN_DIR "/") + name, arguments, logFile);
    }
    // On a disk of its own at that folder, which is full: a mount that only this program sees.
    Program(const QString& name, const QStringList& arguments, const QString& logFile,
            const QString& smallDisk) {
        const auto script =
            QStringLiteral("mount -t tmpfs -o size=64k,mode=700 none '%1' && "
                           "head -c 64K /dev/zero >'%1/ballast' && exec \"$0\" \"$@\"")
                .arg(smallDisk);
        start("unshare",
              QStringList{"--user", "--map-root-user", "--mount", "sh", "-c", script,
                          QStringLiteral(CAUSEWAY_BIN_DIR "/") + name}
                  + arguments,
              logFile);
    }
    ~Program() { kill(); }
    void kill() {
        if (m_process.state() == QProcess::NotRunning)
            return;
        m_process.kill();
        m_process.waitForFinished();
    }
    bool endsWell() {
        m_process.terminate();
        return m_process.waitForFinished(kDeadline) && m_process.exitCode() == 0;
    }
    // That path as this program sees it.
    QString seen(const QString& path) const {
        return QStringLiteral("/proc/%1/root%2").arg(m_process.processId()).arg(path);
    }

private:
    void start(const QString& program, const QStringList& arguments, const QString& logFile) {
        m_process.setStandardErrorFile(logFile, QIODevice::Append);
        m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
        m_process.start(program, arguments);
        m_process.waitForStarted();
    }

    QProcess m_process;
};
