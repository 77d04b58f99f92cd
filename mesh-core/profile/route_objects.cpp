// SPDX-License-Identifier: Apache-2.0
#include "profile/route_objects.h"

#include "resource/field_reader.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <map>
#include <set>

namespace causeway::profile {
namespace {

constexpr std::size_t kMaxRules = 16; // of one object, by the kinds' definitions
constexpr std::size_t kMaxLabel = 63;
constexpr const char* kVersion = "gateway.networking.k8s.io/v1";

// "get-loans-id": what a rule may be called.
std::string labelOf(std::string_view text, std::size_t max = kMaxLabel) {
    std::string label;
    for (const unsigned char c : text) {
        if (std::isalnum(c) != 0)
            label += static_cast<char>(std::tolower(c));
        else if (!label.empty() && label.back() != '-')
            label += '-';
    }
    label.resize(std::min(label.size(), max));
    while (label.ends_with('-'))
        label.pop_back();
    return label.empty() ? "rule" : label;
}

class Labels {
public:
    std::string unique(std::string_view text) {
        auto label = labelOf(text);
        for (int i = 2; !m_used.insert(label).second; ++i) {
            const auto suffix = fmt::format("-{}", i);
            label = labelOf(text, kMaxLabel - suffix.size()) + suffix;
        }
        return label;
    }

private:
    std::set<std::string> m_used;
};

resource::ParentRef parentOf(const ServiceName& service) {
    resource::ParentRef parent;
    parent.object.kind = "Service";
    parent.object.name = service.name;
    parent.object.namespace_ = service.namespace_;
    parent.port = service.port;
    return parent;
}

using Annotations = std::map<std::string, std::string>;

struct Group {
    std::string suffix; // of the objects' names
    std::vector<RouteRule> rules;
};

template <typename Route, typename ToRule>
std::vector<resource::Object> spread(const std::map<Annotations, Group>& groups,
                                     const ServiceName& service, ToRule toRule) {
    std::vector<resource::Object> objects;
    Labels names;
    for (const auto& [annotations, group] : groups)
        for (std::size_t i = 0; i < group.rules.size(); i += kMaxRules) {
            Route route;
            route.parentRefs = {parentOf(service)};
            Labels labels;
            for (std::size_t j = i; j < std::min(i + kMaxRules, group.rules.size()); ++j)
                route.rules.push_back(toRule(group.rules[j], labels.unique(group.rules[j].name)));
            resource::Object object;
            object.apiVersion = kVersion;
            object.metadata.name = names.unique(service.name + group.suffix);
            object.metadata.namespace_ = service.namespace_;
            object.metadata.annotations = annotations;
            object.spec = std::move(route);
            objects.push_back(std::move(object));
        }
    return objects;
}

} // namespace

Duration wholeMilliseconds(Duration duration) {
    return std::chrono::ceil<std::chrono::milliseconds>(duration);
}

std::vector<resource::Object> httpRoutes(std::vector<RouteRule> rules, const ServiceName& service) {
    std::map<Annotations, Group> groups;
    for (auto& rule : rules) {
        Annotations annotations;
        if (rule.isRetried)
            annotations = {{"retry.linkerd.io/http", "5xx"}};
        auto& group = groups[annotations];
        group.suffix = rule.isRetried ? "-retried" : "";
        group.rules.push_back(std::move(rule));
    }
    return spread<resource::HttpRoute>(
        groups, service, [](const RouteRule& from, std::string name) {
            resource::HttpRule rule;
            rule.name = std::move(name);
            rule.matches = from.http;
            rule.backendRefs = from.backends;
            if (from.timeout)
                rule.timeouts.request = wholeMilliseconds(*from.timeout);
            return rule;
        });
}

std::vector<resource::Object> grpcRoutes(std::vector<RouteRule> rules, const ServiceName& service) {
    std::map<Annotations, Group> groups;
    for (auto& rule : rules) {
        Annotations annotations;
        std::string suffix;
        if (rule.isRetried) {
            annotations["retry.linkerd.io/grpc"] = "deadline-exceeded,internal,unavailable";
            suffix += "-retried";
        }
        if (rule.timeout) {
            // Linkerd's annotation knows one unit only.
            const auto milliseconds =
                wholeMilliseconds(*rule.timeout) / std::chrono::milliseconds(1);
            annotations["timeout.linkerd.io/request"] = fmt::format("{}ms", milliseconds);
            suffix += fmt::format("-{}ms", milliseconds);
        }
        auto& group = groups[annotations];
        group.suffix = suffix;
        group.rules.push_back(std::move(rule));
    }
    return spread<resource::GrpcRoute>(groups, service,
                                       [](const RouteRule& from, std::string name) {
                                           resource::GrpcRule rule;
                                           rule.name = std::move(name);
                                           rule.matches = from.grpc;
                                           rule.backendRefs = from.backends;
                                           return rule;
                                       });
}

} // namespace causeway::profile
