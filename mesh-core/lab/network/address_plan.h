// SPDX-License-Identifier: Apache-2.0
// Which address everything in a lab has. In network namespaces every cluster is 10.<n>.0.0/16 with
// a loopback of its own; without them all clusters share this machine's loopback, 127.<block +
// n>.0.0/16. A value; pure.
#pragma once

#include <string>

namespace causeway::lab {

enum class NetworkMode {
    Namespaces, // every cluster a network of its own, packets through the emulator
    Relay,      // one loopback for all; connections between clusters through relays of bytes
};

class AddressPlan {
public:
    [[nodiscard]] static AddressPlan namespaces() { return {NetworkMode::Namespaces, 1}; }
    // `block` is the second octet of the first cluster's addresses.
    [[nodiscard]] static AddressPlan relay(unsigned block) { return {NetworkMode::Relay, block}; }

    [[nodiscard]] NetworkMode mode() const { return m_mode; }

    // Clusters and instances count from 0; instances over the whole cluster.
    [[nodiscard]] unsigned networkOf(unsigned cluster) const { return m_first + cluster; }
    [[nodiscard]] std::string control(unsigned cluster) const { return mesh(cluster, 2); }
    [[nodiscard]] std::string ingress(unsigned cluster) const { return mesh(cluster, 3); }
    [[nodiscard]] std::string egress(unsigned cluster) const { return mesh(cluster, 4); }
    [[nodiscard]] std::string instance(unsigned cluster, unsigned index) const {
        return mesh(cluster, 11 + index);
    }
    // Where an instance's application and its sidecar's outbound listener are: seen by nobody else.
    [[nodiscard]] std::string local(unsigned cluster, unsigned index) const;
    // What `from` dials to reach the gateway of `to`.
    [[nodiscard]] std::string gateway(unsigned from, unsigned to) const;

private:
    AddressPlan(NetworkMode mode, unsigned first) : m_mode(mode), m_first(first) {}
    [[nodiscard]] std::string mesh(unsigned cluster, unsigned host) const;

    NetworkMode m_mode;
    unsigned m_first;
};

} // namespace causeway::lab
