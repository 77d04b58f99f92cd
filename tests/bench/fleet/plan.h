// SPDX-License-Identifier: Apache-2.0
// Who is in a simulated fleet and who calls whom, the same in every process of the benchmark: one
// cluster "aws" of trust domain "talk.mesh", 400 services in 26 namespaces and 1,300 proxies, or a
// multiple or a part (a tenth at least) of both. Every service calls thirty others. Pure.
#pragma once

#include <string>

namespace causeway::bench {

class FleetPlan {
public:
    static constexpr int kCalled = 30; // services that each service calls

    explicit FleetPlan(double scale)
        : m_services(static_cast<int>(400 * scale)), m_proxies(static_cast<int>(1300 * scale)) {}

    [[nodiscard]] int services() const { return m_services; }
    [[nodiscard]] int proxies() const { return m_proxies; }
    [[nodiscard]] int edges() const { return m_services * kCalled; }

    [[nodiscard]] static std::string serviceName(int service) {
        return "service-" + std::to_string(service);
    }
    [[nodiscard]] static std::string namespaceOf(int service) {
        return "squad-" + std::to_string(service % 26);
    }
    [[nodiscard]] static std::string identityOf(int service) {
        return "spiffe://talk.mesh/cluster/aws/ns/" + namespaceOf(service) + "/sa/"
               + serviceName(service);
    }
    [[nodiscard]] int serviceOf(int proxy) const { return proxy % m_services; }
    [[nodiscard]] std::string instanceOf(int proxy) const {
        return serviceName(serviceOf(proxy)) + "-" + std::to_string(proxy / m_services);
    }
    // Distinct for each of 0 … kCalled - 1, and never `service` itself.
    [[nodiscard]] int calledBy(int service, int which) const {
        return (service + 1 + which * 7) % m_services;
    }
    // The proxy of `service` that has the share of this number, of callers or of callees.
    [[nodiscard]] int proxyFor(int service, int share) const {
        const int replicas = (m_proxies - 1 - service) / m_services + 1;
        return service + share % replicas * m_services;
    }

private:
    int m_services;
    int m_proxies;
};

} // namespace causeway::bench
