// SPDX-License-Identifier: Apache-2.0
#include "proxy/filters/route_filters.h"

#include "proxy/filters/mesh_headers.h"
#include "route/route_table.h"

#include <string>

namespace causeway::proxy {
namespace {

// The longest prefix of the rule that the path has.
std::size_t matchedPrefix(const route::RouteRule& rule, std::string_view path) {
    std::size_t longest = 0;
    for (const auto& match : rule.matches)
        if (match.path && match.path->kind == route::PathMatch::Kind::Prefix
            && path.starts_with(match.path->value))
            longest = std::max(longest, match.path->value.size());
    return longest;
}

std::string replacedPath(const route::Redirect& redirect, const route::RouteRule& rule,
                         std::string_view target) {
    const auto question = target.find('?');
    const auto path = target.substr(0, question);
    const auto query = question == target.npos ? std::string_view() : target.substr(question);
    std::string result(path);
    if (redirect.path == route::Redirect::Path::Full)
        result = redirect.replacement;
    if (redirect.path == route::Redirect::Path::Prefix) {
        auto rest = path.substr(matchedPrefix(rule, path));
        result = redirect.replacement;
        if (result.ends_with('/') && rest.starts_with('/'))
            rest.remove_prefix(1);
        else if (!result.ends_with('/') && !rest.empty() && !rest.starts_with('/'))
            result += '/';
        result += rest;
    }
    return result.append(query);
}

} // namespace

void apply(const route::HeaderChange& change, http::Headers& headers) {
    const auto isOurs = [](std::string_view name) { return name.starts_with(kHeaderPrefix); };
    for (const auto& each : change.set)
        if (!isOurs(each.name))
            headers.set(each.name, each.value);
    for (const auto& each : change.add)
        if (!isOurs(each.name))
            headers.add(each.name, each.value);
    for (const auto& name : change.remove)
        if (!isOurs(name))
            headers.remove(name);
}

bool isFaulted(const route::Fault& fault, std::uint64_t draw) {
    return draw % fault.denominator < fault.numerator;
}

http::ResponseHead redirect(const route::Redirect& redirect, const route::RouteRule& rule,
                            const http::RequestHead& request, std::string_view authority) {
    std::string location = redirect.scheme.empty() ? "http" : redirect.scheme;
    location += "://";
    if (redirect.host.empty() && redirect.port == 0)
        location += authority;
    else
        location += redirect.host.empty() ? route::hostOf(authority) : redirect.host;
    const bool usual = redirect.port == (redirect.scheme == "https" ? 443 : 80);
    if (redirect.port != 0 && !usual)
        location += ":" + std::to_string(redirect.port);
    location += replacedPath(redirect, rule, request.path);
    http::ResponseHead head;
    head.status = redirect.status;
    head.headers.add("location", location);
    head.contentLength = 0;
    return head;
}

} // namespace causeway::proxy
