// SPDX-License-Identifier: Apache-2.0
// The networks of a lab: one unprivileged user namespace with a network namespace per cluster and
// one for the emulator, joined by veth pairs. Everything in it is reachable only from within and
// vanishes with the last process and descriptor that holds it. Owned by the supervisor, whose own
// process is moved into the user namespace for good; one thread, before any other is started.
#pragma once

#include "base/result.h"
#include "lab/network/address_plan.h"
#include "net/socket.h"

#include <string>
#include <vector>

namespace causeway::lab {

struct ClusterNetwork {
    std::string name;
    bool wireToItself = false; // its gateways reach each other over the emulator
};

class Namespaces {
public:
    // Whether this machine lets an unprivileged process do all that is needed; the error says what
    // it refuses. Tried in a child process, so that nothing is left behind.
    [[nodiscard]] static Status probe();
    // Moves this process into a new user namespace and lays out the networks.
    [[nodiscard]] static Result<Namespaces> create(const std::vector<ClusterNetwork>& clusters);

    // Descriptors for setns(2), valid as long as this lives.
    [[nodiscard]] int cluster(std::size_t index) const { return m_clusters.at(index).get(); }
    [[nodiscard]] int emulator() const { return m_emulator.get(); }
    // The veth end of a cluster in the emulator's namespace.
    [[nodiscard]] static std::string device(std::size_t cluster);

private:
    Namespaces() = default;

    std::vector<net::Descriptor> m_clusters;
    net::Descriptor m_emulator;
};

} // namespace causeway::lab
