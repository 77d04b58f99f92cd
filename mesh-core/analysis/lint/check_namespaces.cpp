// SPDX-License-Identifier: Apache-2.0
// Namespaces that objects stand in or refer to. Only a fleet knows all that there are.
#include "analysis/lint/context.h"

#include <spdlog/fmt/fmt.h>

#include <set>

namespace causeway::analysis {
namespace {

using resource::Object;

class Namespaces {
public:
    explicit Namespaces(Context& context) : m_context(context), m_facts(context.ownFacts()) {
        if (!m_facts || !m_facts->objects)
            return;
        for (const auto& object : *m_facts->objects)
            add(object);
        for (const auto* object : context.set().all())
            add(*object);
        m_known.insert("causeway");
    }

    [[nodiscard]] bool isUnreadable(const std::string& name) const {
        return m_facts && m_facts->unreadableNamespaces.contains(name) && !m_known.contains(name);
    }
    [[nodiscard]] bool isMissing(const std::string& name) const {
        return m_facts && m_facts->objects && !m_known.contains(name) && !isUnreadable(name);
    }
    // Once for a namespace: its objects all have the same fault.
    void check(const Object& object, const std::string& field, const std::string& name) {
        const bool unreadable = isUnreadable(name);
        if ((!unreadable && !isMissing(name)) || !m_told.insert(name).second)
            return;
        const auto& cluster = m_context.clusterName();
        auto& finding = m_context.report(
            "MC0005", object, field,
            unreadable ? fmt::format("namespace {} of {} may not be read: whether this is right "
                                     "is not known",
                                     name, cluster)
                       : fmt::format("there is no namespace {} in {}", name, cluster));
        finding.evidence = unreadable ? "the fleet refused to show it"
                                      : fmt::format("no Service or workload of {} is in it", cluster);
        if (unreadable)
            finding.severity = Severity::Warning;
    }

private:
    void add(const Object& object) {
        if (object.as<resource::Service>() || object.as<resource::ExternalWorkload>()
            || object.as<resource::EgressNetwork>())
            m_known.insert(object.metadata.namespace_);
    }

    Context& m_context;
    const ClusterFacts* m_facts;
    std::set<std::string> m_known;
    std::set<std::string> m_told;
};

template <typename Route>
void checkRoute(Namespaces& namespaces, const Object& object, const Route& route) {
    const auto check = [&](const resource::Reference& reference, const std::string& field) {
        if (reference.kind == "Service" && !reference.namespace_.empty())
            namespaces.check(object, field + ".namespace", reference.namespace_);
    };
    for (std::size_t i = 0; i < route.parentRefs.size(); ++i)
        check(route.parentRefs[i].object, fmt::format("spec.parentRefs[{}]", i));
    for (std::size_t i = 0; i < route.rules.size(); ++i)
        for (std::size_t j = 0; j < route.rules[i].backendRefs.size(); ++j)
            check(route.rules[i].backendRefs[j].object,
                  fmt::format("spec.rules[{}].backendRefs[{}]", i, j));
}

} // namespace

void checkNamespaces(Context& context) {
    Namespaces namespaces(context);
    const auto own = [&](const Object& object, const auto&) {
        namespaces.check(object, "metadata.namespace", object.metadata.namespace_);
    };
    context.each<resource::Server>(own);
    context.each<resource::ServerAuthorization>(own);
    context.each<resource::AuthorizationPolicy>(own);
    context.each<resource::MeshTlsAuthentication>(own);
    context.each<resource::NetworkAuthentication>(own);
    context.each<resource::HttpLocalRateLimitPolicy>(own);
    const auto route = [&](const Object& object, const auto& spec) {
        checkRoute(namespaces, object, spec);
    };
    context.each<resource::HttpRoute>(route);
    context.each<resource::GrpcRoute>(route);
    context.each<resource::TlsRoute>(route);
    context.each<resource::TcpRoute>(route);
}

} // namespace causeway::analysis
