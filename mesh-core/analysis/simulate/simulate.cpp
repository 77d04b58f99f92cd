// SPDX-License-Identifier: Apache-2.0
#include "analysis/simulate/simulate.h"

#include "analysis/simulate/recorded_headers.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_map>

namespace causeway::analysis {
namespace {

constexpr std::array<std::string_view, 5> kNames{"allowed", "allowed by audit", "denied",
                                                 "no route", "not served"};

// The ports by service, found again without making a key for each of a million requests.
class PortFinder {
public:
    explicit PortFinder(const Judge& judge) : m_judge(judge) {}

    const JudgedPort* find(const recording::Tuple& request) {
        if (request.service != m_service || request.port != m_port) {
            m_service = request.service;
            m_port = request.port;
            m_ports = lookUp(request);
        }
        for (const auto& port : *m_ports)
            if (request.workload.empty() || isWorkload(*port.workload, request.workload))
                return &port;
        return nullptr;
    }

private:
    struct Hash {
        std::size_t operator()(const std::pair<std::string_view, std::uint16_t>& key) const {
            return std::hash<std::string_view>()(key.first) * 31 + key.second;
        }
    };
    using Ports = const std::vector<JudgedPort>*;

    Ports lookUp(const recording::Tuple& request) {
        const auto [place, isNew] = m_known.try_emplace({request.service, request.port}, nullptr);
        if (isNew)
            place->second = &m_judge.portsOf(request.service, request.port);
        return place->second;
    }
    static bool isWorkload(const resource::Object& object, std::string_view name) {
        const auto& metadata = object.metadata;
        return name.size() == metadata.namespace_.size() + 1 + metadata.name.size()
               && name.starts_with(metadata.namespace_) && name.ends_with(metadata.name);
    }

    const Judge& m_judge;
    std::string_view m_service;
    std::uint16_t m_port = 0;
    Ports m_ports = nullptr;
    std::unordered_map<std::pair<std::string_view, std::uint16_t>, Ports, Hash> m_known;
};

// A judgement as pointers into the rules: nothing is copied until something has changed.
struct Quick {
    Outcome outcome = Outcome::NotServed;
    const ObjectRef* route = nullptr;
    const ObjectRef* rule = nullptr;

    [[nodiscard]] Judgement kept() const {
        return {outcome, route ? *route : ObjectRef(), rule ? *rule : ObjectRef()};
    }
};

Quick judgeQuickly(PortFinder& finder, const recording::Tuple& request,
                   const route::HeaderSource* headers) {
    const auto* port = finder.find(request);
    if (!port)
        return {};
    const auto decision =
        policy::evaluate(*port->policy, {request.identity,
                                         {},
                                         request.network,
                                         {request.method, request.host, request.path, headers},
                                         false});
    Quick quick{Outcome::Denied, &decision.route(), &decision.rule()};
    if (decision.allowed())
        quick.outcome = decision.wouldDeny() ? Outcome::WouldBeDenied : Outcome::Allowed;
    else if (decision.verdict() == policy::Verdict::NoRoute)
        quick.outcome = Outcome::NoRoute;
    return quick;
}

bool sameRef(const ObjectRef* a, const ObjectRef* b) {
    return a == b || (a && b && *a == *b);
}

bool isOtherwise(recording::Verdict recorded, Outcome outcome) {
    if (recorded == recording::Verdict::Unknown || outcome == Outcome::NotServed)
        return false;
    const bool allowed =
        recorded == recording::Verdict::Allowed || recorded == recording::Verdict::Audited;
    return allowed != isAllowed(outcome);
}

std::string textOf(const ObjectRef* ref) {
    return ref ? ref->describe() : std::string();
}

std::string squadOf(const Judge& judge, const recording::Tuple& request) {
    const auto domain = request.service.find(".svc.");
    const auto dot = request.service.find('.');
    if (domain == request.service.npos || dot >= domain)
        return {};
    const auto* service =
        judge.objects().find("Service", request.service.substr(dot + 1, domain - dot - 1),
                             request.service.substr(0, dot));
    for (const auto* name : {"squad", "team"})
        if (const auto* label = service ? resource::label(service->metadata, name) : nullptr)
            return *label;
    return {};
}

// Collects changes by what they have in common.
class Tally {
public:
    explicit Tally(const Judge& after) : m_after(after) {}

    void add(const recording::Tuple& request, const Quick& before, const Quick& after) {
        auto key =
            fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}", request.identity, request.service,
                        request.port, int(before.outcome), int(after.outcome), textOf(before.route),
                        textOf(before.rule), textOf(after.route), textOf(after.rule));
        const auto [place, isNew] = m_changes.try_emplace(std::move(key));
        auto& change = place->second;
        if (isNew) {
            change.cluster = m_after.objects().clusterName();
            change.caller = request.identity;
            change.service = request.service;
            change.port = request.port;
            change.squad = squadOf(m_after, request);
            change.before = before.kept();
            change.after = after.kept();
        }
        change.requests += request.count;
        ++change.tuples;
        if (change.example.empty() || request.lastSeen > change.lastSeen) {
            change.lastSeen = request.lastSeen;
            change.example = fmt::format("{} {}", request.method, request.path);
        }
    }

    void intoOrder(Simulation& simulation) {
        for (auto& [key, change] : m_changes) {
            const bool was = isAllowed(change.before.outcome);
            const bool is = isAllowed(change.after.outcome);
            auto& list = was == is ? simulation.otherwise
                         : was     ? simulation.newlyDenied
                                   : simulation.newlyAllowed;
            list.push_back(std::move(change));
        }
        for (auto* list :
             {&simulation.newlyDenied, &simulation.newlyAllowed, &simulation.otherwise})
            std::ranges::sort(*list, [](const Change& a, const Change& b) {
                return std::tie(b.requests, a.service, a.caller, a.before.route, a.after.route,
                                a.before.rule, a.after.rule)
                       < std::tie(a.requests, b.service, b.caller, b.before.route, b.after.route,
                                  b.before.rule, b.after.rule);
            });
    }

private:
    const Judge& m_after;
    std::unordered_map<std::string, Change> m_changes;
};

} // namespace

std::string_view name(Outcome outcome) {
    return kNames[static_cast<std::size_t>(outcome)];
}

Judgement judge(const Judge& rules, const recording::Tuple& request) {
    PortFinder finder(rules);
    const RecordedHeaders headers(request.headers);
    return judgeQuickly(finder, request, &headers).kept();
}

Simulation simulate(const Judge& before, const Judge& after, const recording::Recording& recording) {
    Simulation simulation;
    PortFinder old(before);
    PortFinder fresh(after);
    Tally tally(after);
    for (const auto& request : recording.tuples()) {
        if (request.leaves())
            continue; // no rules of a callee judge it
        const RecordedHeaders headers(request.headers);
        const auto was = judgeQuickly(old, request, &headers);
        const auto is = judgeQuickly(fresh, request, &headers);
        simulation.requests += request.count;
        ++simulation.tuples;
        if (isOtherwise(request.verdict, was.outcome))
            simulation.judgedOtherwise += request.count;
        if (was.outcome == Outcome::NotServed && is.outcome == Outcome::NotServed)
            simulation.notServed += request.count;
        else if (was.outcome != is.outcome || !sameRef(was.route, is.route)
                 || !sameRef(was.rule, is.rule))
            tally.add(request, was, is);
    }
    tally.intoOrder(simulation);
    return simulation;
}

} // namespace causeway::analysis
