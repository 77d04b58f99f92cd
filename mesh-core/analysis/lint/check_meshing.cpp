// SPDX-License-Identifier: Apache-2.0
// Whether a proxy stands where rules rely on one: ports that are led around it, workloads that have
// none, proxies that are not what was declared.
#include "analysis/lint/context.h"
#include "base/workload_identity.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace causeway::analysis {
namespace {

using resource::ExternalWorkload;
using resource::Object;

constexpr const char* kInject = "linkerd.io/inject";
constexpr const char* kSkipInbound = "config.linkerd.io/skip-inbound-ports";
constexpr const char* kSkipOutbound = "config.linkerd.io/skip-outbound-ports";
constexpr const char* kDefaultPolicy = "config.linkerd.io/default-inbound-policy";

bool isDisabled(const Object& workload) {
    const auto* inject = resource::annotation(workload.metadata, kInject);
    return inject && *inject == "disabled";
}

// "4567,4568-4570"; what is no port means nothing.
bool isListed(std::string_view list, std::uint16_t port) {
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        auto item = list.substr(0, comma);
        list.remove_prefix(std::min(comma + 1, list.size()));
        item.remove_prefix(std::min(item.find_first_not_of(' '), item.size()));
        unsigned first = 0;
        const auto* end = item.data() + item.size();
        const auto [at, error] = std::from_chars(item.data(), end, first);
        unsigned last = first;
        if (error == std::errc() && at != end && *at == '-')
            std::from_chars(at + 1, end, last);
        if (error == std::errc() && first <= port && port <= last)
            return true;
    }
    return false;
}

// The annotation that keeps the port's connections away from the workload's proxy; null: none does.
const char* detour(const Object& workload, const char* skip, std::uint16_t port) {
    if (isDisabled(workload))
        return kInject;
    const auto* list = resource::annotation(workload.metadata, skip);
    return list && isListed(*list, port) ? skip : nullptr;
}

std::string fieldOf(const Object& rule) {
    return rule.as<resource::ServerAuthorization>() ? "spec.client.meshTLS"
                                                    : "spec.requiredAuthenticationRefs";
}

// Rules about identities where no certificate is ever seen.
class IdentityRules {
public:
    explicit IdentityRules(Context& context) : m_context(context) {
        context.each<ExternalWorkload>([&](const Object& object, const ExternalWorkload& workload) {
            m_byIdentity[workload.identity].push_back(&object);
            if (const auto identity = WorkloadIdentity::parse(workload.identity))
                m_byIdentity[identity->dnsName()].push_back(&object);
        });
    }

    void check(const policy::Authorization& rule, const JudgedPort& port, std::uint16_t called) {
        const auto* tls = std::get_if<policy::MeshTls>(&rule.authentication);
        const auto* object = m_context.judge().find(rule.object);
        if (!tls || !object)
            return;
        if (const auto* around = detour(*port.workload, kSkipInbound, port.port)) {
            // Once for a port, whatever the number of its rules.
            const auto& where = port.server ? *port.server : *object;
            tell(where, port.server ? "spec.port" : fieldOf(where), *port.workload, around,
                 fmt::format("port {} of {} has no proxy in front: no identity is seen there",
                             port.port, port.workload->metadata.name));
            return;
        }
        for (const auto& identity : tls->identities)
            checkCallers(*object, identity, called);
    }

private:
    void checkCallers(const Object& object, const std::string& identity, std::uint16_t called) {
        const auto callers = m_byIdentity.find(identity);
        if (callers == m_byIdentity.end()
            || !std::ranges::all_of(callers->second, [&](const Object* caller) {
                   return detour(*caller, kSkipOutbound, called) != nullptr;
               }))
            return;
        const auto& caller = *callers->second.front();
        tell(object, fieldOf(object), caller, detour(caller, kSkipOutbound, called),
             fmt::format("{} calls port {} past its proxy, so it shows no identity",
                         caller.metadata.name, called));
    }
    void tell(const Object& object, std::string field, const Object& workload,
              const char* annotation, std::string message) {
        if (!m_told.insert(&object).second)
            return;
        m_context.report("MC0105", object, std::move(field), std::move(message)).evidence =
            fmt::format("{}: {} ({})", annotation,
                        *resource::annotation(workload.metadata, annotation), whereOf(workload));
    }

    Context& m_context;
    std::map<std::string, std::vector<const Object*>> m_byIdentity;
    std::set<const Object*> m_told;
};

void checkIdentityRules(Context& context) {
    IdentityRules rules(context);
    for (const auto& [service, ports] : context.judge().ports())
        for (const auto& port : ports) {
            const auto& judged = policy::rulesOf(*port.policy);
            for (const auto& rule : judged.authorizations)
                rules.check(rule, port, service.port);
            for (const auto& route : judged.routes)
                for (const auto& rule : route.authorizations)
                    rules.check(rule, port, service.port);
        }
}

