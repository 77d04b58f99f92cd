// SPDX-License-Identifier: Apache-2.0
#include "rules/inbound_parts.h"

#include <charconv>

namespace causeway::rules {
namespace {

constexpr const char* kProbes = "causeway.dev/probes";

policy::InboundRoute probeRoute(const ObjectSet& objects, std::string_view path) {
    policy::InboundRoute route;
    route.rule.route = {"default", "route", "probe", ""};
    route.rule.matches = {
        {route::PathMatch{route::PathMatch::Kind::Exact, std::string(path)}, "GET", {}, {}}};
    policy::Authorization anybody;
    anybody.object = {"default", "authorization", "probe", ""};
    for (const auto& cidr : objects.cluster().probeNetworks)
        anybody.networks.push_back({cidr, {}});
    if (anybody.networks.empty())
        anybody.networks = {{"0.0.0.0/0", {}}, {"::/0", {}}};
    route.authorizations = {std::move(anybody)};
    return route;
}

std::optional<std::uint16_t> portOf(std::string_view text, const resource::Object& workload) {
    resource::PortRef port{0, std::string(text)};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port.number);
    if (error != std::errc() || end != text.data() + text.size())
        port.number = 0;
    return portNumber(port, *workload.as<resource::ExternalWorkload>());
}

std::string_view trimmed(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    return text.substr(0, text.find_last_not_of(' ') + 1);
}

} // namespace

std::vector<policy::InboundRoute>
probeRoutes(const ObjectSet& objects, const resource::Object& workload, std::uint16_t port) {
    std::vector<policy::InboundRoute> routes;
    const auto* declared = resource::annotation(workload.metadata, kProbes);
    std::string_view rest = declared ? std::string_view(*declared) : std::string_view();
    while (!rest.empty()) {
        const auto comma = std::min(rest.find(','), rest.size());
        const auto probe = trimmed(rest.substr(0, comma));
        rest.remove_prefix(std::min(comma + 1, rest.size()));
        const auto colon = probe.find(':');
        if (colon == probe.npos || portOf(probe.substr(0, colon), workload) != port)
            continue;
        const auto path = probe.substr(colon + 1);
        routes.push_back(probeRoute(objects, path.substr(0, path.find('?'))));
    }
    if (!routes.empty())
        routes.push_back({{{"default", "route", "default", ""}, {}, {}}, {}});
    return routes;
}

} // namespace causeway::rules
