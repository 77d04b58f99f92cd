// SPDX-License-Identifier: Apache-2.0
// What probing costs: nine gateways on this machine, each probing the eight others at the usual
// rate, 72 directed links in all, and nothing else to do. Prints processor time and bytes.
// `bench_probes ["{interval: 1s}"]`: what a StaticProxy says under `probes`.
#include "integration/proxy/objects.h"

#include <QCoreApplication>
#include <QThread>

#include <spdlog/fmt/fmt.h>

#include <chrono>

namespace {

constexpr int kClusters = 9;
constexpr unsigned long kSettleSeconds = 15;
constexpr unsigned long kSeconds = 30;

std::string nameOf(int cluster) {
    return "c" + std::to_string(cluster);
}

struct Fleet {
    explicit Fleet(const std::string& probes) {
        std::vector<std::uint16_t> ports;
        for (int i = 0; i < kClusters; ++i)
            ports.push_back(freePort());
        for (int i = 0; i < kClusters; ++i) {
            mesh.writeLeaf(nameOf(i), nameOf(i), "gateway", "causeway");
            gateways.push_back(mesh.start(nameOf(i), specOf(i, ports, probes),
                                          cluster(nameOf(i)) + canary(nameOf(i), idOf(i)), "causeway"));
        }
    }
    static std::string specOf(int own, const std::vector<std::uint16_t>& ports,
                              const std::string& probes) {
        std::string trusted, links, endpoints;
        for (int i = 0; i < kClusters; ++i) {
            if (i == own)
                continue;
            const std::string link = nameOf(own) + ":" + nameOf(i);
            const std::string identity = idOf(i);
            const std::string gateway = "address: " + quoted(ports[std::size_t(i)])
                                        + ", identity: \"" + identity + "\"";
            trusted += "\"" + identity + "\", ";
            links += "  - {link: \"" + link + "\", clusterDomain: " + nameOf(i) + ".mesh, " + gateway
                     + "}\n";
            endpoints += "  - destination: \"canary.causeway.svc." + nameOf(i) + ".mesh:80@" + link
                         + "\"\n    endpoints: [{" + gateway + ", gateway: true, link: \"" + link
                         + "\"}]\n";
        }
        return "  cluster: " + nameOf(own) + "\n  mode: gateway\n  listeners: [{role: ingress, address: "
               + quoted(ports[std::size_t(own)]) + "}, {role: egress, address: " + quoted(freePort())
               + "}]\n  probes: " + probes + "\n  trustedGateways: [" + trusted
               + "]\n  exports: [{service: canary.causeway.svc." + nameOf(own)
               + ".mesh, port: 80}]\n  linkedGateways:\n" + links + "  endpoints:\n" + endpoints;
    }
    static std::string idOf(int own) {
        return StaticMesh::idOf(nameOf(own), "gateway", "causeway");
    }
    double sum(const std::string& metric, const std::vector<std::string>& parts = {}) {
        double all = 0;
        for (const auto& each : gateways)
            all += each->metric(metric, parts);
        return all;
    }

    StaticMesh mesh;
    std::vector<std::unique_ptr<ProxyProcess>> gateways;
};

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    Fleet fleet(argc > 1 ? argv[1] : "{}");
    for (const auto& each : fleet.gateways)
        if (!each->waitUntilReady()) {
            fmt::print(stderr, "a gateway does not come up:\n{}\n", each->log().toStdString());
            return 1;
        }
    QThread::sleep(kSettleSeconds);
    const auto start = std::chrono::steady_clock::now();
    const double cpu = fleet.sum("process_cpu_seconds_total");
    const double bytes = fleet.sum("causeway_probe_bytes_total");
    const double answered = fleet.sum("causeway_probes_total", {"answered"});
    QThread::sleep(kSeconds);
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const auto perSecond = [&](const char* metric, double before,
                               const std::vector<std::string>& parts = {}) {
        return (fleet.sum(metric, parts) - before) / seconds;
    };
    const double share = perSecond("process_cpu_seconds_total", cpu);
    fmt::print("{} clusters, {} directed links, {:.0f} s\n", kClusters, kClusters * (kClusters - 1),
               seconds);
    fmt::print("  answered              {:8.1f} probes a second\n",
               perSecond("causeway_probes_total", answered, {"answered"}));
    fmt::print("  all nine gateways     {:8.2f} % of one core\n", share * 100);
    fmt::print("  on the network        {:8.0f} bytes a second and link\n",
               perSecond("causeway_probe_bytes_total", bytes) / (kClusters * (kClusters - 1)));
    return 0;
}
