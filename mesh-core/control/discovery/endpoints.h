// SPDX-License-Identifier: Apache-2.0
// Where a destination is, for the one who asks: a sidecar's way to another cluster leads through
// its own gateway, a gateway's to the linked cluster's, and a local service is its ready sidecars.
// Pure.
#pragma once

#include "balance/endpoint.h"
#include "base/proxy_instance.h"
#include "control/config/world.h"
#include "control/discovery/destination.h"

namespace causeway::control {

// NotFound, with a sentence for the application's error, when nobody declared the destination.
[[nodiscard]] Result<balance::Endpoints> endpointsFor(const World& world, ProxyMode subscriber,
                                                      const Destination& destination);

// "spiffe://talk.mesh/cluster/aws/ns/causeway/sa/gateway"
[[nodiscard]] std::string gatewayIdentity(const rules::ObjectSet& objects);
// The SPIFFE id of a link's gateway, which the Link may also give in the DNS-like form; empty when
// it gives neither.
[[nodiscard]] std::string gatewayIdentity(const resource::Link& link);
// The gateways of the cluster that `link` leads to, by address; `name` is the link's, "aws:gcp".
[[nodiscard]] balance::Endpoints linkedGateways(const resource::Link& link,
                                                const std::string& name);
[[nodiscard]] const resource::Link* findLink(const rules::ObjectSet& objects,
                                             const Destination& destination);

} // namespace causeway::control
