// SPDX-License-Identifier: Apache-2.0
#include "link/candidates.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace causeway::link {
namespace {

using telemetry::Leg;

// Means drift by that much without anybody being at fault.
constexpr double kFloorMs = 0.5;
constexpr double kFloorShare = 0.05;

// The legs that a link has cells for; the callee's own time is looked at by service instead.
constexpr std::array kLinkLegs{Leg::CallerConnect, Leg::ToEgress, Leg::Connect, Leg::Wire,
                               Leg::ToCallee};

class Poser {
public:
    Poser(const Picture& now, const Picture& reference) : m_now(now) {
        for (std::size_t i = 0; i < now.links.size(); ++i)
            if (const auto* before = reference.find(now.links[i].from, now.links[i].to))
                addLink(i, *before);
        for (std::size_t i = 0; i < now.services.size(); ++i)
            addService(i, reference);
    }

    Problem pose() {
        for (const auto& site : m_now.sites()) {
            addGateway(LegName::Part::Egress, site);
            addGateway(LegName::Part::Ingress, site);
            addConnect(site);
        }
        addWires();
        for (std::size_t i = 0; i < m_now.services.size(); ++i)
            addWorkload(i);
        return std::move(m_problem);
    }

private:
    bool addCell(CellOrigin origin, const std::optional<Timing>& now,
                 const std::optional<Timing>& before) {
        if (!now)
            return false;
        // A leg nobody had to wait in before is reported as absent: it took no time.
        const bool waiting = origin.leg == Leg::Connect || origin.leg == Leg::CallerConnect;
        if (!before && !waiting)
            return false;
        const Timing reference = before.value_or(Timing{});
        origin.referenceMs = reference.meanMs;
        origin.nowMs = now->meanMs;
        const double floor = std::max(kFloorMs, kFloorShare * reference.meanMs);
        m_problem.cells.push_back({now->meanMs - reference.meanMs,
                                   std::hypot(floor, std::hypot(now->errorMs, reference.errorMs))});
        m_problem.origins.push_back(origin);
        return true;
    }

    void addLink(std::size_t index, const LinkTimes& before) {
        CellOrigin origin;
        origin.link = index;
        for (const Leg leg : kLinkLegs) {
            origin.leg = leg;
            if (addCell(origin, m_now.links[index].leg(leg), before.leg(leg)))
                m_cellOf[{index, leg}] = m_problem.cells.size() - 1;
        }
        origin.leg = Leg::Connect;
        origin.setup = true;
        if (before.setup && addCell(origin, m_now.links[index].setup, before.setup))
            m_setupOf[index] = m_problem.cells.size() - 1;
    }

    void addService(std::size_t index, const Picture& reference) {
        const auto& now = m_now.services[index];
        const auto before = std::ranges::find_if(reference.services, [&](const auto& each) {
            return each.service == now.service && each.cluster == now.cluster;
        });
        if (before == reference.services.end())
            return;
        CellOrigin origin;
        origin.service = index;
        origin.leg = Leg::Application;
        addCell(origin, now.application, before->application);
        origin.leg = Leg::CalleeProxy;
        addCell(origin, now.proxy, before->proxy);
    }

    // A column over one leg of every link that `belongs` chooses.
    template <typename Belongs, typename Weight>
    void addColumn(Suspect& suspect, Leg leg, Belongs belongs, Weight weight) const {
        Column column;
        for (std::size_t i = 0; i < m_now.links.size(); ++i) {
            const auto cell = m_cellOf.find({i, leg});
            if (cell != m_cellOf.end() && belongs(m_now.links[i]))
                column.entries.push_back({cell->second, weight(m_now.links[i])});
        }
        if (!column.entries.empty())
            suspect.columns.push_back(std::move(column));
    }

    template <typename Belongs> void addSetupColumn(Suspect& suspect, Belongs belongs) const {
        Column column;
        for (const auto& [link, cell] : m_setupOf)
            if (belongs(m_now.links[link]))
                column.entries.push_back({cell, 1.0});
        if (!column.entries.empty())
            suspect.columns.push_back(std::move(column));
    }

    void add(LegName leg, Suspect suspect) {
        if (!suspect.columns.empty())
            m_problem.candidates.push_back({std::move(leg), std::move(suspect)});
    }

