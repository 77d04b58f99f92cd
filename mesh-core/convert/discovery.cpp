// SPDX-License-Identifier: Apache-2.0
#include "convert/detail.h"

#include <algorithm>

namespace causeway::convert {

Result<balance::Endpoint> fromProto(const v1::Endpoint& message) {
    balance::Endpoint endpoint;
    endpoint.address = message.address();
    if (endpoint.address.empty())
        return refuse("address", "nothing", "an address with a port");
    endpoint.weight = message.weight();
    if (message.has_tls())
        endpoint.tls = {message.tls().spiffe_id(), message.tls().server_name()};
    if (endpoint.tls && endpoint.tls->spiffeId.empty())
        return refuse(endpoint.address + ": tls.spiffe_id", "nothing", "the peer's SPIFFE id");
    CAUSEWAY_TRY(endpoint.protocol, fromProto(message.protocol()));
    endpoint.workload = message.workload();
    endpoint.instance = message.instance();
    endpoint.zone = message.zone();
    endpoint.gateway = message.gateway();
    endpoint.link = message.link();
    endpoint.forZones = textsFrom(message.for_zones());
    return endpoint;
}

v1::Endpoint toProto(const balance::Endpoint& endpoint) {
    v1::Endpoint message;
    message.set_address(endpoint.address);
    message.set_weight(endpoint.weight);
    if (endpoint.tls) {
        message.mutable_tls()->set_spiffe_id(endpoint.tls->spiffeId);
        message.mutable_tls()->set_server_name(endpoint.tls->serverName);
    }
    message.set_protocol(toProto(endpoint.protocol));
    message.set_workload(endpoint.workload);
    message.set_instance(endpoint.instance);
    message.set_zone(endpoint.zone);
    message.set_gateway(endpoint.gateway);
    message.set_link(endpoint.link);
    textsTo(endpoint.forZones, message.mutable_for_zones());
    return message;
}

Result<balance::Endpoints> fromProto(const v1::Endpoints& message) {
    balance::Endpoints endpoints;
    CAUSEWAY_TRY(endpoints.endpoints, allFrom<balance::Endpoint>(message.endpoints(), "endpoints"));
    const auto& list = endpoints.endpoints;
    const auto unordered =
        std::adjacent_find(list.begin(), list.end(),
                           [](const auto& a, const auto& b) { return a.address >= b.address; });
    if (unordered != list.end())
        return refuse("endpoints", unordered->address + " before " + std::next(unordered)->address,
                      "each address once, in ascending order");
    endpoints.exists = message.exists();
    return endpoints;
}

v1::Endpoints toProto(const balance::Endpoints& endpoints) {
    v1::Endpoints message;
    allTo(endpoints.endpoints, message.mutable_endpoints());
    message.set_exists(endpoints.exists);
    return message;
}

Result<balance::EndpointsDelta> fromProto(const v1::EndpointsDelta& message) {
    balance::EndpointsDelta delta;
    CAUSEWAY_TRY(delta.add, allFrom<balance::Endpoint>(message.add(), "add"));
    delta.remove = textsFrom(message.remove());
    return delta;
}

v1::EndpointsDelta toProto(const balance::EndpointsDelta& delta) {
    v1::EndpointsDelta message;
    allTo(delta.add, message.mutable_add());
    textsTo(delta.remove, message.mutable_remove());
    return message;
}

} // namespace causeway::convert
