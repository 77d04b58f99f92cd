// SPDX-License-Identifier: Apache-2.0
#include "base/assert.h"
#include "base/ip_address.h"
#include "route/route_table.h"
#include "rules/compile.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <charconv>

namespace causeway::rules {
namespace {

using resource::Object;
using resource::Service;

constexpr const char* kMirrorLabel = "mirror.linkerd.io/mirrored-service";
constexpr const char* kMirrorCluster = "mirror.linkerd.io/cluster-name";
constexpr const char* kMirrorFullName = "mirror.linkerd.io/remote-svc-fq-name";
constexpr std::string_view kKubernetesDomain = "cluster.local";

// "ledger", "ledger.bank", "ledger.bank.svc" or "ledger.bank.svc.<domain>" in its parts.
struct HostName {
    std::string_view name;
    std::string_view namespace_;
    std::string_view domain; // empty: this cluster's

    static std::optional<HostName> parse(std::string_view host, std::string_view ownNamespace) {
        const auto cut = [&host] {
            const auto dot = host.find('.');
            const auto label = host.substr(0, dot);
            host = dot == std::string_view::npos ? std::string_view() : host.substr(dot + 1);
            return label;
        };
        HostName parts{cut(), ownNamespace, {}};
        if (host.empty())
            return parts;
        parts.namespace_ = cut();
        if (!host.empty() && cut() != "svc")
            return std::nullopt;
        parts.domain = host;
        return parts;
    }
};

Result<std::uint16_t> portOf(std::string_view authority) {
    const auto host = route::hostOf(authority);
    if (host.size() == authority.size())
        return std::uint16_t{80};
    const auto text = authority.substr(host.size() + 1);
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size() || port == 0)
        return fail(ErrorKind::InvalidInput,
                    fmt::format("{}: found port \"{}\"; expected a number from 1 to 65535",
                                authority, text));
    return port;
}

const std::string* remoteName(const Object& service) {
    return resource::annotation(service.metadata, kMirrorFullName);
}

// A full name of another cluster is what some mirror stands for.
const Object* findMirrorOf(const ObjectSet& objects, std::string_view fullName) {
    for (const auto* object : objects.of("Service"))
        if (isMirror(*object) && remoteName(*object)
            && *remoteName(*object) == fullName)
            return object;
    return nullptr;
}

// Callers whose connections were redirected know only where they went.
const Object* findByAddress(const ObjectSet& objects, const IpAddress& address) {
    for (const auto* object : objects.of("Service"))
        for (const auto& ip : object->as<Service>()->clusterIps)
            if (const auto parsed = IpAddress::parse(ip); parsed && *parsed == address)
                return object;
    return nullptr;
}

const Object* findService(const ObjectSet& objects, std::string_view namespace_,
                          std::string_view host) {
    const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (const auto ip = IpAddress::parse(bracketed ? host.substr(1, host.size() - 2) : host))
        return findByAddress(objects, *ip);
    const auto parts = HostName::parse(host, namespace_);
    if (!parts)
        return nullptr;
    const bool own = parts->domain.empty() || parts->domain == kKubernetesDomain
                     || parts->domain == objects.cluster().clusterDomain;
    return own ? objects.find("Service", parts->namespace_, parts->name)
               : findMirrorOf(objects, host);
}

Status checkPort(const Object& service, std::uint16_t port) {
    std::string known;
    for (const auto& declared : service.as<Service>()->ports) {
        if (declared.port == port)
            return {};
        known += fmt::format("{}{}", known.empty() ? "" : ", ", declared.port);
    }
    return fail(ErrorKind::NotFound,
                fmt::format("{} has no port {}; it has {}", service.describe(), port, known));
}

Status describeMirror(const ObjectSet& objects, const Object& service, ServiceName& name) {
    const auto* cluster = resource::label(service.metadata, kMirrorCluster);
    const auto* remote = remoteName(service);
    if (!cluster || !remote)
        return fail(ErrorKind::InvalidInput,
                    fmt::format("{}: a mirror needs the label {} and the annotation {}",
                                service.describe(), kMirrorCluster, kMirrorFullName));
    name.fullName = *remote;
    name.cluster = *cluster;
    name.link = objects.clusterName() + ":" + *cluster;
    return {};
}

} // namespace