    void addGateway(LegName::Part part, const std::string& site) {
        const auto same = [](const LinkTimes&) { return 1.0; };
        Suspect suspect;
        if (part == LegName::Part::Egress) {
            const auto out = [&](const LinkTimes& link) { return link.from == site; };
            addColumn(suspect, Leg::CallerConnect, out, same);
            addColumn(suspect, Leg::ToEgress, out, same);
            addColumn(suspect, Leg::Wire, out, same);
        } else {
            const auto in = [&](const LinkTimes& link) { return link.to == site; };
            addColumn(suspect, Leg::Wire, in, same);
            addColumn(suspect, Leg::ToCallee, in, same);
        }
        add({part, site, {}}, std::move(suspect));
    }

    // Setting a connection up takes round trips, so every link pays by its own wire.
    void addConnect(const std::string& site) {
        const auto in = [&](const LinkTimes& link) { return link.to == site; };
        Suspect suspect;
        addColumn(suspect, Leg::Connect, in, [](const LinkTimes& link) {
            const auto& wire = link.leg(Leg::Wire);
            return std::max(0.2, wire ? wire->meanMs / 20 : 1.0);
        });
        addSetupColumn(suspect, in);
        add({LegName::Part::Connect, site, {}}, std::move(suspect));
    }

    void addWires() {
        std::set<LegName> wires;
        for (const auto& link : m_now.links)
            wires.insert(LegName::wire(link.from, link.to));
        for (const auto& wire : wires) {
            Suspect suspect;
            const auto same = [](const LinkTimes&) { return 1.0; };
            addColumn(
                suspect, Leg::Wire,
                [&](const LinkTimes& link) { return LegName::wire(link.from, link.to) == wire; },
                same);
            // Connections over it take longer to set up too: each direction by its share of cold
            // ones.
            for (const auto& [from, to] :
                 {std::pair(wire.site, wire.other), std::pair(wire.other, wire.site)}) {
                const auto own = [&](const LinkTimes& link) {
                    return link.from == from && link.to == to;
                };
                addColumn(suspect, Leg::Connect, own, same);
                addSetupColumn(suspect, own);
                if (wire.site == wire.other)
                    break;
            }
            add(wire, std::move(suspect));
        }
    }

    void addWorkload(std::size_t index) {
        Suspect suspect;
        for (std::size_t i = 0; i < m_problem.origins.size(); ++i)
            if (m_problem.origins[i].service == index)
                suspect.columns.push_back({{{i, 1.0}}});
        const auto& service = m_now.services[index];
        const std::string workload = service.service.substr(0, service.service.find('.'));
        add({LegName::Part::Workload, service.cluster, workload}, std::move(suspect));
    }

    const Picture& m_now;
    Problem m_problem;
    std::map<std::pair<std::size_t, Leg>, std::size_t> m_cellOf;
    std::map<std::size_t, std::size_t> m_setupOf; // by link
};

std::optional<Timing> medianOf(const Picture& now, Leg leg) {
    std::vector<double> means;
    for (const auto& link : now.links)
        if (link.whole) // a leg that is absent took no time
            means.push_back(link.leg(leg) ? link.leg(leg)->meanMs : 0);
    if (means.empty())
        return std::nullopt;
    std::ranges::sort(means);
    return Timing{means[(means.size() - 1) / 2], 0, 1};
}

} // namespace

std::vector<Suspect> Problem::suspects() const {
    std::vector<Suspect> all;
    for (const auto& candidate : candidates)
        all.push_back(candidate.suspect);
    return all;
}

Problem pose(const Picture& now, const Picture& reference) {
    return Poser(now, reference).pose();
}

Picture peersOf(const Picture& now) {
    Picture peers;
    for (const auto& link : now.links) {
        LinkTimes usual = link;
        for (const Leg leg : kLinkLegs)
            usual.leg(leg) = medianOf(now, leg);
        usual.leg(Leg::Wire) = link.leg(Leg::Wire);
        usual.setup.reset(); // as long as the wire is: links do not compare
        const auto* back = now.find(link.to, link.from);
        if (back && back->leg(Leg::Wire) && usual.leg(Leg::Wire)
            && back->leg(Leg::Wire)->meanMs < usual.leg(Leg::Wire)->meanMs)
            usual.leg(Leg::Wire) = back->leg(Leg::Wire);
        peers.links.push_back(std::move(usual));
    }
    return peers;
}

} // namespace causeway::link
