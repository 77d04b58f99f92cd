// SPDX-License-Identifier: Apache-2.0
#include "cli/views.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <tuple>

namespace causeway::cli {

namespace {

using Align = Column::Align;

std::string orDash(const std::string& text) {
    return text.empty() ? "–" : text;
}

std::string portsOf(const client::Service& service) {
    std::string text;
    for (const auto& port : service.ports)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", port.port, name(port.protocol));
    return orDash(text);
}

Json jsonPorts(const client::Service& service) {
    Json list = Json::array();
    for (const auto& port : service.ports)
        list.push_back({{"name", jsonText(port.name)},
                        {"port", port.port},
                        {"target_port", port.targetPort},
                        {"protocol", name(port.protocol)}});
    return list;
}

std::string squadOf(const client::Service& service) {
    const auto squad = service.labels.find("squad");
    return squad == service.labels.end() ? std::string() : squad->second;
}

std::string kindName(client::CertificateKind kind) {
    switch (kind) {
    case client::CertificateKind::TrustAnchor:
        return "anchor";
    case client::CertificateKind::Issuer:
        return "issuer";
    case client::CertificateKind::Leaf:
        return "leaf";
    case client::CertificateKind::Control:
        return "control";
    }
    return {};
}

Cell remaining(const client::Certificate& certificate, WallTime now) {
    if (certificate.notAfter <= now)
        return {"expired", Tone::Bad};
    const bool isClose =
        certificate.notAfter - now < (certificate.notAfter - certificate.notBefore) / 5;
    return {formatSpan(certificate.notAfter - now), isClose ? Tone::Warning : Tone::Plain};
}

} // namespace

View clustersView(const std::vector<ClusterFacts>& clusters) {
    View view{{{{"CLUSTER"},
                {"CLOUD"},
                {"REGION"},
                {"SERVICES", Align::Right},
                {"PROXIES", Align::Right},
                {"UP", Align::Right},
                {"VERSION"},
                {"STATE"}},
               {},
               {}},
              {{"clusters", Json::array()}}};
    for (const auto& [cluster, services, proxies] : clusters) {
        const auto connected = std::ranges::count_if(proxies, &client::Proxy::connected);
        const auto own = std::ranges::count_if(
            services, [](const auto& service) { return service.mirrorOf.empty(); });
        const bool isWhole = connected == static_cast<std::ptrdiff_t>(proxies.size());
        const auto up =
            cluster.started && cluster.now ? formatSpan(*cluster.now - *cluster.started) : "–";
        const std::string state = isWhole ? "live" : "degraded";
        view.table.rows.push_back({{cluster.name},
                                   {orDash(cluster.cloud)},
                                   {orDash(cluster.region)},
                                   {std::to_string(own)},
                                   {fmt::format("{}/{}", connected, proxies.size())},
                                   {up},
                                   {orDash(cluster.version)},
                                   stateCell(state)});
        view.json["clusters"].push_back({{"name", cluster.name},
                                         {"cloud", jsonText(cluster.cloud)},
                                         {"region", jsonText(cluster.region)},
                                         {"production", cluster.production},
                                         {"cluster_domain", cluster.clusterDomain},
                                         {"version", jsonText(cluster.version)},
                                         {"started", jsonTime(cluster.started)},
                                         {"services", own},
                                         {"proxies", proxies.size()},
                                         {"proxies_connected", connected},
                                         {"state", state}});
    }
    return view;
}

View servicesView(const std::vector<client::Service>& services) {
    View view{{{{"SERVICE", Align::Left, true},
                {"CLUSTER"},
                {"SQUAD"},
                {"PORTS", Align::Left, true},
                {"READY", Align::Right},
                {"EXPORTED"},
                {"MIRROR OF"}},
               {},
               "No services."},
              {{"services", Json::array()}}};
    auto sorted = services;
    std::ranges::sort(sorted, {},
                      [](const auto& s) { return std::tie(s.cluster, s.namespace_, s.name); });
    for (const auto& service : sorted) {
        const bool isMirror = !service.mirrorOf.empty();
        const auto tone = isMirror || service.readyEndpoints == service.endpoints ? Tone::Plain
                          : service.readyEndpoints == 0                           ? Tone::Bad
                                                                                  : Tone::Warning;
        view.table.rows.push_back(
            {{service.name + "." + service.namespace_},
             {service.cluster},
             {orDash(squadOf(service))},
             {portsOf(service)},
             {isMirror ? "–" : fmt::format("{}/{}", service.readyEndpoints, service.endpoints),
              tone},
             {service.exported ? "yes" : "–"},
             {orDash(service.mirrorOf)}});
        view.json["services"].push_back(
            {{"name", service.name},
             {"namespace", service.namespace_},
             {"cluster", service.cluster},
             {"squad", jsonText(squadOf(service))},
             {"ports", jsonPorts(service)},
             {"ready", isMirror ? Json(nullptr) : Json(service.readyEndpoints)},
             {"endpoints", isMirror ? Json(nullptr) : Json(service.endpoints)},
             {"exported", service.exported},
             {"mirror_of", jsonText(service.mirrorOf)}});
    }
    return view;
}

View certificatesView(const std::vector<client::Certificate>& certificates, WallTime now) {
    View view{{{{"KIND"},
                {"CLUSTER"},
                {"SUBJECT", Align::Left, true},
                {"INSTANCE"},
                {"EXPIRES IN", Align::Right},
                {"SERIAL", Align::Left, true}},
               {},
               "No certificates."},
              {{"certificates", Json::array()}}};
    auto sorted = certificates;
    std::ranges::sort(sorted, {}, [](const auto& c) {
        return std::tie(c.kind, c.cluster, c.subject, c.instance);
    });
    for (const auto& certificate : sorted) {
        view.table.rows.push_back({{kindName(certificate.kind)},
                                   {orDash(certificate.cluster)},
                                   {certificate.subject},
                                   {orDash(certificate.instance)},
                                   remaining(certificate, now),
                                   {certificate.serial, Tone::Dim}});
        view.json["certificates"].push_back(
            {{"kind", kindName(certificate.kind)},
             {"cluster", jsonText(certificate.cluster)},
             {"subject", certificate.subject},
             {"issuer", certificate.issuer},
             {"workload", jsonText(certificate.workload)},
             {"instance", jsonText(certificate.instance)},
             {"serial", certificate.serial},
             {"not_before", jsonTime(certificate.notBefore)},
             {"not_after", jsonTime(certificate.notAfter)},
             {"fingerprint_sha256", certificate.fingerprintSha256}});
    }
    return view;
}

} // namespace causeway::cli
