// SPDX-License-Identifier: Apache-2.0
#include "integration/control/control_process.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QRegularExpression>

#include <sys/prctl.h>

#include <csignal>

namespace causeway::test {

namespace {

constexpr int kPatienceMs = 20'000;

void write(const QString& path, const std::string& content) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content.data(), qint64(content.size())) < 0)
        qFatal("cannot write %s", qPrintable(path));
}

tls::Validity validity() {
    return tls::Validity::from(SystemClock().wallNow(), std::chrono::hours(24));
}

} // namespace

FleetTrust::FleetTrust(const QString& folder)
    : m_folder(folder),
      m_anchor(tls::CertificateAuthority::makeAnchor("talk.mesh", validity()).value()),
      m_anchors(m_anchor.certificate().pem()) {
    const auto issuer = m_anchor.signIssuer("aws", validity()).value();
    write(folder + "/anchors.pem", m_anchors);
    write(folder + "/issuer.pem", tls::pemOf(issuer.chain()));
    write(folder + "/issuer.key", issuer.key().pem());
}

Pair FleetTrust::person(const std::string& role) const {
    const auto key = tls::PrivateKey::generate().value();
    const auto identity = tls::SpiffeId::person("talk.mesh", "anna", role).value();
    const auto leaf = m_anchor.signLeaf(identity, key.publicKey(), validity()).value();
    return {.certificate = leaf.pem(), .key = key.pem()};
}

QStringList FleetTrust::flags() const {
    return {"--trust-anchors", m_folder + "/anchors.pem", "--issuer-cert", m_folder + "/issuer.pem",
            "--issuer-key",    m_folder + "/issuer.key"};
}

ControlProcess::ControlProcess() : ControlProcess(nullptr) {}

ControlProcess::ControlProcess(std::shared_ptr<const FleetTrust> trust)
    : m_trust(trust ? std::move(trust) : std::make_shared<const FleetTrust>(m_folder.path())) {
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    // Should the test itself be killed, nothing stays behind.
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
}

ControlProcess::~ControlProcess() {
    kill();
}

void ControlProcess::setObjects(const QByteArray& yaml) {
    write(path("objects.yaml"), yaml.toStdString());
}

std::string ControlProcess::adminAddress() const {
    return "unix:" + path("admin.sock").toStdString();
}

void ControlProcess::launch() {
    m_output.clear();
    m_process.start(CAUSEWAY_BIN_DIR "/causeway-control",
                    QStringList{"--objects", path("objects.yaml"), "--state", m_state, "--listen",
                                m_listen, "--admin", QString::fromStdString(adminAddress())}
                        + m_trust->flags() + m_flags);
}

bool ControlProcess::start() {
    launch();
    static const QRegularExpression ready("ready: cluster aws, proxies at ([^,]+), admin at");
    const QDeadlineTimer deadline(kPatienceMs);
    while (m_process.state() != QProcess::NotRunning && !deadline.hasExpired()) {
        m_process.waitForReadyRead(100);
        m_output += QString::fromUtf8(m_process.readAll());
        if (const auto match = ready.match(m_output); match.hasMatch()) {
            m_proxies = match.captured(1).toStdString();
            return true;
        }
    }
    qWarning("%s", qPrintable(m_output));
    return false;
}

int ControlProcess::startAndFail() {
    launch();
    m_process.waitForFinished(kPatienceMs);
    m_output += QString::fromUtf8(m_process.readAll());
    return m_process.state() == QProcess::NotRunning ? m_process.exitCode() : -1;
}

QString ControlProcess::readOutput() {
    m_process.waitForReadyRead(1);
    return m_output += QString::fromUtf8(m_process.readAll());
}

void ControlProcess::kill() {
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished(kPatienceMs);
}

bool ControlProcess::stop() {
    m_process.terminate();
    const bool finished = m_process.waitForFinished(kPatienceMs);
    m_output += QString::fromUtf8(m_process.readAll());
    return finished && m_process.exitStatus() == QProcess::NormalExit && m_process.exitCode() == 0;
}

} // namespace causeway::test
