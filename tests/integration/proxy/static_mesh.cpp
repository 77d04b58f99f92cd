// SPDX-License-Identifier: Apache-2.0
#include "static_mesh.h"

#include "net/socket.h"
#include "test_client.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QThread>

#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>
#include <sstream>

using namespace causeway;
using namespace std::chrono_literals;

namespace {

constexpr auto kDeadline = 20'000;

tls::CertificateAuthority makeAnchor() {
    return *tls::CertificateAuthority::makeAnchor(
        "talk.mesh", tls::Validity::from(SystemClock().wallNow(), 24h));
}

void writeFile(const QString& path, const std::string& content) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot write %s", qPrintable(path));
    file.write(content.data(), static_cast<qint64>(content.size()));
}

} // namespace

// Below the range that the system gives to connections, so that nobody takes the port between this
// look and the proxy's own; every process of the tests begins elsewhere.
std::uint16_t freePort() {
    constexpr int kFirst = 10'000;
    constexpr int kMany = 20'000;
    static int next = static_cast<int>(::getpid()) * 61 % kMany;
    for (int tried = 0; tried < kMany; ++tried) {
        const int port = kFirst + next++ % kMany;
        if (net::listenOn(*net::Address::parse("127.0.0.1:" + std::to_string(port))))
            return static_cast<std::uint16_t>(port);
    }
    qFatal("no port from %d on is free", kFirst);
    return 0;
}

ProxyProcess::ProxyProcess(const QString& folder, const std::string& name, const std::string& yaml,
                           std::uint16_t adminPort)
    : m_logFile(folder + "/" + QString::fromStdString(name) + ".log"), m_adminPort(adminPort) {
    const QString file = folder + "/" + QString::fromStdString(name) + ".yaml";
    writeFile(file, yaml);
    m_process.setStandardErrorFile(m_logFile);
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
    m_process.start(CAUSEWAY_BIN_DIR "/causeway-proxy", {"--static", file, "--log-level", "debug"});
    m_process.waitForStarted();
}

ProxyProcess::~ProxyProcess() {
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished();
}

std::string ProxyProcess::page(const std::string& path) {
    return TestClient::raw(m_adminPort,
                           "GET " + path + " HTTP/1.1\r\nHost: admin\r\nConnection: close\r\n\r\n");
}

std::string ProxyProcess::ask(const std::string& method, const std::string& path,
                              const std::string& body) {
    return TestClient::raw(m_adminPort, method + " " + path
                                            + " HTTP/1.1\r\nHost: admin\r\nConnection: close\r\n"
                                              "Content-Length: "
                                            + std::to_string(body.size()) + "\r\n\r\n" + body);
}

bool ProxyProcess::waitUntilReady() {
    QDeadlineTimer deadline(kDeadline);
    while (!deadline.hasExpired() && m_process.state() == QProcess::Running) {
        if (page("/ready").starts_with("HTTP/1.1 200"))
            return true;
        m_process.waitForFinished(20); // a look every 20 ms, and at once when it dies
    }
    return false;
}

double ProxyProcess::metric(const std::string& name, const std::vector<std::string>& parts) {
    std::istringstream lines(page("/metrics"));
    double sum = 0;
    for (std::string line; std::getline(lines, line);) {
        bool fits = line.starts_with(name + "{") || line.starts_with(name + " ");
        for (const std::string& part : parts)
            fits = fits && line.find(part) != std::string::npos;
        if (fits)
            sum += std::stod(line.substr(line.rfind(' ') + 1));
    }
    return sum;
}

void ProxyProcess::signal(int number) {
    ::kill(static_cast<pid_t>(m_process.processId()), number);
}

bool ProxyProcess::waitForEnd() {
    return m_process.waitForFinished(kDeadline) && m_process.exitStatus() == QProcess::NormalExit
           && m_process.exitCode() == 0;
}

QString ProxyProcess::log() {
    QFile file(m_logFile);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

StaticMesh::StaticMesh() : m_anchor(makeAnchor()) {
    writeFile(m_folder.filePath("anchors.pem"), m_anchor.certificate().pem());
}

std::string StaticMesh::idOf(const std::string& cluster, const std::string& account,
                             const std::string& ns) {
    return tls::SpiffeId::workload("talk.mesh", cluster, ns, account)->uri();
}

void StaticMesh::writeLeaf(const std::string& name, const std::string& cluster,
                           const std::string& account, const std::string& ns) {
    const auto key = *tls::PrivateKey::generate();
    const auto leaf =
        m_anchor.signLeaf(*tls::SpiffeId::parse(idOf(cluster, account, ns)), key.publicKey(),
                          tls::Validity::from(SystemClock().wallNow(), 1h));
    writeFile(m_folder.filePath(QString::fromStdString(name) + ".key"), key.pem());
    writeFile(m_folder.filePath(QString::fromStdString(name) + ".pem"), leaf->pem());
}

std::unique_ptr<ProxyProcess> StaticMesh::start(const std::string& name, const std::string& spec,
                                                const std::string& objects,
                                                const std::string& ns) {
    const std::uint16_t admin = freePort();
    const std::string yaml =
        "apiVersion: causeway.dev/v1alpha1\n"
        "kind: StaticProxy\n"
        "metadata: {name: "
        + name + ", namespace: " + ns + "}\nspec:\n  admin: \"127.0.0.1:" + std::to_string(admin)
        + "\"\n  tls: {certificate: " + name + ".pem, key: " + name
        + ".key, trustAnchors: anchors.pem}\n" + spec + objects;
    return std::make_unique<ProxyProcess>(m_folder.path(), name, yaml, admin);
}
