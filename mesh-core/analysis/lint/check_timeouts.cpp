// SPDX-License-Identifier: Apache-2.0
// Time limits and retries against what links take and against each other along chains of calls. The
// engine says which of them hold for a caller; nothing here knows annotations, fields or profiles
// but to point at them.
#include "analysis/lint/context.h"
#include "resource/field_reader.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <set>

namespace causeway::analysis {
namespace {

using resource::Object;

constexpr std::uint64_t kEnough = 100; // requests, for a p99 to mean something
constexpr std::uint64_t kStorm = 10;   // requests at the end of a chain for one at its beginning
constexpr std::size_t kLongest = 16;   // calls in a chain

std::string shortName(std::string_view fullName) {
    const auto dot = fullName.find('.');
    return std::string(fullName.substr(0, fullName.find('.', dot + 1)));
}

// Where an object says so.
struct Place {
    const Object* object = nullptr;
    std::string field;
};

Place placeOf(const Context& context, const route::OutboundRoute& route, const Object& service,
              std::string_view annotation) {
    const auto& ref = route.rule.route;
    const auto annotated = fmt::format("metadata.annotations.{}", annotation);
    if (ref.kind == "serviceprofile") {
        Place place{&service, ""};
        const auto full = rules::fullName(context.set(), service);
        const auto local = fmt::format("{}.{}.svc.cluster.local", service.metadata.name,
                                       service.metadata.namespace_);
        context.each<resource::ServiceProfile>([&](const Object& object, const auto& profile) {
            for (std::size_t i = 0; i < profile.routes.size(); ++i)
                if (object.metadata.namespace_ == ref.namespace_
                    && (object.metadata.name == full || object.metadata.name == local)
                    && profile.routes[i].name == ref.name)
                    place = {&object, fmt::format("spec.routes[{}].timeout", i)};
        });
        return place;
    }
    const auto* object = ref.builtIn() ? nullptr : context.judge().find(ref);
    if (!object)
        return {&service, annotated};
    if (const auto* http = object->as<resource::HttpRoute>();
        http && !object->metadata.annotations.contains(std::string(annotation)))
        for (std::size_t i = 0; i < http->rules.size(); ++i)
            if (http->rules[i].timeouts.request == route.timeouts.request)
                return {object, fmt::format("spec.rules[{}].timeouts.request", i)};
    return {object->metadata.annotations.contains(std::string(annotation)) ? object : &service,
            annotated};
}

// Everything that callers in a namespace meet at a service's ports.
template <typename Visit>
void eachRoute(const Context& context, const Object& service, std::string_view callers,
               const Visit& visit) {
    for (const auto& port : service.as<resource::Service>()->ports) {
        const auto authority = fmt::format("{}.{}:{}", service.metadata.name,
                                           service.metadata.namespace_, port.port);
        const auto routes = rules::outboundRoutes(context.set(), callers, authority);
        if (!routes)
            continue;
        for (const auto& route : routes->routes)
            visit(route);
        // Beside attached routes nothing is left to it: what none of them matches is refused.
        if (routes->routes.empty() || routes->routes.front().condition)
            visit(routes->fallback);
    }
}

std::set<std::string> callingNamespaces(const Context& context) {
    std::set<std::string> namespaces;
    context.each<resource::ExternalWorkload>(
        [&](const Object& object, const auto&) { namespaces.insert(object.metadata.namespace_); });
    return namespaces;
}

// The slowest that the facts tell of requests to a mirrored service.
const LatencyFact* latencyOf(const Context& context, const Object& mirror) {
    const auto* cluster = resource::label(mirror.metadata, "mirror.linkerd.io/cluster-name");
    if (!cluster || !rules::isMirror(mirror))
        return nullptr;
    const auto link = context.clusterName() + ":" + *cluster;
    const auto service = shortName(rules::fullName(context.set(), mirror));
    const LatencyFact* slowest = nullptr;
    for (const auto& latency : context.facts().latencies)
        if (latency.link == link && latency.requests >= kEnough
            && (latency.service.empty() || latency.service == service)
            && (!slowest || latency.p99 > slowest->p99))
            slowest = &latency;
    return slowest;
}

void checkWire(Context& context, const Object& service) {
    const auto* latency = latencyOf(context, service);
    if (!latency)
        return;
    std::set<std::pair<const Object*, std::string>> told;
    for (const auto& callers : callingNamespaces(context))
        eachRoute(context, service, callers, [&](const route::OutboundRoute& route) {
            const auto& limit = route.timeouts.request;
            if (!limit || *limit >= latency->p99)
                return;
            const auto place = placeOf(context, route, service, "timeout.linkerd.io/request");
            if (!told.insert({place.object, place.field}).second)
                return;
            context
                .report("MC2007", *place.object, place.field,
                        fmt::format("{} is less than the {} that {} takes",
                                    resource::serializeDuration(*limit),
                                    resource::serializeDuration(latency->p99),
                                    latency->service.empty()
                                        ? fmt::format("the wire of {} alone", latency->link)
                                        : fmt::format("{} over {}", latency->service,
                                                      latency->link)))
                .evidence = fmt::format("p99 of {} requests", latency->requests);
        });
}

// A second attempt needs time that the first one, when it hangs, has used up.
void checkAttempts(Context& context, const Object& service) {
    std::set<std::pair<const Object*, std::string>> told;
    for (const auto& callers : callingNamespaces(context))
        eachRoute(context, service, callers, [&](const route::OutboundRoute& route) {
            const auto& limit = route.timeouts.request;
            if (!limit || !route.retry || !route.retry->perTry || *route.retry->perTry < *limit)
                return;
            const auto place = placeOf(context, route, service, "retry.linkerd.io/timeout");
            if (told.insert({place.object, place.field}).second)
                context
                    .report("MC2008", *place.object, place.field,
                            fmt::format("an attempt may take {}, and the request with all its "
                                        "attempts {}",
                                        resource::serializeDuration(*route.retry->perTry),
                                        resource::serializeDuration(*limit)))
                    .evidence = fmt::format("{} retries", route.retry->limit);
        });
}

struct Bounds {
    std::optional<Duration> least, most; // most: nothing when some route waits for ever
    std::uint64_t attempts = 1;
    Place place; // of the shortest limit
};

Bounds boundsOf(const Context& context, const Object& service, std::string_view callers) {
    Bounds bounds;
    bool isBounded = true;
    eachRoute(context, service, callers, [&](const route::OutboundRoute& route) {
        auto limit = route.timeouts.request;
        const std::uint64_t attempts = route.retry ? route.retry->limit + 1 : 1;
        if (!limit && route.retry && route.retry->perTry)
            limit = *route.retry->perTry * static_cast<std::int64_t>(attempts);
        bounds.attempts = std::max(bounds.attempts, attempts);
        isBounded = isBounded && limit;
        if (limit && (!bounds.least || *limit < *bounds.least)) {
            bounds.least = limit;
            bounds.place = placeOf(context, route, service, "timeout.linkerd.io/request");
        }
        if (limit)
            bounds.most = std::max(bounds.most.value_or(Duration{}), *limit);
    });
    if (!isBounded)
        bounds.most.reset();
    return bounds;
}

class Chains {
public:
    explicit Chains(Context& context) : m_context(context) {
        for (const auto& call : context.facts().calls)
            if (call.cluster == context.clusterName())
                if (const auto* service = calleeOf(call))
                    m_calls[call.from].push_back(
                        {call.from, call.to, call.at == call.cluster, service,
                         boundsOf(context, *service, call.from.substr(call.from.find('.') + 1))});
    }

