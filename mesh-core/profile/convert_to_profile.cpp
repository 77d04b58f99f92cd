// SPDX-License-Identifier: Apache-2.0
#include "profile/convert.h"
#include "profile/path_template.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <map>

namespace causeway::profile {
namespace {

using resource::Object;
using resource::PathType;

struct ProfileRule {
    resource::ProfileRoute route;
    // Exact before regular expression before prefix, then the longer, then with a method: the
    // order in which routes win, in which a profile's first match has to stand.
    std::tuple<int, std::ptrdiff_t, bool> rank;
};

std::string regexOf(const std::optional<resource::HttpPathMatch>& path) {
    if (!path)
        return "/.*";
    switch (path->type) {
    case PathType::Exact:
        return quoteRegex(path->value);
    case PathType::RegularExpression:
        return path->value;
    case PathType::PathPrefix:
        break;
    }
    auto prefix = path->value;
    while (prefix.ends_with('/'))
        prefix.pop_back();
    return prefix.empty() ? "/.*" : quoteRegex(prefix) + "(/.*)?";
}

resource::GoDuration goDuration(Duration duration) {
    return {duration, resource::serializeDuration(duration)};
}

std::tuple<int, std::ptrdiff_t, bool> rankOf(const resource::HttpMatch& match) {
    const auto type = match.path ? match.path->type : PathType::PathPrefix;
    const int first = type == PathType::Exact ? 0 : type == PathType::RegularExpression ? 1 : 2;
    const auto size = match.path ? match.path->value.size() : 1;
    return {first, -static_cast<std::ptrdiff_t>(size), match.method.empty()};
}

class Converter {
public:
    explicit Converter(std::string clusterDomain) : m_clusterDomain(std::move(clusterDomain)) {}

    void add(const Object& object) {
        m_object = &object;
        if (const auto* http = object.as<resource::HttpRoute>())
            addRoute(*http);
        else if (const auto* grpc = object.as<resource::GrpcRoute>())
            addRoute(*grpc);
    }

    Conversion finish() {
        for (auto& [service, rules] : m_services) {
            std::ranges::stable_sort(rules, {}, &ProfileRule::rank);
            resource::ServiceProfile profile;
            for (auto& rule : rules)
                profile.routes.push_back(std::move(rule.route));
            Object object;
            object.apiVersion = "linkerd.io/v1alpha2";
            object.metadata.name = service.second;
            object.metadata.namespace_ = service.first;
            object.spec = std::move(profile);
            m_result.objects.push_back(std::move(object));
        }
        return std::move(m_result);
    }

private:
    using Key = std::pair<std::string, std::string>; // namespace, full name

    void tell(Fate fate, std::string field, std::string why) {
        m_result.report.push_back({fate, m_object->describe(), std::move(field), std::move(why)});
    }

    template <typename Route> void addRoute(const Route& route) {
        const auto keys = parentsOf(route.parentRefs);
        if (!route.hostnames.empty())
            tell(Fate::Lost, "spec.hostnames", "a profile is of one service, whatever the host");
        const auto& annotations = m_object->metadata.annotations;
        const bool isRetried = annotations.contains("retry.linkerd.io/http")
                               || annotations.contains("retry.linkerd.io/grpc");
        if (isRetried)
            tell(Fate::Changed, "metadata.annotations",
                 "failures are retried within the profile's budget (a fifth of the requests and 10 "
                 "a second), instead of a number of times for each request");
        for (std::size_t i = 0; i < route.rules.size(); ++i)
            for (auto& rule : rulesOf(route.rules[i], fmt::format("spec.rules[{}]", i))) {
                rule.route.isRetryable = isRetried;
                for (const auto& key : keys)
                    m_services[key].push_back(rule);
            }
    }

    std::vector<Key> parentsOf(const std::vector<resource::ParentRef>& parents) {
        std::vector<Key> keys;
        for (std::size_t i = 0; i < parents.size(); ++i) {
            const auto& [object, port, section] = parents[i];
            const auto field = fmt::format("spec.parentRefs[{}]", i);
            if (object.kind != "Service") {
                tell(Fate::Lost, field, "a profile is of a Service");
                continue;
            }
            if (port != 0)
                tell(Fate::Changed, field + ".port", "a profile is of all ports of the service");
            ServiceName service;
            service.name = object.name;
            service.namespace_ =
                object.namespace_.empty() ? m_object->metadata.namespace_ : object.namespace_;
            service.clusterDomain = m_clusterDomain;
            keys.emplace_back(m_object->metadata.namespace_, service.full());
        }
        return keys;
    }

