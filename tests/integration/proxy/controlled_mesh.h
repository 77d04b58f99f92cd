// SPDX-License-Identifier: Apache-2.0
// A control plane and two sidecars that have joined it, as processes with their files in a
// temporary folder: payments calls ledger. Owned by a test; ends with it.
#pragma once

#include "static_mesh.h"
#include "test_app.h"
#include "test_client.h"

#include <QJsonArray>
#include <QProcess>
#include <QTemporaryDir>

#include <memory>

inline constexpr int kDeadline = 20'000; // milliseconds

class Program {
public:
    Program(const QString& name, const QStringList& arguments, const QString& logFile);
    // On a disk of its own at that folder, which is full: a mount that only this program sees.
    Program(const QString& name, const QStringList& arguments, const QString& logFile,
            const QString& smallDisk);
    ~Program() { kill(); }
    void kill();
    [[nodiscard]] bool endsWell();
    [[nodiscard]] qint64 pid() const { return m_process.processId(); }
    // That path as this program sees it.
    [[nodiscard]] QString seen(const QString& path) const;

private:
    void start(const QString& program, const QStringList& arguments, const QString& logFile);

    QProcess m_process;
};

[[nodiscard]] QString readAll(const QString& path);

// What is declared besides the two workloads.
struct Declared {
    std::string annotations = {}; // of both workloads: "a: b, c: d"
    std::string objects = {};     // YAML, each beginning with ---
};

struct Cluster {
    // `controlFlags` for the control plane; `alone`: no sidecar yet.
    explicit Cluster(QStringList controlFlags = {}, bool alone = false, Declared declared = {});

    // Another anchor, an issuer and a client behind it, and a fleet file that names them.
    void makeTrust(const QString& name);
    void startControl();
    // `instance`: WORKLOAD-1 where none is named.
    [[nodiscard]] std::unique_ptr<Program> sidecar(const QString& workload, const QStringList& more,
                                                   std::uint16_t admin,
                                                   const QString& instance = {});
    [[nodiscard]] std::unique_ptr<Program>
    onSmallDisk(const QString& workload, const QStringList& more, std::uint16_t admin);
    [[nodiscard]] QStringList flagsOf(const QString& workload, std::uint16_t admin,
                                      const QString& instance = {}) const;

    [[nodiscard]] bool ready();
    [[nodiscard]] static bool isReady(std::uint16_t admin);
    [[nodiscard]] static std::string page(std::uint16_t admin, const std::string& which);
    [[nodiscard]] static double metric(std::uint16_t admin, const std::string& name);
    [[nodiscard]] QJsonArray edges();
    // What causewayctl writes to standard output.
    QByteArray ctl(const QStringList& arguments);

    [[nodiscard]] QString path(const QString& name) const { return folder.filePath(name); }
    [[nodiscard]] static QString at(std::uint16_t port) {
        return QStringLiteral("127.0.0.1:%1").arg(port);
    }
    void write(const QString& name, const std::string& text);
    [[nodiscard]] std::string objects() const;

    // Discovery says <workload IP>:4143: an address of our own keeps test runs apart.
    const std::string meshIp;
    QStringList controlFlags;
    Declared declared;
    QTemporaryDir folder;
    TestApp app{"ledger", causeway::http::Version::Http11};
    std::uint16_t controlPort = freePort(), outbound = freePort();
    std::uint16_t ledgerAdmin = freePort(), paymentsAdmin = freePort();
    std::unique_ptr<Program> control, ledger, payments;
};
