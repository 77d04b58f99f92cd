// SPDX-License-Identifier: Apache-2.0
// Rules and hosts that nobody used while the fleet was watched.
#include "analysis/lint/context.h"
#include "analysis/lint/days.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace causeway::analysis {
namespace {

using resource::Object;

constexpr std::chrono::days kShortest(7); // a week has its weekend

bool isHostOf(std::string_view pattern, std::string_view host) {
    if (!pattern.starts_with("*."))
        return pattern == host;
    pattern.remove_prefix(1);
    return host.size() > pattern.size() && host.ends_with(pattern);
}

class Watched {
public:
    Watched(Context& context, const TrafficFacts& traffic)
        : m_context(context), m_traffic(traffic) {}

    [[nodiscard]] bool isLongEnough() const {
        const auto from = dayOf(m_traffic.since);
        const auto today = dayOf(m_context.sources().today);
        return from && today && *today - *from >= kShortest;
    }

    void checkRule(const Object& object) const {
        const bool isYounger = !object.metadata.creationTimestamp.empty()
                               && object.metadata.creationTimestamp.substr(0, 10) > m_traffic.since;
        if (isYounger || !m_traffic.rules || m_traffic.rules->contains(object.ref().describe()))
            return;
        m_context
            .report("MC2013", object, "metadata.name",
                    fmt::format("since {} it let nobody in", m_traffic.since))
            .evidence = fmt::format("{} other rules did", m_traffic.rules->size());
    }

    template <typename Route> void checkHosts(const Object& object, const Route& route) const {
        const bool leaves = std::ranges::any_of(route.parentRefs, [](const auto& parent) {
            return parent.object.kind == "EgressNetwork";
        });
        for (std::size_t i = 0; leaves && m_traffic.egress && i < route.hostnames.size(); ++i)
            if (std::ranges::none_of(*m_traffic.egress, [&](const auto& egress) {
                    return isHostOf(route.hostnames[i], egress.host);
                }))
                m_context
                    .report("MC1004", object, fmt::format("spec.hostnames[{}]", i),
                            fmt::format("since {} nobody called {}", m_traffic.since,
                                        route.hostnames[i]))
                    .evidence =
                    fmt::format("{} connections left the mesh, to other hosts", m_traffic.egress->size());
    }

    void checkNetwork(const Object& object) const {
        if (!m_traffic.egress)
            return;
        for (const auto& egress : *m_traffic.egress) {
            const auto address = IpAddress::parse(egress.address);
            if (!address
                || rules::egressNetworkFor(m_context.set(), egress.namespace_, *address) == &object)
                return; // what has no address may have been meant for it
        }
        m_context
            .report("MC1004", object, "spec.networks",
                    fmt::format("since {} nobody called into it", m_traffic.since))
            .evidence = fmt::format("{} connections left the mesh, to other addresses",
                                    m_traffic.egress->size());
    }

private:
    Context& m_context;
    const TrafficFacts& m_traffic;
};

} // namespace

void checkTraffic(Context& context) {
    const auto& traffic = context.facts().traffic;
    if (!traffic)
        return;
    const Watched watched(context, *traffic);
    if (!watched.isLongEnough())
        return;
    const auto rule = [&](const Object& object, const auto&) { watched.checkRule(object); };
    context.each<resource::AuthorizationPolicy>(rule);
    context.each<resource::ServerAuthorization>(rule);
    const auto route = [&](const Object& object, const auto& spec) {
        watched.checkHosts(object, spec);
    };
    context.each<resource::HttpRoute>(route);
    context.each<resource::GrpcRoute>(route);
    context.each<resource::TlsRoute>(route);
    context.each<resource::EgressNetwork>(
        [&](const Object& object, const auto&) { watched.checkNetwork(object); });
}

} // namespace causeway::analysis