const ProxyFact* proxyOf(const ClusterFacts& facts, const Object& workload) {
    const auto found = std::ranges::find_if(*facts.proxies, [&](const auto& proxy) {
        return proxy.namespace_ == workload.metadata.namespace_
               && proxy.workload == workload.metadata.name;
    });
    return found == facts.proxies->end() ? nullptr : &*found;
}

void checkProxy(Context& context, const ClusterFacts& facts, const Object& workload) {
    const auto* proxy = proxyOf(facts, workload);
    const auto* inject = resource::annotation(workload.metadata, kInject);
    const auto field = fmt::format("metadata.annotations.{}", kInject);
    if (inject && (*inject == "disabled") == (proxy != nullptr)) {
        context.report("MC1311", workload, field,
                       proxy ? "it is to have no proxy, and one runs"
                             : "it is to have a proxy, and none has ever reported").evidence =
            fmt::format("{}: {}", kInject, *inject);
        return;
    }
    if (!proxy)
        return;
    if (!proxy->version.empty() && !facts.version.empty() && proxy->version != facts.version)
        context
            .report("MC1311", workload, "metadata.name",
                    fmt::format("its proxy is of version {}, the control plane of {}",
                                proxy->version, facts.version))
            .evidence = "as both report";
    if (!proxy->refusal.empty())
        context
            .report("MC2005", workload, "metadata.name",
                    "its proxy refused the newest configuration and judges by an older one")
            .evidence = proxy->refusal;
    const auto* declared = resource::annotation(workload.metadata, kDefaultPolicy);
    if (declared && !proxy->defaultPolicy.empty() && proxy->defaultPolicy != *declared)
        context
            .report("MC2005", workload, fmt::format("metadata.annotations.{}", kDefaultPolicy),
                    fmt::format("its proxy was started under {}, and reads {} at its next start "
                                "only",
                                proxy->defaultPolicy, *declared))
            .evidence = "as the proxy reports";
}

// How many workloads of a namespace there are, and how many have a proxy; nothing when the fleet
// does not tell.
struct Meshed {
    std::size_t workloads = 0;
    std::size_t proxies = 0;
};
std::optional<Meshed> meshedIn(const ClusterFacts& facts, const std::string& namespace_) {
    if (!facts.objects || !facts.proxies)
        return std::nullopt;
    Meshed meshed;
    for (const auto& object : *facts.objects)
        if (object.as<ExternalWorkload>() && object.metadata.namespace_ == namespace_) {
            ++meshed.workloads;
            meshed.proxies += !isDisabled(object) && proxyOf(facts, object) ? 1 : 0;
        }
    return meshed;
}

// "bank" of "cards.bank.svc.gcp.mesh".
std::string namespaceOf(std::string_view fullName) {
    const auto dot = fullName.find('.');
    const auto end = fullName.find('.', std::min(dot, fullName.size() - 1) + 1);
    return dot == fullName.npos ? std::string() : std::string(fullName.substr(dot + 1, end - dot - 1));
}

void checkOtherSides(Context& context) {
    std::set<std::string> told;
    context.each<resource::Service>([&](const Object& object, const auto&) {
        const auto* cluster = resource::label(object.metadata, "mirror.linkerd.io/cluster-name");
        const auto* facts = cluster ? context.facts().cluster(*cluster) : nullptr;
        if (!facts || !rules::isMirror(object))
            return;
        const auto space = namespaceOf(rules::fullName(context.set(), object));
        const auto there = meshedIn(*facts, space);
        const auto here = context.workloads(space);
        const bool isMeshedHere = std::ranges::any_of(
            here, [](const auto* workload) { return !isDisabled(*workload); });
        if (!there || there->workloads == 0 || there->proxies > 0 || !isMeshedHere
            || !told.insert(*cluster + "/" + space).second)
            return;
        context
            .report("MC0401", object, "metadata.labels.mirror.linkerd.io/cluster-name",
                    fmt::format("namespace {} is in the mesh here, and in {} it is not", space,
                                *cluster))
            .evidence = fmt::format("none of its {} workloads there has a proxy", there->workloads);
    });
}

} // namespace

void checkMeshing(Context& context) {
    checkIdentityRules(context);
    if (const auto* facts = context.ownFacts(); facts && facts->proxies)
        context.each<ExternalWorkload>([&](const Object& object, const auto&) {
            checkProxy(context, *facts, object);
        });
    checkOtherSides(context);
}

} // namespace causeway::analysis
