// SPDX-License-Identifier: Apache-2.0
// One sidecar in front of applications that it calls in plain text, and the objects that say how:
// what tests of retries, time limits and balancing draw.
#pragma once

#include "objects.h"
#include "static_mesh.h"
#include "test_app.h"
#include "test_client.h"

using causeway::http::Version;

// A service of one of our applications; `annotations` as a flow mapping's inside.
inline std::string annotated(const std::string& name, const std::string& annotations) {
    return "---\napiVersion: v1\nkind: Service\nmetadata: {name: " + name
           + ", namespace: bank, annotations: {" + annotations
           + "}}\nspec: {selector: {app: " + name + "}, ports: [{port: 80, targetPort: 8080}]}\n";
}

inline std::string route(const std::string& kind, const std::string& annotations,
                  const std::string& rules) {
    return "---\napiVersion: gateway.networking.k8s.io/v1\nkind: " + kind
           + "\nmetadata: {name: main, namespace: bank, annotations: {" + annotations
           + "}}\nspec:\n  parentRefs: [{group: \"\", kind: Service, name: ledger}]\n  rules: "
           + rules + "\n";
}

// payments' sidecar in front of applications that are called in plain text.
struct Caller {
    Caller(const std::string& objects, std::vector<TestApp*> ledger,
           std::vector<TestApp*> other = {}, std::vector<std::string> zones = {}) {
        const auto list = [&](const std::string& service, const std::vector<TestApp*>& apps) {
            std::string text = "  - destination: " + service
                               + ".bank.svc.aws.mesh:80\n    endpoints: [";
            auto zone = zones.begin();
            for (const auto* app : apps) {
                text += "{address: " + quoted(app->port()) + ", protocol: "
                        + (app->version() == Version::Http2 ? "HTTP/2" : "HTTP/1");
                text += zone == zones.end() ? "}," : ", forZones: [" + *zone++ + "]},";
            }
            return text + "]\n";
        };
        outbound = freePort();
        mesh.writeLeaf("payments-1", "aws", "payments");
        proxy = mesh.start("payments-1",
                           "  cluster: aws\n  workload: payments\n  listeners: [{role: outbound, "
                           "address: "
                               + quoted(outbound) + "}]\n  endpoints:\n" + list("ledger", ledger)
                               + list("other", other),
                           cluster("aws") + objects);
    }
    bool ready() { return proxy->waitUntilReady(); }

    StaticMesh mesh;
    std::unique_ptr<ProxyProcess> proxy;
    std::uint16_t outbound = 0;
};

inline TestRequest grpcCall(std::map<std::string, std::string> more = {}) {
    more.insert({{"content-type", "application/grpc"}, {"te", "trailers"}});
    return {"ledger", "/bank.Ledger/Get", "POST", "ping", more};
}

inline const Scripted kFail{.status = 503};
