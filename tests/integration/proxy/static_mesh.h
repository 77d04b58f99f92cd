// SPDX-License-Identifier: Apache-2.0
// Real causeway-proxy processes in static mode with certificates of their own, in a temporary
// folder. Every process ends with its object, also when a test fails.
#pragma once

#include "tls/certificate_authority.h"

#include <QProcess>
#include <QTemporaryDir>

#include <memory>
#include <string>
#include <vector>

// A port that was free a moment ago.
std::uint16_t freePort();

class ProxyProcess {
public:
    ProxyProcess(const QString& folder, const std::string& name, const std::string& yaml,
                 std::uint16_t adminPort);
    ~ProxyProcess();

    bool waitUntilReady();
    std::string page(const std::string& path); // of the admin listener
    std::string ask(const std::string& method, const std::string& path, const std::string& body);
    // The value of a metric whose line contains all of `parts`; summed over such lines.
    double metric(const std::string& name, const std::vector<std::string>& parts);
    void signal(int number);
    bool waitForEnd(); // true when it ended by itself with code 0
    int exitCode() { return m_process.exitCode(); }
    QString log();

private:
    QProcess m_process;
    QString m_logFile;
    std::uint16_t m_adminPort;
};

class StaticMesh {
public:
    StaticMesh();

    // Writes <name>.pem and <name>.key for that account; anew at every call.
    void writeLeaf(const std::string& name, const std::string& cluster, const std::string& account,
                   const std::string& ns = "bank");
    // Starts a proxy; `spec` is the indented body of the StaticProxy, `objects` further documents.
    std::unique_ptr<ProxyProcess> start(const std::string& name, const std::string& spec,
                                        const std::string& objects,
                                        const std::string& ns = "bank");
    [[nodiscard]] static std::string idOf(const std::string& cluster, const std::string& account,
                                          const std::string& ns = "bank");
    [[nodiscard]] QString folder() const { return m_folder.path(); }

private:
    QTemporaryDir m_folder;
    causeway::tls::CertificateAuthority m_anchor;
};
