// SPDX-License-Identifier: Apache-2.0
// The filters of HTTPRoute and GRPCRoute rules that a mesh applies: header changes and redirects.
// Others (RequestMirror, URLRewrite, ExtensionRef) are refused by name. Values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace causeway::resource {

struct HeaderField {
    std::string name; // as written
    std::string value;

    bool operator==(const HeaderField&) const = default;
};

struct HeaderModifier {
    std::vector<HeaderField> set;
    std::vector<HeaderField> add;
    std::vector<std::string> remove;

    bool operator==(const HeaderModifier&) const = default;
};

struct RequestRedirect {
    enum class Path : std::uint8_t { Keep, ReplaceFullPath, ReplacePrefixMatch };
    std::string scheme;
    std::string hostname;
    std::uint16_t port = 0;
    Path path = Path::Keep;
    std::string replacement;
    std::uint16_t statusCode = 302;

    bool operator==(const RequestRedirect&) const = default;
};

struct RouteFilters {
    std::optional<HeaderModifier> request;
    std::optional<HeaderModifier> response;
    std::optional<RequestRedirect> redirect;

    bool operator==(const RouteFilters&) const = default;
};

} // namespace causeway::resource
