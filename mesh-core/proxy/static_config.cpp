// SPDX-License-Identifier: Apache-2.0
#include "proxy/static_config.h"

#include "proxy/control/state_folder.h"
#include "resource/field_reader.h"
#include "resource/parse.h"
#include "rules/compile.h"

#include <algorithm>
#include <charconv>

namespace causeway::proxy {
namespace {

using Kind = rules::ResourceName::Kind;
using resource::FieldReader;

constexpr std::string_view kApiVersion = "causeway.dev/v1alpha1";

std::string besideOf(const std::string& path, const std::string& name) {
    if (name.empty() || name.front() == '/')
        return name;
    return path.substr(0, path.rfind('/') == path.npos ? 0 : path.rfind('/') + 1) + name;
}

// The ExternalWorkload object that describes this proxy's own workload.
const resource::Object* workloadOf(const std::vector<resource::Object>& objects,
                                   const ProxyInstance& self) {
    const auto found = std::ranges::find_if(objects, [&](const resource::Object& each) {
        return each.as<resource::ExternalWorkload>() && each.metadata.name == self.instance
               && each.metadata.namespace_ == self.namespace_;
    });
    return found == objects.end() ? nullptr : &*found;
}

} // namespace

// Reads one file into a StaticConfig, telling every problem that it finds.
class StaticReader {
public:
    StaticReader(const std::string& path, resource::Problems& problems)
        : m_path(path), m_problems(problems) {}

    void readProxy(const resource::Node& root) {
        FieldReader document(root, "", m_problems);
        const resource::Metadata metadata = resource::readMetadata(document, true);
        ProxyInstance& self = m_config.m_options.instance;
        self.namespace_ = metadata.namespace_;
        self.instance = metadata.name;
        FieldReader spec = document.object("spec");
        self.cluster = spec.textOr("cluster", "static");
        self.workload = spec.textOr("workload", metadata.name);
        if (spec.textOr("mode", "sidecar") == "gateway")
            self.mode = ProxyMode::Gateway;
        readProcess(spec);
        for (FieldReader& each : spec.objects("listeners"))
            readListener(each);
        if (auto tls = spec.objectOr("tls"))
            m_config.m_certificates = CertificateFiles{besideOf(m_path, tls->text("certificate")),
                                                       besideOf(m_path, tls->text("key")),
                                                       besideOf(m_path, tls->text("trustAnchors"))};
        if (auto tls = spec.objectOr("edgeTls"))
            m_config.m_edgeCertificates = CertificateFiles{
                besideOf(m_path, tls->text("certificate")), besideOf(m_path, tls->text("key")), {}};
        for (FieldReader& each : spec.objects("endpoints"))
            readEndpoints(each);
        for (FieldReader& each : spec.objects("exports"))
            readExport(each);
        for (FieldReader& each : spec.objects("linkedGateways"))
            readLinkedGateway(each);
        if (auto probes = spec.objectOr("probes"))
            readProbes(*probes);
    }

    void addObject(const resource::Node& root) {
        if (auto object = resource::parseObject(root, m_path, m_problems))
            m_config.m_objects.push_back(std::move(*object));
    }

