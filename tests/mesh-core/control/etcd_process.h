// SPDX-License-Identifier: Apache-2.0
// An etcd of a test: one or three members in a temporary folder, listening on sockets in it. Its
// members end with the object, each by its own process id.
#pragma once

#include <QProcess>
#include <QTemporaryDir>

#include <memory>
#include <string>
#include <vector>

namespace causeway::test {

// Should the test itself be killed, `process`, which is not started yet, does not stay behind.
void endWithTest(QProcess& process);

class EtcdProcess {
public:
    [[nodiscard]] static bool isInstalled();

    explicit EtcdProcess(int members = 1);
    ~EtcdProcess();

    // Replaces where the only member listens for clients; "https://127.0.0.1:2379".
    void setListen(const QString& url) { m_listen = url; }
    void addFlags(const QStringList& flags) { m_flags += flags; }
    void start(); // all members; they are not ready yet
    void start(int member);
    void kill(int member = 0);   // SIGKILL
    void pause(int member = 0);  // SIGSTOP: as good as cut off, once this returns
    void resume(int member = 0); // SIGCONT
    // The member that leads, by asking all of them; -1: nobody yet.
    [[nodiscard]] int leader() const;
    // etcdctl at the first member; true when it exits with 0.
    bool ctl(const QStringList& words) const;

    [[nodiscard]] int size() const { return static_cast<int>(m_members.size()); }
    [[nodiscard]] std::string endpoint(int member = 0) const; // "unix:/tmp/x/client0:0"
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }

private:
    [[nodiscard]] QByteArray ask(const QStringList& words) const;
    void signal(int member, int number) const;

    QTemporaryDir m_folder;
    QString m_listen;
    QStringList m_flags;
    std::vector<std::unique_ptr<QProcess>> m_members;
};

} // namespace causeway::test
