// SPDX-License-Identifier: Apache-2.0
// Identities that rules name: whether the trust domain and the account exist as far as these
// objects can know. Accounts of other clusters they do not know, so linked meshes are looked at by
// cluster.
#include "analysis/lint/context.h"
#include "base/workload_identity.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <set>

namespace causeway::analysis {
namespace {

using resource::Object;

constexpr std::string_view kMiddle = ".serviceaccount.identity.causeway.";

class KnownAccounts {
public:
    explicit KnownAccounts(const Context& context)
        : m_trustDomain(context.set().cluster().trustDomain) {
        context.each<resource::ExternalWorkload>([&](const Object&, const auto& workload) {
            if (const auto identity = WorkloadIdentity::parse(workload.identity)) {
                m_accounts.insert(identity->namespace_ + "/" + identity->account);
                m_namespaces.insert(identity->namespace_);
                m_clusters.insert(identity->cluster);
            }
        });
        m_isLinked = context.any<resource::Link>();
    }
    // Whether what is missing from these objects is missing altogether.
    [[nodiscard]] bool knows(const std::string& cluster) const {
        return !m_accounts.empty()
               && (cluster.empty() ? !m_isLinked : m_clusters.contains(cluster));
    }
    [[nodiscard]] bool hasAccount(const std::string& namespace_, const std::string& name) const {
        // Gateways and control planes are part of every mesh.
        return namespace_ == "causeway" || m_accounts.contains(namespace_ + "/" + name);
    }
    [[nodiscard]] bool hasNamespace(const std::string& namespace_) const {
        return namespace_ == "causeway" || m_namespaces.contains(namespace_);
    }
    [[nodiscard]] const std::string& trustDomain() const { return m_trustDomain; }

private:
    std::string m_trustDomain; // empty: no Cluster object tells
    std::set<std::string> m_accounts;
    std::set<std::string> m_namespaces;
    std::set<std::string> m_clusters;
    bool m_isLinked = false;
};

void checkAccount(Context& context, const KnownAccounts& known, const Object& object,
                  const std::string& field, const WorkloadIdentity& named) {
    if (!known.knows(named.cluster))
        return;
    if (!known.hasNamespace(named.namespace_))
        context.report("MC0101", object, field,
                       fmt::format("no workload runs in namespace {}", named.namespace_));
    else if (!known.hasAccount(named.namespace_, named.account))
        context.report(
            "MC0106", object, field,
            fmt::format("no workload runs as {} in namespace {}", named.account, named.namespace_));
}

// Of a DNS-like name; the account may be "*".
std::optional<WorkloadIdentity> parseDns(const std::string& name) {
    const auto middle = name.find(kMiddle);
    const auto dot = name.find('.');
    if (middle == name.npos || dot >= middle)
        return std::nullopt;
    return WorkloadIdentity{name.substr(middle + kMiddle.size()),
                            {},
                            name.substr(dot + 1, middle - dot - 1),
                            name.substr(0, dot)};
}

void checkIdentity(Context& context, const KnownAccounts& known, const Object& object,
                   const std::string& field, const std::string& identity) {
    const bool isUri = identity.starts_with("spiffe://");
    auto named = isUri ? WorkloadIdentity::parse(identity) : parseDns(identity);
    if (!named)
        return;
    if (!known.trustDomain().empty() && named->trustDomain != known.trustDomain()) {
        context
            .report("MC0108", object, field,
                    fmt::format("its trust domain is {}; the fleet's is {}", named->trustDomain,
                                known.trustDomain()))
            .evidence = identity;
        return;
    }
    if (named->account == "*") {
        if (known.knows({}) && !known.hasNamespace(named->namespace_))
            context.report("MC0101", object, field,
                           fmt::format("no workload runs in namespace {}", named->namespace_));
        return;
    }
    checkAccount(context, known, object, field, *named);
}

void checkReference(Context& context, const KnownAccounts& known, const Object& object,
                    const std::string& field, const resource::Reference& reference) {
    const auto& own = object.metadata.namespace_;
    if (reference.kind == "ServiceAccount")
        checkAccount(context, known, object, field + ".name",
                     {known.trustDomain(),
                      {},
                      reference.namespace_.empty() ? own : reference.namespace_,
                      reference.name});
    else if (reference.kind == "Namespace" && known.knows({})
             && !known.hasNamespace(reference.name))
        context.report("MC0101", object, field + ".name",
                       fmt::format("no workload runs in namespace {}", reference.name));
}

} // namespace

void checkIdentities(Context& context) {
    if (!context.any<resource::Cluster>())
        return;
    const KnownAccounts known(context);
    const auto checkAll = [&](const Object& object, const std::string& field, const auto& list) {
        for (std::size_t i = 0; i < list.size(); ++i) {
            const auto place = fmt::format("{}[{}]", field, i);
            if constexpr (std::is_same_v<std::decay_t<decltype(list[i])>, std::string>)
                checkIdentity(context, known, object, place, list[i]);
            else
                checkReference(context, known, object, place, list[i]);
        }
    };
    context.each<resource::MeshTlsAuthentication>([&](const Object& object, const auto& spec) {
        checkAll(object, "spec.identities", spec.identities);
        checkAll(object, "spec.identityRefs", spec.identityRefs);
    });
    context.each<resource::ServerAuthorization>([&](const Object& object, const auto& spec) {
        if (!spec.meshTls)
            return;
        checkAll(object, "spec.client.meshTLS.identities", spec.meshTls->identities);
        checkAll(object, "spec.client.meshTLS.serviceAccounts", spec.meshTls->serviceAccounts);
    });
    context.each<resource::AuthorizationPolicy>([&](const Object& object, const auto& spec) {
        checkAll(object, "spec.requiredAuthenticationRefs", spec.requiredAuthentications);
    });
    context.each<resource::HttpLocalRateLimitPolicy>([&](const Object& object, const auto& spec) {
        for (std::size_t i = 0; i < spec.overrides.size(); ++i)
            checkAll(object, fmt::format("spec.overrides[{}].clientRefs", i),
                     spec.overrides[i].clients);
    });
}

} // namespace causeway::analysis
