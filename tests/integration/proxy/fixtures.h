// SPDX-License-Identifier: Apache-2.0
// The two meshes that the tests of causeway-proxy draw: a pair of sidecars in one cluster, and two
// clouds joined by their gateways. Each object owns its processes, applications and files.
#pragma once

#include "objects.h"
#include "static_mesh.h"
#include "test_app.h"

#include <functional>

// payments' sidecar → mutual TLS → sidecars of ledger → their applications.
struct Pair {
    explicit Pair(causeway::http::Version appVersion = causeway::http::Version::Http11,
                  int callees = 1, const std::string& extraSpec = "",
                  const std::function<std::string(std::uint16_t)>& extraObjects = {}) {
        std::string endpoints;
        for (int i = 1; i <= callees; ++i) {
            const std::string name = "ledger-" + std::to_string(i);
            const std::uint16_t inbound = freePort();
            apps.push_back(std::make_unique<TestApp>(name, appVersion));
            mesh.writeLeaf(name, "aws", "ledger");
            const std::uint16_t port = apps.back()->port();
            sidecars.push_back(
                mesh.start(name,
                           "  cluster: aws\n  workload: ledger\n" + extraSpec
                               + "  listeners: [{role: inbound, address: " + quoted(inbound)
                               + ", tls: true}]\n",
                           cluster("aws")
                               + service(port, appVersion == causeway::http::Version::Http2
                                                   ? "kubernetes.io/h2c"
                                                   : "http")
                               + workload(name, port) + (extraObjects ? extraObjects(port) : "")));
            endpoints += "    - {address: " + quoted(inbound) + ", identity: \""
                         + StaticMesh::idOf("aws", "ledger")
                         + "\", workload: ledger, instance: " + name + "}\n";
        }
        outbound = freePort();
        mesh.writeLeaf("payments-1", "aws", "payments");
        caller =
            mesh.start("payments-1",
                       "  cluster: aws\n  workload: payments\n  headerTimeout: 1s\n" + extraSpec
                           + "  listeners: [{role: outbound, address: " + quoted(outbound)
                           + "}]\n  endpoints:\n  - destination: ledger.bank.svc.aws.mesh:80\n"
                             "    endpoints:\n"
                           + endpoints,
                       cluster("aws") + service(8080));
    }
    bool ready() {
        bool all = caller->waitUntilReady();
        for (const auto& each : sidecars)
            all = all && each->waitUntilReady();
        return all;
    }
    QString logs() {
        QString text = caller->log();
        for (const auto& each : sidecars)
            text += each->log();
        return text;
    }

    StaticMesh mesh;
    std::vector<std::unique_ptr<TestApp>> apps;
    std::vector<std::unique_ptr<ProxyProcess>> sidecars;
    std::unique_ptr<ProxyProcess> caller;
    std::uint16_t outbound = 0;
};

// payments@aws → egress of aws → ingress of gcp (one request a connection) → ledger@gcp.
struct Clouds {
    // `appPort`: of another application than `app`.
    explicit Clouds(std::uint16_t appPort = 0) {
        const std::uint16_t egressPort = freePort(), ingressPort = freePort(), inbound = freePort();
        const std::string awsGateway = StaticMesh::idOf("aws", "gateway", "causeway");
        const std::string gcpGateway = StaticMesh::idOf("gcp", "gateway", "causeway");
        mesh.writeLeaf("payments-1", "aws", "payments");
        mesh.writeLeaf("egress", "aws", "gateway", "causeway");
        mesh.writeLeaf("ingress", "gcp", "gateway", "causeway");
        mesh.writeLeaf("ledger-1", "gcp", "ledger");
        const auto endpoint = [](const std::string& destination, std::uint16_t port,
                                 const std::string& identity, const std::string& more) {
            return "  - destination: " + destination + "\n    endpoints: [{address: " + quoted(port)
                   + ", identity: \"" + identity + "\"" + more + "}]\n";
        };
        const std::string link = ", gateway: true, link: \"aws:gcp\"";
        std::string towardsEgress = "  endpoints:\n", towardsIngress = "  endpoints:\n";
        for (const char* name : {"ledger", "secret"}) {
            const std::string destination =
                "\"" + std::string(name) + ".bank.svc.gcp.mesh:80@aws:gcp\"";
            towardsEgress += endpoint(destination, egressPort, awsGateway, link);
            towardsIngress += endpoint(destination, ingressPort, gcpGateway, link);
        }
        outbound = freePort();
        caller = mesh.start(
            "payments-1",
            "  cluster: aws\n  workload: payments\n  listeners: [{role: outbound, address: "
                + quoted(outbound) + "}]\n" + towardsEgress,
            cluster("aws") + mirror("ledger") + mirror("secret"));
        egress =
            mesh.start("egress",
                       "  cluster: aws\n  mode: gateway\n  listeners: [{role: egress, address: "
                           + quoted(egressPort) + "}]\n" + towardsIngress,
                       cluster("aws"));
        ingress = mesh.start(
            "ingress",
            "  cluster: gcp\n  mode: gateway\n  maxRequestsPerConnection: 1\n  trustedGateways: [\""
                + awsGateway
                + "\"]\n"
                  "  exports: [{service: ledger.bank.svc.gcp.mesh, port: 80}]\n  listeners: "
                  "[{role: ingress, address: "
                + quoted(ingressPort) + "}]\n  endpoints:\n"
                + endpoint("\"ledger.bank.svc.gcp.mesh:80\"", inbound,
                           StaticMesh::idOf("gcp", "ledger"),
                           ", workload: ledger, instance: ledger-1"),
            cluster("gcp"));
        callee = mesh.start(
            "ledger-1",
            "  cluster: gcp\n  workload: ledger\n  trustedGateways: [\"" + gcpGateway
                + "\"]\n  listeners: [{role: inbound, address: " + quoted(inbound) + "}]\n",
            cluster("gcp") + servedBy(appPort == 0 ? app.port() : appPort));
    }
    static std::string servedBy(std::uint16_t port) { return service(port) + workload("ledger-1", port); }
    bool ready() {
        return caller->waitUntilReady() && egress->waitUntilReady() && ingress->waitUntilReady()
               && callee->waitUntilReady();
    }
    QString logs() { return caller->log() + egress->log() + ingress->log() + callee->log(); }

    StaticMesh mesh;
    TestApp app{"ledger-1", causeway::http::Version::Http11};
    std::unique_ptr<ProxyProcess> caller, egress, ingress, callee;
    std::uint16_t outbound = 0;
};