bool isMirror(const Object& service) {
    const auto* mark = resource::label(service.metadata, kMirrorLabel);
    return mark && *mark == "true";
}

std::string fullName(const ObjectSet& objects, const Object& service) {
    if (isMirror(service) && remoteName(service))
        return *remoteName(service);
    return fmt::format("{}.{}.svc.{}", service.metadata.name, service.metadata.namespace_,
                       objects.cluster().clusterDomain);
}

bool selects(const Object& service, const Object& workload) {
    const auto* spec = service.as<Service>();
    CAUSEWAY_ASSERT(spec != nullptr);
    if (isMirror(service) || spec->selector.empty()
        || service.metadata.namespace_ != workload.metadata.namespace_)
        return false;
    return resource::LabelSelector{spec->selector, {}}.matches(workload.metadata.labels);
}

std::string zoneOf(const Object& workload) {
    const auto* zone = resource::label(workload.metadata, "topology.kubernetes.io/zone");
    return zone ? *zone : std::string();
}

bool keepsZone(const Object& service) {
    const auto* mode =
        resource::annotation(service.metadata, "service.kubernetes.io/topology-mode");
    return mode && (*mode == "Auto" || *mode == "auto");
}

std::optional<std::uint16_t> portNumber(const resource::PortRef& port,
                                        const resource::ExternalWorkload& workload) {
    if (port.number != 0)
        return port.number;
    for (const auto& declared : workload.ports)
        if (declared.name == port.name)
            return declared.port;
    return std::nullopt;
}

Result<ServiceName> resolve(const ObjectSet& objects, std::string_view namespace_,
                            std::string_view authority) {
    CAUSEWAY_TRY(const auto port, portOf(authority));
    std::string host(route::hostOf(authority));
    std::transform(host.begin(), host.end(), host.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto* service = findService(objects, namespace_, host);
    if (!service)
        return fail(ErrorKind::NotFound,
                    fmt::format("no service {} is declared for namespace {} of cluster {}", host,
                                namespace_, objects.clusterName()));
    CAUSEWAY_CHECK(checkPort(*service, port));
    ServiceName name;
    name.service = service;
    name.name = service->metadata.name;
    name.namespace_ = service->metadata.namespace_;
    name.port = port;
    name.fullName = fullName(objects, *service);
    name.cluster = objects.clusterName();
    if (isMirror(*service))
        CAUSEWAY_CHECK(describeMirror(objects, *service, name));
    name.destination =
        fmt::format("{}:{}{}{}", name.fullName, port, name.link.empty() ? "" : "@", name.link);
    return name;
}

std::string accessLogOf(const Object& workload) {
    const auto* format = resource::annotation(workload.metadata, "config.linkerd.io/access-log");
    return format && (*format == "json" || *format == "apache") ? *format : std::string();
}

bool isRecorded(const Object& workload) {
    const auto* recording = resource::annotation(workload.metadata, "config.causeway.dev/recording");
    return !recording || *recording != "off";
}

std::vector<std::string> recordingRedactOf(const Object& workload) {
    std::vector<std::string> rules;
    const auto* text =
        resource::annotation(workload.metadata, "config.causeway.dev/recording-redact");
    for (std::string_view rest = text ? std::string_view(*text) : ""; !rest.empty();) {
        const auto end = std::min(rest.find_first_of(", "), rest.size());
        if (end > 0)
            rules.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return rules;
}

std::vector<ServedPort> servedPorts(const ObjectSet& objects, const Object& workload) {
    const auto* spec = workload.as<resource::ExternalWorkload>();
    CAUSEWAY_ASSERT(spec != nullptr);
    std::vector<ServedPort> served;
    for (const auto* object : objects.of("Service", workload.metadata.namespace_)) {
        if (!selects(*object, workload))
            continue;
        for (const auto& port : object->as<Service>()->ports)
            if (const auto target = portNumber(port.targetPort, *spec))
                served.push_back({fullName(objects, *object), port.port, *target});
    }
    return served;
}

} // namespace causeway::rules
