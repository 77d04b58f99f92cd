// SPDX-License-Identifier: Apache-2.0
// The gRPC rung of one link: a call from this gateway through its own egress, over the wire,
// through the other ingress and its rules, to the canary there; on the connections that applications'
// calls take. On its loop's thread; not to be destroyed from inside its own events.
#pragma once

#include "proxy/probe/connection.h"
#include "proxy/tls_material.h"
#include "telemetry/probe.h"

namespace causeway::proxy {

class CanaryProbe {
public:
    struct Way {
        std::string link;          // "aws:gcp"
        std::string clusterDomain; // of the other cluster: "gcp.mesh"
        net::Address egress;       // this gateway's own
        std::optional<net::Address> source;
        Duration limit{}; // of a call
    };
    CanaryProbe(net::EventLoop& loop, Way way);

    // One call, unless the one before is still under way.
    void call(const std::shared_ptr<const TlsMaterial>& tls);
    // What a call over a new connection costs on the wire besides, which nobody here can count.
    void assumeSetUp(double bytes) { m_setUpBytes = bytes; }
    // Of a usual call, on the wire between the clusters.
    [[nodiscard]] double usualBytes() const { return m_bytes; }
    // What was decided since the last call of it.
    [[nodiscard]] telemetry::ProbeSample take();

private:
    void ask();
    void onAnswer(const ProbeConnection::Answer& answer);
    void onEnd(const std::string& reason);
    void fail(const std::string& reason);

    net::EventLoop& m_loop;
    const Way m_way;
    std::shared_ptr<ProbeConnection> m_connection;
    telemetry::ProbeSample m_sample;
    double m_bytes = 1500;
    double m_setUpBytes = 6000;
};

} // namespace causeway::proxy
