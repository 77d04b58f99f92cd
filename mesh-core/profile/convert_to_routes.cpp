// SPDX-License-Identifier: Apache-2.0
#include "profile/conjunctions.h"
#include "profile/convert.h"
#include "profile/path_template.h"
#include "profile/route_objects.h"
#include "route/pattern.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace causeway::profile {
namespace {

using resource::Object;

std::string withoutAnchors(std::string regex) {
    if (regex.starts_with('^'))
        regex.erase(0, 1);
    if (regex.ends_with('$') && !regex.ends_with("\\$"))
        regex.pop_back();
    return regex;
}

bool hasBareAlternation(const std::string& regex) {
    int depth = 0;
    for (std::size_t i = 0; i < regex.size(); ++i) {
        if (regex[i] == '\\')
            ++i;
        else if (regex[i] == '(' || regex[i] == '[')
            ++depth;
        else if (regex[i] == ')' || regex[i] == ']')
            --depth;
        else if (regex[i] == '|' && depth <= 0)
            return true;
    }
    return false;
}

// 5xx are failures and nothing else, which is what holds without classes.
bool isUsual(const resource::ResponseClass& response) {
    const auto& [status, all, any, not_] = response.condition;
    if (!status || !all.empty() || !any.empty() || !not_.empty())
        return false;
    return response.isFailure ? status->first() >= 500 : status->last() < 500;
}

// "500m", "1", "0.25"; as thousandths.
std::optional<std::uint32_t> thousandths(const std::string& quantity) {
    double value = 0;
    const auto* end = quantity.data() + quantity.size();
    const auto [stop, error] = std::from_chars(quantity.data(), end, value);
    const std::string_view suffix(stop, static_cast<std::size_t>(end - stop));
    if (error != std::errc() || (!suffix.empty() && suffix != "m") || value > 1'000)
        return std::nullopt;
    return static_cast<std::uint32_t>(std::lround(suffix == "m" ? value : value * 1'000));
}

class Converter {
public:
    Converter(const Object& object, RouteKind kind)
        : m_object(object), m_profile(*object.as<resource::ServiceProfile>()), m_kind(kind) {
        ServiceName defaults;
        defaults.namespace_ = object.metadata.namespace_;
        m_service = serviceNameOf(object.metadata.name, defaults);
    }

    Conversion run() {
        convertBackends();
        for (std::size_t i = 0; i < m_profile.routes.size(); ++i)
            convertRoute(m_profile.routes[i], fmt::format("spec.routes[{}]", i));
        tellOrder();
        addDefault();
        if (m_profile.retryBudget)
            tell(Fate::Lost, "spec.retryBudget",
                 "routes bound retries for each request (retry.linkerd.io/limit), not by a budget");
        if (!m_profile.opaquePorts.empty())
            tell(Fate::Lost, "spec.opaquePorts",
                 "say it on the Service: annotation config.linkerd.io/opaque-ports");
        m_result.objects = m_kind == RouteKind::Http ? httpRoutes(std::move(m_rules), m_service)
                                                     : grpcRoutes(std::move(m_rules), m_service);
        for (auto& route : m_result.objects) // the caller's own, where the profile was
            route.metadata.namespace_ = m_object.metadata.namespace_;
        return std::move(m_result);
    }

private:
    void tell(Fate fate, std::string field, std::string why) {
        m_result.report.push_back({fate, m_object.describe(), std::move(field), std::move(why)});
    }

    void convertBackends() {
        for (std::size_t i = 0; i < m_profile.dstOverrides.size(); ++i) {
            const auto& [authority, weight] = m_profile.dstOverrides[i];
            const auto field = fmt::format("spec.dstOverrides[{}]", i);
            const auto colon = authority.rfind(':');
            const auto target = serviceNameOf(authority.substr(0, colon), m_service);
            std::uint16_t port = 0;
            if (colon != std::string::npos)
                std::from_chars(authority.data() + colon + 1, authority.data() + authority.size(),
                                port);
            const auto value = thousandths(weight);
            if (!value || target.clusterDomain != m_service.clusterDomain || port == 0) {
                tell(Fate::Lost, field,
                     !value      ? "the weight is no number that a backend can have"
                     : port == 0 ? "a backend names its port, and this does not"
                                 : "a backend is a Service of the same cluster");
                continue;
            }
            resource::BackendRef backend;
            backend.object.kind = "Service";
            backend.object.name = target.name;
            backend.object.namespace_ = target.namespace_;
            backend.port = port;
            backend.weight = *value;
            m_backends.push_back(backend);
            tell(Fate::Exact, field, "a weighted backend of every rule");
        }
    }

    void convertRoute(const resource::ProfileRoute& route, const std::string& field) {
        const auto alternatives = alternativesOf(route.condition);
        if (!alternatives)
            return tell(Fate::Lost, field,
                        "the route is left out: " + alternatives.error().message());
        RouteRule rule;
        rule.name = route.name;
        rule.backends = m_backends;
        for (const auto& item : *alternatives)
            if (!addMatch(rule, item, field + ".condition"))
                return;
        if (alternatives->empty())
            return tell(Fate::Exact, field, "no request can match it: it is left out");
        tell(Fate::Exact, field + ".condition", "");
        convertTraits(route, rule, field);
        m_rules.push_back(std::move(rule));
    }

    bool addMatch(RouteRule& rule, const Conjunction& item, const std::string& field) {
        const auto regex = withoutAnchors(item.pathRegex);
        if (hasBareAlternation(regex))
            tell(Fate::Changed, field,
                 "alternatives outside parentheses: routes match the whole "
                 "path with each of them");
        if (m_kind == RouteKind::Http) {
            rule.http.push_back(httpMatch(item, regex));
            return true;
        }
        const auto literal = unquoteRegex(regex);
        const auto slash = literal ? literal->find('/', 1) : std::string::npos;
        if (slash == std::string::npos || !literal->starts_with('/')
            || (!item.method.empty() && item.method != "POST")) {
            tell(Fate::Lost, field.substr(0, field.rfind('.')),
                 "the route is left out: a GRPCRoute matches POST /package.Service/Method only");
            return false;
        }
        rule.grpc.push_back({literal->substr(1, slash - 1), literal->substr(slash + 1), {}});
        return true;
    }

    static resource::HttpMatch httpMatch(const Conjunction& item, const std::string& regex) {
        resource::HttpMatch match;
        match.method = item.method;
        const auto literal = unquoteRegex(regex);
        if (item.pathRegex.empty())
            return match;
        match.path = literal && literal->starts_with('/')
                         ? resource::HttpPathMatch{resource::PathType::Exact, *literal}
                         : resource::HttpPathMatch{resource::PathType::RegularExpression, regex};
        return match;
    }

    void convertTraits(const resource::ProfileRoute& route, RouteRule& rule,
                       const std::string& field) {
        if (route.isRetryable) {
            rule.isRetried = true;
            tell(Fate::Changed, field + ".isRetryable",
                 m_kind == RouteKind::Http
                     ? "a 5xx is retried once at most, instead of failures within a budget"
                     : "deadline-exceeded, internal and unavailable are retried once at most, "
                       "instead of failures within a budget");
        }
        if (route.timeout && route.timeout->value <= Duration{})
            tell(Fate::Lost, field + ".timeout", "a timeout is above 0");
        else if (route.timeout) {
            rule.timeout = route.timeout->value;
            const bool isWhole = wholeMilliseconds(*rule.timeout) == *rule.timeout;
            tell(isWhole ? Fate::Exact : Fate::Changed, field + ".timeout",
                 isWhole ? "over all attempts in both" : "rounded up to whole milliseconds");
        }
        if (route.responseClasses.empty())
            return;
        const bool areUsual = std::ranges::all_of(route.responseClasses, isUsual);
        tell(areUsual ? Fate::Exact : Fate::Lost, field + ".responseClasses",
             areUsual ? "they say what holds without them: 5xx are failures"
                      : "a route cannot say which responses are failures: 5xx are");
    }

    // A profile takes the first route that matches, routes the most special one.
    void tellOrder() {
        constexpr std::size_t kMaxCompared = 500;
        const auto count = std::min(m_rules.size(), kMaxCompared);
        for (std::size_t later = 0; m_kind == RouteKind::Http && later < count; ++later)
            for (const auto& match : m_rules[later].http)
                for (std::size_t earlier = 0; earlier < later; ++earlier)
                    if (match.path && isTaken(m_rules[earlier], match)) {
                        tell(Fate::Changed, fmt::format("spec.routes ({})", m_rules[later].name),
                             fmt::format("{} took its requests, being first; now the more special "
                                         "path wins",
                                         m_rules[earlier].name));
                        break;
                    }
    }

    // Whether the earlier rule matches what the later one is for, and no longer wins.
    static bool isTaken(const RouteRule& earlier, const resource::HttpMatch& later) {
        if (later.path->type != resource::PathType::Exact)
            return false;
        return std::ranges::any_of(earlier.http, [&](const resource::HttpMatch& match) {
            if (!match.method.empty() && match.method != later.method)
                return false;
            if (!match.path || match.path->type == resource::PathType::Exact)
                return !match.path;
            const auto pattern = route::Pattern::compile(match.path->value);
            return pattern && pattern->matches(later.path->value);
        });
    }

    // What no route of a profile matches passes; what no rule matches would be answered 404.
    void addDefault() {
        RouteRule rule;
        rule.name = "default";
        rule.backends = m_backends;
        if (m_kind == RouteKind::Http)
            rule.http.push_back({resource::HttpPathMatch{}, "", {}, {}});
        m_rules.push_back(std::move(rule));
        tell(Fate::Exact, "", "a rule for everything else, since a profile lets it pass");
    }

    const Object& m_object;
    const resource::ServiceProfile& m_profile;
    RouteKind m_kind;
    ServiceName m_service;
    std::vector<resource::BackendRef> m_backends;
    std::vector<RouteRule> m_rules;
    Conversion m_result;
};

} // namespace

Conversion toRoutes(const Object& profile, RouteKind kind) {
    return Converter(profile, kind).run();
}

} // namespace causeway::profile
