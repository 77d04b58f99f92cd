// SPDX-License-Identifier: Apache-2.0
#include "profile/openapi_detail.h"

#include <spdlog/fmt/fmt.h>

namespace causeway::profile {
namespace {

using resource::Node;

// "{version}" becomes what the server's variables say; one without a default stays a parameter.
std::string filledIn(std::string url, const Node& server) {
    const auto* variables = server.find("variables");
    for (std::size_t open = url.find('{'); open != std::string::npos; open = url.find('{', open)) {
        const auto close = url.find('}', open);
        if (close == std::string::npos)
            break;
        const auto name = url.substr(open + 1, close - open - 1);
        const auto* variable = variables ? variables->find(name) : nullptr;
        const auto* value = variable ? variable->find("default") : nullptr;
        if (value)
            url.replace(open, close - open + 1, value->scalar);
        open += value ? value->scalar.size() : close - open + 1;
    }
    return url;
}

std::string pathOf(std::string url) {
    url.resize(std::min(url.find_first_of("?#"), url.size()));
    if (const auto scheme = url.find("://"); scheme != std::string::npos)
        url = url.substr(scheme + 1);
    if (url.starts_with("//")) {
        const auto slash = url.find('/', 2);
        url = slash == std::string::npos ? "" : url.substr(slash);
    }
    // Relative to where the document is served, which nobody here knows.
    for (const std::string_view step : {"./", "../"})
        while (url.starts_with(step))
            url.erase(0, step.size());
    if (!url.empty() && url != "." && !url.starts_with('/'))
        url.insert(0, "/");
    while (url.ends_with('/'))
        url.pop_back();
    return url == "." ? "" : url;
}

} // namespace

std::string swaggerBasePath(const Node& node, const Place& place, Findings& findings) {
    if (node.kind != Node::Kind::Scalar) {
        findings.add(Severity::Error, "base-path", place,
                     fmt::format("found {}; expected a path such as /v1", node.describe()));
        return {};
    }
    if (!node.scalar.starts_with('/') && !node.scalar.empty()) {
        findings.add(Severity::Warning, "base-path", place,
                     fmt::format("found {}; expected a path that begins with /", node.describe()));
        return "/" + node.scalar;
    }
    return node.scalar;
}

std::string serverBasePath(const Node& servers, const Place& place, Findings& findings) {
    if (servers.kind != Node::Kind::Sequence || servers.items.empty()) {
        if (servers.kind != Node::Kind::Sequence)
            findings.add(Severity::Warning, "servers", place,
                         fmt::format("found {}; expected a list of servers", servers.describe()));
        return {};
    }
    std::string first;
    for (std::size_t i = 0; i < servers.items.size(); ++i) {
        const auto& server = servers.items[i];
        const auto* url = server.find("url");
        const auto path = url ? pathOf(filledIn(url->scalar, server)) : std::string();
        if (i == 0)
            first = path;
        else if (path != first)
            findings.add(Severity::Warning, "several-base-paths",
                         {place.source, server.range.start, fmt::format("{}[{}]", place.field, i)},
                         fmt::format("found the base path {}; expected that of the first server, "
                                     "{}, which is taken",
                                     path.empty() ? "/" : path, first.empty() ? "/" : first));
    }
    return first;
}

} // namespace causeway::profile
