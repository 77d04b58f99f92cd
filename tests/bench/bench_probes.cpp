// SPDX-License-Identifier: Apache-2.0
// What probing costs: nine gateways on this machine, each probing the eight others at the usual
// rate, 72 directed links in all, and nothing else to do. Prints processor time and bytes.
// `bench_probes ["{interval: 1s}"]`: what a StaticProxy says under `probes`.
#include "integration/proxy/static_mesh.h"

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
            std::string links;
            for (int j = 0; j < kClusters; ++j)
                if (j != i)
                    links += "  - {link: \"" + nameOf(i) + ":" + nameOf(j)
                             + "\", address: \"127.0.0.1:" + std::to_string(ports[std::size_t(j)])
                             + "\", identity: \""
                             + StaticMesh::idOf(nameOf(j), "gateway", "causeway") + "\"}\n";
            gateways.push_back(mesh.start(
                nameOf(i),
                "  cluster: " + nameOf(i)
                    + "\n  mode: gateway\n  listeners: [{role: ingress, address: \"127.0.0.1:"
                    + std::to_string(ports[std::size_t(i)]) + "\"}]\n  probes: "
                    + probes + "\n  linkedGateways:\n" + links,
                ""));
        }
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
