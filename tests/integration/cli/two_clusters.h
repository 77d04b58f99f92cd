// SPDX-License-Identifier: Apache-2.0
// Two clusters' control planes and causewayctl, as processes, with trust made by causewayctl. Owned
// by a test; ends with it.
#pragma once

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

inline constexpr int kPatienceMs = 30'000;

struct Outcome {
    int exit = -1;
    QByteArray out;
    QByteArray err;

    [[nodiscard]] QJsonArray list(const QString& name) const {
        return QJsonDocument::fromJson(out).object().value(name).toArray();
    }
};

inline Outcome run(const QStringList& arguments) {
    QProcess process;
    process.start(QStringLiteral(CAUSEWAY_BIN_DIR "/causewayctl"), arguments);
    if (!process.waitForFinished(kPatienceMs))
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

// Ended with the object, also when a test fails.
class ControlPlane {
public:
    ControlPlane(const QString& folder, const QString& cluster) {
        m_process.setWorkingDirectory(folder);
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(QStringLiteral(CAUSEWAY_BIN_DIR "/causeway-control"),
                        {"--objects", cluster + "/objects.yaml", "--state", cluster + "/state",
                         "--listen", "127.0.0.1:0", "--admin", "unix:" + cluster + "/admin.sock",
                         "--trust-anchors", "trust/anchors.pem", "--issuer-cert",
                         cluster + "/issuer.pem", "--issuer-key", cluster + "/issuer.key"});
    }
    ~ControlPlane() {
        m_process.terminate();
        if (!m_process.waitForFinished(kPatienceMs))
            m_process.kill();
        m_process.waitForFinished(kPatienceMs);
    }
    [[nodiscard]] bool waitUntilReady() {
        while (!m_log.contains("ready"))
            if (!m_process.waitForReadyRead(kPatienceMs))
                return false;
            else
                m_log += m_process.readAll();
        return true;
    }
    [[nodiscard]] const QByteArray& log() const { return m_log; }

private:
    QProcess m_process;
    QByteArray m_log;
};

// Text with %1 … to fill in, from tests/data/cli.
inline QString data(const QString& name) {
    QFile file(QStringLiteral(CAUSEWAY_SOURCE_DIR "/tests/data/cli/") + name);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

inline QByteArray objectsOf(const QString& cluster, const QString& other, const QString& net) {
    return data("cluster.yaml").arg(cluster, other, net).toUtf8();
}

class TwoClusters : public QObject {
protected:
    void makeTrust() {
        QVERIFY(m_dir.isValid());
        make({"trust", "anchor", "--trust-domain", "talk.mesh", "--out", at("trust")});
        makeClient("console", "admin");
        makeClient("guest", "viewer");
        for (const auto& [cluster, other, net] :
             {std::tuple("aws", "gcp", "10.1"), std::tuple("gcp", "aws", "10.2")}) {
            make({"trust", "issuer", "--anchor", at("trust"), "--cluster", cluster, "--out",
                  at(cluster)});
            write(at(cluster) + "/objects.yaml", objectsOf(cluster, other, net));
        }
        writeFleet("fleet.yaml", "console", "aws", "gcp");
        writeFleet("guest.yaml", "guest", "aws", "gcp");
        writeFleet("exchanged.yaml", "console", "gcp", "aws");
    }
    void start() {
        m_aws = std::make_unique<ControlPlane>(m_dir.path(), "aws");
        m_gcp = std::make_unique<ControlPlane>(m_dir.path(), "gcp");
        QVERIFY2(m_aws->waitUntilReady(), m_aws->log());
        QVERIFY2(m_gcp->waitUntilReady(), m_gcp->log());
    }
    void stop() {
        m_aws.reset();
        m_gcp.reset();
    }

    [[nodiscard]] QString at(const QString& name) const { return m_dir.filePath(name); }
    [[nodiscard]] Outcome ctl(const QStringList& arguments) const {
        return run(QStringList{"--fleet", at("fleet.yaml")} + arguments);
    }
    static void make(const QStringList& arguments) {
        const auto outcome = run(arguments);
        QVERIFY2(outcome.exit == 0, outcome.err);
    }
    void makeClient(const QString& name, const QString& role) const {
        make({"trust", "client", "--anchor", at("trust"), "--name", name, "--role", role, "--out",
              at("trust")});
    }
    static void write(const QString& path, const QByteArray& text) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    void writeFleet(const QString& name, const QString& client, const QString& aws,
                    const QString& gcp) const {
        write(at(name), data("fleet.yaml").arg(client, aws, gcp).toUtf8());
    }

    QTemporaryDir m_dir;
    std::unique_ptr<ControlPlane> m_aws;
    std::unique_ptr<ControlPlane> m_gcp;
};
