// SPDX-License-Identifier: Apache-2.0
// A causeway-control of a test: in a folder of its own, with a fleet's trust made for it or shared
// with another, on ports that the system chose. Ends with the object, by its own process id.
#pragma once

#include "tls/certificate_authority.h"

#include <QProcess>
#include <QTemporaryDir>

#include <memory>

namespace causeway::test {

// Certificate and key as PEM.
struct Pair {
    std::string certificate;
    std::string key;
};

// The trust of a fleet, on disk and in memory.
class FleetTrust {
public:
    explicit FleetTrust(const QString& folder);

    [[nodiscard]] Pair person(const std::string& role) const;
    [[nodiscard]] const std::string& anchorsPem() const { return m_anchors; }
    [[nodiscard]] QStringList flags() const;

private:
    QString m_folder;
    tls::CertificateAuthority m_anchor;
    std::string m_anchors;
};

class ControlProcess {
public:
    ControlProcess();
    explicit ControlProcess(std::shared_ptr<const FleetTrust> trust);
    ~ControlProcess();

    // Replaces the objects that the next start gets.
    void setObjects(const QByteArray& yaml);
    void setListen(const QString& address) { m_listen = address; }
    void setState(const QString& folder) { m_state = folder; }
    void addFlags(const QStringList& flags) { m_flags += flags; }
    // True when it says that it is ready.
    [[nodiscard]] bool start();
    // Runs one that is meant to fail; its exit code. What it said is in output().
    [[nodiscard]] int startAndFail();
    void kill();               // SIGKILL
    [[nodiscard]] bool stop(); // SIGTERM; true when it exits with 0
    [[nodiscard]] pid_t processId() const { return static_cast<pid_t>(m_process.processId()); }
    [[nodiscard]] QString output() const { return m_output; }
    // With what it has said since it was ready.
    [[nodiscard]] QString readOutput();

    [[nodiscard]] const FleetTrust& trust() const { return *m_trust; }
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] std::string proxiesAddress() const { return m_proxies; }
    [[nodiscard]] std::string adminAddress() const;

private:
    void launch();

    QTemporaryDir m_folder;
    std::shared_ptr<const FleetTrust> m_trust;
    QString m_listen = "127.0.0.1:0";
    QString m_state = m_folder.filePath("state");
    QStringList m_flags;
    QProcess m_process;
    QString m_output;
    std::string m_proxies;
};

} // namespace causeway::test
