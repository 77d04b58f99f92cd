// SPDX-License-Identifier: Apache-2.0
#include "controlled_mesh.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <sys/prctl.h>

#include <csignal>
#include <unistd.h>

Program::Program(const QString& name, const QStringList& arguments, const QString& logFile) {
    start(QStringLiteral(CAUSEWAY_BIN_DIR "/") + name, arguments, logFile);
}

Program::Program(const QString& name, const QStringList& arguments, const QString& logFile,
                 const QString& smallDisk) {
    const auto script = QStringLiteral("mount -t tmpfs -o size=64k,mode=700 none '%1' && "
                                       "head -c 64K /dev/zero >'%1/ballast' && exec \"$0\" \"$@\"")
                            .arg(smallDisk);
    start("unshare",
          QStringList{"--user", "--map-root-user", "--mount", "sh", "-c", script,
                      QStringLiteral(CAUSEWAY_BIN_DIR "/") + name}
              + arguments,
          logFile);
}

void Program::kill() {
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished();
}

bool Program::endsWell() {
    m_process.terminate();
    return m_process.waitForFinished(kDeadline) && m_process.exitCode() == 0;
}

QString Program::seen(const QString& path) const {
    return QStringLiteral("/proc/%1/root%2").arg(m_process.processId()).arg(path);
}

void Program::start(const QString& program, const QStringList& arguments, const QString& logFile) {
    m_process.setStandardErrorFile(logFile, QIODevice::Append);
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
    m_process.start(program, arguments);
    m_process.waitForStarted();
}

QString readAll(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

Cluster::Cluster(QStringList controlFlags, bool alone, Declared declared)
    : meshIp("127.77." + std::to_string(getpid() / 250 % 250) + "."
             + std::to_string(getpid() % 250 + 1)),
      controlFlags(std::move(controlFlags)), declared(std::move(declared)) {
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

void Cluster::makeTrust(const QString& name) {
    const auto anchor = path("anchor-" + name);
    ctl({"trust", "anchor", "--out", anchor, "--trust-domain", "talk.mesh"});
    ctl({"trust", "issuer", "--anchor", anchor, "--cluster", "aws", "--out",
         path("issuer-" + name)});
    ctl({"trust", "client", "--anchor", anchor, "--name", "console", "--role", "admin", "--out",
         path("client-" + name)});
    const auto fleet = readAll(path("fleet.yaml"))
                           .replace("anchor/", "anchor-" + name + "/")
                           .replace("client/", "client-" + name + "/");
    write("fleet-" + name + ".yaml", fleet.toStdString());
}

void Cluster::startControl() {
    control = std::make_unique<Program>(
        "causeway-control",
        QStringList{"--objects", path("objects.yaml"), "--state", path("control"), "--listen",
                    at(controlPort), "--admin", "unix:" + path("admin.sock"), "--trust-anchors",
                    path("anchor/anchors.pem"), "--issuer-cert", path("issuer/issuer.pem"),
                    "--issuer-key", path("issuer/issuer.key")}
            + controlFlags,
        path("control.log"));
}

std::unique_ptr<Program> Cluster::sidecar(const QString& workload, const QStringList& more,
                                          std::uint16_t admin, const QString& instance) {
    const QString log = path((instance.isEmpty() ? workload + "-1" : instance) + ".log");
    return std::make_unique<Program>("causeway-proxy", flagsOf(workload, admin, instance) + more,
                                     log);
}

QStringList Cluster::flagsOf(const QString& workload, std::uint16_t admin,
                             const QString& named) const {
    const QString instance = named.isEmpty() ? workload + "-1" : named;
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

std::unique_ptr<Program> Cluster::onSmallDisk(const QString& workload, const QStringList& more,
                                              std::uint16_t admin) {
    QDir(folder.path()).mkdir(workload + "-1");
    return std::make_unique<Program>("causeway-proxy", flagsOf(workload, admin) + more,
                                     path(workload + "-1.log"), path(workload + "-1"));
}

bool Cluster::ready() {
    return QTest::qWaitFor([this] { return isReady(ledgerAdmin) && isReady(paymentsAdmin); },
                           kDeadline);
}

bool Cluster::isReady(std::uint16_t admin) {
    return page(admin, "/ready").starts_with("HTTP/1.1 200");
}

std::string Cluster::page(std::uint16_t admin, const std::string& which) {
    return TestClient::raw(admin,
                           "GET " + which + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
}

double Cluster::metric(std::uint16_t admin, const std::string& name) {
    const std::string text = page(admin, "/metrics");
    const auto line = text.find("\n" + name + " ");
    return line == text.npos ? -1 : std::stod(text.substr(line + name.size() + 2));
}

QJsonArray Cluster::edges() {
    const QByteArray json = ctl({"--fleet", path("fleet.yaml"), "edges", "-o", "json"});
    return QJsonDocument::fromJson(json).object()["edges"].toArray();
}

QByteArray Cluster::ctl(const QStringList& arguments) {
    QProcess process;
    process.start(QStringLiteral(CAUSEWAY_BIN_DIR "/causewayctl"), arguments);
    process.waitForFinished(kDeadline);
    return process.readAllStandardOutput();
}

void Cluster::write(const QString& name, const std::string& text) {
    QFile file(path(name));
    if (file.open(QIODevice::WriteOnly))
        file.write(text.data(), static_cast<qint64>(text.size()));
}

std::string Cluster::objects() const {
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
metadata: {name: )"
                + name + R"(-1, namespace: bank, labels: {app: )" + name + "}, annotations: {"
                + declared.annotations + R"(}}
spec:
  meshTLS: {identity: ")"
                + StaticMesh::idOf("aws", name) + R"(", serverName: )" + name
                + R"(.bank.serviceaccount.identity.causeway.talk.mesh}
  ports: [{name: http, port: )"
                + std::to_string(app.port()) + R"(}]
  workloadIPs: [{ip: )"
                + meshIp + "}]\n";
    return text + declared.objects;
}
