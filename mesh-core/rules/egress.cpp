// SPDX-License-Identifier: Apache-2.0
#include "policy/address_set.h"
#include "route/route_table.h"
#include "rules/compile.h"
#include "rules/outbound_parts.h"
#include "rules/protocols.h"

#include <algorithm>
#include <bit>
#include <charconv>

namespace causeway::rules {
namespace {

using resource::EgressNetwork;
using resource::Object;

constexpr std::string_view kSharedNamespace = "linkerd-egress";

std::vector<policy::NetworkRange> outside(const ObjectSet& objects) {
    std::vector<policy::NetworkRange> ranges{{"0.0.0.0/0", {}}, {"::/0", {}}};
    for (const auto& inside : policy::clusterRanges(objects.cluster().clusterNetworks))
        ranges[inside.cidr.find(':') == std::string::npos ? 0 : 1].except.push_back(inside.cidr);
    return ranges;
}

// The size of the smallest block of the network that contains the address, as the number of bits
// that are fixed; nothing when none does.
std::optional<int> fixedBits(const ObjectSet& objects, const EgressNetwork& egress,
                             const IpAddress& address) {
    auto ranges = outside(objects);
    if (!egress.networks.empty()) {
        ranges.clear();
        for (const auto& network : egress.networks)
            ranges.push_back({network.cidr, network.except});
    }
    std::optional<int> best;
    for (const auto& range : ranges) {
        const auto set = policy::AddressSet::compile({&range, 1});
        const auto network = IpNetwork::parse(range.cidr);
        if (!set || !network || !set->contains(address))
            continue;
        int bits = 0;
        for (std::size_t i = 0; i < network->first().octets().size(); ++i)
            bits += 8
                    - std::bit_width(static_cast<unsigned>(network->first().octets()[i]
                                                           ^ network->last().octets()[i]));
        best = std::max(best.value_or(bits), bits);
    }
    return best;
}

const Object* smallestIn(const ObjectSet& objects, std::string_view namespace_,
                         const IpAddress& address) {
    const Object* best = nullptr;
    int bestBits = -1;
    // Older first: it wins a tie.
    for (const auto* object : objects.of("EgressNetwork", namespace_)) {
        const auto bits = fixedBits(objects, *object->as<EgressNetwork>(), address);
        if (bits && *bits > bestBits) {
            best = object;
            bestBits = *bits;
        }
    }
    return best;
}

struct Address {
    IpAddress ip;
    std::uint16_t port = 0;
};

std::optional<Address> addressOf(std::string_view authority) {
    auto host = route::hostOf(authority);
    if (host.size() == authority.size())
        return std::nullopt;
    const auto digits = authority.substr(host.size() + 1);
    if (host.starts_with('['))
        host = host.substr(1, host.size() - 2);
    const auto ip = IpAddress::parse(host);
    Address address;
    const auto end = digits.data() + digits.size();
    if (!ip || std::from_chars(digits.data(), end, address.port).ptr != end || address.port == 0)
        return std::nullopt;
    address.ip = *ip;
    return address;
}

// Routes of the caller's namespace or of the network's.
class Attachment {
public:
    Attachment(const Object& network, std::string_view namespace_, std::uint16_t port)
        : m_network(network), m_namespace(namespace_), m_port(port) {}

    [[nodiscard]] bool holds(const Object& route, const resource::ParentRef& parent) const {
        const auto& own = route.metadata.namespace_;
        const auto& ref = parent.object;
        const auto& meant = ref.namespace_.empty() ? own : ref.namespace_;
        return ref.kind == "EgressNetwork" && ref.name == m_network.metadata.name
               && meant == m_network.metadata.namespace_ && parent.port == m_port
               && (own == m_namespace || own == m_network.metadata.namespace_);
    }
    template <typename Route> [[nodiscard]] const Route* of(const Object& object) const {
        const auto* route = object.as<Route>();
        const auto holdsFor = [&](const auto& parent) { return holds(object, parent); };
        return route && std::ranges::any_of(route->parentRefs, holdsFor) ? route : nullptr;
    }

private:
    const Object& m_network;
    std::string_view m_namespace;
    std::uint16_t m_port;
};

void addServerNames(const resource::TlsRoute& route, route::Egress& egress) {
    std::ranges::move(hostMatches(route.hostnames), std::back_inserter(egress.serverNames));
    if (route.hostnames.empty())
        egress.serverNames.push_back({route::HostMatch::Kind::Suffix, ""});
}

} // namespace

std::optional<route::OutboundRoutes> egressRoutes(const ObjectSet& objects,
                                                  std::string_view namespace_,
                                                  std::string_view authority) {
    const auto address = addressOf(authority);
    if (!address || resolve(objects, namespace_, authority))
        return std::nullopt;
    const Object* network = egressNetworkFor(objects, namespace_, address->ip);
    if (!network)
        return std::nullopt;
    const bool allowed =
        network->as<EgressNetwork>()->trafficPolicy == resource::TrafficPolicy::Allow;
    route::OutboundRoutes routes;
    routes.port = address->port;
    routes.precedence = precedenceOf(objects.cluster());
    routes.fallback.rule.route = network->ref();
    routes.egress = {network->ref(), allowed, false, {}};
    const Attachment attachment(*network, namespace_, address->port);
    const auto attached = attachedRoutes(
        objects.routesFor("EgressNetwork", network->metadata.name),
        [&](const Object& route, const auto& parent) { return attachment.holds(route, parent); });
    for (const auto& rule : attached.rules)
        routes.routes.push_back(outboundRoute(objects, rule, *network));
    for (const auto* object : objects.of("TCPRoute"))
        routes.egress->connections |= attachment.of<resource::TcpRoute>(*object) != nullptr;
    for (const auto* object : objects.of("TLSRoute"))
        if (const auto* tls = attachment.of<resource::TlsRoute>(*object))
            addServerNames(*tls, *routes.egress);
    return routes;
}

const Object* egressNetworkFor(const ObjectSet& objects, std::string_view namespace_,
                               const IpAddress& address) {
    const bool hasOwn = !objects.of("EgressNetwork", namespace_).empty();
    return smallestIn(objects, hasOwn ? namespace_ : kSharedNamespace, address);
}

} // namespace causeway::rules