    StaticConfig take() {
        const rules::ObjectSet objects(m_config.m_objects);
        m_config.m_settings.clusterDomain = objects.cluster().clusterDomain;
        m_config.m_settings.recording = false; // nobody would be told
        if (const auto* workload = workloadOf(m_config.m_objects, m_config.m_options.instance)) {
            m_config.m_settings.accessLog = rules::accessLogOf(*workload);
            m_config.m_settings.servedPorts = rules::servedPorts(objects, *workload);
            m_config.m_settings.zone = rules::zoneOf(*workload);
        }
        return std::move(m_config);
    }

private:
    void readProcess(FieldReader& spec) {
        Options& options = m_config.m_options;
        options.admin = readAddress(spec, "admin", false);
        options.appAddress = spec.textOr("appAddress", "127.0.0.1");
        for (FieldReader& each : spec.objects("appProxyProtocol"))
            readAppProxyHeader(each);
        options.workers = spec.numberOr<unsigned>("workers", {1, 64}, 1);
        options.drainTimeout = spec.duration("drainTimeout").value_or(options.drainTimeout);
        options.headerTimeout = spec.duration("headerTimeout").value_or(options.headerTimeout);
        options.bodyTimeout = spec.duration("bodyTimeout").value_or(options.bodyTimeout);
        options.readTimeout = spec.duration("readTimeout").value_or(options.readTimeout);
        readLimits(spec);
        if (auto log = spec.objectOr("accessLog"))
            readAccessLog(*log);
        if (auto tracing = spec.objectOr("tracing"))
            readTracing(*tracing);
        m_config.m_settings.maxRequestsPerConnection =
            spec.numberOr<std::uint32_t>("maxRequestsPerConnection", {0, 1'000'000'000}, 0);
        m_config.m_settings.trustedGateways = spec.texts("trustedGateways");
    }

    void readLimits(FieldReader& spec) {
        Options& options = m_config.m_options;
        KeepaliveTimes& keepalive = options.keepalive;
        keepalive.interval = spec.duration("keepaliveInterval").value_or(keepalive.interval);
        keepalive.timeout = spec.duration("keepaliveTimeout").value_or(keepalive.timeout);
        options.maxRequests = spec.numberOr<std::uint32_t>("maxRequests", {1, 10'000'000}, 100'000);
        options.memoryLimit =
            spec.numberOr<std::uint64_t>("memoryLimitMiB", {0, 1'000'000}, 0) * 1024 * 1024;
    }

    void readAccessLog(FieldReader& reader) {
        AccessLogOptions log;
        log.format = reader.oneOf<AccessLogOptions::Format>(
            "format", {{"json", AccessLogOptions::Format::Json},
                       {"apache", AccessLogOptions::Format::Apache}});
        log.file = besideOf(m_path, reader.textOr("file", ""));
        log.headers = reader.texts("headers");
        log.redact = reader.texts("redact");
        m_config.m_options.accessLog = std::move(log);
    }

    void readTracing(FieldReader& reader) {
        const auto collector = readAddress(reader, "collector", true);
        const auto perMille = reader.numberOr<std::uint32_t>("perMille", {0, 1000}, 0);
        if (collector)
            m_config.m_options.traces = TraceOptions{*collector, perMille / 1000.0};
    }

    std::optional<net::Address> readAddress(FieldReader& reader, std::string_view name,
                                            bool required) {
        const std::string text = required ? reader.text(name) : reader.textOr(name, "");
        if (text.empty())
            return std::nullopt;
        auto address = net::Address::parse(text);
        if (address)
            return *address;
        reader.expected(name, "IP:PORT, [IPV6]:PORT or unix:PATH");
        return std::nullopt;
    }

    void readListener(FieldReader& reader) {
        const std::string name = reader.textOr("role", "");
        const Role role = reader.oneOf<Role>("role",
                                             {{"outbound", Role::Outbound},
                                              {"inbound", Role::Inbound},
                                              {"edge", Role::Inbound},
                                              {"egress", Role::Egress},
                                              {"ingress", Role::Ingress}},
                                             true);
        const auto address = readAddress(reader, "address", true);
        const bool tls = reader.flagOr("tls", role != Role::Outbound);
        const auto edgePort =
            name == "edge" ? reader.number<std::uint16_t>("port", {1, 65535}) : std::uint16_t{0};
        const std::string service =
            role == Role::Outbound ? reader.textOr("service", "") : std::string();
        const bool transparent = (role == Role::Outbound || role == Role::Inbound) && edgePort == 0
                                 && reader.flagOr("transparent", false);
        if (address)
            m_config.m_listeners.push_back({role, *address, tls, edgePort, service, transparent,
                                            role == Role::Outbound && service.empty() && !transparent
                                                && reader.flagOr("dstOverride", false),
                                            readNetworks(reader, "proxyProtocolFrom")});
    }

    std::vector<IpNetwork> readNetworks(FieldReader& reader, std::string_view name) {
        std::vector<IpNetwork> networks;
        for (const std::string& each : reader.texts(name))
            if (const auto network = IpNetwork::parse(each))
                networks.push_back(*network);
            else
                reader.expected(name, "networks like 10.0.0.0/8");
        return networks;
    }

    void readAppProxyHeader(FieldReader& reader) {
        using net::ProxyHeaderVersion;
        const auto port = reader.number<std::uint16_t>("port", {1, 65535});
        m_config.m_options.appProxyHeaders[port] = reader.oneOf<ProxyHeaderVersion>(
            "version", {{"v1", ProxyHeaderVersion::V1}, {"v2", ProxyHeaderVersion::V2}}, true);
    }

    void readEndpoints(FieldReader& reader) {
        const std::string destination = reader.text("destination");
        balance::Endpoints list{{}, true};
        for (FieldReader& each : reader.objects("endpoints")) {
            balance::Endpoint endpoint;
            if (const auto address = readAddress(each, "address", true))
                endpoint.address = address->text();
            const std::string identity = each.textOr("identity", "");
            if (!identity.empty()) {
                const auto id = tls::SpiffeId::parse(identity);
                if (id)
                    endpoint.tls = balance::TlsIdentity{id->uri(), id->dnsName()};
                else
                    each.expected("identity", "spiffe://<trust-domain>/cluster/<cluster>/ns/"
                                              "<namespace>/sa/<account>");
            }
            endpoint.protocol = each.oneOf<Protocol>(
                "protocol", {{"HTTP/2", Protocol::Http2}, {"HTTP/1", Protocol::Http1}});
            endpoint.workload = each.textOr("workload", "");
            endpoint.instance = each.textOr("instance", "");
            endpoint.gateway = each.flagOr("gateway", false);
            endpoint.link = each.textOr("link", "");
            endpoint.zone = each.textOr("zone", "");
            endpoint.forZones = each.texts("forZones");
            list.endpoints.push_back(std::move(endpoint));
        }
        std::ranges::sort(list.endpoints, {}, &balance::Endpoint::address);
        m_config.m_endpoints[destination] = std::move(list);
    }

    void readExport(FieldReader& reader) {
        rules::Export each;
        each.service = reader.text("service");
        each.ports.push_back(reader.numberOr<std::uint16_t>("port", {1, 65535}, 80));
        each.clusters = reader.texts("clusters");
        m_config.m_exports.exports.push_back(std::move(each));
    }

    void readLinkedGateway(FieldReader& reader) {
        rules::LinkedGateway linked;
        linked.link = reader.text("link");
        if (const auto address = readAddress(reader, "address", true))
            linked.address = address->text();
        linked.identity = reader.text("identity");
        linked.clusterDomain = reader.textOr("clusterDomain", "");
        m_config.m_settings.linkedGateways.push_back(std::move(linked));
    }

    void readProbes(FieldReader& reader) {
        ProbeOptions& probes = m_config.m_options.probes;
        probes.interval = reader.duration("interval").value_or(probes.interval);
        probes.warmInterval = reader.duration("warmInterval");
        probes.coldInterval = reader.duration("coldInterval");
        probes.grpcInterval = reader.duration("grpcInterval");
        probes.bytesPerSecond = reader.numberOr<std::uint32_t>(
            "bytesPerSecond", {1, 1'000'000'000}, static_cast<std::uint32_t>(probes.bytesPerSecond));
        if (auto source = readAddress(reader, "source", false))
            m_config.m_options.source = *source;
    }

    const std::string& m_path;
    resource::Problems& m_problems;
    StaticConfig m_config;
};

Result<StaticConfig> StaticConfig::parse(std::string_view text, const std::string& path) {
    CAUSEWAY_TRY(const auto documents, resource::parseYaml(text, path));
    resource::Problems problems(path);
    StaticReader reader(path, problems);
    int proxies = 0;
    for (const resource::Document& document : documents) {
        const resource::TypeName type = resource::typeOf(document);
        if (type.kind == "StaticProxy" && type.apiVersion == kApiVersion) {
            ++proxies;
            reader.readProxy(document.root);
        } else {
            reader.addObject(document.root);
        }
    }
    CAUSEWAY_CHECK(problems.status());
    if (proxies != 1)
        return fail(ErrorKind::InvalidInput, path + ": found " + std::to_string(proxies)
                                                 + " documents of kind StaticProxy ("
                                                 + std::string(kApiVersion) + "); expected one");
    StaticConfig config = reader.take();
    if (config.m_certificates) {
        CAUSEWAY_TRY(const TlsPtr tls, config.loadTls());
        config.m_options.instance.identity = tls->identity.uri();
    }
    for (const ListenerSpec& each : config.m_listeners) {
        if (each.tls && each.isEdge() && !config.m_edgeCertificates)
            return fail(ErrorKind::InvalidInput,
                        path
                            + ": spec.edgeTls: found nothing; expected certificate and key, "
                              "because edge listener "
                            + each.address.text() + " asks for TLS");
        if (each.tls && !config.m_certificates)
            return fail(ErrorKind::InvalidInput,
                        path
                            + ": spec.tls: found nothing; expected certificate, key and "
                              "trustAnchors, because listener "
                            + each.address.text() + " asks for TLS");
    }
    return config;
}

namespace {

Result<tls::Credentials> readCredentials(const CertificateFiles& files) {
    CAUSEWAY_TRY(const std::string certificatePem, readFile(files.certificate));
    CAUSEWAY_TRY(const std::string keyPem, readFile(files.key));
    auto chain = tls::Certificate::listFromPem(certificatePem);
    if (!chain)
        return tl::unexpected(std::move(chain).error().context(files.certificate));
    auto key = tls::PrivateKey::fromPem(keyPem);
    if (!key)
        return tl::unexpected(std::move(key).error().context(files.key));
    return tls::Credentials{std::move(*chain), std::move(*key)};
}

} // namespace

Result<TlsPtr> StaticConfig::loadTls() const {
    CAUSEWAY_TRY(tls::Credentials credentials, readCredentials(*m_certificates));
    CAUSEWAY_TRY(const std::string anchorsPem, readFile(m_certificates->trustAnchors));
    auto anchors = tls::Certificate::listFromPem(anchorsPem);
    if (!anchors)
        return tl::unexpected(std::move(anchors).error().context(m_certificates->trustAnchors));
    std::optional<tls::Credentials> edge;
    if (m_edgeCertificates) {
        CAUSEWAY_TRY(edge, readCredentials(*m_edgeCertificates));
    }
    return TlsMaterial::make(std::move(credentials), *anchors, edge);
}

Piece StaticConfig::answer(const rules::ResourceName& name) const {
    const auto compiled = [&](const auto& resource) -> Piece {
        auto piece = compile(resource);
        return piece ? std::move(*piece) : Piece(rules::Absent{piece.error().describe()});
    };
    const rules::ObjectSet objects(m_objects);
    switch (name.kind) {
    case Kind::ProxySettings:
        return compiled(m_settings);
    case Kind::GatewayExports:
        return compiled(m_exports);
    case Kind::TrustBundle:
        break;
    case Kind::Endpoints:
        if (const auto found = m_endpoints.find(name.name); found != m_endpoints.end())
            return compiled(found->second);
        return rules::Absent{"the file names no endpoints of " + name.name};
    case Kind::OutboundRoutes: {
        const auto routes =
            rules::outboundRoutes(objects, m_options.instance.namespace_, name.name);
        return routes ? compiled(*routes) : Piece(rules::Absent{routes.error().message()});
    }
    case Kind::InboundServer: {
        const auto* workload = workloadOf(m_objects, m_options.instance);
        std::uint16_t port = 0;
        std::from_chars(name.name.data(), name.name.data() + name.name.size(), port);
        if (workload)
            return compiled(rules::inboundServer(objects, *workload, port));
        break;
    }
    }
    return rules::Absent{"the file says nothing about " + name.describe()};
}

} // namespace causeway::proxy
