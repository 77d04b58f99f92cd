// SPDX-License-Identifier: Apache-2.0
// Identities that rules name: whether the trust domain and the account exist as far as these
// objects and facts can know. Where a linked cluster is not known, only identities that name a
// known one are looked at.
#include "analysis/lint/context.h"
#include "base/workload_identity.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <map>
#include <set>

namespace causeway::analysis {
namespace {

using resource::Object;

constexpr std::string_view kMiddle = ".serviceaccount.identity.causeway.";

class KnownAccounts {
public:
    explicit KnownAccounts(const Context& context)
        : m_trustDomain(context.set().cluster().trustDomain), m_own(context.clusterName()) {
        context.each<resource::ExternalWorkload>(
            [&](const Object&, const auto& workload) { add(workload.identity); });
        for (const auto& [cluster, facts] : context.facts().clusters)
            for (const auto& object : facts.objects.value_or(std::vector<Object>()))
                if (const auto* workload = object.as<resource::ExternalWorkload>())
                    add(workload->identity);
        context.each<resource::Link>([&](const Object&, const auto& link) {
            const auto* facts = context.facts().cluster(link.targetClusterName);
            m_isWhole = m_isWhole && facts && facts->objects;
        });
        context.each<resource::Service>([&](const Object& service, const auto&) {
            const auto* gateway =
                resource::annotation(service.metadata, "mirror.linkerd.io/gateway-identity");
            m_hidesCallers = m_hidesCallers || (gateway && gateway->find(kMiddle) == gateway->npos);
        });
    }
    // Whether what is missing from objects and facts is missing altogether.
    [[nodiscard]] bool knows(const std::string& cluster) const {
        return cluster.empty() ? m_isWhole && !m_accounts.empty() : m_accounts.contains(cluster);
    }
    // Of that cluster; empty: of any.
    [[nodiscard]] bool hasAccount(const std::string& cluster, const std::string& namespace_,
                                  const std::string& name) const {
        // Gateways and control planes are part of every mesh.
        return namespace_ == "causeway" || has(cluster, [&](const Accounts& accounts) {
                   return accounts.contains({namespace_, name});
               });
    }
    [[nodiscard]] bool hasNamespace(const std::string& cluster,
                                    const std::string& namespace_) const {
        return namespace_ == "causeway" || has(cluster, [&](const Accounts& accounts) {
                   const auto first = accounts.lower_bound({namespace_, ""});
                   return first != accounts.end() && first->first == namespace_;
               });
    }
    // The other cluster that has it, when this one has not; empty: there is none.
    [[nodiscard]] std::string elsewhere(const std::string& namespace_,
                                        const std::string& name) const {
        if (hasAccount(m_own, namespace_, name))
            return {};
        for (const auto& [cluster, accounts] : m_accounts)
            if (accounts.contains({namespace_, name}))
                return cluster;
        return {};
    }
    [[nodiscard]] std::string describe() const {
        std::set<std::string> names;
        for (const auto& [cluster, accounts] : m_accounts)
            for (const auto& [namespace_, name] : accounts)
                names.insert(namespace_);
        return fmt::format("workloads run in {}", fmt::join(names, ", "));
    }
    [[nodiscard]] std::string accountsIn(const std::string& namespace_) const {
        std::set<std::string> names;
        for (const auto& [cluster, accounts] : m_accounts)
            for (const auto& [space, name] : accounts)
                if (space == namespace_)
                    names.insert(name);
        return fmt::format("accounts of {}: {}", namespace_, fmt::join(names, ", "));
    }
    // The cluster's gateway is one of Linkerd's: behind it all callers look like the gateway.
    [[nodiscard]] bool hidesCallers() const { return m_hidesCallers; }
    [[nodiscard]] const std::string& trustDomain() const { return m_trustDomain; }

private:
    using Accounts = std::set<std::pair<std::string, std::string>>; // namespace, name

    void add(const std::string& text) {
        if (const auto identity = WorkloadIdentity::parse(text))
            m_accounts[identity->cluster].insert({identity->namespace_, identity->account});
    }
    template <typename Is> [[nodiscard]] bool has(const std::string& cluster, const Is& is) const {
        return std::ranges::any_of(m_accounts, [&](const auto& entry) {
            return (cluster.empty() || entry.first == cluster) && is(entry.second);
        });
    }

    std::string m_trustDomain; // empty: no Cluster object tells
    std::string m_own;
    std::map<std::string, Accounts> m_accounts; // by cluster
    bool m_isWhole = true; // every linked cluster is known
    bool m_hidesCallers = false;
};

// An account that only another cluster has.
void checkElsewhere(Context& context, const KnownAccounts& known, const Object& object,
                    const std::string& field, const WorkloadIdentity& named) {
    const auto cluster = known.elsewhere(named.namespace_, named.account);
    if (cluster.empty())
        return;
    auto& finding =
        known.hidesCallers()
            ? context.report("MC2001", object, field,
                             fmt::format("it runs in {} only, and calls from there are seen as the "
                                         "gateway's",
                                         cluster))
            : context.report("MC0107", object, field,
                             fmt::format("it runs in {} only: its calls come over a link", cluster));
    finding.evidence = fmt::format("no workload of {} runs as {} in namespace {}",
                                   context.clusterName(), named.account, named.namespace_);
}

void checkAccount(Context& context, const KnownAccounts& known, const Object& object,
                  const std::string& field, const WorkloadIdentity& named) {
    if (named.cluster.empty())
        checkElsewhere(context, known, object, field, named);
    if (!known.knows(named.cluster))
        return;
    const auto where = named.cluster.empty() || named.cluster == context.clusterName()
                           ? std::string()
                           : fmt::format(" of {}", named.cluster);
    if (!known.hasNamespace(named.cluster, named.namespace_))
        context
            .report("MC0101", object, field,
                    fmt::format("no workload runs in namespace {}{}", named.namespace_, where))
            .evidence = known.describe();
    else if (!known.hasAccount(named.cluster, named.namespace_, named.account))
        context
            .report("MC0106", object, field,
                    fmt::format("no workload runs as {} in namespace {}{}", named.account,
                                named.namespace_, where))
            .evidence = known.accountsIn(named.namespace_);
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
        if (known.knows({}) && !known.hasNamespace({}, named->namespace_))
            context
                .report("MC0101", object, field,
                        fmt::format("no workload runs in namespace {}", named->namespace_))
                .evidence = known.describe();
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
             && !known.hasNamespace({}, reference.name))
        context
            .report("MC0101", object, field + ".name",
                    fmt::format("no workload runs in namespace {}", reference.name))
            .evidence = known.describe();
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
