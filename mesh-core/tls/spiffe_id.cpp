// SPDX-License-Identifier: Apache-2.0
#include "tls/spiffe_id.h"

#include <algorithm>
#include <vector>

namespace causeway::tls {
namespace {

constexpr std::string_view kScheme = "spiffe://";
constexpr std::size_t kMaxUri = 2048; // SPIFFE-ID 2.3

bool isSegment(std::string_view text) {
    return !text.empty() && text != "." && text != ".." && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
               || c == '-' || c == '.' || c == '_';
    });
}

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> parts;
    for (std::size_t start = 0; start <= text.size();) {
        const std::size_t slash = std::min(text.find('/', start), text.size());
        parts.push_back(text.substr(start, slash - start));
        start = slash + 1;
    }
    return parts;
}

} // namespace

Result<SpiffeId> SpiffeId::parse(std::string_view uri) {
    const auto refuse = [&] {
        return fail(ErrorKind::InvalidInput,
                    "found \"" + std::string(uri.substr(0, kMaxUri))
                        + "\"; expected spiffe://<trust-domain>/cluster/<cluster>/ns/<namespace>/"
                          "sa/<account> or spiffe://<trust-domain>/user/<name>/role/<role>");
    };
    if (!uri.starts_with(kScheme) || uri.size() > kMaxUri)
        return refuse();
    const auto parts = split(uri.substr(kScheme.size()));
    if (!std::ranges::all_of(parts, isSegment))
        return refuse();
    SpiffeId id;
    id.m_uri = uri;
    id.m_trustDomain = parts[0];
    if (parts.size() == 7 && parts[1] == "cluster" && parts[3] == "ns" && parts[5] == "sa") {
        id.m_cluster = parts[2];
        id.m_namespace = parts[4];
        id.m_name = parts[6];
        return id;
    }
    if (parts.size() == 5 && parts[1] == "user" && parts[3] == "role") {
        id.m_name = parts[2];
        id.m_role = parts[4];
        return id;
    }
    return refuse();
}

Result<SpiffeId> SpiffeId::workload(std::string_view trustDomain, std::string_view cluster,
                                    std::string_view ns, std::string_view account) {
    std::string uri(kScheme);
    uri.append(trustDomain).append("/cluster/").append(cluster);
    uri.append("/ns/").append(ns).append("/sa/").append(account);
    return parse(uri);
}

Result<SpiffeId> SpiffeId::person(std::string_view trustDomain, std::string_view name,
                                  std::string_view role) {
    std::string uri(kScheme);
    uri.append(trustDomain).append("/user/").append(name).append("/role/").append(role);
    return parse(uri);
}

std::string SpiffeId::dnsName() const {
    if (!isWorkload())
        return {};
    return m_name + "." + m_namespace + ".serviceaccount.identity.causeway." + m_trustDomain;
}

std::string personOf(const std::string& uri) {
    const auto id = SpiffeId::parse(uri);
    return id ? id->name() : uri;
}

} // namespace causeway::tls
