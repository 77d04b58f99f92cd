// SPDX-License-Identifier: Apache-2.0
// The readers and writers of the kinds' specs, and the table of kinds; private to resource/. A
// reader gets the document's root: most kinds keep everything under spec.
#pragma once

#include "resource/field_reader.h"
#include "resource/object.h"

#include <span>
#include <string>
#include <string_view>

namespace causeway::resource {

struct KindInfo {
    std::string_view kind;
    std::span<const std::string_view> apiVersions; // that are read; the field sets are equal
    bool namespaced;
    Spec (*read)(FieldReader& root);
};
[[nodiscard]] std::span<const KindInfo> kinds();

[[nodiscard]] Spec readService(FieldReader& root);
[[nodiscard]] Spec readExternalWorkload(FieldReader& root);
[[nodiscard]] Spec readLink(FieldReader& root);
[[nodiscard]] Spec readCluster(FieldReader& root);
[[nodiscard]] Spec readGateway(FieldReader& root);
[[nodiscard]] Spec readFleet(FieldReader& root);
[[nodiscard]] Spec readServer(FieldReader& root);
[[nodiscard]] Spec readAuthorizationPolicy(FieldReader& root);
[[nodiscard]] Spec readMeshTlsAuthentication(FieldReader& root);
[[nodiscard]] Spec readNetworkAuthentication(FieldReader& root);
[[nodiscard]] Spec readHttpRoute(FieldReader& root);
[[nodiscard]] Spec readGrpcRoute(FieldReader& root);
[[nodiscard]] Spec readTlsRoute(FieldReader& root);
[[nodiscard]] Spec readTcpRoute(FieldReader& root);
[[nodiscard]] Spec readServerAuthorization(FieldReader& root);
[[nodiscard]] Spec readHttpLocalRateLimitPolicy(FieldReader& root);
[[nodiscard]] Spec readEgressNetwork(FieldReader& root);
[[nodiscard]] Spec readServiceProfile(FieldReader& root);

[[nodiscard]] Node write(const Service& spec);
[[nodiscard]] Node write(const ExternalWorkload& spec);
[[nodiscard]] Node write(const Link& spec);
[[nodiscard]] Node write(const Cluster& spec);
[[nodiscard]] Node write(const Gateway& spec);
[[nodiscard]] Node write(const Fleet& spec);
[[nodiscard]] Node write(const Server& spec);
[[nodiscard]] Node write(const AuthorizationPolicy& spec);
[[nodiscard]] Node write(const MeshTlsAuthentication& spec);
[[nodiscard]] Node write(const NetworkAuthentication& spec);
[[nodiscard]] Node write(const HttpRoute& spec);
[[nodiscard]] Node write(const GrpcRoute& spec);
[[nodiscard]] Node write(const TlsRoute& spec);
[[nodiscard]] Node write(const TcpRoute& spec);
[[nodiscard]] Node write(const ServerAuthorization& spec);
[[nodiscard]] Node write(const HttpLocalRateLimitPolicy& spec);
[[nodiscard]] Node write(const EgressNetwork& spec);
[[nodiscard]] Node write(const ServiceProfile& spec);
[[nodiscard]] Node write(const UnreadRoute& spec);

// Pieces of specs.
[[nodiscard]] Node write(const ServicePort& port);
[[nodiscard]] Node write(const WorkloadPort& port);
[[nodiscard]] Node write(const ProbeSpec& probe);
[[nodiscard]] Node write(const FleetCluster& cluster);
[[nodiscard]] Node write(const SelectorExpression& expression);
[[nodiscard]] Node write(const Network& network);
[[nodiscard]] Node write(const ParentRef& parent);
[[nodiscard]] Node write(const BackendRef& backend);
[[nodiscard]] Node write(const NamedValueMatch& match);
[[nodiscard]] Node write(const HttpPathMatch& path);
[[nodiscard]] Node write(const HttpMatch& match);
[[nodiscard]] Node write(const HttpRule& rule);
[[nodiscard]] Node write(const GrpcMatch& match);
[[nodiscard]] Node write(const GrpcRule& rule);
[[nodiscard]] Node write(const ConnectionRule& rule);
[[nodiscard]] Node write(const RateOverride& rate);
[[nodiscard]] Node write(const RequestMatch& match);
[[nodiscard]] Node write(const StatusRange& range);
[[nodiscard]] Node write(const ResponseMatch& match);
[[nodiscard]] Node write(const ResponseClass& responseClass);
[[nodiscard]] Node write(const ProfileRoute& route);
[[nodiscard]] Node write(const RetryBudget& budget);
[[nodiscard]] Node write(const DestinationOverride& item);

// "filters" of a rule: what a mesh does not apply is refused by name.
[[nodiscard]] RouteFilters readFilters(FieldReader& rule, bool grpc);
void addFilters(Node& rule, const RouteFilters& filters);

// Shared pieces.
inline constexpr Bounds kPort{1, 65535};
[[nodiscard]] PortRef readPortRef(FieldReader& reader, std::string_view name);
[[nodiscard]] LabelSelector readSelector(FieldReader reader);
[[nodiscard]] Reference readReference(FieldReader& reader);
// "networks", which may be absent: each a CIDR or an address, with exceptions inside it that leave
// something of it.
[[nodiscard]] std::vector<Network> readNetworks(FieldReader& spec);
// Each a CIDR or an address.
void checkNetworks(FieldReader& spec, std::string_view name, const std::vector<std::string>& list);
// Exact SPIFFE ids and DNS-like names, "*" and "*.suffix"; whatever else is a problem.
[[nodiscard]] std::vector<std::string> readIdentities(FieldReader& reader);
// A problem of the field when the text is no RE2 expression of at most 1024 characters.
void checkPattern(FieldReader& reader, std::string_view name, const std::string& pattern);
// What HTTP calls a token: the name of a header or of a method.
[[nodiscard]] bool isToken(std::string_view text);
// The annotations of a Service, or of a route whose parent is a Service or EgressNetwork, that say
// how its requests are treated (traffic_annotations.h).
void checkTraffic(FieldReader& root);
void checkObjectives(FieldReader& root); // of a Link

[[nodiscard]] Node write(const PortRef& port);
[[nodiscard]] Node write(const LabelSelector& selector);
[[nodiscard]] Node write(const Reference& reference);
[[nodiscard]] Node write(const std::map<std::string, std::string>& map);
[[nodiscard]] Node write(const std::string& text);
[[nodiscard]] Node number(std::uint64_t value);
[[nodiscard]] Node flag(bool value);
[[nodiscard]] Node mapping();
template <typename T> [[nodiscard]] Node writeList(const std::vector<T>& list) {
    Node node;
    node.kind = Node::Kind::Sequence;
    for (const auto& item : list)
        node.items.push_back(write(item));
    return node;
}
// Leaves the field away when there is nothing to say.
void addText(Node& node, std::string name, const std::string& value);
void addMap(Node& node, std::string name, const std::map<std::string, std::string>& map);
template <typename T> void addList(Node& node, std::string name, const std::vector<T>& list) {
    if (!list.empty())
        node.add(std::move(name), writeList(list));
}

} // namespace causeway::resource
