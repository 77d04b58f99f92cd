// SPDX-License-Identifier: Apache-2.0
#include "control/store/etcd_options.h"

#include "base/ip_address.h"

#include <algorithm>

namespace causeway::control {

namespace {

constexpr std::string_view kTls = "https://";
constexpr std::string_view kPlain = "http://";
constexpr std::string_view kUnix = "unix:";

// The host of "etcd-1:2379", "[::1]:2379"; empty when no port follows or it is not one.
std::string_view hostOf(std::string_view address) {
    const auto colon = address.rfind(':');
    if (colon == address.npos || colon == 0)
        return {};
    const auto port = address.substr(colon + 1);
    const bool isPort =
        !port.empty() && port.size() <= 5 && port.find_first_not_of("0123456789") == port.npos;
    return isPort ? address.substr(0, colon) : std::string_view();
}

bool isLoopback(std::string_view host) {
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    const auto address = IpAddress::parse(host);
    return host == "localhost" || (address && address->isLoopback());
}

Status checkEndpoint(std::string_view endpoint) {
    const auto refuse = [&](std::string_view expected) {
        return fail(ErrorKind::InvalidInput, "etcd endpoint: found \"" + std::string(endpoint)
                                                 + "\"; expected " + std::string(expected));
    };
    if (endpoint.starts_with(kUnix))
        return endpoint.size() > kUnix.size() ? Status() : refuse("unix:PATH");
    const bool isTls = endpoint.starts_with(kTls);
    if (!isTls && !endpoint.starts_with(kPlain))
        return refuse("https://HOST:PORT");
    const auto address = endpoint.substr(isTls ? kTls.size() : kPlain.size());
    const auto host = hostOf(address);
    if (host.empty() || address.find('/') != address.npos)
        return refuse("https://HOST:PORT, without a path");
    if (!isTls && !isLoopback(host))
        return refuse("https://: without TLS only an etcd on this machine is asked");
    return {};
}

} // namespace

Result<std::vector<std::string>> parseEtcdEndpoints(std::string_view text) {
    std::vector<std::string> endpoints;
    for (;;) {
        const auto comma = text.find(',');
        const auto endpoint = text.substr(0, comma);
        CAUSEWAY_CHECK(checkEndpoint(endpoint));
        endpoints.emplace_back(endpoint);
        if (comma == text.npos)
            return endpoints;
        text.remove_prefix(comma + 1);
    }
}

Status checkEtcdOptions(const EtcdOptions& options) {
    if (options.endpoints.empty())
        return fail(ErrorKind::InvalidInput,
                    "no etcd endpoint is given; expected https://HOST:PORT");
    if (options.authorities.empty() && std::ranges::any_of(options.endpoints, isEtcdOverTls))
        return fail(ErrorKind::InvalidInput,
                    "etcd over https needs --etcd-ca: the authorities that vouch for its "
                    "certificates");
    if (options.certificate.empty() != options.key.empty())
        return fail(ErrorKind::InvalidInput,
                    "--etcd-certificate and --etcd-key belong together; found only one of them");
    if (!options.prefix.starts_with('/') || options.prefix.ends_with('/'))
        return fail(ErrorKind::InvalidInput, "--etcd-prefix: found \"" + options.prefix
                                                 + "\"; expected one like /causeway, with a slash "
                                                   "before it and none behind it");
    return {};
}

std::string etcdTarget(const std::string& endpoint) {
    for (const auto scheme : {kTls, kPlain})
        if (endpoint.starts_with(scheme))
            return endpoint.substr(scheme.size());
    return endpoint;
}

bool isEtcdOverTls(const std::string& endpoint) {
    return endpoint.starts_with(kTls);
}

} // namespace causeway::control