    std::vector<ProfileRule> rulesOf(const resource::HttpRule& rule, const std::string& field) {
        std::vector<ProfileRule> list;
        auto matches = rule.matches;
        if (matches.empty())
            matches.emplace_back();
        for (std::size_t i = 0; i < matches.size(); ++i) {
            const auto& match = matches[i];
            const auto name = fmt::format("{}.matches[{}]", field, i);
            if (!match.headers.empty() || !match.queryParams.empty()) {
                tell(Fate::Lost, name,
                     "the match is left out: a profile sees neither headers nor "
                     "queries");
                continue;
            }
            ProfileRule result{{}, rankOf(match)};
            result.route.condition.pathRegex = regexOf(match.path);
            result.route.condition.method = match.method;
            result.route.name = nameOf(rule.name, matches.size(), match);
            if (rule.timeouts.request && *rule.timeouts.request > Duration{})
                result.route.timeout = goDuration(*rule.timeouts.request);
            tell(Fate::Exact, name, "");
            list.push_back(std::move(result));
        }
        if (rule.timeouts.request)
            tell(Fate::Exact, field + ".timeouts.request", "over all attempts in both");
        if (rule.timeouts.backendRequest)
            tell(Fate::Lost, field + ".timeouts.backendRequest",
                 "a profile has no timeout for one attempt");
        tellBackends(rule.backendRefs, field);
        return list;
    }

    std::vector<ProfileRule> rulesOf(const resource::GrpcRule& rule, const std::string& field) {
        std::vector<ProfileRule> list;
        auto matches = rule.matches;
        if (matches.empty())
            matches.emplace_back();
        for (std::size_t i = 0; i < matches.size(); ++i) {
            const auto& match = matches[i];
            const auto name = fmt::format("{}.matches[{}]", field, i);
            if (!match.headers.empty()) {
                tell(Fate::Lost, name, "the match is left out: a profile sees no headers");
                continue;
            }
            const auto part = [](const std::string& text) {
                return text.empty() ? std::string("[^/]+") : quoteRegex(text);
            };
            const int wild = (match.service.empty() ? 2 : 0) + (match.method.empty() ? 1 : 0);
            ProfileRule result{{}, {wild, 0, false}};
            result.route.condition.method = "POST";
            result.route.condition.pathRegex =
                fmt::format("/{}/{}", part(match.service), part(match.method));
            result.route.name =
                !match.method.empty() ? match.method : nameOr(rule.name, match.service);
            tell(Fate::Exact, name, "");
            list.push_back(std::move(result));
        }
        applyTimeout(list, field);
        tellBackends(rule.backendRefs, field);
        return list;
    }

    void applyTimeout(std::vector<ProfileRule>& list, const std::string& field) {
        const auto* written =
            resource::annotation(m_object->metadata, "timeout.linkerd.io/request");
        const auto timeout = written ? resource::parseDuration(*written) : std::nullopt;
        if (!timeout)
            return;
        for (auto& rule : list)
            rule.route.timeout = goDuration(*timeout);
        tell(Fate::Exact, field, "timeout.linkerd.io/request is the timeout of each route");
    }

    static std::string nameOr(const std::string& name, const std::string& other) {
        return name.empty() ? (other.empty() ? "default" : other) : name;
    }

    // A rule's matches become routes of their own, whose names have to differ.
    static std::string nameOf(const std::string& rule, std::size_t matches,
                              const resource::HttpMatch& match) {
        if (!rule.empty() && matches == 1)
            return rule;
        return fmt::format("{} {}", match.method.empty() ? "any" : match.method,
                           match.path ? match.path->value : "/");
    }

    void tellBackends(const std::vector<resource::BackendRef>& backends, const std::string& field) {
        if (!backends.empty())
            tell(Fate::Lost, field + ".backendRefs",
                 "a profile splits a whole service (spec.dstOverrides), not one route of it");
    }

    std::string m_clusterDomain;
    const Object* m_object = nullptr;
    std::map<Key, std::vector<ProfileRule>> m_services;
    Conversion m_result;
};

} // namespace

Conversion toProfiles(const std::vector<Object>& routes, const std::string& clusterDomain) {
    Converter converter(clusterDomain);
    for (const auto& route : routes)
        converter.add(route);
    return converter.finish();
}

} // namespace causeway::profile
