// SPDX-License-Identifier: Apache-2.0
#include "resource/object.h"

#include "resource/kinds.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <tuple>

namespace causeway::resource {
namespace {

using namespace std::string_view_literals;

constexpr std::array kCore{"v1"sv};
constexpr std::array kWorkload{"workload.linkerd.io/v1beta1"sv};
constexpr std::array kLink{"multicluster.linkerd.io/v1alpha3"sv};
constexpr std::array kServer{"policy.linkerd.io/v1beta3"sv, "policy.linkerd.io/v1beta2"sv,
                             "policy.linkerd.io/v1beta1"sv};
constexpr std::array kPolicy{"policy.linkerd.io/v1alpha1"sv};
constexpr std::array kHttpRoute{"gateway.networking.k8s.io/v1"sv,
                                "gateway.networking.k8s.io/v1beta1"sv,
                                "policy.linkerd.io/v1beta3"sv, "policy.linkerd.io/v1beta2"sv};
constexpr std::array kGrpcRoute{"gateway.networking.k8s.io/v1"sv};
constexpr std::array kConnectionRoute{"gateway.networking.k8s.io/v1alpha2"sv,
                                      "gateway.networking.k8s.io/v1alpha3"sv,
                                      "gateway.networking.k8s.io/v1"sv};
constexpr std::array kServerAuthorization{"policy.linkerd.io/v1beta1"sv,
                                          "policy.linkerd.io/v1alpha1"sv};
constexpr std::array kProfile{"linkerd.io/v1alpha2"sv, "linkerd.io/v1alpha1"sv};
constexpr std::array kCauseway{"causeway.dev/v1alpha1"sv};

// In the order of Spec's alternatives.
constexpr std::array<KindInfo, std::variant_size_v<Spec>> kKinds{{
    {"Service", kCore, true, readService},
    {"ExternalWorkload", kWorkload, true, readExternalWorkload},
    {"Link", kLink, true, readLink},
    {"Server", kServer, true, readServer},
    {"AuthorizationPolicy", kPolicy, true, readAuthorizationPolicy},
    {"MeshTLSAuthentication", kPolicy, true, readMeshTlsAuthentication},
    {"NetworkAuthentication", kPolicy, true, readNetworkAuthentication},
    {"HTTPRoute", kHttpRoute, true, readHttpRoute},
    {"GRPCRoute", kGrpcRoute, true, readGrpcRoute},
    {"Cluster", kCauseway, false, readCluster},
    {"Gateway", kCauseway, true, readGateway},
    {"Fleet", kCauseway, false, readFleet},
    {"ServerAuthorization", kServerAuthorization, true, readServerAuthorization},
    {"HTTPLocalRateLimitPolicy", kPolicy, true, readHttpLocalRateLimitPolicy},
    {"EgressNetwork", kPolicy, true, readEgressNetwork},
    {"TLSRoute", kConnectionRoute, true, readTlsRoute},
    {"TCPRoute", kConnectionRoute, true, readTcpRoute},
    {"ServiceProfile", kProfile, true, readServiceProfile},
    {"", {}, true, nullptr}, // an UnreadRoute has the kind that it was written with
}};

const std::string* find(const std::map<std::string, std::string>& map, const std::string& name) {
    const auto found = map.find(name);
    return found == map.end() ? nullptr : &found->second;
}

} // namespace

std::span<const KindInfo> kinds() {
    return std::span(kKinds).first(kKinds.size() - 1);
}

std::string_view Object::kind() const {
    if (const auto* unread = as<UnreadRoute>())
        return unread->kind;
    return kKinds[spec.index()].kind;
}

std::string_view Object::group() const {
    const auto slash = apiVersion.find('/');
    return slash == std::string::npos ? std::string_view()
                                      : std::string_view(apiVersion).substr(0, slash);
}

ObjectRef Object::ref() const {
    std::string lowered(kind());
    std::transform(lowered.begin(), lowered.end(), lowered.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return {std::string(group()), std::move(lowered), metadata.name, metadata.namespace_};
}

std::string Object::describe() const {
    const auto place = metadata.namespace_.empty() ? std::string() : metadata.namespace_ + "/";
    return std::string(kind()) + " " + place + metadata.name;
}

bool precedes(const Object& a, const Object& b) {
    const auto order = [](const Object& o) {
        return std::tuple(o.metadata.creationTimestamp.empty(),
                          std::string_view(o.metadata.creationTimestamp),
                          std::string_view(o.metadata.namespace_),
                          std::string_view(o.metadata.name), o.kind(), o.group());
    };
    return order(a) < order(b);
}

const std::string* label(const Metadata& metadata, const std::string& name) {
    return find(metadata.labels, name);
}

const std::string* annotation(const Metadata& metadata, const std::string& name) {
    return find(metadata.annotations, name);
}

} // namespace causeway::resource
