// SPDX-License-Identifier: Apache-2.0
// Two sidecars with a real control plane, as processes: payments calls ledger. Owned by a test; ends
// with it.
#pragma once

#include "mesh_program.h"
#include "static_mesh.h"
#include "test_app.h"
#include "test_client.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <unistd.h>

using http = causeway::http::Version;

inline QString readAll(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

struct Cluster {
    // `controlFlags` for the control plane; `alone`: no sidecar yet.
    explicit Cluster(QStringList controlFlags = {}, bool alone = false, std::string annotations = {})
        : controlFlags(std::move(controlFlags)), annotations(std::move(annotations)) {
        ctl({"trust", "anchor", "--out", path("anchor"), "--trust-domain", "talk.mesh"});
        ctl({"trust", "issuer", "--anchor", path("anchor"), "--cluster", "aws", "--out",
             path("issuer")});
        ctl({"trust", "client", "--anchor", path("anchor"), "--name", "console", "--role", "admin",
             "--out", path("client")});
        write("objects.yaml", objects());
        write("fleet.yaml", R"(apiVersion: causeway.dev/v1alpha1
kind: Fleet
metadata: {name: talk}
spec:
  trustDomain: talk.mesh
  trustAnchors: anchor/anchors.pem
  client: {certificate: client/console.pem, key: client/console.key}
  clusters: [{name: aws, cloud: aws, region: r, production: false, admin: "unix:admin.sock"}]
)");
        startControl();
        if (!QTest::qWaitFor([this] { return readAll(path("control.log")).contains("ready"); },
                             kDeadline))
            return;
        QDir(folder.path()).mkdir("tokens");
        ctl({"token", "create", "--fleet", path("fleet.yaml"), "--cluster", "aws", "--all", "--dir",
             path("tokens")});
        if (alone)
            return;
        ledger =
            sidecar("ledger", {"--inbound", QString::fromStdString(meshIp) + ":4143"}, ledgerAdmin);
        payments = sidecar("payments", {"--inbound", at(freePort()), "--outbound", at(outbound)},
                           paymentsAdmin);
    }
    void startControl() {
        control = std::make_unique<Program>(
            "causeway-control",
            QStringList{"--objects", path("objects.yaml"), "--state", path("control"), "--listen",
                        at(controlPort), "--admin", "unix:" + path("admin.sock"), "--trust-anchors",
                        path("anchor/anchors.pem"), "--issuer-cert", path("issuer/issuer.pem"),
                        "--issuer-key", path("issuer/issuer.key")}
                + controlFlags,
            path("control.log"));
    }
    std::unique_ptr<Program> sidecar(const QString& workload, const QStringList& more,
                                     std::uint16_t admin) {
        const QString log = path(workload + "-1.log");
        return std::make_unique<Program>("causeway-proxy", flagsOf(workload, admin) + more, log);
    }
    QStringList flagsOf(const QString& workload, std::uint16_t admin) const {
        const QString instance = workload + "-1";
        const auto identity = StaticMesh::idOf("aws", workload.toStdString());
        const auto control = StaticMesh::idOf("aws", "control", "causeway");
        return QStringLiteral("--mode sidecar --cluster aws --namespace bank --workload %1 "
                              "--instance %2 --identity %3 --control %4 --control-identity %5")
                   .arg(workload, instance, QString::fromStdString(identity), at(controlPort),
                        QString::fromStdString(control))
                   .split(' ')
               + QStringList{"--trust-anchors", path("anchor/anchors.pem"),
                             "--join-token",    path("tokens/" + instance + ".token"),
                             "--state",         path(instance),
                             "--admin",         at(admin)};
    }
    std::unique_ptr<Program> onSmallDisk(const QString& workload, const QStringList& more,
                                         std::uint16_t admin) {
        QDir(folder.path()).mkdir(workload + "-1");
        return std::make_unique<Program>("causeway-proxy", flagsOf(workload, admin) + more,
                                         path(workload + "-1.log"), path(workload + "-1"));
    }
    bool ready() {
        return QTest::qWaitFor([this] { return isReady(ledgerAdmin) && isReady(paymentsAdmin); },
                               kDeadline);
    }
    static bool isReady(std::uint16_t admin) {
        return page(admin, "/ready").starts_with("HTTP/1.1 200");
    }
    static std::string page(std::uint16_t admin, const std::string& which) {
        return TestClient::raw(admin, "GET " + which
                                          + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }
    static double metric(std::uint16_t admin, const std::string& name) {
        const std::string text = page(admin, "/metrics");
        const auto line = text.find("\n" + name + " ");
        return line == text.npos ? -1 : std::stod(text.substr(line + name.size() + 2));
    }
    QJsonArray edges() {
        const QByteArray json = ctl({"--fleet", path("fleet.yaml"), "edges", "-o", "json"});
        return QJsonDocument::fromJson(json).object()["edges"].toArray();
    }
    QByteArray ctl(const QStringList& arguments) {
        QProcess process;
        process.start(QStringLiteral(CAUSEWAY_BIN_DIR "/causewayctl"), arguments);
        process.waitForFinished(kDeadline);
        return process.readAllStandardOutput();
    }
    QString path(const QString& name) const { return folder.filePath(name); }
    static QString at(std::uint16_t port) { return QStringLiteral("127.0.0.1:%1").arg(port); }
    void write(const QString& name, const std::string& text) {
        QFile file(path(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(text.data(), static_cast<qint64>(text.size()));
    }
    std::string objects() const {
        std::string text = R"(apiVersion: causeway.dev/v1alpha1
kind: Cluster
metadata: {name: aws}
spec: {fleet: talk, cloud: aws, region: r, clusterDomain: aws.mesh, trustDomain: talk.mesh, defaultInboundPolicy: all-authenticated}
---
apiVersion: v1
kind: Service
metadata: {name: ledger, namespace: bank}
spec: {selector: {app: ledger}, ports: [{port: 80, targetPort: )"
                           + std::to_string(app.port()) + R"(, appProtocol: http}]}
)";
        for (const std::string name : {"ledger", "payments"})
            text += R"(---
apiVersion: workload.linkerd.io/v1beta1
kind: ExternalWorkload
metadata: {name: )" + name
                    + R"(-1, namespace: bank, labels: {app: )" + name + "}, annotations: {" + annotations + R"(}}
spec:
  meshTLS: {identity: ")"
                    + StaticMesh::idOf("aws", name) + R"(", serverName: )" + name
                    + R"(.bank.serviceaccount.identity.causeway.talk.mesh}
  ports: [{name: http, port: )"
                    + std::to_string(app.port()) + R"(}]
  workloadIPs: [{ip: )"
                    + meshIp + "}]\n";
        return text;
    }

    // Discovery says <workload IP>:4143: an address of our own keeps test runs apart.
    const std::string meshIp =
        "127.77." + std::to_string(getpid() / 250 % 250) + "." + std::to_string(getpid() % 250 + 1);
    QStringList controlFlags;
    std::string annotations; // of both workloads
    QTemporaryDir folder;
    TestApp app{"ledger", http::Http11};
    std::uint16_t controlPort = freePort(), outbound = freePort();
    std::uint16_t ledgerAdmin = freePort(), paymentsAdmin = freePort();
    std::unique_ptr<Program> control, ledger, payments;
};
