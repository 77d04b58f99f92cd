// SPDX-License-Identifier: Apache-2.0
#include "analysis/generate/propose.h"

#include "analysis/audit_stage.h"
#include "analysis/explain/universe.h"
#include "analysis/generate/callers.h"

#include <spdlog/fmt/chrono.h>
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cctype>

namespace causeway::analysis {
namespace {

constexpr const char* kGroup = "policy.linkerd.io";
constexpr const char* kManagedBy = "app.kubernetes.io/managed-by";
constexpr std::int64_t kYear = 365 * 86'400;
constexpr const char* kSelf = "causeway-policy-generate";

std::string lower(std::string_view text) {
    std::string result;
    for (const unsigned char c : text)
        if (std::isalnum(c) != 0)
            result += static_cast<char>(std::tolower(c));
        else if (!result.empty() && result.back() != '-')
            result += '-';
    while (result.ends_with('-'))
        result.pop_back();
    return result;
}

bool reads(const std::string& method) {
    return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

// "loans" of "/loans/{loan}", "ledger" of "/bank.v1.Ledger/Get".
std::string thingOf(const std::string& path) {
    auto segment = path.substr(std::min<std::size_t>(1, path.size()), path.find('/', 1) - 1);
    if (segment.starts_with('{'))
        return {};
    if (const auto dot = segment.rfind('.'); dot != segment.npos && dot + 1 < segment.size())
        segment = segment.substr(dot + 1);
    return lower(segment);
}

// What a person would call the grant: "read-loans", "write", "use-loans".
std::string slugOf(const ObservedService& service, const Grant& grant) {
    std::size_t reading = 0;
    std::set<std::string> things;
    for (const auto index : grant.operations) {
        reading += reads(service.operations[index].method) ? 1 : 0;
        things.insert(thingOf(service.operations[index].path));
    }
    std::string verb = reading == grant.operations.size() ? "read" : reading == 0 ? "write" : "use";
    const bool isRpc =
        service.operations[*grant.operations.begin()].path.find('.') != std::string::npos;
    if (isRpc && reading == 0)
        verb = "call";
    return things.size() == 1 && !things.begin()->empty() ? verb + "-" + *things.begin() : verb;
}

class Proposer {
public:
    Proposer(const Judge& judge, const ObservedService& service, const GenerateOptions& options,
             Names& names)
        : m_judge(judge), m_service(service), m_options(options), m_names(names),
          m_ns(service.service->metadata.namespace_) {}

    Proposed make(const std::string& auditUntil, const std::string& ignoreUntil) {
        m_ignoreUntil = ignoreUntil;
        const auto grants = grantsFor(m_service, m_options.overGrant);
        m_made.service = m_service.fullName;
        m_made.port = m_service.port;
        m_made.requests = m_service.requests;
        m_made.callers = m_service.callers.size();
        m_made.operations = m_service.operations.size();
        m_made.wholeServer = grants.wholeServer();
        m_made.overGrant = grants.overGrant;
        addServer(auditUntil);
        for (const auto& grant : grants.list)
            addGrant(grant);
        if (!m_made.wholeServer)
            addRest();
        auto& first = m_made.objects.front().comments;
        first.insert(first.begin(),
                     fmt::format("{}.{}:{}: {} of {} for {}.", m_service.service->metadata.name,
                                 m_ns, m_service.port, counted(m_service.requests, "request"),
                                 counted(m_made.callers, "caller"),
                                 counted(m_made.operations, "operation")));
        return std::move(m_made);
    }

private:
    resource::Object& add(const char* version, const std::string& name, resource::Spec spec,
                          std::vector<std::string> comments = {}) {
        resource::Object object;
        object.apiVersion = std::string(kGroup) + "/" + version;
        object.metadata.name = name;
        object.metadata.namespace_ = m_ns;
        object.metadata.labels[kManagedBy] = kSelf;
        object.spec = std::move(spec);
        m_made.objects.push_back({std::move(object), std::move(comments)});
        return m_made.objects.back().object;
    }

    // A server that denies already stays as it is; it is told, so that the file is whole.
    void addServer(const std::string& auditUntil) {
        const auto* existing = m_service.place->server;
        const bool isForeign = existing && !isGenerated(*existing);
        const std::string policy = auditUntil.empty() ? "deny" : "audit";
        std::vector<std::string> comments;
        if (!auditUntil.empty())
            comments.push_back(
                fmt::format("Audits until {}: whoever has no rule below is let in and "
                            "told of. Then set accessPolicy: deny.",
                            auditUntil));
        if (isForeign) {
            m_server = existing->metadata.name;
            auto changed = *existing;
            auto& spec = std::get<resource::Server>(changed.spec);
            if (spec.accessPolicy == "deny")
                comments = {"As it is: it denies whoever has no rule."};
            else
                spec.accessPolicy = policy;
            setAuditEnd(changed, spec.accessPolicy == "audit" ? auditUntil : "");
            changed.origin = {};
            m_made.objects.push_back({std::move(changed), std::move(comments)});
            return;
        }
        const auto& service = *m_service.service->as<resource::Service>();
        const auto port =
            std::ranges::find(service.ports, m_service.port, &resource::ServicePort::port);
        const auto wanted =
            service.ports.size() == 1
                ? m_service.service->metadata.name
                : fmt::format("{}-{}", m_service.service->metadata.name,
                              port->name.empty() ? std::to_string(port->port) : port->name);
        m_server = existing ? existing->metadata.name : m_names.take("server", m_ns, wanted);
        resource::Server spec;
        spec.externalWorkloadSelector = resource::LabelSelector{service.selector, {}};
        spec.port = port->targetPort;
        const auto protocol = policy::rulesOf(*m_service.place->policy).protocol;
        spec.proxyProtocol = protocol == Protocol::Detect ? "unknown" : std::string(name(protocol));
        spec.accessPolicy = policy;
        setAuditEnd(add("v1beta3", m_server, std::move(spec), std::move(comments)), auditUntil);
    }

    // Lint tells when that day has passed.
    static void setAuditEnd(resource::Object& server, const std::string& auditUntil) {
        if (auditUntil.empty())
            server.metadata.annotations.erase(kAuditUntil);
        else
            server.metadata.annotations[kAuditUntil] = auditUntil;
    }

    void addGrant(const Grant& grant) {
        const bool whole = grant.matches.empty();
        const auto base =
            m_names.take("authorizationpolicy", m_ns,
                         m_server + "-" + (whole ? "callers" : slugOf(m_service, grant)));
        resource::Reference target{kGroup, "Server", m_server, {}};
        if (!whole) {
            resource::HttpRule rule;
            for (const auto& match : grant.matches)
                rule.matches.push_back({resource::HttpPathMatch{typeOf(match.type), match.path},
                                        match.method,
                                        {},
                                        {}});
            addRoute(base, std::move(rule), {});
            if (grant.isContested)
                m_made.objects.back().object.metadata.annotations["causeway.dev/lint-ignore"] =
                    fmt::format(
                        "MC2015 until {}: paths go before patterns here, as in the Gateway API",
                        m_ignoreUntil);
            target = {kGroup, "HTTPRoute", base, {}};
        }
        std::vector<const ObservedCaller*> known;
        std::set<IpAddress> networks;
        for (const auto index : grant.callers) {
            const auto& caller = m_service.callers[index];
            if (caller.identity.empty())
                networks = caller.networks;
            else
                known.push_back(&caller);
        }
        if (!known.empty())
            authorize(base, target, "MeshTLSAuthentication", authenticationName(base, known));
        if (networks.empty())
            return;
        const auto strangers = m_names.take("authorizationpolicy", m_ns, base + "-strangers");
        add("v1alpha1", strangers, networksOf(networks),
            {"Callers without an identity are known by their network only."});
        authorize(strangers, target, "NetworkAuthentication", strangers);
    }

    static resource::PathType typeOf(RouteMatch::Type type) {
        switch (type) {
        case RouteMatch::Type::Prefix:
            return resource::PathType::PathPrefix;
        case RouteMatch::Type::Pattern:
            return resource::PathType::RegularExpression;
        case RouteMatch::Type::Exact:
            break;
        }
        return resource::PathType::Exact;
    }

    void addRoute(const std::string& name, resource::HttpRule rule,
                  std::vector<std::string> comments) {
        resource::HttpRoute route;
        route.parentRefs.push_back({{kGroup, "Server", m_server, {}}, 0, {}});
        route.rules.push_back(std::move(rule));
        add("v1beta3", name, std::move(route), std::move(comments));
    }

    // What no other route matches: without one it would be answered 404, audit or not.
    void addRest() {
        resource::HttpRule rule;
        rule.matches.push_back({resource::HttpPathMatch{}, {}, {}, {}});
        addRoute(m_names.take("httproute", m_ns, m_server + "-rest"), std::move(rule),
                 {"Whatever nobody was seen to ask for: judged by the Server, not answered 404."});
    }

    void authorize(const std::string& name, const resource::Reference& target, const char* kind,
                   const std::string& authentication) {
        add("v1alpha1", name,
            resource::AuthorizationPolicy{target, {{kGroup, kind, authentication, {}}}});
    }

    // Equal sets of callers share one authentication.
    std::string authenticationName(const std::string& base,
                                   const std::vector<const ObservedCaller*>& callers) {
        const auto [place, isNew] = m_authentications.try_emplace(callers, base);
        if (isNew) {
            std::vector<std::string> comments;
            for (const auto* caller : callers)
                comments.push_back(fmt::format(
                    "{}{}: {}, last on {}", caller->requests < m_options.rareBelow ? "RARE: " : "",
                    describeIdentity(caller->identity), counted(caller->requests, "request"),
                    dayOf(caller->lastSeen)));
            add("v1alpha1", base, authenticationOf(m_judge, m_ns, callers, m_options.overGrant),
                std::move(comments));
        }
        return place->second;
    }

    const Judge& m_judge;
    const ObservedService& m_service;
    const GenerateOptions& m_options;
    Names& m_names;
    std::string m_ns;
    std::string m_server;
    std::string m_ignoreUntil; // the last day of what lint is told to let pass
    std::map<std::vector<const ObservedCaller*>, std::string> m_authentications;
    Proposed m_made;
};

} // namespace

std::string Names::take(const std::string& kind, const std::string& ns, const std::string& wanted) {
    for (int i = 1;; ++i) {
        auto name = i == 1 ? wanted : fmt::format("{}-{}", wanted, i);
        // One name for the route, its policy and its authentication.
        const auto isFree = [&](const char* each) {
            const auto* object = m_judge.objects().find(each, ns, name);
            return !object || isGenerated(*object);
        };
        const bool free = kind == "server" ? isFree("Server")
                                           : isFree("AuthorizationPolicy") && isFree("HTTPRoute")
                                                 && isFree("MeshTLSAuthentication")
                                                 && isFree("NetworkAuthentication");
        if (free
            && m_taken.insert((kind == "server" ? "server/" : "rule/") + ns + "/" + name).second)
            return name;
    }
}

bool isGenerated(const resource::Object& object) {
    const auto* by = resource::label(object.metadata, kManagedBy);
    return by && *by == kSelf;
}

Proposed propose(const Judge& judge, const ObservedService& service, const GenerateOptions& options,
                 const std::string& auditUntil, Names& names) {
    std::int64_t seen = 0;
    for (const auto& caller : service.callers)
        seen = std::max(seen, caller.lastSeen);
    return Proposer(judge, service, options, names).make(auditUntil, dayOf(seen + kYear));
}

std::string describeIdentity(const std::string& identity) {
    return describeCaller(identity);
}

std::string spanText(const Coverage& coverage) {
    const auto hours = coverage.days() * 24;
    if (hours >= 24)
        return fmt::format("{:.1f} days", coverage.days());
    if (hours >= 1)
        return fmt::format("{:.1f} hours", hours);
    return counted(static_cast<std::uint64_t>(hours * 60), "minute");
}

std::string counted(std::uint64_t count, const std::string& noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string dayOf(std::int64_t second) {
    return fmt::format("{:%Y-%m-%d}", fmt::gmtime(static_cast<std::time_t>(second)));
}

} // namespace causeway::analysis
