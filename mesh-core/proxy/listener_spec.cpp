// SPDX-License-Identifier: Apache-2.0
#include "proxy/listener_spec.h"

#include "proxy/options.h"

namespace causeway::proxy {

std::vector<ListenerSpec> listenersOf(const Options& options) {
    std::vector<ListenerSpec> specs;
    if (options.inbound)
        specs.push_back(
            {options.isGateway() ? Role::Ingress : Role::Inbound, *options.inbound, true});
    if (options.egress)
        specs.push_back({Role::Egress, *options.egress, true});
    if (options.outbound) {
        specs.push_back({Role::Outbound, *options.outbound, false});
        specs.back().takesOverride = options.takesOverride;
    }
    if (options.inbound)
        specs.front().balancers = options.balancers;
    for (ListenerSpec& each : specs)
        each.transparent = options.transparent && !options.isGateway();
    return specs;
}

} // namespace causeway::proxy