    void check() {
        for (const auto& [from, calls] : m_calls)
            for (const auto& call : calls) {
                checkInversion(call);
                follow({&call}, call.bounds.attempts);
            }
    }

private:
    struct Call {
        std::string from;
        std::string to;
        bool isLocal;
        const Object* service; // as the caller's cluster declares it
        Bounds bounds;
    };

    [[nodiscard]] const Object* calleeOf(const CallFact& call) const {
        const Object* found = nullptr;
        m_context.each<resource::Service>([&](const Object& service, const auto&) {
            const auto* cluster = resource::label(service.metadata, "mirror.linkerd.io/cluster-name");
            const bool isThere = rules::isMirror(service) ? cluster && *cluster == call.at
                                                          : call.at == call.cluster;
            if (isThere && shortName(rules::fullName(m_context.set(), service)) == call.to)
                found = &service;
        });
        return found;
    }
    [[nodiscard]] const std::vector<Call>& next(const Call& call) const {
        static const std::vector<Call> kNone;
        const auto found = call.isLocal ? m_calls.find(call.to) : m_calls.end();
        return found == m_calls.end() ? kNone : found->second;
    }

    // Whichever route is taken, the caller gives up while its callee still waits.
    void checkInversion(const Call& call) {
        for (const auto& inner : next(call)) {
            if (!call.bounds.most || !inner.bounds.least || *call.bounds.most >= *inner.bounds.least
                || !m_told.insert(call.bounds.place.object).second)
                continue;
            m_context
                .report("MC2008", *call.bounds.place.object, call.bounds.place.field,
                        fmt::format("{} gives up after {}, while {} goes on for {} waiting for {}",
                                    call.from, resource::serializeDuration(*call.bounds.most),
                                    call.to, resource::serializeDuration(*inner.bounds.least),
                                    inner.to))
                .evidence = fmt::format("{} calls {}, which calls {}", call.from, call.to, inner.to);
        }
    }

    void follow(std::vector<const Call*> chain, std::uint64_t requests) {
        const auto& last = *chain.back();
        if (requests > kStorm && chain.size() > 1) {
            if (!m_told.insert(last.service).second)
                return;
            std::string way = chain.front()->from;
            for (const auto* call : chain)
                way += " → " + call->to;
            m_context
                .report("MC2008", *last.service, "metadata.annotations.retry.linkerd.io/limit",
                        fmt::format("retries multiply: one request of {} may become {} to {}",
                                    chain.front()->from, requests, last.to))
                .evidence = way;
            return;
        }
        if (chain.size() >= kLongest)
            return;
        for (const auto& inner : next(last)) {
            const bool isLoop = std::ranges::any_of(
                chain, [&](const Call* call) { return call->from == inner.to; });
            if (isLoop || inner.bounds.attempts < 2)
                continue;
            chain.push_back(&inner);
            follow(chain, requests * inner.bounds.attempts);
            chain.pop_back();
        }
    }

    Context& m_context;
    std::map<std::string, std::vector<Call>> m_calls; // by caller
    std::set<const Object*> m_told;
};

} // namespace

void checkTimeouts(Context& context) {
    context.each<resource::Service>([&](const Object& object, const auto&) {
        checkWire(context, object);
        checkAttempts(context, object);
    });
    Chains(context).check();
}

} // namespace causeway::analysis
